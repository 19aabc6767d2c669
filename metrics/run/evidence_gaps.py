"""What the files behind a run can't tell, an export at a time: how far each reaches, which columns it lacks, and what that leaves open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from metrics.run.reader import Reader


@dataclass(frozen=True)
class ColumnGap:
    """A column that a file does not have, or (`is_empty`) holds nothing in, so that nobody can tell whether it was exported.

    `missing`: how the rules read such a file, as `metrics.rulebook.rulebook.EvidenceColumn` says. `rules`: rule → the obligations that it
    leaves unknown. `divisions`: whose files they are.
    """

    column_name: str
    missing: str
    is_empty: bool
    rules: dict[str, int]
    divisions: tuple[str, ...]


@dataclass(frozen=True)
class ExportGap:
    """What one export can't tell.

    `is_missing`: nothing of it has come in. `evidence_on`: the day up to which it tells, of the file that is oldest, and `newest_on` of the
    newest; None where nothing is to be told by it, or it is missing. `after_it`: rule → its obligations of which nobody knows because that day
    lies before the day of assessment; `without_it`: because it is missing, or has not come in from the units that they are of. `rules`: those
    that find no obligation, as it is missing.
    """

    export: str
    is_missing: bool
    evidence_on: date | None
    newest_on: date | None
    after_it: dict[str, int]
    without_it: dict[str, int]
    rules: tuple[str, ...]
    columns: tuple[ColumnGap, ...]


def evidence_gaps(reader: Reader) -> list[ExportGap]:
    """The exports that tell less than the run asks for, as far as that concerns the viewer, by their ids; none where all is told."""
    reach, lacking = reader.evidence()
    horizons: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in reach.iter_rows(named=True):
        horizons[row["export"]].append(row)
    columns = _columns(lacking.iter_rows(named=True))
    rules = _rules_of_missing(reader)
    exports = sorted({*horizons, *columns, *rules})
    missing = frozenset(reader.info.missing_exports)
    found = (
        _gap(export, export in missing, horizons.get(export, ()), rules.get(export, ()), columns.get(export, ())) for export in exports
    )
    return [gap for gap in found if _tells_less(gap, reader.info.as_of)]


def not_assessable(reader: Reader) -> list[str]:
    """The rules of a run of which some file lacks a column without which nobody knows whether anything is owed."""
    _, columns = reader.evidence()
    return [] if columns.is_empty() else columns.filter(missing="no_obligation", is_empty=False)["rule_id"].unique().sort().to_list()


def _gap(
    export: str, is_missing: bool, reach: Sequence[Mapping[str, Any]], rules: tuple[str, ...], columns: tuple[ColumnGap, ...]
) -> ExportGap:
    """`reach`: a row a rule; none of an export that shows no fulfilment."""
    after_it, without_it = ({row["rule_id"]: row[part] for row in reach if row[part]} for part in ("after_it", "without_it"))
    oldest_on, newest_on = (reach[0]["oldest_on"], reach[0]["newest_on"]) if reach else (None, None)
    return ExportGap(export, is_missing, oldest_on, newest_on, after_it, without_it, rules, columns)


def _tells_less(gap: ExportGap, as_of: date) -> bool:
    ends = gap.evidence_on is not None and gap.evidence_on < as_of
    return bool(gap.is_missing or ends or gap.without_it or gap.columns)


def _columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[ColumnGap, ...]]:
    """Export → its columns, one for each way in which rules read a file without it."""
    by_column: dict[tuple[str, str, str, bool], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_column[row["export"], row["column_name"], row["missing"], row["is_empty"]].append(row)
    found: dict[str, list[ColumnGap]] = defaultdict(list)
    for (export, name, missing, is_empty), of_one in by_column.items():
        divisions = tuple(sorted({division for row in of_one for division in row["divisions"]}))
        found[export].append(ColumnGap(name, missing, is_empty, {row["rule_id"]: row["obligations"] for row in of_one}, divisions))
    return {export: tuple(columns) for export, columns in found.items()}


def _rules_of_missing(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Missing export → the rules whose own rows it would bring. Only for who sees the whole city: nobody knows whose they would be."""
    if reader.viewer.scope is not None:
        return {}
    found: dict[str, tuple[str, ...]] = dict.fromkeys(reader.info.missing_exports, ())
    for rule_id, export in reader.rules().select("rule_id", "export").iter_rows():
        if export in found:
            found[export] += (rule_id,)
    return found
