"""Ready HTML on the page."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def draw(html: str | Path, place: DeltaGenerator | None = None) -> None:
    """Show ready HTML (or a file of it) where the page is, or in `place`; draw nothing for nothing, for which Streamlit raises."""
    if html:
        (place or st).html(html)
