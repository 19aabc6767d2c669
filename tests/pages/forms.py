"""The form of a page, as one fills it in: a box by its label, a button pressed."""

from typing import Any

from streamlit.testing.v1 import AppTest


def box(at: AppTest, kind: str, label: str) -> Any:
    return next(one for one in at.get(kind) if one.label == label)


def area(at: AppTest, label: str) -> Any:
    return box(at, "text_area", label)


def press(at: AppTest, label: str) -> AppTest:
    """What follows is shown; nothing may break."""
    box(at, "button", label).click()
    at.run()
    assert not at.exception
    return at
