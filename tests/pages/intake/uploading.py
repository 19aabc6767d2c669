"""Files put into the box of the intake page, and the buttons pressed while they lie there."""

from datetime import date

from streamlit.testing.v1 import AppTest


def upload(at: AppTest, *files: tuple[str, str]) -> AppTest:
    at.date_input[0].set_value(date(2026, 6, 30)).run()
    return pick(at, *files).run()


def pick(at: AppTest, *files: tuple[str, str]) -> AppTest:
    """Files are in the box for one run only, here."""
    for name, content in files:
        at.file_uploader[0].upload(name, content.encode(), "text/csv")
    return at


def press(at: AppTest, label: str, *files: tuple[str, str]) -> AppTest:
    """The button with this in its label, or at the end of its key."""
    button = next(b for b in at.button if label in b.label or (b.key or "").endswith(label))
    pick(at, *files)
    button.click().run()
    assert not at.exception
    return at
