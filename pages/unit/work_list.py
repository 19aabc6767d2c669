"""What a unit owes this month and next: how many, and one by one as work, the overdue first, then by due day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from metrics.run.filter import Filter
from metrics.run.upcoming import ahead, working_index
from pages.language.words import Words
from pages.look import markup as m
from pages.look.empty_state import empty
from pages.look.figures import count
from pages.look.page_head import month_short, subtitle
from pages.shell import evidence
from pages.shell.address import Place
from pages.shell.session import Session

MOST = {"overdue": 5, "coming": 10}  # lines shown; the rest is in the list
SOON = 3  # working days from which on a due day is urgent

Row = Mapping[str, Any]


def figures(s: Session, unit_id: str) -> str:
    """Four figures: overdue, without a day, due this month, due next month. Each links to its list."""
    w, span = s.w, ahead(s.reader, unit_id)
    cells = []
    for name, wanted in span.parts.items():
        month = {"this_month": span.this_month, "next_month": span.next_month}.get(name)
        label = w("work.month", month=month_short(month, w)) if month else w.of("state", name)
        mark = m.mark("pending") if month else m.mark(name)  # type: ignore[arg-type]  # the other two are states
        figure = m.go(place_of(wanted, s.place).href("list"), count(s.reader.count(wanted)))
        told = f'<div class="label">{mark}{m.e(label)}</div><div class="value">{figure}</div><div class="sub">{m.e(w.of("work", f"{name}_note"))}</div>'
        cells.append(f'<div data-figure="{name}">{told}</div>')
    return f'<div class="ds"><div class="ds-figures four">{"".join(cells)}</div></div>'


def place_of(wanted: Filter, place: Place) -> Place:
    """The list that shows what a filter of this kind counts."""
    state = wanted.states[0] if wanted.states else None
    return place.standing(unit=wanted.unit_id, state=state, due_from=wanted.due_from, due_to=wanted.due_to)


def title(s: Session, unit_id: str, today: date) -> str:
    """The heading of the work."""
    span = ahead(s.reader, unit_id)
    return subtitle(s.w("work.title"), s.w("work.note", until=span.next_month, as_of=span.as_of, today=today))


def table(s: Session, unit_id: str, today: date) -> str:
    """The work, one obligation a line, with the working days that are left from today, the clause, and what counts as done.

    Of a due day that is past today it tells how many were left at the day of assessment: what happened since is in no file of this run.
    """
    w, span = s.w, ahead(s.reader, unit_id)
    parts = {"overdue": span.parts["overdue"], "coming": span.coming}
    found = {name: s.reader.obligations(wanted, limit=MOST[name]) for name, wanted in parts.items()}
    if all(rows.is_empty() for rows in found.values()):
        return empty(w("work.nothing"), [w("work.nothing_what")])
    head = [
        m.th(w("list.subject")),
        m.th(w("list.rule")),
        m.th(w("list.due_on"), "n"),
        m.th(w("work.left"), "n"),
        m.th(w("work.done_when")),
    ]
    rules = {row["rule_id"]: row for row in s.reader.rules().iter_rows(named=True)}
    days = working_index(s.reader, min(span.as_of, today), span.next_month)
    lines = [
        m.tr(_cells(row, rules[row["rule_id"]], span.as_of, today, days, s.place, w), "row")
        for rows in found.values()
        for row in rows.iter_rows(named=True)
    ]
    return m.table(head, lines, "work") + _more(s, parts, found)


def _cells(row: Row, rule: Row, as_of: date, today: date, days: Mapping[date, int], place: Place, w: Words) -> list[str]:
    name = m.go(place.standing(rule=row["rule_id"], subject=row["subject_id"]).href("duty"), m.e(row["subject_name"] or row["subject_id"]))
    number = f'<br><small class="ds-id">{m.e(row["subject_id"])}</small>' if row["subject_name"] else ""
    sample = f" {m.chip(w('rule.sample_clock'), 'quiet')}" if rule["clock_status"] == "sample" else ""
    clause = f"<br><small>{m.e(w.pick(rule['clause_zh'], rule['clause_en']))}</small>"
    done = m.e(w.pick(rule["met_zh"], rule["met_en"]))
    due = f"{m.e(row['due_on'])}{'<br><small>' + m.e(w('list.provisional')) + '</small>' if row['is_provisional'] else ''}"
    text = m.e(w.pick(rule["title_zh"], rule["title_en"])) + sample + clause
    return [m.td(name + number), m.td(text), m.td(due, "n t"), _left(row, as_of, today, days, w), m.td(done, "s")]


def _left(row: Row, as_of: date, today: date, days: Mapping[date, int], w: Words) -> str:
    if row["state"] == "overdue":
        why = f"<br><small>{m.e(told)}</small>" if (told := evidence.why(row, w)) else ""
        return m.td(m.mark("overdue") + m.e(w("work.late", n=count(row["days_late"]))) + why, "n bad")
    if row["due_on"] < as_of:  # not due yet when its evidence ended, and nobody knows what happened since
        return m.td(m.e(evidence.until(row, w)), "n")
    if row["due_on"] < today:
        return m.td(m.e(w("work.days_then", n=max(0, days[row["due_on"]] - days[as_of]))), "n")
    left = days[row["due_on"]] - days[today]
    text = w("work.today") if row["due_on"] == today else w("work.days", n=left)
    return m.td(f"<b>{m.e(text)}</b>" if left <= SOON else m.e(text), "n")


def _more(s: Session, parts: Mapping[str, Filter], found: Mapping[str, pl.DataFrame]) -> str:
    """The way to what is not shown."""
    told = []
    for name, wanted in parts.items():
        whole = s.reader.count(wanted)
        if whole > len(found[name]):
            told.append(f"<span>{m.e(s.w.of('work', f'all_{name}'))} {m.go(place_of(wanted, s.place).href('list'), count(whole))}</span>")
    return f'<div class="ds ds-rest">{"".join(told)}</div>' if told else ""
