"""The clock of one obligation spelled out: every day from the start, numbered where it counts, so that anyone can count along."""

from collections.abc import Sequence

from metrics.run.clock_days import ClockDay
from pages.language.words import Words
from pages.look import markup as m

EDGE = 10  # days shown after the due day and at the end; the wait between them is told in one line


def clock_strip(days: Sequence[ClockDay], w: Words) -> str:
    """Day by day: working days numbered, the others dashed, make-up days tinted, waits hatched; start, due, done and as-of marked.

    Every day of the clock itself is shown. Of a long wait after the due day the middle is left out, and how much it was is said.
    """
    due = next(n for n, day in enumerate(days) if "due" in day.marks)
    left_out = days[due + 1 + EDGE : -EDGE]
    if len(left_out) <= EDGE:
        return f'<div class="ds ds-days">{"".join(_cell(day, days, w) for day in days)}</div>'
    gap = w("clock.left_out", days=len(left_out), working=sum(day.count is not None for day in left_out))
    first, last = days[: due + 1 + EDGE], days[-EDGE:]
    cells = [
        *(_cell(day, days, w) for day in first),
        f'<div class="ds-note ds-gap">{m.e(gap)}</div>',
        *(_cell(day, days, w) for day in last),
    ]
    return f'<div class="ds ds-days">{"".join(cells)}</div>'


def clock_legend(days: Sequence[ClockDay], w: Words) -> str:
    """What the dress of a day means; waiting only where there was a wait."""
    kinds = ("start", "due", "done", "after", "off", "makeup", *(("waiting",) if any(day.is_waiting for day in days) else ()))
    return (
        '<div class="ds ds-rest">'
        + "".join(f'<span><span class="ds-day {k}" style="padding:0 .5em">{m.e(w.of("clock", k))}</span></span>' for k in kinds)
        + "</div>"
    )


def _cell(day: ClockDay, days: Sequence[ClockDay], w: Words) -> str:
    number = "" if day.count is None else f"{day.count}"
    named = [w.of("clock", mark) for mark in day.marks]
    weekday = w.of("weekday", str(day.day.isoweekday()))
    waiting = w("clock.waiting") if day.is_waiting else ""
    note = "·".join(named) or waiting or (w("clock.makeup") if day.kind == "makeup" else w.name(day.name) if day.name else weekday)
    title = " ".join(part for part in (str(day.day), w.of("clock", day.kind), day.name or "", waiting, *named) if part)
    return (
        f'<div class="ds-day {_dress(day, days)}" title="{m.e(title)}"><b>{number or "·"}</b>{day.day.month}/{day.day.day}<br>'
        f'<span style="font-size:.92em">{m.e(note)}</span></div>'
    )


def _dress(day: ClockDay, days: Sequence[ClockDay]) -> str:
    marks = {"met": "done", "due": "due", "arose": "start"}
    if first := next((dress for mark, dress in marks.items() if mark in day.marks), None):
        return first
    if day.count is None:
        return "waiting" if day.is_waiting else "off"
    due = next(d.day for d in days if "due" in d.marks)
    return "after" if day.day > due else "makeup" if day.kind == "makeup" else ""
