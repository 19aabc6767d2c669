"""The stages of a period as a line of steps, each with who and when; and the result that is under review."""

from collections.abc import Sequence

from data.decisions.acts import Act
from data.decisions.objections import cases
from data.decisions.periods import SIGNATURES, Standing
from pages.language.times import when
from pages.look import markup as m
from pages.look.page_head import period_title, subtitle
from pages.objections.window import run_under_review
from pages.shell.office_calendar import calendar, today
from pages.shell.session import Session

STAGES = ("open", "under_review", "signed_off", "published", "restated")


def steps(s: Session, now: Standing) -> str:
    """The five steps. The one where the period stands is marked; those behind it say who brought it there and when."""
    told = {stage: _told(s, now, stage) for stage in STAGES}
    items = "".join(
        f'<li class="{_kind(now, stage, bool(told[stage]))}"{_current(now, stage)}><b>{m.e(s.w.of("stage", stage))}</b>{told[stage]}</li>'
        for stage in STAGES
    )
    title = subtitle(s.w("publish.stage", period=period_title(now.period, s.w)), s.w.of("stage_note", now.stage))
    return f'{title}<ol class="ds ds-steps">{items}</ol>'


def _current(now: Standing, stage: str) -> str:
    return f' aria-current="step" data-stage="{stage}"' if now.stage == stage else ""


def _kind(now: Standing, stage: str, is_told: bool) -> str:
    """A step that lies behind is done; an edition stays published while it is under review again."""
    is_behind = STAGES.index(stage) < STAGES.index(now.stage) or stage in ("published", "restated")
    return "here" if now.stage == stage else "done" if is_told and is_behind else ""


def _told(s: Session, now: Standing, stage: str) -> str:
    """Who and when, of the round that is going on, else of the one that ended in the first edition; nothing for what is yet to come."""
    reviewed, signed = _round(now)
    match stage:
        case "under_review":
            return _by(reviewed)
        case "signed_off":
            missing = SIGNATURES - len(signed) if reviewed else 0
            return _by(signed) + (f"<span>{m.e(s.w('publish.signatures_missing', n=missing))}</span>" if missing else "")
        case "published":
            return "".join(f"<span>{m.e(x.by)} · {m.e(when(x.at))}</span>" for x in now.editions[:1])
        case "restated":
            return "".join(f"<span>{m.e(x.by)} · {m.e(when(x.at))}</span>" for x in now.editions[1:][-1:])
    return ""


def _round(now: Standing) -> tuple[Sequence[Act], Sequence[Act]]:
    """The act that put the run under review, and the signatures since; both empty when the period is open.

    Of a period that was corrected they are those of its first edition, so that the steps go forward in time; what was corrected, when and by
    whom stands with the editions.
    """
    acts = [act for act in _told_of(now) if act.verb != "published"]
    last = next((n for n in reversed(range(len(acts))) if acts[n].verb in ("reviewed", "returned")), None)
    if last is None or acts[last].verb == "returned":
        return (), ()
    return acts[last : last + 1], acts[last + 1 :]


def _told_of(now: Standing) -> Sequence[Act]:
    """The acts that the steps tell of: all, but of a corrected period those up to its first publication."""
    first = next((n for n, act in enumerate(now.acts) if act.verb == "published"), len(now.acts))
    return now.acts[:first] if now.stage == "restated" else now.acts


def _by(acts: Sequence[Act]) -> str:
    return "".join(f"<span>{m.e(act.name)} · {m.e(when(act.at))}</span>" for act in acts)


def under_review(s: Session, now: Standing) -> str:
    """The run before the departments: the way to its figures, until when they may object, how many objections wait. Nothing without one."""
    if now.run_id is None:
        return ""
    w, run = s.w, run_under_review(s, now)
    sample = f" {m.chip(w('header.sample'), 'warn')}"
    rebuilt = f" {m.chip(w('header.reconstructed'), 'quiet')}" if run and run.is_reconstructed else ""
    link = m.go(s.place.standing().moved(run=now.run_id, as_of=None).href("rank"), m.e(now.run_id)) if run else m.e(now.run_id)
    scheme = m.e(w.name(run.scheme_title)) + (sample if run.scheme_status == "sample" else "") if run else ""
    every = cases(s.decisions, s.viewer, calendar(s), now.period)
    waiting = sum(1 for one in every if one.status == "open")
    appeals = m.go(s.place.standing().href("appeals"), m.e(w("publish.objections", n=len(every), waiting=waiting)))
    is_open = now.may_object(today(s))
    until = w("publish.window_open" if is_open else "publish.window_over", until=now.objections_until)
    facts = [
        (w("header.run"), f'<span class="ds-id">{link}</span> {m.chip(w("header.draft"))}'),
        (w("header.as_of"), m.e(run.as_of) + rebuilt if run else ""),
        (w("header.scheme"), scheme),
        (w("publish.window"), m.e(until)),
        (w("publish.answer_days"), f"{m.e(w('item.workdays', n=now.answer_days))}{sample}"),
        (w("page.objections"), appeals if s.viewer.may("see_figures") else ""),
    ]
    cells = "".join(f"<div><dt>{m.e(label)}</dt><dd>{value}</dd></div>" for label, value in facts)
    title = subtitle(w("publish.restating" if now.editions else "publish.under_review"), _last_reason(now))
    return f'{title}<dl class="ds ds-facts" data-review="{m.e(now.run_id)}">{cells}</dl>'


def _last_reason(now: Standing) -> str:
    return next((act.reason for act in reversed(now.acts) if act.verb == "reviewed"), "")
