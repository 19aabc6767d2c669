"""Papers that were ordered: how far they are while they are made, and what is ready to be taken, with its run, size and digest."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from data.settings import settings
from pages.downloads import button as downloads
from pages.language.times import when
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.page_head import period_title, subtitle
from pages.obligation_list.download import ZIP
from pages.papers.job_actions import again, cancel, say_fault
from pages.shell.session import Session
from reports.bundle.handing_out import content
from reports.bundle.jobs import UNFINISHED, Job, Told, in_sight, may_cancel

SECONDS = 2.0  # between two looks at what is being made
SHOWN = 20
LOOKS = {"waiting": "", "making": "brand", "stopped": "warn", "failed": "warn", "done": "brand"}


def show(s: Session) -> None:
    """Those that the viewer may have, the one asked for last first."""
    w, found = s.w, in_sight(s.home, s.viewer)[:SHOWN]
    draw(subtitle(w("papers.made"), w("papers.made_note", days=settings().papers_days)))
    say_fault()
    if not found:
        draw(empty(w("papers.none"), [w("papers.none_what")]))
        return
    active = [one for one in found if one[0].state in UNFINISHED]
    if active:
        st.fragment(_watch, run_every=SECONDS)(s, [job.job_id for job, _ in active])
    for job, told in found:
        if (job, told) not in active:
            _ended(s, job, told)


def _watch(s: Session, awaited: Sequence[str]) -> None:
    """What is being made, looked at again and again; the page is drawn anew when one of them has ended."""
    found = [(job, told) for job, told in in_sight(s.home, s.viewer) if job.state in UNFINISHED]
    if [job.job_id for job, _ in found] != [*awaited]:
        st.rerun()
    for job, told in found:
        with st.container(border=True):
            left, right = st.columns([6, 1], vertical_alignment="center")
            progress = job.progress()
            share = progress.done / progress.total if progress.total else 0.0
            draw(_title(s, job, told), left)
            left.progress(share, s.w("papers.progress", done=progress.done, total=progress.total or "…", current=progress.current))
            if may_cancel(s.viewer, told):
                right.button(s.w("papers.cancel"), key=f"cancel {job.job_id}", on_click=cancel, args=(s, job), width="stretch")


def _ended(s: Session, job: Job, told: Told) -> None:
    """One that is ready, or that has stopped."""
    w, state = s.w, job.state
    with st.container(border=True):
        left, first, second = st.columns([6, 1.2, 1], vertical_alignment="center")
        draw(_title(s, job, told) + _facts(s, job, told), left)
        with first:
            if state == "done":
                of_run = replace(s, place=s.place.standing().moved(run=told.order.run, period=None, as_of=None))
                build = partial(content, s.home, job.job_id, s.viewer)
                downloads.offer(
                    of_run, w("papers.take"), build, told.name, ZIP, key=f"take {job.job_id}", icon=":material/download:", width="stretch"
                )
            elif told.order.scope == (None if s.viewer.scope is None else tuple(s.viewer.scope)):
                st.button(w("papers.again"), key=f"again {job.job_id}", on_click=again, args=(s, job), type="primary", width="stretch")
        if may_cancel(s.viewer, told):
            second.button(w("papers.remove"), key=f"remove {job.job_id}", on_click=cancel, args=(s, job), width="stretch")


def _title(s: Session, job: Job, told: Told) -> str:
    w, order = s.w, told.order
    edition = m.chip(w("header.draft"), "warn") if order.is_draft else m.chip(order.edition or "", "brand")
    newer = f" {m.chip(w('header.superseded', number=order.superseded_by), 'warn')}" if order.superseded_by else ""
    state = m.chip(w.of("papers_state", job.state), LOOKS[job.state])
    return f'<div class="ds"><b>{m.e(told.name.removesuffix(".zip"))}</b> {edition}{newer} {state}</div>'


def _facts(s: Session, job: Job, told: Told) -> str:
    """Run, day, how many, who and when; the digest of what is ready, or why it is not."""
    w, order, progress = s.w, told.order, job.progress()
    formats = w("rank.comma").join(w.of("paper", kind) for kind in order.kinds)
    said = [
        period_title(order.period, w), f"{w('header.as_of')} {order.as_of}", f"{w('header.run')} {order.run_id}",
        w("papers.count", units=len(order.units), formats=formats, done=progress.done), w("papers.by", name=told.asked.name, at=when(told.asked.at)),
    ]  # fmt: skip
    if progress.state == "done":
        said.append(w("papers.size", size=f"{progress.size / 1e6:.1f}"))
    digest = f'<br>SHA-256 <span class="ds-id">{m.e(progress.sha256)}</span>' if progress.sha256 else ""
    why = "".join(f'<p class="ds-note ds-warn">{m.e(line)}</p>' for line in w.told(progress.fault).splitlines())
    return f'<div class="ds ds-note">{m.e(" · ".join(said))}{digest}</div>{why}'
