"""The clock of one obligation spelled out: every day from the start, numbered where it counts, so that anyone can count along."""

from collections.abc import Sequence

from metrics.clock import ClockDay
from pages.parts import markup as m
from pages.parts.words import Words

LONGEST = 130  # days shown one by one; of a longer clock the middle is left out and said
EDGE = 25  # days shown at the end of a longer clock


def clock_strip(days: Sequence[ClockDay], w: Words) -> str:
    """Day by day: working days numbered, weekends and holidays dashed, make-up days tinted; start, due, done and as-of marked."""
    if len(days) <= LONGEST:
        cells = [_cell(day, days, w) for day in days]
    else:
        left_out = days[LONGEST - EDGE : -EDGE]
        counted = sum(day.count is not None for day in left_out)
        gap = f'<div class="ds-note" style="align-self:center">{m.e(w("clock.left_out", days=len(left_out), working=counted))}</div>'
        cells = [*(_cell(d, days, w) for d in days[: LONGEST - EDGE]), gap, *(_cell(d, days, w) for d in days[-EDGE:])]
    return f'<div class="ds ds-days">{"".join(cells)}</div>'


def clock_legend(w: Words) -> str:
    """What the dress of a day means."""
    kinds = ("start", "due", "done", "after", "off", "makeup")
    return (
        '<div class="ds ds-rest">'
        + "".join(f'<span><span class="ds-day {k}" style="padding:0 .5em">{m.e(w.of("clock", k))}</span></span>' for k in kinds)
        + "</div>"
    )


def _cell(day: ClockDay, days: Sequence[ClockDay], w: Words) -> str:
    number = "" if day.count is None else f"{day.count}"
    named = [w.of("clock", mark) for mark in day.marks]
    weekday = w.of("weekday", str(day.day.isoweekday()))
    note = "·".join(named) or (w("clock.makeup") if day.kind == "makeup" else w.name(day.name) if day.name else weekday)
    title = " ".join(part for part in (str(day.day), w.of("clock", day.kind), day.name or "", *named) if part)
    return (
        f'<div class="ds-day {_dress(day, days)}" title="{m.e(title)}"><b>{number or "·"}</b>{day.day.month}/{day.day.day}<br>'
        f'<span style="font-size:.92em">{m.e(note)}</span></div>'
    )


def _dress(day: ClockDay, days: Sequence[ClockDay]) -> str:
    marks = {"met": "done", "due": "due", "arose": "start"}
    if first := next((dress for mark, dress in marks.items() if mark in day.marks), None):
        return first
    if day.count is None:
        return "off"
    due = next(d.day for d in days if "due" in d.marks)
    return "after" if day.day > due else "makeup" if day.kind == "makeup" else ""
