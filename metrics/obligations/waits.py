"""Waits for the requester: the working days by which they move the due day of a duty whose rule's clock stops meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from data.calendar import FIRST, LAST, Calendar
from data.decisions.bodies import Wait
from metrics.obligations.decisions_in_force import InForce

Schema = dict[str, pl.DataType | type[pl.DataType]]
SCHEMA: Schema = {
    "rule_id": pl.String, "subject_id": pl.String, "waited_days": pl.Int32,
    "starts": pl.List(pl.Date), "ends": pl.List(pl.Date), "act_ids": pl.List(pl.Int64),
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """A time of waiting: the working days after `start` up to and with `end` don't count. `act_ids`: the waits that it joins."""

    start: date
    end: date
    act_ids: tuple[int, ...]


@dataclass(frozen=True)
class Duty:
    """What of an obligation its clock depends on. `days`: working days that it is given."""

    rule_id: str
    subject_id: str
    arose_on: date
    met_on: date | None
    days: int


def waits_frame(duties: Iterable[Duty], waits: Sequence[InForce[Wait]], calendar: Calendar, as_of: date) -> pl.DataFrame:
    """One row an obligation whose clock stood still: rule_id, subject_id, waited_days (working days), starts and ends of the times of
    waiting that count, act_ids of the waits they come from. `duties`: those of rules whose clock stops."""
    of = _by_subject(waits)
    rows = []
    for duty in duties:
        spans = counted_spans(duty, of.get((duty.rule_id, duty.subject_id), []), calendar, as_of)
        if spans:
            waited = sum(calendar.working_days(span.start, span.end) for span in spans)
            act_ids = sorted(act_id for span in spans for act_id in span.act_ids)
            rows.append((duty.rule_id, duty.subject_id, waited, [s.start for s in spans], [s.end for s in spans], act_ids))
    found = pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("rule_id", "subject_id", "waited_days")
    return found.unique(["rule_id", "subject_id"], keep="first", maintain_order=True)


def counted_spans(duty: Duty, waits: Sequence[InForce[Wait]], calendar: Calendar, as_of: date) -> list[Span]:
    """The times of waiting that move a duty's due day, in order.

    Only between the start and the completion (or `as_of`) does a clock run that can stop. What overlaps is one time of waiting.
    One that begins after the due day as it stands by then does not count: the clock had run out.
    """
    first, last = duty.arose_on, min(duty.met_on or as_of, as_of)
    if not FIRST < first <= last <= LAST:
        return []
    counted, due = [], calendar.index(first) + duty.days
    for span in _joined(waits, first, last):
        waited = calendar.working_days(span.start, span.end)
        # The clock has run out when a day before this one already was the working day of that number.
        if waited and calendar.index(span.start - timedelta(days=1)) < due:
            counted.append(span)
            due += waited
    return counted


def _joined(waits: Sequence[InForce[Wait]], first: date, last: date) -> list[Span]:
    """Waits within two days, those that overlap or touch joined."""
    within = [(max(x.body.start, first), min(x.body.end or last, last), x.act_id) for x in waits]
    spans: list[Span] = []
    for start, end, act_id in sorted(w for w in within if w[0] <= w[1]):
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end), (*spans[-1].act_ids, act_id))
        else:
            spans.append(Span(start, end, (act_id,)))
    return spans


def _by_subject(waits: Sequence[InForce[Wait]]) -> Mapping[tuple[str, str], list[InForce[Wait]]]:
    found: dict[tuple[str, str], list[InForce[Wait]]] = {}
    for wait in waits:
        found.setdefault((wait.body.rule_id, wait.body.subject_id), []).append(wait)
    return found
