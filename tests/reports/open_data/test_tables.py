"""The tables hold exactly what is described, of an edition only, alike in every format, and tie with the run."""

import json
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest

from data.access import OPERATOR
from data.errors import RequestFault
from metrics.run.reader import Reader
from reports.open_data.description import TABLES, TYPES, Table, descriptions, dictionary, dictionary_rows
from reports.open_data.tables import FORMATS, as_file, facts_of, page, write_files
from tests.cities import small_editions
from tests.reports.open_data.portal import Portal


@pytest.fixture(scope="module")
def reader(server: Portal) -> Reader:
    return Reader(small_editions.store_of(server.home, server.decisions), "2026H1-2", OPERATOR)


@pytest.mark.parametrize("table", TABLES)
def test_columns_and_types_are_those_described_and_the_key_is_one(reader: Reader, table: Table):
    described, rows = descriptions()[table], page(reader, table).rows
    assert rows.schema == {c.name: TYPES[c.type] for c in described.columns}
    assert len(rows) > 0
    assert rows.select(described.key).is_duplicated().sum() == 0
    assert rows.select(described.key).null_count().sum_horizontal()[0] == 0


def test_every_column_is_told_in_both_languages_and_closed_lists_are_closed(reader: Reader):
    for one in descriptions().values():
        assert all(c.zh and c.en and bool(c.unit_zh) == bool(c.unit_en) for c in one.columns)
        rows = page(reader, one.name).rows
        for column in (c for c in one.columns if c.values):
            assert set(rows[column.name].drop_nulls()) <= set(column.values)
    assert len(dictionary_rows()) == sum(len(one["columns"]) for one in dictionary())


def test_the_tables_tie_with_the_run_and_with_each_other(reader: Reader):
    totals, indicators, duties = (page(reader, table).rows for table in TABLES)
    assert totals.select("unit_id", "total", "rank").rows() == reader.totals().select("unit_id", "total", "rank").rows()
    assert len(duties) == reader.count()
    counted = duties.filter("counted").group_by("unit_id", "rule_id").len("n").sort("unit_id", "rule_id").rows()
    assert counted == indicators.filter(pl.col("counted") > 0).select("unit_id", "rule_id", "counted").sort("unit_id", "rule_id").rows()


@pytest.mark.parametrize("table", TABLES)
def test_every_format_says_the_same(reader: Reader, table: Table):
    rows = page(reader, table).rows
    files = {kind: as_file(rows, kind, facts_of(reader, table)) for kind in FORMATS}
    schema = {c.name: TYPES[c.type] for c in descriptions()[table].columns}
    assert files["csv"].startswith(b"\xef\xbb\xbf")
    assert pl.read_csv(files["csv"], schema=schema).equals(rows)
    kept = pl.read_parquet(BytesIO(files["parquet"]))
    assert kept.equals(rows) and kept.schema == rows.schema
    told = json.loads(files["json"])
    assert (told["edition"], len(told["rows"])) == ("2026H1-2", len(rows))
    plain = rows.with_columns(pl.col(pl.Decimal).cast(pl.Float64), pl.col(pl.Date).cast(pl.String))
    assert told["rows"] == plain.to_dicts()


def test_pages_are_the_whole_and_nothing_twice(reader: Reader):
    whole = page(reader, "obligations").rows
    parts = [page(reader, "obligations", 7, offset).rows for offset in range(0, len(whole) + 7, 7)]
    assert pl.concat(parts).equals(whole)


def test_a_draft_is_nobody_else_s(server: Portal):
    draft = Reader(small_editions.store_of(server.home, server.decisions), server.draft, OPERATOR)
    for table in TABLES:
        with pytest.raises(RequestFault, match="草稿不能导出"):
            page(draft, table)


def test_the_files_lie_side_by_side_with_the_dictionary(reader: Reader, tmp_path: Path):
    written = write_files(reader, ("csv", "json"), tmp_path)
    assert sorted(path.name for path in written) == sorted(path.name for path in tmp_path.iterdir())
    assert {path.name for path in written} == {
        *(f"2026H1-2-{table}.{kind}" for table in TABLES for kind in ("csv", "json")), "2026H1-2-dictionary.json", "2026H1-2-dictionary.csv",
    }  # fmt: skip
    told = json.loads((tmp_path / "2026H1-2-dictionary.json").read_text())
    assert [one["name"] for one in told["tables"]] == list(TABLES)
