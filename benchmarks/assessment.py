"""A whole assessment against the bare work nobody can avoid, and against the same figures in pandas, in one run."""

import shutil
import tempfile
from pathlib import Path

import duckdb

from benchmarks.city import AS_OF, build, rows_of
from benchmarks.in_pandas import indicators
from benchmarks.measure import Reading, measure
from data.settings import Home, Settings
from metrics.assessment.assess import Inputs, assess

SIZES = (1_000_000, 3_000_000, 10_000_000)


def main(sizes: tuple[int, ...] = SIZES, runs: int = 3) -> None:
    """Print a line a size: seconds and memory of the bare work, of the assessment, of pandas, and the ratios."""
    print(f"{'obligations':>12} {'bare':>16} {'assessment':>16} {'pandas':>16}   assessment/bare  pandas/assessment")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            home = Home(Path(folder) / "home")
            inputs = build(home, size)
            made = count(home, inputs)
            bare = measure(bare_work, home, made, runs=runs)
            ours = measure(whole_assessment, home, inputs, runs=runs)
            pandas = measure(indicators, rows_of(home, "share_requests"), rows_of(home, "catalogs"), AS_OF, runs=1)
            ratios = f"{ours.seconds / bare.seconds:15.2f}  {pandas.seconds / ours.seconds:17.2f}"
            print(f"{made:>12,} {_show(bare)} {_show(ours)} {_show(pandas)}   {ratios}", flush=True)


def count(home: Home, inputs: Inputs) -> int:
    """How many obligations the city has."""
    whole_assessment(home, inputs)
    with duckdb.connect(home.runs / f"{inputs.run_id}.duckdb", read_only=True) as con:
        return con.execute("select count(*) from obligations").fetchone()[0]


def whole_assessment(home: Home, inputs: Inputs) -> None:
    """From typed batches to a published run file."""
    shutil.rmtree(home.runs)
    assess(home.create(), Settings(home=home.path), inputs)


def bare_work(home: Home, rows: int) -> None:
    """As many rows from the same Parquet into a file, and one GROUP BY over it, with the same threads and memory."""
    path = home.path / "bare.duckdb"
    path.unlink(missing_ok=True)
    parquet = str(rows_of(home, "share_requests"))
    with duckdb.connect(path) as con:
        con.execute("set enable_progress_bar = false; set threads = 2; set memory_limit = '4GB'; set preserve_insertion_order = false")
        con.execute(
            "create table rows as select * from read_parquet($p) union all select * from read_parquet($p) "
            "union all select * from read_parquet($p) limit $n",
            {"p": parquet, "n": rows},
        )
        con.execute("select provider_id, share_class, count(*), avg(row_no) from rows group by all").fetchall()


def _show(reading: Reading) -> str:
    return f"{reading.seconds:7.2f} s {reading.megabytes:5.0f} MB"


if __name__ == "__main__":
    main()
