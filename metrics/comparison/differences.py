"""Two runs held against each other, for one viewer: figures, lines, obligations, and what made them different. Pure over two readers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isclose
from typing import Any

import polars as pl

from data.decisions.acts import Act
from metrics.run.differences_record import Cause, Differences, Judged, LineChange, ObligationChange, Place, UnitChange
from metrics.run.reader import Reader

Row = dict[str, Any]
KEY = ("unit_id", "rule_id", "subject_id", "nth")
COMPARED = ("state", "due_on", "met_on", "counted", "decision", "waited_days")
MADE_OF: dict[str, Any] = {"scheme": "scheme", "calendar_version": "calendar", "common": "method", "method": "method", "as_of": "as_of"}


def differences(before: Reader, after: Reader, ended: Mapping[int, Act] | None = None) -> Differences:
    """Everything that is different from `before` to `after`, as far as their viewer sees it.

    `ended`: act that is no more in force → the act that ended it, which a run does not hold.
    """
    why = _Why(before, after, ended or {})
    obligations = _obligations(before, after, why)
    old, new = _by_unit(before), _by_unit(after)
    units, unchanged = [], []
    for unit_id in sorted(old.keys() | new.keys() | obligations.keys()):
        change = _unit(unit_id, old.get(unit_id), new.get(unit_id), obligations.get(unit_id, []), why)
        units += [change] if change else []
        unchanged += [] if change else [unit_id]
    named = {key for unit in units for key in unit.causes}
    causes = tuple(cause for cause in why.causes.values() if cause.key in named or cause.kind != "others")
    return Differences(before=before.info.address, after=after.info.address, causes=causes, units=tuple(units), unchanged=tuple(unchanged))


@dataclass(frozen=True)
class _Unit:
    """What one run says of a unit."""

    total: Row
    lines: dict[str, Row]


def _by_unit(reader: Reader) -> dict[str, _Unit]:
    lines: dict[str, dict[str, Row]] = {}
    for frame, name in ((reader.items(), "item_id"), (reader.adjustments(), "adjustment_id")):
        for row in frame.iter_rows(named=True):
            lines.setdefault(row["unit_id"], {})[row[name]] = row
    return {row["unit_id"]: _Unit(row, lines.get(row["unit_id"], {})) for row in reader.totals().iter_rows(named=True)}


def _unit(unit_id: str, old: _Unit | None, new: _Unit | None, obligations: list[ObligationChange], why: "_Why") -> UnitChange | None:
    lines = _lines(old.lines if old else {}, new.lines if new else {})
    before, after = (Place(**{n: u.total[n] for n in ("total", "rank", "grade", "is_comparable")}) if u else None for u in (old, new))
    if not (lines or obligations) and before == after:
        return None
    causes = [key for one in obligations for key in one.causes] + why.of_lines(lines, old, new)
    if not causes:
        causes = why.of_whole() if lines or (before and before.total) != (after and after.total) else [why.others]
    told = (new or old or _Unit({"unit_name": unit_id, "unit_group": ""}, {})).total
    return UnitChange(
        unit_id=unit_id, unit_name=told["unit_name"], unit_group=told["unit_group"], before=before, after=after,
        lines=tuple(lines), obligations=tuple(obligations), causes=tuple(dict.fromkeys(causes)),
    )  # fmt: skip


def _lines(old: Mapping[str, Row], new: Mapping[str, Row]) -> list[LineChange]:
    changes = []
    for line_id in [*new, *(n for n in old if n not in new)]:
        was, now = old.get(line_id, {}), new.get(line_id, {})
        if line_id in old and line_id in new and was["lost"] == now["lost"] and _is_close(was["points"], now["points"]):
            continue
        points, lost = (was.get("points"), now.get("points")), (was.get("lost"), now.get("lost"))
        changes.append(
            LineChange(
                line_id=line_id, title=(now or was)["title"], points_before=points[0], points_after=points[1],
                lost_before=lost[0], lost_after=lost[1],
            )
        )  # fmt: skip
    return changes


def _is_close(one: float | None, other: float | None) -> bool:
    return one is other or (one is not None and other is not None and isclose(one, other, abs_tol=1e-9))


def _obligations(before: Reader, after: Reader, why: "_Why") -> dict[str, list[ObligationChange]]:
    old, new = (numbered(reader.obligations()) for reader in (before, after))
    same = old.join(new, on=[*KEY, *COMPARED], how="semi", nulls_equal=True).select(KEY)
    was, now = (_rows(frame.join(same, on=KEY, how="anti", nulls_equal=True)) for frame in (old, new))
    files = _files(before) | _files(after)
    changes: dict[str, list[ObligationChange]] = {}
    for key in sorted(was.keys() | now.keys(), key=str):
        one, other = was.get(key), now.get(key)
        told = other or one or {}
        changes.setdefault(told["unit_id"], []).append(
            ObligationChange(
                rule_id=told["rule_id"], rule_title=told["rule_title_zh"], subject_id=told["subject_id"], subject_name=told["subject_name"],
                before=_judged(one, files), after=_judged(other, files), causes=tuple(why.of_obligation(one, other)),
            )
        )  # fmt: skip
    return changes


def numbered(obligations: pl.DataFrame) -> pl.DataFrame:
    """Obligations with a number each, where several bear one name."""
    return obligations.sort("arose_on", "due_on", "batch_id", "row_no").with_columns(nth=pl.int_range(pl.len()).over(KEY[:3]))


def _rows(frame: pl.DataFrame) -> dict[tuple[Any, ...], Row]:
    return {tuple(row[name] for name in KEY): row for row in frame.iter_rows(named=True)}


def _files(reader: Reader) -> dict[str, str]:
    return dict(reader.batches().select("batch_id", "file_name").iter_rows())


def _judged(row: Row | None, files: Mapping[str, str]) -> Judged | None:
    if row is None:
        return None
    held = {name: row[name] for name in ("state", "due_on", "met_on", "counted", "sheet", "row_no")}
    return Judged(**held, file_name=files.get(row["batch_id"]))


class _Why:
    """What one run was made of and the other was not, and which of it made a change."""

    others = "others/"

    def __init__(self, before: Reader, after: Reader, ended: Mapping[int, Act]):
        self.causes: dict[str, Cause] = {}
        self._exports = {row["rule_id"]: set(row["exports"]) for r in (before, after) for row in r.rules().iter_rows(named=True)}
        self._batches(before, after)
        self._decisions(before, after, ended)
        self._made_of(before.meta(), after.meta())
        self.causes[self.others] = Cause(kind="others", id="")

    def _batches(self, before: Reader, after: Reader) -> None:
        old, new = ({row["batch_id"]: row for row in r.batches().iter_rows(named=True)} for r in (before, after))
        self._export = {batch_id: row["export"] for batch_id, row in (old | new).items()}
        for rows, other, is_new in ((new, old, True), (old, new, False)):
            for batch_id, row in rows.items():
                if batch_id not in other:
                    self._add(Cause(kind="batch", id=batch_id, is_new=is_new, what=f"{row['export_title_zh']}：{row['file_name']}"))

    def _decisions(self, before: Reader, after: Reader, ended: Mapping[int, Act]) -> None:
        old, new = ({row["act_id"]: row for row in r.decisions().iter_rows(named=True)} for r in (before, after))
        self._acts = {n: row for n, row in (old | new).items() if (n in old) != (n in new)}
        for act_id, row in self._acts.items():
            end = ended.get(act_id)
            who = (end.name, end.at.isoformat(), end.reason) if end else (row["name"], row["at"], row["reason"])
            by, at, reason = map(str, who)
            self._add(Cause(kind="decision", id=str(act_id), is_new=act_id in new, what=row["what"], by=by, at=at, reason=reason))

    def _made_of(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        for name, kind in MADE_OF.items():
            if before.get(name) != after.get(name):
                what = after["scheme_title"] if kind == "scheme" else "" if kind == "method" else after.get(name, "")
                self._add(Cause(kind=kind, id=after.get(name, "") if kind in ("calendar", "as_of") else "", what=what))
        old, new = (json.loads(meta.get("rules", "{}")) for meta in (before, after))
        for rule_id in sorted(old.keys() | new.keys()):
            if old.get(rule_id) != new.get(rule_id):
                self._add(Cause(kind="rules", id=rule_id, is_new=rule_id in new, what=rule_id))

    def _add(self, cause: Cause) -> None:
        self.causes[cause.key] = cause

    def of_obligation(self, before: Row | None, after: Row | None) -> list[str]:
        """The keys of what made an obligation come, go or be held otherwise."""
        told = after or before or {}
        rule_id = told["rule_id"]
        found = [*self._decided(before, after), *self._known([f"rules/{rule_id}"])]
        found += self._fed(before, after)
        if before and after and before["due_on"] != after["due_on"]:
            found += self._of_kind("calendar")
        return list(dict.fromkeys(found)) or self.of_whole(rule_id)

    def _decided(self, before: Row | None, after: Row | None) -> list[str]:
        one, other = before or {}, after or {}
        acts = [n for n in (one.get("decision"), other.get("decision")) if n is not None]
        found = [n for n in acts if n in self._acts]
        if one.get("waited_days", 0) != other.get("waited_days", 0):
            told = other or one
            found += [
                n for n, act in self._acts.items()
                if act["about"] in ("wait", "stop_clock") and act["rule_id"] == told["rule_id"] and act["subject_id"] in (None, told["subject_id"])
            ]  # fmt: skip
        found += [n for n, act in self._acts.items() if act["about"] == "order" and act["subject_id"] == (other or one)["subject_id"]]
        found += [n for n, act in self._acts.items() if act["about"] == "empty_column" and self._lacked(act["subject_id"], one, other)]
        return [f"decision/{n}" for n in found]

    def _lacked(self, column: str, before: Row, after: Row) -> bool:
        """Whether an obligation could not be told in one of the runs for want of a column, written `export.column`."""
        export, _, name = column.partition(".")
        lacks = ",".join(row.get("lacks") or "" for row in (before, after)).split(",")
        return name in lacks and export in self._exports[(after or before)["rule_id"]]

    def _fed(self, before: Row | None, after: Row | None) -> list[str]:
        """The batches of the row itself; where the row is the same, or gone, those of the exports that the rule reads."""
        if before and after and all(before[name] == after[name] for name in ("undecided_state", "due_on", "met_on")):
            return []  # the rows say the same: it was decided otherwise, or falls into another period
        if all(row is None or row["batch_id"] is None for row in (before, after)):
            return []  # an order by act comes from no file
        own = self._known([f"batch/{after['batch_id']}"]) if after else []
        exports = self._exports.get((after or before or {})["rule_id"], set())
        if own and before is None:
            return own + self._withdrawn(exports)
        fed = own or [key for key in self._of_kind("batch") if self.causes[key].is_new and self._export[self.causes[key].id] in exports]
        return fed + self._withdrawn(exports)

    def _withdrawn(self, exports: set[str]) -> list[str]:
        """The withdrawals of batches of these exports that one of the runs was made from, and what took one back."""
        acts = self._acts.items()
        return [f"decision/{n}" for n, act in acts if act["about"] == "batch" and self._export.get(act["subject_id"]) in exports]

    def of_lines(self, lines: Iterable[LineChange], old: _Unit | None, new: _Unit | None) -> list[str]:
        """The keys of what changed lines beside their obligations: points by decision, and the scheme."""
        changed = [line.line_id for line in lines]
        rows = [unit.lines[n] for unit in (old, new) if unit for n in changed if n in unit.lines]
        acts = [f"decision/{row['act_id']}" for row in rows if row.get("act_id") is not None]
        return self._known(acts) + (self._of_kind("scheme") if changed else [])

    def of_whole(self, rule_id: str | None = None) -> list[str]:
        """What concerns everything alike, where nothing nearer is known."""
        nearer = self._of_kind("as_of") + self._of_kind("method") + self._of_kind("scheme")
        listings = [key for key in self._of_kind("batch") if self._export[self.causes[key].id] == "departments" and self.causes[key].is_new]
        return nearer + listings or [key for key in self._of_kind("batch") if rule_id is None and self.causes[key].is_new]

    def _known(self, keys: Iterable[str]) -> list[str]:
        return [key for key in keys if key in self.causes]

    def _of_kind(self, kind: str) -> list[str]:
        return [key for key, cause in self.causes.items() if cause.kind == kind]
