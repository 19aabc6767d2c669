"""Evidence in a form: files are handed in as they are picked, listed, and named in the act. Beside an act: its files, to be downloaded."""

from functools import partial

import streamlit as st

from data.decisions.acts import Act
from data.decisions.evidence import fetch, files_of, hand_in
from data.errors import DushuError
from pages.acts.draft_form import KeptForm
from pages.downloads import button as downloads
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.session import Session

TYPES = ["pdf", "ofd", "docx", "xlsx", "png", "jpg", "jpeg"]


def show(form: KeptForm, unit_id: str | None) -> list[int]:
    """The box and what was handed in so far. Gives the evidence_ids. `unit_id`: for whom it is, None = for the authority."""
    w = form.s.w
    draw(f'<style>:root {{ --pick: "{w("intake.box_pick")}"; --drop: "{w("evidence.drop", n=form.s.decisions.evidence_mb)}"; }}</style>')
    box = form.key(f"files{form.start.get('boxes', 0)}")
    picked = st.file_uploader(w("evidence.pick"), type=TYPES, accept_multiple_files=True, key=box, help=w("evidence.help"))
    if picked and _take(form, [(file.name, file.getvalue()) for file in picked], unit_id):
        st.rerun()
    for number, name in (kept := form.start.get("evidence", [])):
        left, right = st.columns([5, 1], vertical_alignment="center")
        draw(f'<p class="ds ds-note">{m.e(w("evidence.handed_in", name=name))}</p>', left)
        if right.button(w("evidence.leave_out"), key=form.key(f"without{number}"), type="tertiary"):
            form.keep(evidence=[[n, x] for n, x in kept if n != number])
            st.rerun()
    return [number for number, _ in kept]


def _take(form: KeptForm, files: list[tuple[str, bytes]], unit_id: str | None) -> bool:
    """Hand the picked files in. When all were taken the box is emptied; what is refused stays in it with the reason beside."""
    w, kept, faults = form.s.w, list(form.start.get("evidence", [])), []
    taken = st.session_state.setdefault(form.key("*taken"), [])
    for name, data in files:
        if (name, len(data), hash(data)) in taken:
            continue
        try:
            kept.append([hand_in(form.s.decisions, form.s.viewer, name, data, unit_id), name])
            taken.append((name, len(data), hash(data)))
        except DushuError as fault:
            faults.append(w("evidence.refused", name=name, why=w.told(fault)))
    form.keep(evidence=kept, **({} if faults else {"boxes": form.start.get("boxes", 0) + 1}))
    for sentence in faults:
        st.error(sentence, icon=":material/error:")
    if not faults:
        taken.clear()
    return not faults


def files(s: Session, act: Act, where: str) -> None:
    """A button for each file of an act that the viewer may see. `where` keeps the keys of two showings of one act apart."""
    for n, file in enumerate(files_of(s.decisions, s.viewer, act) if act.evidence else ()):
        build = partial(_bytes, s, file.sha256)
        downloads.offer(
            s, file.file_name, build, file.file_name, file.media_type, needs="see_figures", icon=":material/attach_file:",
            key=f"{where}|{act.act_id}|{n}", type="tertiary",
        )  # fmt: skip


def _bytes(s: Session, sha256: str) -> bytes:
    return fetch(s.decisions, s.viewer, sha256).data
