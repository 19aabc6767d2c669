"""Whether departments may object today, until when, and to which run; the links that begin an objection."""

from collections.abc import Mapping
from typing import Any

from data.decisions.periods import Standing, all_standing, standing
from data.runs.store import RunInfo
from pages.look import markup as m
from pages.look.page_head import period_title
from pages.shell.office_calendar import calendar, today
from pages.shell.session import Session


def now(s: Session) -> Standing:
    """Where the period that is shown stands."""
    return standing(s.decisions, s.run.period)


def is_open(s: Session) -> bool:
    """Whether this viewer may file an objection today."""
    return s.viewer.may("object") and now(s).may_object(today(s))


def run_under_review(s: Session, of: Standing) -> RunInfo | None:
    """The run that is before the departments."""
    return next((run for run in s.runs if run.run_id == of.run_id), None)


def banner(s: Session) -> str:
    """Until when one may object, in working days; or that it is not the time."""
    w, of = s.w, now(s)
    if of.stage == "under_review" and of.objections_until is not None:
        if of.may_object(today(s)):
            left = calendar(s).working_days(today(s), of.objections_until)
            return _note(w("objection.window", until=of.objections_until, n=left, days=of.answer_days), "ds-done")
        return _note(w("objection.window_over", until=of.objections_until), "ds-warn")
    return _note(w("objection.no_window"), "") + "".join(_note_of(s, other) for other in _elsewhere(s))


def _elsewhere(s: Session) -> list[Standing]:
    """The other periods in which departments may object today."""
    return [of for period, of in sorted(all_standing(s.decisions).items()) if period != s.run.period and of.may_object(today(s))]


def _note_of(s: Session, of: Standing) -> str:
    """Until when one may object to the results of another period, and the way there."""
    place = s.place.standing().moved(period=of.period, as_of=None, run=of.run_id)
    told = s.w("queue.window", period=period_title(of.period, s.w), until=of.objections_until)
    return f'<p class="ds ds-note ds-done" data-window="{m.e(of.period)}">{m.go(place.href("appeals"), m.e(told))}</p>'


def duty_link(s: Session, row: Mapping[str, Any]) -> str:
    """The link that begins an objection to one obligation, for its unit while the window is open."""
    if not is_open(s) or not s.viewer.answers_for(row["unit_id"]):
        return ""
    place = s.place.standing(unit=row["unit_id"], rule=row["rule_id"], subject=row["subject_id"])
    return m.go(place.href("appeals"), m.e(s.w("objection.begin")))


def _note(text: str, kind: str) -> str:
    return f'<p class="ds ds-note {kind}" data-window>{m.e(text)}</p>'
