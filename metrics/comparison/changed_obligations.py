"""Which obligations count otherwise in a later run, of which kind each change is, and the indicators in between. Pure over two readers.

Most obligations of a year are in both runs the same: only what counts otherwise is looked at one by one.
"""

import json
from typing import Any, Literal

import duckdb
import polars as pl

from metrics.assessment.order_rows import RULE
from metrics.comparison.differences import KEY, numbered
from metrics.obligations.obligations import common_texts
from metrics.run.evidence_gaps import not_assessable
from metrics.run.reader import Reader
from metrics.what_if.rescoring import Measured, measured

Kind = Literal["own", "correction", "evidence", "decision", "rules"]
KINDS: tuple[Kind, ...] = ("own", "correction", "evidence", "decision", "rules")  # in the order in which they are put in
HELD = (
    "arose_on",
    "due_on",
    "met_on",
    "state",
    "counted",
    "is_backlog",
    "days_taken",
    "decision",
    "is_undecided",
    "waited_days",
    "batch_id",
    "exported_on",
)
COUNTED_BY = ("state", "counted", "is_backlog", "days_taken")  # all that an indicator is made from
NOTHING: dict[str, Any] = {"counted": 0}  # a rule of which a unit had nothing then: not applicable


def pair(before: Reader, after: Reader) -> pl.DataFrame:
    """One row an obligation that counts otherwise: its key, what was held (`old_…`) and is held (`new_…`), and the `kind` of the change.

    A change is of the last of `KINDS` that touches it: a decision on an obligation that also moved by itself is a decision.
    """
    found = after.held_otherwise(before)
    sides = [
        numbered(found.filter(pl.col("is_new") == is_new))
        .select(*KEY, is_there=pl.lit(True), **{name: pl.col(name) for name in HELD})
        .rename({name: f"{side}_{name}" for name in ("is_there", *HELD)})
        for side, is_new in (("old", False), ("new", True))
    ]
    both = sides[0].join(sides[1], on=list(KEY), how="full", coalesce=True, nulls_equal=True)
    told = both.join(_of_rules(before, after), on="rule_id", how="left").with_columns(kind=_kind(before, after))
    return told.filter(pl.col("kind").is_not_null()).drop("basis", "resent")


def _kind(before: Reader, after: Reader) -> pl.Expr:
    was, is_ = pl.col("old_is_there").is_not_null(), pl.col("new_is_there").is_not_null()
    moved = pl.any_horizontal(pl.col(f"old_{name}").ne_missing(pl.col(f"new_{name}")) for name in COUNTED_BY)
    return (
        pl.when(~moved)
        .then(None)
        .when(_rewritten(before, after))
        .then(pl.lit("rules"))
        .when(_decided(before, after, was & is_))
        .then(pl.lit("decision"))
        .when(_proven(before, after, was, is_))
        .then(pl.lit("evidence"))
        .when(_corrected(before, after, was, is_))
        .then(pl.lit("correction"))
        .otherwise(pl.lit("own"))
    )


def _rewritten(before: Reader, after: Reader) -> pl.Expr:
    """The rule's own text, or what is the same for all rules, is another.

    Where the calendar is another: what is due on another day; where the period is: what is held as it was, and counted otherwise.
    """
    old, new = before.meta(), after.meta()
    texts, now = (json.loads(meta.get("rules", "{}")) for meta in (old, new))
    changed = [rule for rule in texts.keys() | now.keys() if texts.get(rule) != now.get(rule)]
    for_all = any(old.get(name) != new.get(name) for name in ("common", "method"))
    other_days = old.get("calendar_version") != new.get("calendar_version")
    due = pl.lit(other_days) & pl.col("old_due_on").ne(pl.col("new_due_on")).fill_null(value=False)
    same = pl.col("old_state").eq(pl.col("new_state")).fill_null(value=False)
    other_period = pl.lit((before.info.period_start, before.info.period_end) != (after.info.period_start, after.info.period_end)) & same
    return pl.col("rule_id").is_in(changed) | pl.lit(for_all) | due | other_period


def _decided(before: Reader, after: Reader, both: pl.Expr) -> pl.Expr:
    """An act that only one of the runs holds exempts it, or made or closed it as an order; or its clock stood still for another time."""
    old, new = (set(reader.decisions()["act_id"]) for reader in (before, after))
    acts = sorted(old ^ new)
    named = [pl.col(f"{side}_decision").is_in(acts).fill_null(value=False) for side in ("old", "new")]
    return named[0] | named[1] | _ordered(before, after, acts) | (both & pl.col("old_waited_days").ne_missing(pl.col("new_waited_days")))


def _ordered(before: Reader, after: Reader, acts: list[int]) -> pl.Expr:
    """An order of which one of the runs doesn't hold an act. What was issued or closed since the earlier run's day just happened since."""
    if after.info.as_of > before.info.as_of:
        return pl.lit(False)
    rows = pl.concat([reader.decisions().filter(pl.col("act_id").is_in(acts), about="order") for reader in (before, after)])
    return (pl.col("rule_id") == RULE) & pl.col("subject_id").is_in(rows["subject_id"].to_list())


def _proven(before: Reader, after: Reader, was: pl.Expr, is_: pl.Expr) -> pl.Expr:
    """What could not be judged for want of evidence now can, or the other way round; or it is in one of the runs only, since in the other a
    column was missing without which nobody knows whether anything is owed.
    """
    old, new = (pl.col(f"{side}_is_undecided").fill_null(value=False) for side in ("old", "new"))
    unknown_then, unknown_now = (pl.col("rule_id").is_in(not_assessable(reader)) for reader in (before, after))
    return (old != new) | (~was & is_ & unknown_then) | (was & ~is_ & unknown_now)


def _corrected(before: Reader, after: Reader, was: pl.Expr, is_: pl.Expr) -> pl.Expr:
    """Days already covered are told of otherwise: by a batch for such a day, or by a date up to the earlier run's day.

    What went is a correction where no later export of its rule is in; else it may have ended since. Without a clock a date of completion
    is no event (what is fresh, complete or in office at the day), so it tells nothing of an earlier day.
    """
    day = before.info.as_of
    if after.info.as_of <= day:
        return pl.lit(True)
    past = (pl.col("new_met_on") <= day).fill_null(value=False) & pl.col("new_due_on").is_not_null()
    met = past & pl.col("old_met_on").ne_missing(pl.col("new_met_on"))
    arose = pl.col("old_arose_on").ne(pl.col("new_arose_on")).fill_null(value=False)
    resent = pl.col("old_batch_id").ne_missing(pl.col("new_batch_id")) & (pl.col("new_exported_on") <= day).fill_null(value=False)
    came = ~was & (pl.col("basis") == "flow") & (pl.col("new_arose_on") <= day).fill_null(value=False)
    return came | (was & ~is_ & pl.col("resent")) | (is_ & resent) | (was & is_ & (met | arose))


def _of_rules(before: Reader, after: Reader) -> pl.DataFrame:
    """Of each rule: its basis, and whether all that changed in what it reads is of days up to the earlier run's (`resent`)."""
    old = set(before.batches()["batch_id"])
    fresh = after.batches().filter(~pl.col("batch_id").is_in(list(old)))
    later = set(fresh.filter(pl.col("exported_on") > before.info.as_of)["export"])
    rows = {row["rule_id"]: row for r in (before, after) for row in r.rules().iter_rows(named=True)}
    told = [(n, row["basis"], bool(len(fresh)) and not later & set(row["exports"])) for n, row in rows.items()]
    return pl.DataFrame(told, schema={"rule_id": pl.String, "basis": pl.String, "resent": pl.Boolean}, orient="row")


def between(pairs: pl.DataFrame, before: Reader, after: Reader) -> dict[Kind, Measured]:
    """Of each kind but the last: unit → rule → counts and measures, with every change up to and with it put in and the later ones left out.

    Only of the units and rules of which something changed at all: the rest is in both runs the same. Where no change of a unit and rule is
    left out yet or all are put in, it stands as one of the runs has it; only in between its obligations are counted anew.
    """
    old, new = measured(before), measured(after)
    ranked = pairs.with_columns(nth=pl.col("kind").replace_strict({kind: n for n, kind in enumerate(KINDS)}, return_dtype=pl.Int32))
    spans = ranked.group_by("unit_id", "rule_id").agg(first=pl.col("nth").min(), last=pl.col("nth").max())
    alike = before.alike().join(spans.filter(pl.col("first") < pl.col("last")), on=["unit_id", "rule_id"], how="semi", nulls_equal=True)
    found: dict[Kind, Measured] = {}
    for nth, kind in enumerate(KINDS[:-1]):
        stage: Measured = {}
        for unit, rule, first, last in spans.iter_rows():
            if first > nth or last <= nth:
                stage.setdefault(unit, {})[rule] = (old if first > nth else new).get(unit, {}).get(rule, NOTHING)
        mixed = spans.filter(pl.col("first") <= nth, pl.col("last") > nth)
        for unit, rule in mixed.select("unit_id", "rule_id").iter_rows():
            stage.setdefault(unit, {})[rule] = NOTHING
        for row in _counted(alike, ranked.filter(pl.col("nth") <= nth), mixed):
            stage[row["unit_id"]][row["rule_id"]] = row
        found[kind] = stage
    return found


def _counted(alike: pl.DataFrame, changes: pl.DataFrame, wanted: pl.DataFrame) -> list[dict[str, Any]]:
    """The indicators of some units and rules with changes put in, by the text that all indicators are counted by."""
    if wanted.is_empty():
        return []
    key = ["unit_id", "rule_id", *COUNTED_BY]
    sides = [
        changes.filter(pl.col(f"{side}_is_there").is_not_null()).select(
            "unit_id", "rule_id", *(pl.col(f"{side}_{name}").alias(name) for name in COUNTED_BY), n=pl.lit(n, pl.Int64)
        )
        for side, n in (("old", -1), ("new", 1))
    ]
    kinds = pl.concat([alike.select(*key, "n"), *sides]).join(wanted, on=["unit_id", "rule_id"], how="semi", nulls_equal=True)
    with duckdb.connect(":memory:") as con:
        con.register("kinds", kinds.group_by(key).agg(pl.col("n").sum()).to_arrow())
        con.execute("create view obligations as select k.* from kinds k, range(k.n)")
        return con.sql(common_texts()["indicators"]).pl().to_dicts()
