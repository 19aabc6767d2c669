"""Lists as files: whole, harmless, and telling where they come from."""

import csv
import json
import zipfile
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.tables import list_files

FACTS = [("内容", "义务清单"), ("筛选条件", "状态：逾期未完成；搜索：=1+1"), ("测算编号", "a1b2")]
TITLES = ("说明", "义务清单")
ROWS = pl.DataFrame(
    {"事项": ["=cmd|' /C calc'!A0", "-5", "+86 750", "甲，“乙”\n丙", None], "日": [date(2026, 6, 30), None, None, None, None], "数": [-5, 0, 7, None, 1]},
    schema_overrides={"日": pl.Date, "数": pl.Int32},
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)), max_size=8)


def test_an_xlsx_tells_itself_and_holds_every_row_as_it_is():
    book = openpyxl.load_workbook(BytesIO(list_files.workbook(ROWS, FACTS, TITLES)))
    assert book.sheetnames == ["说明", "义务清单"]
    assert [tuple(c.value for c in row) for row in book["说明"].iter_rows()] == FACTS
    rows = [[c.value for c in row] for row in book["义务清单"].iter_rows()]
    assert rows[0] == ROWS.columns
    assert [row[0] for row in rows[1:]] == ROWS["事项"].to_list()
    assert [row[2] for row in rows[1:]] == [-5, 0, 7, None, 1]
    assert rows[1][1].date() == date(2026, 6, 30)
    assert all(c.data_type != "f" for row in book["义务清单"].iter_rows() for c in row)


def test_a_list_longer_than_a_sheet_goes_on_on_the_next(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(list_files, "SHEET_ROWS", 2)
    book = openpyxl.load_workbook(BytesIO(list_files.workbook(ROWS, FACTS, TITLES)))
    assert book.sheetnames == ["说明", "义务清单", "义务清单 2", "义务清单 3"]
    assert [book[name].max_row for name in book.sheetnames[1:]] == [3, 3, 2]


def test_an_empty_list_is_a_head():
    book = openpyxl.load_workbook(BytesIO(list_files.workbook(ROWS.clear(), FACTS, TITLES)))
    assert [[c.value for c in row] for row in book["义务清单"].iter_rows()] == [ROWS.columns]


def test_a_csv_begins_with_its_head_and_its_facts_are_beside_it():
    packed = list_files.zipped_csv(ROWS, FACTS, TITLES)
    assert packed == list_files.zipped_csv(ROWS, FACTS, TITLES)
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        assert archive.namelist() == ["义务清单.csv", "说明.txt"]
        raw, told = (archive.read(name) for name in archive.namelist())
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(raw.decode("utf-8-sig"))))
    assert rows[0] == ROWS.columns
    assert [row[0] for row in rows[1:]] == ["'=cmd|' /C calc'!A0", "-5", "'+86 750", "甲，“乙”\n丙", ""]
    assert [row[2] for row in rows[1:]] == ["-5", "0", "7", "", "1"]
    assert told.decode("utf-8-sig").splitlines()[1] == "筛选条件：状态：逾期未完成；搜索：=1+1"


@given(TEXTS)
def test_no_text_becomes_a_formula_and_none_is_lost(texts: list[str | None]):
    made = pl.DataFrame({"t": texts}, schema={"t": pl.String}).select(list_files.harmless(pl.col("t")))["t"].to_list()
    for before, after in zip(texts, made, strict=True):
        assert after in (before, f"'{before}")
        if after and after[0] in "=+-@\t":
            assert float(after.rstrip("%").replace(",", "")) is not None, "only a number may begin so"


def test_a_parquet_keeps_types_and_tells_itself():
    data = list_files.parquet(ROWS, FACTS, {"run_id": "a1b2", "edition": "", "as_of": "2026-06-30", "filter": "state=overdue"})
    assert pl.read_parquet(BytesIO(data)).equals(ROWS)
    meta = pl.read_parquet_metadata(BytesIO(data))
    assert (meta["run_id"], meta["as_of"], meta["filter"]) == ("a1b2", "2026-06-30", "state=overdue")
    assert dict(FACTS) == json.loads(meta["dushu"])
