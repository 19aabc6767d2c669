"""Files picked in the browser: tried to the end without keeping anything, shown, and brought in when an officer says so."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import streamlit as st

from data.decisions.mappings import contracts_of
from data.facts.batch import Batch, Mode
from data.facts.store import Facts
from data.intake import Reading, Reference, Said, Trial, Tried, references_of, twin_of, why_twin
from data.intake.references import doubts, passed, why_doubted
from data.settings import settings
from pages.intake import trial_report, unmatched_codes
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.page_state import here
from pages.shell.session import Session
from pages.shell.session import facts as kept_facts

TRIAL = here("import", "trial")  # what was read of the files that are picked now, so that a rerun does not read them again
GENERATION = "upload_generation"  # a new one empties the box after files were brought in
DONE = "brought_in"
LEFT = "left_out"  # sentences on files that were not brought in with the others


def show(s: Session) -> None:
    """The box, what is said of the files, the trial of each, and the button."""
    w, facts = s.w, kept_facts()
    draw(f'<style>:root {{ --pick: "{w("intake.box_pick")}"; --drop: "{w("intake.box_drop", n=settings().max_file_mb)}"; }}</style>')
    generation = st.session_state.setdefault(GENERATION, 0)
    picked = st.file_uploader(w("intake.pick"), accept_multiple_files=True, key=f"upload_{generation}", help=w("intake.pick_help"))
    said = _said(s, facts)
    if done := st.session_state.pop(DONE, None):
        st.success(w("intake.done", n=len(done), names=w("rank.comma").join(done)), icon=":material/check_circle:")
    for sentence in st.session_state.pop(LEFT, ()):
        st.warning(w.told(sentence), icon=":material/warning:")
    if not picked:
        st.session_state.pop(TRIAL, None)
        draw(f'<p class="ds ds-note">{w("intake.pick_note")}</p>')
        return
    found = _tried([(f.name, f.getvalue()) for f in picked], said, facts, s)
    draw(f'<p class="ds ds-note">{m.e(_summary(found, s))}</p>')
    _commit([one for one in found if one.ready], facts, s)
    for number, one in enumerate(found):
        trial_report.show(one, number, s)


def _said(s: Session, facts: Facts) -> Said:
    w = s.w
    first, second, third = st.columns(3)
    exported_on = first.date_input(w("intake.exported_on"), None, format="YYYY-MM-DD", help=w("intake.exported_on_help"))
    divisions = [settings().city, *(d for d in _divisions(facts) if d != settings().city)]
    division = second.selectbox(w("intake.division"), divisions, help=w("intake.division_help"))
    modes: list[Mode] = ["full", "cumulative"]
    mode = third.selectbox(w("intake.mode"), modes, format_func=lambda x: w.of("mode", x), help=w("intake.mode_help"))
    return Said(exported_on, division, mode)


def _divisions(facts: Facts) -> list[str]:
    rows, _ = facts.departments(date.max)
    return sorted(rows["division"].drop_nulls().unique()) if len(rows) else []


def _tried(files: Sequence[tuple[str, bytes]], said: Said, facts: Facts, s: Session) -> list[Tried]:
    """Every file, with a bar that moves while they are read."""
    trial: Trial = st.session_state.setdefault(TRIAL, Trial())
    place = st.empty()
    found = trial.of(files, facts, contracts_of(s.home, s.decisions), said, settings(), partial(_progress, place, s))
    place.empty()
    return found


def _progress(place: Any, s: Session, done: int, total: int, name: str) -> None:
    place.progress(done / total if total else 1.0, s.w("intake.reading", done=done // 2 + 1, total=total // 2, name=name))


def _summary(found: Sequence[Tried], s: Session) -> str:
    ready = sum(one.ready is not None for one in found)
    already = sum(one.reading is not None and one.reading.already_in is not None for one in found)
    return s.w("intake.summary", n=len(found), ready=ready, already=already, refused=len(found) - ready - already)


def _commit(ready: Sequence[Tried], facts: Facts, s: Session) -> None:
    """The button that keeps the files of which nothing is asked any more. It empties the box."""
    w, settled = s.w, [one for one in ready if unmatched_codes.is_settled(one)]
    if len(ready) > len(settled):
        draw(f'<p class="ds ds-note ds-warn">{m.e(w("references.asked", n=len(ready) - len(settled)))}</p>')
    if settled and st.button(w("intake.commit", n=len(settled)), type="primary", icon=":material/inventory:"):
        s.still_may("bring_in")
        st.session_state[LEFT], st.session_state[DONE] = _keep(settled, facts, s)
        st.session_state[GENERATION] += 1
        st.session_state.pop(TRIAL, None)
        st.rerun()


def _keep(settled: Sequence[Tried], facts: Facts, s: Session) -> tuple[list[str], list[str]]:
    """(why files were left out, the names of those that were kept), what others refer to first: without it they are asked about once more."""
    contracts, now = contracts_of(s.home, s.decisions), datetime.now(UTC)
    kept: list[Batch] = []
    left: list[str] = []
    wanted = [(reading, bool(one.doubted)) for one in settled if (reading := one.ready)]
    beside = {reading.export for reading, _ in wanted}
    for reading, is_answered in sorted(wanted, key=lambda pair: contracts.turn(pair[0].export)):
        found = references_of(reading, facts, contracts, beside)
        if twin := twin_of(reading, kept):
            left.append(why_twin(reading, twin))
        elif not is_answered and (doubted := doubts(found)):
            left.append(why_doubted(reading.file_name, doubted))
        else:
            kept.append(_brought_in(reading, now, found, facts, s))
    return left, [batch.file_name for batch in kept]


def _brought_in(reading: Reading, now: datetime, found: Sequence[Reference], facts: Facts, s: Session) -> Batch:
    """The batch of one file, with its line in the trail, which keeps what was said to be right."""
    batch = facts.commit(reading, by=s.viewer.name, received_at=now)
    s.decisions.trace(s.viewer, "intake", batch.file_name, batch=batch.batch_id, accepted=batch.counts.accepted, **passed(found))
    return batch
