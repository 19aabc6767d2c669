"""The gate: the only way to read a run. It is given the viewer, and nothing passes that the viewer may not see.

A department sees its own units, and of others nothing at all but the ranking of a published edition, where the city shows that.
"""

from datetime import date
from typing import Any

import polars as pl
from duckdb import ColumnExpression, ConstantExpression
from pydantic import ValidationError

from data.access import Viewer
from data.errors import FileFault, RequestFault
from data.runs import findings
from data.runs.editions import CHANGES, folder_of
from data.runs.store import RunInfo, RunStore
from metrics.obligations.obligations import TEXTS
from metrics.run.attribution_parts import Movement
from metrics.run.differences_record import Differences
from metrics.run.filter import COUNTED_BY, EVERYTHING, Filter
from metrics.run.query_texts import PLACED, conditions_asked, obligations_text, query_text, without
from metrics.run.response_times import RULES, By
from metrics.schemes.scheme import Scheme

MONTHS_COUNTED = 6  # the layout since which those counts know the month of the due day


class Reader:
    """One viewer's sight of one run, a draft or an edition. Cheap to make; holds no connection.

    Raises RequestFault for a run that does not exist, and for a viewer whose role sees no figures at all.
    """

    def __init__(self, store: RunStore, run: str | RunInfo, viewer: Viewer):
        """`run`: its address, or what the store has just told of it, so that it need not be looked for once more."""
        if not viewer.may("see_figures"):
            raise RequestFault("您的角色不查看考核数据。如需查看，请联系管理员调整角色。")
        self.store, self.viewer = store, viewer
        self.info: RunInfo = run if isinstance(run, RunInfo) else store.info(run)
        self.run_id = self.info.run_id

    @property
    def is_draft(self) -> bool:
        """Whether nobody has published what is read here: it is shown with a mark."""
        return self.info.is_draft

    def meta(self) -> dict[str, str]:
        """What the run was made of: key → value.

        Of an edition also `edition` (its id), `edition_number` and `superseded_by` (the number of the newest, when that is another).
        """
        return dict(self._read("select key, value from meta").iter_rows()) | self._publication()

    def scheme(self) -> Scheme:
        """The weights that the run was scored by."""
        return Scheme.model_validate_json(self.meta()["scheme"])

    def rules(self) -> pl.DataFrame:
        """Every rule of the run with its words, clause and how far that was read."""
        return self._read("select * from rules order by ord")

    def batches(self) -> pl.DataFrame:
        """The batches that went in, with their counts; for a department those that its own obligations come from."""
        return self._read(query_text("batches"), units=self.viewer.scope)

    def units(self) -> pl.DataFrame:
        """The ranked units the viewer may see: unit_id, unit_name, unit_group."""
        return self._rows("units", "unit_group desc, unit_id")

    def departments(self) -> pl.DataFrame:
        """The departments of those units, closed ones too, with who answers for them."""
        return self._rows("departments", "department_id")

    def totals(self) -> pl.DataFrame:
        """One row a unit: total, rank within its group, grade, points of points_max; not-ranked units last.

        `undecided`: its obligations of the period that can't be judged for want of evidence, `undecided_share` of these and the counted ones;
        `is_comparable`: whether that is no more than the scheme allows, so that its rank may be shown.
        """
        return self._read(query_text("told_totals") + query_text("totals"), units=self.viewer.scope)

    def ranking(self) -> pl.DataFrame:
        """unit_id, unit_name, unit_group, rank, total, grade, is_comparable: of an edition every unit's, where all may see it; else those in sight."""
        is_public = not self.is_draft and self.store.settings.published_ranking
        return self._read(query_text("told_totals") + query_text("ranking"), units=None if is_public else self.viewer.scope)

    def decisions(self) -> pl.DataFrame:
        """The decisions in force that concern the viewer, in the order in which they were made; `touched`: of what is in sight."""
        return self._read(self._text("decisions", "confirmed_empty"), units=self.viewer.scope)

    def evidence(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """(how far each rule's export reaches, the columns that files lack by rule), with what that leaves open; see `metrics.run.evidence_gaps`."""
        if not self._has("gaps"):
            return pl.DataFrame(), pl.DataFrame()
        return self._read(query_text("horizons"), units=self.viewer.scope), self._read(query_text("gaps"), units=self.viewer.scope)

    def changes(self) -> Differences | None:
        """What an edition that corrects another says otherwise, of the units in sight, as it was kept when it was published; else None.

        Raises FileFault when it can't be read any more.
        """
        if self.info.edition is None or self.store.edition(self.info.edition).number == 1:
            return None
        kept = folder_of(self.store.home, self.info.edition) / CHANGES
        try:
            return Differences.model_validate_json(kept.read_bytes()).within(self.viewer.scope)
        except (OSError, ValidationError) as fault:
            raise FileFault(f"版本 {self.info.edition} 的更正说明读不出来（{kept}），请从备份恢复该文件夹。") from fault

    def sections(self) -> pl.DataFrame:
        """Points a unit and section, over the items that apply."""
        return self._rows("sections", "unit_id, ord")

    def items(self, unit_id: str | None = None) -> pl.DataFrame:
        """The scored lines, of one unit or of all in sight."""
        return self._rows("items", "unit_id, ord", unit_id)

    def adjustments(self, unit_id: str | None = None) -> pl.DataFrame:
        """The lines after the items."""
        return self._rows("adjustments", "unit_id, ord", unit_id)

    def indicators(self, unit_id: str | None = None) -> pl.DataFrame:
        """Counts and measures a unit and rule, over the counted obligations."""
        return self._rows("indicators", "unit_id, rule_id", unit_id)

    def open_duties(self, unit_id: str) -> pl.DataFrame:
        """What of one unit can still be made good for its score: rule_id, subject_id, department_id, state, due_on, basis, is_missed (else
        it is coming: not due yet)."""
        return self._read(query_text("fulfilling") + query_text("open_duties"), units=self.viewer.scope, unit_id=unit_id)

    def fulfilled(self, unit_id: str) -> pl.DataFrame:
        """The indicators of one unit as they would be if open duties were fulfilled at the day of assessment, counted by the run's own text.

        `choice`: which were, of `missed`, `coming` and `both`; of every rule at once, as rules don't touch one another. But where that
        brings about something under another rule, that one's indicators have the rule that does in `by_rule` (else empty).
        """
        counted = (TEXTS / "indicators.sql").read_text(encoding="utf-8")
        text = query_text("fulfilling") + self._text("fulfilled", "follow_ups")
        found = self._read(text + counted, units=self.viewer.scope, unit_id=unit_id)
        parts = pl.col("unit_id").str.split_exact("/", 1).struct.rename_fields(["choice", "by_rule"]).struct.unnest()
        return found.with_columns(parts).drop("unit_id")

    def obligations(self, wanted: Filter = EVERYTHING, *, limit: int | None = None, offset: int = 0) -> pl.DataFrame:
        """The obligations that match, latest first; `limit` None gives all, `offset` is of a limited list."""
        if limit is None:
            return self._matching("list", wanted, whole=True)
        return self._matching("sheet", wanted, limit=limit, offset=offset)

    def held_otherwise(self, before: "Reader") -> pl.DataFrame:
        """What this run and an earlier one hold of the obligations that count otherwise in this one, came or went, in no order.

        A row a run (`is_new`: this one) with all but its words; of obligations that share a name all, also those that count as they did.
        """
        return self._read(query_text("held_otherwise"), units=self.viewer.scope, whole=True, earlier=before.info.address)

    def alike(self) -> pl.DataFrame:
        """How many obligations (n) count alike: unit_id, rule_id, state, counted, is_backlog, days_taken."""
        return self._read(query_text("alike"), units=self.viewer.scope, whole=True)

    def movement(self, before: RunInfo) -> Movement | None:
        """How the units in sight moved since an earlier run, as it was found out for the whole city; None where it has not been yet."""
        kept = findings.path_of(self.store.home, findings.MOVED, before.run_id, self.run_id)
        return None if kept is None else Movement.model_validate_json(kept.read_bytes()).within(self.viewer.scope)

    def following(self, before: "Reader") -> pl.DataFrame:
        """What of every unit was open in an earlier run or is open in this one, and what became of it: see `metrics.comparison.carried_over`."""
        return self._read(query_text("followed"), units=self.viewer.scope, whole=True, earlier=before.info.address)

    def followed(self, before: RunInfo, unit_id: str) -> pl.DataFrame | None:
        """The same of one unit, as it was found out for the whole city; None where it has not been yet."""
        kept = findings.path_of(self.store.home, findings.FOLLOWED, before.run_id, self.run_id)
        is_seen = self.viewer.answers_for(unit_id)
        return None if kept is None else pl.scan_parquet(kept).filter(pl.col("unit_id") == unit_id, pl.lit(is_seen)).collect()

    def reach(self) -> pl.DataFrame | None:
        """How far one obligation would move each unit (`metrics.what_if.rank_range`), as it was found out; None where it has not been yet.

        Nothing for who does not see all: places are among the others.
        """
        kept = findings.path_of(self.store.home, findings.REACH, self.run_id)
        return None if kept is None else pl.scan_parquet(kept).filter(pl.lit(self.viewer.scope is None)).collect()

    def tally(self, wanted: Filter = EVERYTHING) -> dict[str, int]:
        """How many match, how many of them are counted and in which state."""
        return self._counting("tally", wanted).row(0, named=True)

    def count(self, wanted: Filter = EVERYTHING) -> int:
        """How many match: the length of the list."""
        return self.tally(wanted)["obligations"]

    def undecided(self, wanted: Filter = EVERYTHING) -> pl.DataFrame:
        """How many that match are undecided for want of evidence: unit_id, rule_id, reason, obligations."""
        return self._counting("undecided", wanted)

    def facets(self, wanted: Filter = EVERYTHING) -> pl.DataFrame:
        """How many match, by unit, rule, state, counted and reason: every facet is a sum over this."""
        return self._counting("facets", wanted)

    def due_months(self, wanted: Filter = EVERYTHING) -> pl.DataFrame:
        """How many that match fall due in each month (its first day) and how they stand: month, state, obligations; no month without any."""
        return self._counting("due_months", wanted, since=MONTHS_COUNTED)

    def amounts(self, wanted: Filter = EVERYTHING) -> pl.DataFrame:
        """The money of the steps of projects that match: unit_id, node, state, reason, counted, is_backlog, obligations, amount (万元), without_amount."""
        return self._matching("amounts", wanted)

    def refreshed(self, wanted: Filter = EVERYTHING) -> pl.DataFrame:
        """When the data behind the obligations that match was last refreshed: refreshed_on (null = no record), state, obligations."""
        return self._matching("refreshed", wanted)

    def gate_checks(self, project_id: str | None = None) -> pl.DataFrame:
        """What the project gate would say of each step of a project (of all in sight) if it were passed at the day of assessment.

        project_id, node, project_name, department_id, unit_id, state, reason, lacks, evidence_on, decision, decided_on,
        cataloged_on, aggregated_on, amount and the source row; decided first. Of an edition that was frozen before there were checks: none.
        """
        if not self._has("gate_checks"):
            return pl.DataFrame(schema={"project_id": pl.String, "node": pl.String, "project_name": pl.String, "unit_id": pl.String})
        return self._read(query_text("gate_checks"), units=self.viewer.scope, project_id=project_id)

    def asset_register(self, unit_id: str | None = None) -> pl.DataFrame | None:
        """Every data asset of the register, of one unit or of all in sight, by unit; None of an edition that was frozen without it.

        asset_id, asset_name, unit_id, department_id and their names, authorised_on, registered_on, assessed_on (null = not yet), the duty to
        register it (state, reason, due_on, days_late; null where there is none: no authorised operation) and the source row.
        """
        if not self._has("asset_register"):
            return None
        return self._read(query_text("asset_register"), units=self.viewer.scope, unit_id=unit_id)

    def timing(self, by: By | None, wanted: Filter) -> pl.DataFrame:
        """How many took so many working days: key, name (of `by`), clock_days, state (met, late, overdue, pending), days_taken, obligations."""
        kept = findings.path_of(self.store.home, findings.TIMING, self.run_id)
        if kept is None or self.viewer.scope is not None or wanted.rule_id not in RULES or wanted != Filter(rule_id=wanted.rule_id):
            return self._matching("timing", wanted, by=by)
        of_all = pl.scan_parquet(kept).filter(pl.col("by").eq_missing(pl.lit(by)), pl.col("rule_id") == wanted.rule_id)
        return of_all.drop("by", "rule_id").collect()

    def obligation(self, rule_id: str, subject_id: str) -> dict:
        """One obligation with its rule, its department and the batch behind it. Raises RequestFault when it isn't there to be seen."""
        found = self._matching("one", Filter(rule_id=rule_id), subject_id=subject_id)
        if found.is_empty():
            raise RequestFault(f"没有找到这条义务（{rule_id} / {subject_id}），或您无权查看。请从义务清单重新进入。")
        return found.row(0, named=True)

    def calendar(self, first: date, last: date) -> pl.DataFrame:
        """The run's own calendar between two days, both included."""
        return self._read("select * from calendar where day between $first and $last order by day", first=first, last=last)

    def _publication(self) -> dict[str, str]:
        if self.info.edition is None:
            return {}
        this = self.store.edition(self.info.edition)
        newest = max(edition.number for edition in self.store.published() if edition.period == this.period)
        return {"edition": this.edition_id, "edition_number": str(this.number)} | (
            {"superseded_by": str(newest)} if newest != this.number else {}
        )

    def _text(self, query: str, table: str) -> str:
        """The text of a query that joins a table which the run may not have."""
        return query_text(query) if self._has(table) else without(query, table)

    def _has(self, table: str) -> bool:
        """Whether the run has a table, which an edition of an earlier layout may not."""
        known = "select table_name from duckdb_tables() where database_name = current_database() and table_name = $table"
        return not self._read(known, table=table).is_empty()

    def _rows(self, table: str, order: str, unit_id: str | None = None) -> pl.DataFrame:
        with self.store.cursor(self.info.address) as cursor:
            rows = cursor.table(table)
            for wanted in (self.viewer.scope, None if unit_id is None else [unit_id]):
                if wanted is not None:
                    # An empty list of units is a person who may see nothing, and IN () would not be SQL.
                    rows = rows.filter(ColumnExpression("unit_id").isin(*map(ConstantExpression, wanted or [""])))
            return rows.order(order).pl()

    def _counting(self, query: str, wanted: Filter, *, since: int = PLACED) -> pl.DataFrame:
        """Of what is counted only: from the kept counts where the filter asks for nothing that they don't tell apart.

        `since`: the layout since which they know what the query asks.
        """
        asked = {name for name, value in vars(wanted).items() if value is not None}
        is_kept = self.info.layout >= since and asked <= COUNTED_BY
        return self._matching(query, wanted, known="known_counts") if is_kept else self._matching(query, wanted)

    def _matching(self, query: str, wanted: Filter, *, known: str | None = None, **more: Any) -> pl.DataFrame:
        lists = {name: None if (found := getattr(wanted, name)) is None else list(found) for name in ("states", "rows", "named")}
        parts = vars(wanted) | lists
        asked = {name: value for name, value in parts.items() if value is not None}
        conditions = conditions_asked(frozenset(parts.keys() - asked.keys()))
        text = (query_text(known) if known else obligations_text(self.info.layout)) + conditions + query_text(query)
        return self._read(text, units=self.viewer.scope, **asked, **more)

    def _read(self, sql: str, *, whole: bool = False, earlier: str | None = None, **parameters: object) -> pl.DataFrame:
        with self.store.cursor(self.info.address, earlier) as cursor:
            # A relation with parameters (cursor.sql) holds its answer row by row: a million rows took 9 s that way, 0.3 s this way.
            answer = pl.from_arrow(cursor.execute(sql, parameters).to_arrow_table())
        assert isinstance(answer, pl.DataFrame)  # a table is a frame, whatever from_arrow may give for an array
        return answer
