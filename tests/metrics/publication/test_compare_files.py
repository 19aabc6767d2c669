"""Two files that say the same have no difference; every cell that is another is named, and only that."""

from pathlib import Path

import duckdb
import pytest

from metrics.publication.compare_files import WHOLE, Difference, compare_runs


def run(path: Path, *statements: str) -> Path:
    with duckdb.connect(path) as file:
        file.execute("create table totals as select 'U' || i as unit_id, i as rank, i / 3 as points from range(5) t(i)")
        file.execute("create table odd as select i % 2 as n from range(6) t(i)")
        for statement in statements:
            file.execute(statement)
    return path


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("update totals set rank = 9 where unit_id = 'U3'", [Difference("totals", "U3", "rank", "3", "9")]),
        ("update totals set points = points + 1e-15", []),  # the order of a sum
        ("update totals set points = points + 1e-9 where unit_id = 'U1'", [Difference("totals", "U1", "points", str(1 / 3), str(1 / 3 + 1e-9))]),
        ("delete from totals where unit_id = 'U2'", [Difference("totals", "U2", WHOLE, "{'unit_id': 'U2', 'rank': 2, 'points': 0.6666666666666666}", None)]),
        ("insert into odd values (1)", [Difference("odd", "1", WHOLE, None, "{'n': 1}")]),
        ("alter table totals drop column rank", [Difference("totals", "", "rank", "有", None)]),
        ("create table more (n integer)", [Difference("more", "", WHOLE, None, "有")]),
        ("drop table odd", [Difference("odd", "", WHOLE, "有", None)]),
    ],
)  # fmt: skip
def test_each_difference_is_named(tmp_path: Path, statement: str, found: list[Difference]):
    assert compare_runs(run(tmp_path / "a.duckdb"), run(tmp_path / "b.duckdb", statement)) == found


def test_the_same_is_the_same_in_any_order(tmp_path: Path):
    turned = ("create table t as select * from totals order by rank desc", "drop table totals", "alter table t rename to totals")
    assert compare_runs(run(tmp_path / "a.duckdb"), run(tmp_path / "b.duckdb", *turned)) == []
