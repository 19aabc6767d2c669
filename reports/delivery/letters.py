"""What each letter to a unit says, from that unit's own sight of a run. Attachments are built only when the letter is made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from data.calendar import Calendar, day_of
from data.decisions.periods import Edition
from metrics.run.filter import Filter
from metrics.run.lines_affected import MISSED
from metrics.run.reader import Reader
from metrics.run.upcoming import Ahead, ahead
from reports import scorecard
from reports.delivery.duty_calendar import duty_calendar
from reports.tables import list_files
from reports.wording import evidence
from reports.wording.wording import Wording

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICS = "text/calendar"
WITHIN = 10  # working days that a reminder looks ahead
SHOWN = 30  # obligations a part in the text; the rest is in the attachment


@dataclass(frozen=True)
class Attachment:
    """A file of a letter. `build` makes its bytes, the same for the same run."""

    name: str
    media_type: str
    build: Callable[[], bytes]


@dataclass(frozen=True)
class Paper:
    """A letter to one unit: what it is about, what it says, what goes with it. `run`: the address of the run whose figures it holds."""

    subject: str
    text: str
    run: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Office:
    """Who writes: the language, the name signed with, whom to ask, the day of writing, the working days."""

    t: Wording
    name: str
    contact: str
    today: date
    calendar: Calendar

    @property
    def until(self) -> date:
        """The last day that a reminder of today looks at."""
        return self.calendar.after(self.today, WITHIN)


def reminder(office: Office, reader: Reader, unit: dict[str, Any]) -> Paper | None:
    """What falls due soon and what is overdue; None when there is neither."""
    t, info, name = office.t, reader.info, unit["unit_name"]
    due = reader.obligations(Filter(unit_id=unit["unit_id"], states=("pending",), due_to=office.until)).sort(
        "due_on", "rule_id", "subject_id"
    )
    overdue = reader.obligations(Filter(unit_id=unit["unit_id"], states=("overdue",)))
    if due.is_empty() and overdue.is_empty():
        return None
    until, as_of = t.day(office.until), t.day(info.as_of)
    counts = {"due": len(due), "overdue": len(overdue)}
    attached = (
        Attachment(t("weekly.list", unit=name, as_of=info.as_of), XLSX, lambda: _listed(t, pl.concat([overdue, due]), reader)),
        Attachment(t("weekly.calendar", unit=name, as_of=info.as_of), ICS, lambda: duty_calendar(reader, unit["unit_id"])),
    )
    body = [
        t("weekly.opening", as_of=as_of, until=until, days=WITHIN, **counts), "",
        t("weekly.due", n=len(due)), *_lines(t, due, "common.line", info.as_of), "",
        t("weekly.overdue", n=len(overdue)), *_lines(t, overdue, "common.line_late", info.as_of), "",
        *_undecided(t, reader, unit["unit_id"]), t("weekly.closing"),
    ]  # fmt: skip
    return _paper(office, reader, name, t("weekly.subject", unit=name, until=until, **counts), body, attached)


def brief(office: Office, reader: Reader, unit: dict[str, Any], published: tuple[Reader, Edition] | None) -> Paper:
    """How the unit's duties stand, and its last published result. `published`: the unit's sight of the newest edition."""
    t, name, span = office.t, unit["unit_name"], ahead(reader, unit["unit_id"], office.today)
    counts = {part: reader.count(wanted) for part, wanted in span.parts.items()}
    body = [
        t("monthly.opening", as_of=t.day(span.as_of)), "", t("monthly.duties"),
        t("monthly.overdue", n=counts["overdue"]), t("monthly.unmet", n=counts["unmet"]),
        t("monthly.this_month", n=counts["this_month"], until=t.day(span.this_month)),
        t("monthly.next_month", n=counts["next_month"], until=t.day(span.next_month)), *_undecided(t, reader, unit["unit_id"]), "",
        t("monthly.result"), *(_result(t, *published, unit["unit_id"]) if published else [t("monthly.no_result")]), "",
        t("monthly.closing"),
    ]  # fmt: skip
    attached = Attachment(t("weekly.list", unit=name, as_of=span.as_of), XLSX, lambda: _listed(t, _open_and_coming(reader, span), reader))
    subject = t("monthly.subject", month=t.month(office.today), unit=name)
    return _paper(office, reader, name, subject, body, (attached,))


def _open_and_coming(reader: Reader, span: Ahead) -> pl.DataFrame:
    missed = reader.obligations(Filter(unit_id=span.unit_id, states=("overdue", "unmet")))
    return pl.concat([missed, reader.obligations(span.coming).sort("due_on", "rule_id", "subject_id")])


def notice(office: Office, reader: Reader, unit: dict[str, Any], edition: Edition) -> Paper:
    """The unit's result of an edition, with its scorecard."""
    t, name, unit_id = office.t, unit["unit_name"], unit["unit_id"]
    period = t.period(edition.period)
    cost = reader.count(Filter(unit_id=unit_id, counted=True, states=MISSED))
    sections = reader.sections().filter((pl.col("unit_id") == unit_id) & (pl.col("points_max") > 0))
    told = [
        t("publication.section", title=row["title"], points=f"{row['points']:.2f}", most=f"{row['points_max']:g}")
        for row in sections.iter_rows(named=True)
    ]
    corrected = [t("publication.corrects", number=edition.number - 1, reason=edition.reason)] if edition.number > 1 else []
    body = [
        t("publication.opening", **_named(t, edition), period=period, as_of=t.day(reader.info.as_of)), *corrected, "",
        *_total(t, reader, unit_id), *([t("publication.sections"), *told] if told else []), "",
        t("publication.cost", n=cost), *([t("publication.sample_scheme")] if reader.info.scheme_status == "sample" else []),
    ]  # fmt: skip
    # Without its trend: earlier runs of the period may be drafts, whose scores no letter holds.
    attached = Attachment(
        scorecard.file_name(reader.info, name, "xlsx", t.lang), XLSX, lambda: scorecard.make(reader, unit_id, "xlsx", t.lang, past=())
    )
    subject = t("publication.subject", period=period, number=edition.number, unit=name)
    return _paper(office, reader, name, subject, body, (attached,))


def _named(t: Wording, edition: Edition) -> dict[str, object]:
    return {"number": edition.number, "edition": edition.edition_id, "published": t.day(day_of(edition.at))}


def _result(t: Wording, reader: Reader, edition: Edition, unit_id: str) -> Iterator[str]:
    yield t("publication.opening", **_named(t, edition), period=t.period(edition.period), as_of=t.day(reader.info.as_of))
    yield from _total(t, reader, unit_id)


def _total(t: Wording, reader: Reader, unit_id: str) -> Iterator[str]:
    """Total, grade and rank of a unit, and what of it can't be judged; that it is not ranked, or its rank not comparable, where it is not."""
    rows = reader.totals().filter(unit_id=unit_id)
    if rows.is_empty() or rows["total"][0] is None:
        yield t("publication.unranked")
        yield from _undecided(t, reader, unit_id)
        return
    row = rows.row(0, named=True)
    yield t("publication.total", total=row["total"])
    if row["grade"]:
        yield t("publication.grade", grade=row["grade"])
    ranking = reader.ranking().filter(pl.col("unit_group") == row["unit_group"], pl.col("rank").is_not_null())
    if row["rank"] is not None and not row["is_comparable"]:
        yield t("publication.incomparable", group=row["unit_group"], rank=evidence.shown_rank(row["rank"], row["is_comparable"], t))
    elif row["rank"] is not None and len(ranking) > 1:
        yield t("publication.rank", group=row["unit_group"], rank=row["rank"], of=len(ranking))
    yield from _undecided(t, reader, unit_id)


def _undecided(t: Wording, reader: Reader, unit_id: str) -> Iterator[str]:
    """How much of the unit can't be judged for want of evidence, and why; nothing where all can."""
    if counts := evidence.by_reason(reader.undecided(Filter(unit_id=unit_id))):
        yield t("common.undecided", told=evidence.undecided(counts, t))


def _lines(t: Wording, rows: pl.DataFrame, key: str, as_of: date) -> Iterator[str]:
    """One line an obligation, the first of them."""
    for number, row in enumerate(rows.head(SHOWN).iter_rows(named=True), 1):
        rule = t.pick(row["rule_title_zh"], row["rule_title_en"])
        told = {"due": t.day(row["due_on"]), "days": row["days_late"], "rule": rule, "subject": row["subject_id"]}
        marked = t("common.provisional") if row["is_provisional"] else ""
        marked += t("common.aside", told=ends) if (ends := evidence.ends(row, as_of, t)) else ""
        yield t(key, number=number, name=row["subject_name"] or row["department_name"] or "", **told) + marked
    if rows.is_empty():
        yield t("common.none")
    if len(rows) > SHOWN:
        yield t("common.more", n=len(rows) - SHOWN)


def _listed(t: Wording, rows: pl.DataFrame, reader: Reader) -> bytes:
    """Obligations as a workbook under headings in words."""
    states = {state: t(f"state.{state}") for state in ("pending", "overdue", "unmet")}
    columns = {
        "state": pl.col("state").replace(states), "rule": pl.col(f"rule_title_{t.lang}"), "subject_id": pl.col("subject_id"),
        "subject": pl.col("subject_name"), "department": pl.col("department_name"), "arose_on": pl.col("arose_on"),
        "due_on": pl.col("due_on"), "days_late": pl.col("days_late"),
    }  # fmt: skip
    ends = [evidence.ends(row, reader.info.as_of, t) or None for row in rows.iter_rows(named=True)]
    columns |= {"evidence": pl.lit(pl.Series(ends, dtype=pl.String))} if any(ends) else {}
    named = rows.select(expression.alias(t(f"column.{name}")) for name, expression in columns.items())
    fact = t("common.source", run=reader.info.address, as_of=reader.info.as_of)
    return list_files.workbook(named, [(t("weekly.facts"), fact)], (t("weekly.facts"), t("weekly.sheet")))


def _paper(office: Office, reader: Reader, unit: str, subject: str, body: list[str], attached: tuple[Attachment, ...]) -> Paper:
    """The body between salutation and signature, with what goes with it."""
    t, run = office.t, reader.info.address
    is_sample = reader.rules().filter(pl.col("clock_status") == "sample").height > 0
    names = [t("common.attachment", number=number, name=one.name) for number, one in enumerate(attached, 1)]
    lines = [
        t("common.salutation", unit=unit), "", *body, *([t("common.sample")] if is_sample else []),
        *([t("common.contact", contact=office.contact)] if office.contact else []), "",
        t("common.attachments"), *names, "", t("common.signed", office=office.name), t.day(office.today),
        t("common.source", run=run, as_of=reader.info.as_of),
    ]  # fmt: skip
    return Paper(subject, "\n".join(lines) + "\n", run, attached)
