"""Open obligations followed since the last month's end: the table by rule, and which obligations the list shows for one of its figures."""

import polars as pl

from data.runs.store import RunInfo
from metrics.comparison.carried_over import CHANGES, OPEN_BEFORE, OPEN_NOW
from metrics.run.trend import month_before
from pages.look import markup as m
from pages.look.figures import count
from pages.look.page_head import month_short, subtitle
from pages.obligation_list.filter_by_change import since_last_month
from pages.shell.address import Place
from pages.shell.session import Session

SHOWN = ("still", "new", "reopened", "fixed", "lifted")  # each leads to a list; what is gone is told by its name
MOST = 10  # names of what is gone


def panel(s: Session, unit_id: str) -> str:
    """The whole part for a unit."""
    earlier, found = month_before(s.run, s.runs), since_last_month(s, unit_id)
    if earlier is None or found is None:
        return subtitle(s.w("followed.title_alone")) + f'<p class="ds ds-note">{m.e(s.w("moves.no_month_before"))}</p>'
    title = subtitle(s.w("followed.title", since=month_short(earlier.as_of, s.w)), s.w("followed.note"))
    if found.is_empty():
        return title + f'<p class="ds ds-note">{m.e(s.w("followed.none"))}</p>'
    return title + _table(s, found, unit_id, earlier) + _gone(s, found.filter(change="gone"), earlier)


def _table(s: Session, found: pl.DataFrame, unit_id: str, earlier: RunInfo) -> str:
    w = s.w
    sums = [pl.col("change").is_in(part).sum().alias(name) for name, part in (("before", OPEN_BEFORE), ("now", OPEN_NOW))]
    sums += [(pl.col("change") == name).sum().alias(name) for name in CHANGES]
    by_rule = s.reader.rules().join(found.group_by("rule_id").agg(sums), on="rule_id").sort("now", "ord", descending=[True, False])
    head = [m.th(w("list.rule"))] + [m.th(w.of("followed", name), "n") for name in ("before", *SHOWN, "now")]
    here, then = s.place.standing(unit=unit_id), s.place.standing(unit=unit_id).moved(run=earlier.address, as_of=earlier.as_of)
    lines = [
        m.tr(
            [
                m.td(m.e(w.pick(row["title_zh"], row["title_en"]))),
                *_cells(row, here.moved(rule=row["rule_id"]), then.moved(rule=row["rule_id"])),
            ]
        )
        for row in by_rule.iter_rows(named=True)
    ]
    whole = found.select(sums).row(0, named=True)
    lines.append(m.tr([m.td(m.e(w("followed.whole"))), *_cells(whole, here, then)], "sum"))
    return m.table(head, lines, "followed")


def _cells(counts: dict[str, int], here: Place, then: Place) -> list[str]:
    changes = [m.td(_link(here.moved(change=name), counts[name]), "n") for name in SHOWN]
    return [m.td(_open(then, counts["before"]), "n"), *changes, m.td(_open(here, counts["now"]), "n")]


def _open(place: Place, number: int) -> str:
    """Overdue and unmet together, which is what open means here."""
    return _link(place.moved(open=True), number)


def _link(place: Place, number: int) -> str:
    return m.go(place.href("list"), count(number), "" if number else "zero")


def _gone(s: Session, gone: pl.DataFrame, earlier: RunInfo) -> str:
    """What the data no longer holds, named, each with the way to how it stood."""
    if gone.is_empty():
        return ""
    then = s.place.standing().moved(run=earlier.address, as_of=earlier.as_of)
    links = [
        m.go(then.moved(rule=row["rule_id"], subject=row["subject_id"]).href("duty"), m.e(row["subject_name"] or row["subject_id"]))
        for row in gone.head(MOST).iter_rows(named=True)
    ]
    return f'<p class="ds ds-note">{m.e(s.w("followed.gone", n=count(len(gone))))}{s.w("rank.comma").join(links)}</p>'
