"""The unit's scorecard, handed out as Excel, Word or PDF: each is built when it is clicked, in the language of the page."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from metrics.run.trend import series
from pages.downloads import button as downloads
from pages.downloads.media_types import TYPES
from pages.shell.session import Session
from reports import scorecard


def show(s: Session, row: Mapping[str, Any]) -> None:
    """One button that opens the three; a file's name says the unit, the period, and which edition or that it is a draft."""
    past = [s.reader_of(run) for run in series(s.run, s.runs)[:-1]]
    with st.popover(s.w("unit.scorecard"), icon=":material/download:", width="stretch"):
        for kind in scorecard.KINDS if s.viewer.may("export") else scorecard.KINDS[:1]:  # one word why is enough
            build = partial(scorecard.make, s.reader, row["unit_id"], kind, s.w.lang, past)
            name = scorecard.file_name(s.run, row["unit_name"], kind, s.w.lang)
            downloads.offer(s, s.w.of("scorecard_file", kind), build, name, TYPES[kind], width="stretch", key=f"scorecard_{kind}")
