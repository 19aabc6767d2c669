"""Files picked in the browser: read to the end without keeping anything, shown, and brought in when an officer says so."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from data.batches import Batch, Mode
from data.contracts import load_contracts
from data.decisions.mappings import learned
from data.errors import FileFault
from data.facts import Facts
from data.intake.containers import Fault, Source, find_files
from data.intake.reading import Reading, read
from data.intake.taking_in import twin_of, why_twin
from data.settings import settings
from pages.parts import markup as m
from pages.parts import reading_report
from pages.parts.session import Session
from pages.parts.session import facts as kept_facts

KEPT = "dry_runs"  # readings of the files that are picked now, so that a rerun does not read them again
GENERATION = "upload_generation"  # a new one empties the box after files were brought in
DONE = "brought_in"
LEFT = "left_out"  # sentences on files that were not brought in with the others


@dataclass(frozen=True)
class Told:
    """What the officer says of all picked files."""

    exported_on: date | None
    division: str
    mode: Mode


def show(s: Session) -> None:
    """The box, what is said of the files, the dry run of each, and the button."""
    w, facts = s.w, kept_facts()
    st.html(f'<style>:root {{ --pick: "{w("intake.box_pick")}"; --drop: "{w("intake.box_drop", n=settings().max_file_mb)}"; }}</style>')
    generation = st.session_state.setdefault(GENERATION, 0)
    picked = st.file_uploader(w("intake.pick"), accept_multiple_files=True, key=f"upload_{generation}", help=w("intake.pick_help"))
    told = _told(s, facts)
    if done := st.session_state.pop(DONE, None):
        st.success(w("intake.done", n=len(done), names=w("rank.comma").join(done)), icon=":material/check_circle:")
    for sentence in st.session_state.pop(LEFT, ()):
        st.warning(sentence, icon=":material/warning:")
    if not picked:
        st.html(f'<p class="ds ds-note">{w("intake.pick_note")}</p>')
        return
    with st.spinner(w("intake.reading")):
        results = _dry_run([(f.name, f.getvalue()) for f in picked], told, facts, s)
    new = [r for _, r in results if isinstance(r, Reading) and not r.already_in]
    directories = [r for r in new if r.export == "departments"]
    # A new directory goes in alone first: the other files' names are resolved by it, so they are read again with it.
    waiting = len(results) - len(directories) if directories else 0
    st.html(f'<p class="ds ds-note">{m.e(_summary(results, new, waiting, s))}</p>')
    _commit(directories or new, is_last=not waiting, facts=facts, s=s)
    for name, result in results:
        if not waiting or (isinstance(result, Reading) and result in directories):
            reading_report.show(name, result, s)


def _told(s: Session, facts: Facts) -> Told:
    w = s.w
    first, second, third = st.columns(3)
    exported_on = first.date_input(w("intake.exported_on"), None, format="YYYY-MM-DD", help=w("intake.exported_on_help"))
    divisions = [settings().city, *(d for d in _divisions(facts) if d != settings().city)]
    division = second.selectbox(w("intake.division"), divisions, help=w("intake.division_help"))
    modes: list[Mode] = ["full", "cumulative"]
    mode = third.selectbox(w("intake.mode"), modes, format_func=lambda x: w.of("mode", x), help=w("intake.mode_help"))
    return Told(exported_on, division, mode)


def _divisions(facts: Facts) -> list[str]:
    rows, _ = facts.departments(date.max)
    return sorted(rows["division"].drop_nulls().unique()) if len(rows) else []


def _dry_run(files: Sequence[tuple[str, bytes]], told: Told, facts: Facts, s: Session) -> list[tuple[str, Reading | str]]:
    """(name, what was read or why not) of every file, those inside zips too; the directory of departments first."""
    kept: dict[tuple[Any, ...], Reading | str] = st.session_state.get(KEPT, {})
    _, directory = facts.departments(date.max)
    batches = tuple(b.batch_id for b in facts.batches())
    results: list[tuple[str, Reading | str]] = []
    used = {}
    known = learned(s.decisions)
    contracts = load_contracts(s.home.site, known)
    for found in find_files(files, settings()):
        if isinstance(found, Fault):
            results.append((found.name, found.sentence))
            continue
        key = (found.name, _digest(found), told, batches, len(directory), known.model_dump_json())
        used[key] = kept[key] if key in kept else _read(found, told, facts, contracts)
        results.append((found.name, used[key]))
    st.session_state[KEPT] = used
    return sorted(results, key=lambda r: isinstance(r[1], Reading))  # what is refused first: it asks for something


def _read(source: Source, told: Told, facts: Facts, contracts: Any) -> Reading | str:
    try:
        return read(source, facts, contracts, exported_on=told.exported_on, division=told.division, mode=told.mode)
    except FileFault as fault:
        return str(fault)


def _digest(source: Source) -> str:
    try:
        return hashlib.sha256(source.load()).hexdigest()
    except FileFault as fault:
        return str(fault)


def _summary(results: Sequence[tuple[str, Reading | str]], new: Sequence[Reading], waiting: int, s: Session) -> str:
    if waiting:
        return s.w("intake.waiting", n=waiting)
    refused = sum(isinstance(result, str) for _, result in results)
    return s.w("intake.summary", n=len(results), ready=len(new), already=len(results) - len(new) - refused, refused=refused)


def _commit(wanted: Sequence[Reading], *, is_last: bool, facts: Facts, s: Session) -> None:
    """The button that keeps these files; with the last of them the box is emptied."""
    if not wanted:
        return
    label = s.w("intake.commit", n=len(wanted)) if is_last else s.w("intake.commit_directory")
    if st.button(label, type="primary", icon=":material/inventory:"):
        now = datetime.now(UTC)
        kept: list[Batch] = []
        st.session_state[LEFT] = []
        for reading in wanted:
            if twin := twin_of(reading, kept):
                st.session_state[LEFT].append(why_twin(reading, twin))
            else:
                kept.append(_brought_in(reading, now, facts, s))
        st.session_state[DONE] = [batch.file_name for batch in kept]
        if is_last:
            st.session_state[GENERATION] += 1
        st.rerun()


def _brought_in(reading: Reading, now: datetime, facts: Facts, s: Session) -> Batch:
    """The batch of one file, with its line in the trail."""
    batch = facts.commit(reading, by=s.viewer.name, received_at=now)
    s.decisions.trace(s.viewer, "intake", batch.file_name, batch=batch.batch_id, accepted=batch.counts.accepted)
    return batch
