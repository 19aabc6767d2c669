"""The answers of a run as four CSV files, for whoever wants to compute on."""

from pathlib import Path

import polars as pl

from metrics.reading import Reader


def write_answers(reader: Reader, folder: Path) -> list[Path]:
    """Write obligations.csv, indicators.csv, items.csv and totals.csv, sorted by their keys, as UTF-8.

    Indicators stand only where something was counted; an item without a value was not applicable.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "obligations": reader.obligations().sort("rule_id", "subject_id"),
        "indicators": reader.indicators().filter(pl.col("counted") > 0),
        "items": reader.items(),
        "totals": reader.totals(),
    }
    for name, frame in tables.items():
        frame.write_csv(folder / f"{name}.csv")
    return [folder / f"{name}.csv" for name in tables]
