"""Intake of a large workbook and a very large CSV, from bytes to a committed batch, against the bare library's read of the same file."""

import codecs
import io
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import fastexcel
import polars as pl

from benchmarks.measure import measure
from data.contracts.contracts import load_contracts
from data.facts.store import Facts
from data.intake import ingest
from data.settings import Home

EXPORTED_ON = date(2026, 6, 30)
DEPARTMENTS = [f"江门市第{n:03d}局" for n in range(400)]


def main(sheet_rows: int = 200_000, csv_rows: int = 2_000_000, runs: int = 3) -> None:
    """Print a line a file: seconds and memory of the bare read, of the whole intake, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        directory = place / "departments.csv"
        _departments().write_csv(directory)
        book, listing = place / "requests.xlsx", place / "requests.csv"
        _requests(sheet_rows).write_excel(book)
        listing.write_bytes(_requests(csv_rows).write_csv().encode("gb18030"))
        print(f"{'file':>34} {'bare read':>18} {'intake':>18}   intake/bare")
        for path, bare, shape in ((book, read_workbook, sheet_rows), (listing, read_csv, csv_rows)):
            one = measure(bare, path, runs=runs)
            ours = measure(bring_in, directory, path, runs=runs)
            label = f"{path.suffix[1:]} {shape:,} × 20 ({path.stat().st_size / 2**20:.0f} MB)"
            figures = "".join(f" {r.seconds:7.2f} s {r.megabytes:6.0f} MB" for r in (one, ours))
            print(f"{label:>34}{figures}   {ours.seconds / one.seconds:11.2f}", flush=True)


def bring_in(directory: Path, path: Path) -> None:
    """The whole intake into a fresh home; the directory of departments first, since names are resolved by it (its share is tiny)."""
    with tempfile.TemporaryDirectory() as home:
        outcomes = ingest(
            [directory, path],
            Facts(Home(Path(home))),
            load_contracts(),
            exported_on=EXPORTED_ON,
            by="benchmark",
            received_at=datetime.now(UTC),
        )
        taken = [o.batch.counts.accepted for o in outcomes if o.batch]
        if len(taken) != 2 or not all(taken):
            raise RuntimeError([o.sentence for o in outcomes])


def read_workbook(path: Path) -> pl.DataFrame:
    """What fastexcel needs for the same cells, as text."""
    return fastexcel.read_excel(path.read_bytes()).load_sheet(0, header_row=None, dtypes="string").to_polars()


def read_csv(path: Path) -> pl.DataFrame:
    """What decoding and polars need for the same cells, as text."""
    text = codecs.decode(path.read_bytes(), "gb18030")
    return pl.read_csv(io.BytesIO(text.encode()), has_header=False, infer_schema=False)


def _departments() -> pl.DataFrame:
    codes = [f"D{n:03d}" for n in range(len(DEPARTMENTS))]
    constant = {"所属区划": "江门市", "考核分组": "市直部门", "启用日期": "2019-01-01"}
    return pl.DataFrame({"部门编码": codes, "部门名称": DEPARTMENTS, **{k: [v] * len(codes) for k, v in constant.items()}})


def _requests(rows: int) -> pl.DataFrame:
    """Share requests as a platform lists them: the contract's twelve columns and eight it doesn't know."""
    days = [(date(2025, 8, 1) + timedelta(days=n)).isoformat() for n in range(330)]
    n = pl.int_range(rows, eager=True)

    def pick(values: list[str | None], step: int) -> pl.Series:
        return pl.Series(values).gather((n * step) % len(values))

    known = {
        "申请编号": "SQ" + n.cast(pl.String),
        "目录编码": "307040" + (n % 9000).cast(pl.String),
        "申请部门": pick(list(DEPARTMENTS), 7),
        "数据提供部门": pick(list(DEPARTMENTS), 13),
        "共享类型": pick(["无条件共享", "有条件共享", None], 1),
        "申请时间": pick(list(days), 3),
        "是否批准延期": pick(["是", "否"], 1),
        "撤回时间": pick([None, None, None, "2026-06-01"], 1),
        "答复时间": pick([*days, None], 3),
        "答复结果": pick(["同意", "不同意", "同意", None], 1),
        "拒绝原因": pick([None, "法律法规不允许提供"], 1),
        "提供时间": pick([*days, None, None], 5),
    }
    unknown = {f"平台字段{k}": pick([f"内容{k}甲", f"内容{k}乙", None], k) for k in range(1, 9)}
    return pl.DataFrame(known | unknown)


if __name__ == "__main__":
    main()
