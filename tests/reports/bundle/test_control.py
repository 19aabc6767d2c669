"""The control sheet: totals tie to the ranking, ranks can be worked out again, every file has its digest."""

import csv
import hashlib
import zipfile
from collections.abc import Iterator
from io import BytesIO

import openpyxl
import polars as pl
import pytest

from data.settings import Home
from reports.bundle import worker
from reports.bundle.control import checked_units
from reports.bundle.control_sheets import UNITS
from reports.bundle.jobs import Job
from reports.bundle.papers import papers
from tests.reports.bundle.ordered_city import UNIT, City

HEADS = [column for column, *_ in UNITS]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[City, Job]]:
    city = City(Home(tmp_path_factory.mktemp("control") / "home").create())
    job = city.order(units=["C1", "D1"], kinds=("xlsx",))
    worker.work_off(city.home, city.settings, city.decisions)
    yield city, job
    city.decisions.close()


def opened(job: Job, *, formulas: bool) -> openpyxl.Workbook:
    with zipfile.ZipFile(job.zip) as archive:
        return openpyxl.load_workbook(BytesIO(archive.read("对照表.xlsx")), data_only=not formulas)


def test_every_unit_stands_there_as_it_is_ranked_and_ties(made: tuple[City, Job]):
    city, job = made
    rows = list(opened(job, formulas=False)["总分与名次"].iter_rows(min_row=2, values_only=True))
    told = [dict(zip(HEADS, row, strict=True)) for row in rows[:-1]]
    ranking = city.reader().ranking()
    assert [(t["unit_id"], t["rank"], t["grade"]) for t in told] == list(ranking.select("unit_id", "rank", "grade").iter_rows())
    assert [t["total"] for t in told] == [float(total) for total in ranking["total"]]
    assert [t["files"] for t in told] == [int(t["unit_id"] in ("C1", "D1")) for t in told]
    assert {t["gap"] for t in told} == {t["misplaced"] for t in told} == {0}
    lost = pl.concat([f.select("unit_id", pl.col("lost").cast(float)) for f in (city.reader().items(), city.reader().adjustments())])
    for t in told:
        assert t["full"] - t["lost"] == pytest.approx(t["total"])
        assert t["lost"] == pytest.approx(lost.filter(unit_id=t["unit_id"])["lost"].sum())
    summed = dict(zip(HEADS, rows[-1], strict=True))
    assert (summed["total"], summed["gap"], summed["misplaced"], summed["files"]) == (pytest.approx(sum(t["total"] for t in told)), 0, 0, 2)


def test_what_checks_is_a_formula(made: tuple[City, Job]):
    sheet = opened(made[1], formulas=True)["总分与名次"]
    by_head = dict(zip(HEADS, sheet[2], strict=True))
    assert by_head["scored"].value == "=ROUND(G2-H2,2)"
    assert by_head["gap"].value == "=ROUND(D2-I2,2)"
    assert by_head["place"].value == '=COUNTIFS(A$2:A$5,A2,D$2:D$5,">"&D2)+1'
    assert sheet.cell(6, HEADS.index("gap") + 1).value == "=SUMPRODUCT(ABS(J2:J5))"
    letters = {head: openpyxl.utils.get_column_letter(n) for n, head in enumerate(HEADS, 1)}
    assert [letters[h] for h in ("unit_group", "total", "rank", "full", "lost", "scored", "place")] == list("ADFGHIK")


def test_a_wrong_figure_would_show(made: tuple[City, Job], monkeypatch: pytest.MonkeyPatch):
    city, _ = made
    reader = city.reader()
    real = reader.ranking().with_columns(pl.col("total").cast(pl.Float64))
    wrong = real.with_columns(total=pl.when(pl.col("unit_id") == "D1").then(pl.col("total") - 50).otherwise("total"))
    monkeypatch.setattr(reader, "ranking", lambda: wrong)
    found = checked_units(reader, papers(reader, ["D1"], ("xlsx",), "zh")).filter(unit_id="D1").row(0, named=True)
    assert found["gap"] == pytest.approx(-50)


def test_every_file_has_the_digest_that_is_told_in_both_sheets(made: tuple[City, Job]):
    _, job = made
    with zipfile.ZipFile(job.zip) as archive:
        real = {name: archive.read(name) for name in archive.namelist() if not name.startswith("对照表")}
        told = list(csv.DictReader(archive.read("对照表.csv").decode("utf-8-sig").splitlines()))
    rows = opened(job, formulas=False)["文件"].iter_rows(min_row=2, values_only=True)
    listed = {row[0]: (row[4], row[5]) for row in rows if row[5]}
    assert listed == {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in real.items()}
    assert {row["文件"]: (int(row["字节"]), row["SHA-256"]) for row in told} == listed
    assert {row["测算编号"] for row in told} == {made[0].run.run_id}
    assert {row["版本"] for row in told} == {"草稿"}


def test_a_department_is_told_of_itself_alone(made: tuple[City, Job]):
    city, _ = made
    reader = city.reader(UNIT)
    found = checked_units(reader, papers(reader, ["D1"], ("xlsx",), "zh"))
    assert found["unit_id"].to_list() == ["D1"]
    assert found["gap"].to_list() == [0]
    assert found["place"].to_list() == [None], "where one stands among others can't be told from one's own row"
