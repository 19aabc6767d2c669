"""Ranking books as files in a folder, for the terminal."""

from collections.abc import Sequence
from pathlib import Path

from data.errors import RequestFault
from data.runs.store import RunInfo, RunStore
from metrics.obligations.period import parse_period
from metrics.run.reader import Reader
from metrics.run.trend import month_before
from reports.ranking_book import KINDS, Kind, file_name, make


def kinds_of(text: str) -> tuple[Kind, ...]:
    """The formats that a list names, such as "xlsx,pdf". Raises RequestFault for any other."""
    asked = {part.strip().lower() for part in text.split(",") if part.strip()}
    if not asked or asked - set(KINDS):
        raise RequestFault(f"不能生成“{text}”。可写 xlsx、docx、pdf，用逗号分开。")
    return tuple(kind for kind in KINDS if kind in asked)


def run_of(store: RunStore, period: str, address: str | None) -> RunInfo:
    """The run that an address names, else the newest edition of the period, else its newest draft. Raises RequestFault when there is none."""
    name = parse_period(period).name
    if address:
        run = store.info(address)
        if run.period != name:
            raise RequestFault(f"{address} 是考核期 {run.period} 的结果，不是 {name} 的。请核对 --period 与 --run。")
        return run
    runs = [run for run in store.runs() if run.period == name]
    if not runs:
        raise RequestFault(f"考核期 {name} 还没有测算结果。请先运行 python cli.py assess --period {name}。")
    return min(runs, key=lambda run: run.is_draft)  # the first of those that are alike: the newest


def write(store: RunStore, reader: Reader, kinds: Sequence[Kind], lang: str, folder: Path) -> list[Path]:
    """The book of the reader's run in each format."""
    earlier = month_before(reader.info, store.runs())
    before = Reader(store, earlier, reader.viewer) if earlier else None
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in kinds:
        path = folder / file_name(reader, kind, lang)
        path.write_bytes(make(reader, kind, lang, before))
        written.append(path)
    return written
