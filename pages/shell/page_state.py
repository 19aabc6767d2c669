"""What one page keeps in the browser's session for itself is let go when another page is shown."""

import streamlit as st

STEM = "here/"


def here(path: str, name: str) -> str:
    """The name of something that the page at an address keeps for itself."""
    return f"{STEM}{path}/{name}"


def let_go(path: str) -> None:
    """Let go of what other pages than the one at this address keep."""
    for key in [key for key in st.session_state if str(key).startswith(STEM) and not str(key).startswith(here(path, ""))]:
        del st.session_state[key]
