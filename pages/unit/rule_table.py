"""The rules of the city or of one unit, one a line: how its obligations stand, as a bar and as figures that link to their rows."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import better, count, rate
from pages.look.states import COUNTED
from pages.shell.address import Place

Row = Mapping[str, Any]


def by_rule(rules: pl.DataFrame, facets: pl.DataFrame) -> pl.DataFrame:
    """Rules with the counts of their counted obligations: counted, met, late, overdue, unmet. Rules with none are left out."""
    counted = facets.filter(pl.col("counted"))
    sums = [pl.col("obligations").filter(pl.col("state") == state).sum().alias(state) for state in COUNTED]
    tallied = counted.group_by("rule_id").agg(pl.col("obligations").sum().alias("counted"), *sums)
    return rules.join(tallied, on="rule_id").sort("ord")


def rule_table(rows: pl.DataFrame, place: Place, w: Words) -> str:
    """`rows` as `by_rule` gives them, in the order they are to stand. `place` is the city's view or a unit's."""
    head = [m.th(w("list.rule")), m.th(w("rule.standing"), "w"), *(m.th(w.of("item", name), "n") for name in ("counted", *COUNTED))]
    head += [m.th(w("rule.headline"), "n", w("rule.headline_note"))]
    return m.table(head, [_row(row, place, w) for row in rows.iter_rows(named=True)], "rules")


def _row(row: Row, place: Place, w: Words) -> str:
    def link(number: int, **picked: Any) -> str:
        return m.go(place.moved(rule=row["rule_id"], counted=True, **picked).href("list"), count(number), "" if number else "zero")

    title = m.go(
        place.moved(rule=row["rule_id"]).href("list"),
        m.e(w.pick(row["title_zh"], row["title_en"])),
        title=w.pick(row["question_zh"], row["question_en"]),
    )
    sample = f" {m.chip(w('rule.sample_clock'), 'quiet')}" if row["clock_status"] == "sample" else ""
    cells = m.td(title + sample) + m.td(m.state_bar({state: row[state] for state in COUNTED}, w))
    cells += m.td(link(row["counted"]), "n") + "".join(m.td(link(row[state], state=state), "n") for state in COUNTED)
    return f'<tr data-rule="{m.e(row["rule_id"])}">{cells}{m.td(_headline(row, w), "n")}</tr>'


def _headline(row: Row, w: Words) -> str:
    """The measure that sums the rule up, with its name and the way that is better."""
    name = f"<small>{m.e(w.of('measure', row['headline']))}{better(row['headline'])}</small> "
    match row["headline"]:
        case "on_time_rate":
            return name + rate(row["met"] / row["counted"])
        case "completion_rate":
            return name + rate((row["met"] + row["late"]) / row["counted"])
        case "overdue_count":
            return name + count(row["overdue"] + row["unmet"])
        case _:
            return name + count(row[row["headline"]])
