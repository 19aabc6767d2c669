"""The answers of a run as four CSV files, for whoever wants to compute on."""

from pathlib import Path

import polars as pl

from metrics.run.reader import Reader

BY_DECISION = ("decision", "undecided_state", "waited_days")  # columns that say nothing while nothing was decided


def write_answers(reader: Reader, folder: Path) -> list[Path]:
    """Write obligations.csv, indicators.csv, items.csv and totals.csv, sorted by their keys, as UTF-8.

    Indicators stand only where something was counted; an item without a value was not applicable. The columns of what was decided
    stand only in a run in which a decision lifted or moved an obligation.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "obligations": _obligations(reader).sort("rule_id", "subject_id"),
        "indicators": reader.indicators().filter(pl.col("counted") > 0),
        "items": reader.items(),
        "totals": reader.totals(),
    }
    for name, frame in tables.items():
        frame.write_csv(folder / f"{name}.csv")
    return [folder / f"{name}.csv" for name in tables]


def _obligations(reader: Reader) -> pl.DataFrame:
    rows = reader.obligations()
    is_decided = rows["decision"].is_not_null().any() or (rows["waited_days"] > 0).any()
    return rows if is_decided else rows.drop(BY_DECISION)
