"""A choice among decisions."""

from collections.abc import Mapping

import streamlit as st

from pages.shell.session import Session


def choice(s: Session, drafts: Mapping[str, str], key: str) -> str | None:
    """Which form is open: at first one that a draft was kept of, else none. `drafts`: the draft's name of each form."""
    kept = next((name for name, draft in drafts.items() if key not in st.session_state and s.decisions.draft(s.viewer, draft)), None)
    return st.segmented_control(s.w("decided.do"), list(drafts), format_func=lambda x: s.w.of("do", x), default=kept, key=key)
