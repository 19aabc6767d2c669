"""One obligation told: who owes what, since when, until when, how it stands, and by which clause."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE, count
from pages.shell.address import Place

Row = Mapping[str, Any]


def facts(row: Row, as_of: date, lacking: str, place: Place, w: Words) -> str:
    """The answer to who, what, since when, until when, done when, and how far the evidence of it reaches.

    `as_of`: the day of assessment; `lacking`: the columns that its file does not have, in words.
    """
    can_tell = row["state"] != "unknown"  # days beside what can't be judged would read as a delay
    unit = m.go(place.standing(unit=row["unit_id"]).href("unit"), m.e(row["unit_name"] or row["unit_id"]))
    told = [
        (w("list.state"), m.state_word(row["state"], w) + _why(row, as_of, lacking, w)),
        (w("list.unit"), unit),
        (w("list.department"), m.e(row["department_name"]) + _successor(row, w)),
        (w("list.arose_on"), m.day(row["arose_on"])),
        (w("list.due_on"), m.day(row["due_on"]) + (f" {m.chip(w('list.provisional'), 'warn')}" if row["is_provisional"] else "")),
        *_stated(row, w),
        (w("list.met_on"), m.day(row["met_on"])),
        (w("list.days_taken"), m.e(w("item.workdays", n=count(row["days_taken"])) if can_tell and row["days_taken"] is not None else NONE)),
        (w("list.days_late"), m.e(w("item.workdays", n=count(row["days_late"])) if can_tell and row["days_late"] else NONE)),
        (
            w("list.counting"),
            m.e(w("list.counted") if row["counted"] else w("list.is_backlog") if row["is_backlog"] else w("list.uncounted")),
        ),
    ]
    return f'<dl class="ds ds-facts">{"".join(f"<div><dt>{m.e(label)}</dt><dd>{inner}</dd></div>" for label, inner in told)}</dl>'


def _stated(row: Row, w: Words) -> list[tuple[str, str]]:
    """The due day that the platform states, beside that of the law, and which of the two is judged by. No run before knew it."""
    if (stated := row.get("stated_due_on")) is None:
        return []
    judged = row["clock_days"] is None and row["due_on"] == stated
    note = w("duty.stated_judged" if judged else "duty.stated_shown")
    return [(w("list.stated_due_on"), f"{m.day(stated)}<br><small class='ds-note'>{m.e(note)}</small>")]


def clause(row: Row, w: Words) -> str:
    """The rule's question, its clause and how far that was read, its clock and whether that is law."""
    read = m.chip(w.of("clause", row["read"]), "" if row["read"] == "full" else "warn")
    lines = [
        (w("clause.question"), m.e(w.pick(row["question_zh"], row["question_en"]))),
        (w("clause.clause"), f"{m.e(w.pick(row['clause_zh'], row['clause_en']))} {read}"),
        (w("clause.owed_by"), m.e(w.pick(row["owed_by_zh"], row["owed_by_en"]))),
        (w("clause.arises"), m.e(w.pick(row["arises_zh"], row["arises_en"]))),
        (w("clause.met"), m.e(w.pick(row["met_zh"], row["met_en"]))),
        (w("clause.clock"), _clock(row, w)),
    ]
    return (
        f'<dl class="ds ds-facts ds-clause">{"".join(f"<div><dt>{m.e(label)}</dt><dd>{inner}</dd></div>" for label, inner in lines)}</dl>'
    )


def _clock(row: Row, w: Words) -> str:
    if row["clock_days"] is None:
        return m.e(w("clause.own_day") if row["due_on"] else w("clause.no_clock"))
    text = w("clause.within", days=row["clock_days"])
    return f"{m.e(text)} {m.chip(w('header.sample'), 'warn') if row['clock_status'] == 'sample' else m.chip(w('clause.by_law'))}"


def _why(row: Row, as_of: date, lacking: str, w: Words) -> str:
    """The reason, what exactly was missing, and up to which day the files tell."""
    reason, detail = w.of("reason", row["reason"]) if row["reason"] else "", w.told(row["detail"] or "")
    told = [w("duty.because", reason=reason, detail=detail) if reason and detail else reason or detail]
    told += [w("evidence.lacks", columns=lacking)] if lacking else []
    told += [w("evidence.ends", day=row["evidence_on"], as_of=as_of)] if row["evidence_on"] else []
    return "".join(f"<br><small class='ds-note'>{m.e(text)}</small>" for text in told if text)


def _successor(row: Row, w: Words) -> str:
    if row["named_department_id"] == row["department_id"]:
        return ""
    named = row["named_department_name"] or row["named_department_id"]
    return f"<br><small class='ds-note'>{m.e(w('list.taken_over', name=named))}</small>"
