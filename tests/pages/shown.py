"""What a page shows: its HTML, and the words in it."""

import re

from streamlit.testing.v1 import AppTest


def said(at: AppTest) -> str:
    """All HTML of a page."""
    return "\n".join(element.proto.body for element in at.get("html"))


def text(at: AppTest) -> str:
    return re.sub(r"<[^>]+>", " ", said(at))
