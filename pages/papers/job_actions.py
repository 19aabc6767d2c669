"""What one does with papers of many units: order them, go on with what stopped, want them no more."""

from collections.abc import Callable, Sequence

import streamlit as st

from data.errors import DushuError, RequestFault
from metrics.run.reader import Reader
from pages.acts.draft_form import DONE
from pages.shell.session import Session, store
from reports.bundle import worker
from reports.bundle.disk import in_words
from reports.bundle.jobs import Job, job_of, may_cancel
from reports.bundle.order import Way
from reports.bundle.ordering import ask

FAULT = "papers_fault"  # why the last click did nothing, in words


def order(s: Session, units: Sequence[str], kinds: Sequence[str], lang: str, book: bool) -> None:
    """Order papers of the run that is shown and have them made."""
    _attempt(s, lambda: _ask(s, s.reader, units, kinds, lang, book=book))


def again(s: Session, job: Job) -> None:
    """Go on with one that stopped; where its papers would say something else by now, it is ordered anew in its place."""

    def act() -> None:
        said = job_of(s.home, job.job_id, s.viewer).told().order
        if _ask(s, Reader(store(), said.run, s.viewer), said.units, said.kinds, said.lang, book=said.book).job_id != job.job_id:
            job.cancel()

    _attempt(s, act)


def cancel(s: Session, job: Job) -> None:
    """Stop it, keep nothing of it."""

    def act() -> None:
        s.still_may("export")
        known = job_of(s.home, job.job_id, s.viewer)
        if not may_cancel(s.viewer, known.told()):
            raise RequestFault(s.w("papers.not_yours"))
        known.cancel()
        st.session_state.setdefault(DONE, []).append(s.w("papers.cancelled"))

    _attempt(s, act)


def say_fault() -> None:
    """Say why the last click did nothing, once."""
    if told := st.session_state.pop(FAULT, None):
        st.error(told, icon=":material/error:")


def _ask(s: Session, reader: Reader, units: Sequence[str], kinds: Sequence[str], lang: str, *, book: bool) -> Job:
    s.still_may("export")
    way: Way = "demo" if s.is_demo else "signed_in"
    job = ask(reader, s.decisions, way, units, kinds, lang, book=book)
    worker.start(s.home)
    ready = job.progress().state == "done"
    told = s.w("papers.there" if ready else "papers.ordered", name=job.told().name.removesuffix(".zip"))
    st.session_state.setdefault(DONE, []).append(told)
    return job


def _attempt(s: Session, act: Callable[[], object]) -> None:
    try:
        act()
    except OSError as fault:
        st.session_state[FAULT] = s.w.told(in_words(fault))
    except DushuError as fault:
        st.session_state[FAULT] = s.w.told(fault)
