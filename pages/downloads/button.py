"""Files that are handed out, each written to the trail before it leaves. No other part of the app has a download button; a test holds it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from data.access import Action
from data.decisions import sign_ins
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.session import Session


def offer(s: Session, label: str, build: Callable[[], bytes], file_name: str, mime: str, needs: Action = "export", **looks: Any) -> None:
    """A button; or, for who may take nothing out, a word why. The file is built when it is clicked, out of what `build` was given.

    `looks`: icon, width, key of the button.
    """
    if not s.viewer.may(needs):
        draw(f'<p class="ds ds-note">{m.e(s.w("download.not_yours"))}</p>')
        return
    st.download_button(
        label, data=partial(handed_out, s, build, file_name, needs), file_name=file_name, mime=mime, on_click="ignore", **looks
    )


def handed_out(s: Session, build: Callable[[], bytes], file_name: str, needs: Action = "export") -> bytes:
    """The file, for who may still have it; its line in the trail is written first. Raises RequestFault when the sign-in is over."""
    s.still_may(needs)
    sign_ins.export(s.decisions, s.viewer, file_name, s.place.query())
    return build()
