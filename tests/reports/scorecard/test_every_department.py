"""For every department of the sample cities the three forms, read back by other programs, say what the run says: every figure, every row."""

import csv
from collections import Counter
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from pathlib import Path

import polars as pl
import pypdf
import pytest

from data.access import OPERATOR
from data.runs.store import RunStore
from data.settings import Settings
from metrics.run.filter import Filter
from metrics.run.lines_affected import MISSED
from metrics.run.reader import Reader
from reports import scorecard
from reports.scorecard.card import scorecard as read_card
from reports.scorecard.pdf import printed
from reports.scorecard.word import document
from reports.scorecard.workbook import workbook
from tests.cities.sample_city import assessed
from tests.reports.scorecard import reading_back as back

OPTIONS = Settings(threads=1)
MESSY = pytest.mark.parametrize("city", ["messy"], indirect=True)  # what takes longest, for the city with the more to go wrong


class City:
    """An assessed sample city, with the papers of each unit: made when a test first asks for their kind."""

    def __init__(self, reader: Reader, expected: dict[str, dict[str, str]]):
        self.reader, self.expected = reader, expected
        self.cards = {unit: read_card(reader, unit, "zh", ()) for unit in reader.units()["unit_id"]}

    @cached_property
    def xlsx(self) -> dict[str, bytes]:
        return {unit: workbook(card) for unit, card in self.cards.items()}

    @cached_property
    def docx(self) -> dict[str, bytes]:
        return {unit: document(card) for unit, card in self.cards.items()}

    @cached_property
    def pdf(self) -> dict[str, bytes]:
        return {unit: printed(card) for unit, card in self.cards.items()}

    def missed(self, unit: str) -> pl.DataFrame:
        """What the lists hold."""
        return self.reader.obligations(Filter(unit_id=unit, counted=True, states=MISSED))


@pytest.fixture(scope="module", params=["clean", "messy"])
def city(request: pytest.FixtureRequest) -> City:
    made = assessed(request.param)
    reader = Reader(RunStore(made.home, OPTIONS), made.run_id, OPERATOR)
    with (made.sample / "expected" / "totals.csv").open(encoding="utf-8-sig") as lines:
        expected = {row["unit_id"]: row for row in csv.DictReader(lines)}
    city = City(reader, expected)
    assert city.cards.keys() == expected.keys()
    return city


@MESSY
def test_the_same_run_gives_the_same_bytes(city: City):
    unit = next(iter(city.cards))
    made = {"xlsx": city.xlsx[unit], "docx": city.docx[unit], "pdf": city.pdf[unit]}
    assert {kind: scorecard.make(city.reader, unit, kind) for kind in scorecard.KINDS} == made


def test_excel_says_what_the_run_says(city: City):
    for unit, paper in city.xlsx.items():
        rows = back.sheet(paper, "考核评分")
        labels = {row[0]: row for row in rows if row[0]}
        expected = city.expected[unit]["total"]
        assert Decimal(labels["总分"][1]) == Decimal(expected)
        assert (Decimal(labels["核对：满分 − 扣分合计 = 总分"][9])) == Decimal(expected)
        lines = {row[1]: row for row in rows if row[1]}
        for item in city.reader.items(unit).iter_rows(named=True):
            row = lines[item["title"] + ("（样本不足）" if item["is_small"] else "")]
            counts = (item["counted"], item["met"], item["late"], item["overdue"] + item["unmet"])
            assert tuple(int(cell) for cell in row[4:8]) == counts
            assert float(row[2]) == item["points_max"]
            if item["is_applicable"]:
                assert (float(row[8]), Decimal(row[9])) == (pytest.approx(item["points"]), item["lost"])
            else:
                assert row[8:10] == ("不适用", "不适用")


def test_excel_lists_every_obligation_once(city: City):
    for unit, paper in city.xlsx.items():
        for name, states in (("逾期和未完成", MISSED), ("按期完成", ("met",))):
            rows = back.sheet(paper, name)[3:]
            found = city.reader.obligations(Filter(unit_id=unit, counted=True, states=states))
            told = [(row[3], row[6][:10] if row[6] else None, int(row[18])) for row in rows if row[3]]
            held = [(x["subject_id"], x["arose_on"] and str(x["arose_on"]), x["row_no"]) for x in found.iter_rows(named=True)]
            assert Counter(told) == Counter(held)


@MESSY
def test_word_says_what_the_run_says(city: City):
    for unit, paper in city.docx.items():
        results, _, score, *rest = back.tables(paper)
        assert Decimal(results[1][0]) == Decimal(city.expected[unit]["total"])
        lines = {row[1]: row for row in score if len(row) == 12}
        for item in city.reader.items(unit).iter_rows(named=True):
            row = lines[item["title"] + ("（样本不足）" if item["is_small"] else "")]
            assert [int(n.replace(",", "")) for n in row[4:8]] == [
                item["counted"],
                item["met"],
                item["late"],
                item["overdue"] + item["unmet"],
            ]
            assert row[8:10] == ([f"{item['points']:.2f}", str(item["lost"])] if item["is_applicable"] else ["不适用", "不适用"])
        listed = [row for table in rest for row in table if len(row) == 13 and row[0] != "序号"]
        told = Counter((row[1].split("　")[-1], row[3], int(row[12].split("第 ")[-1].split(" ")[0])) for row in listed)
        names = {"late": "逾期完成", "overdue": "逾期未完成", "unmet": "未落实"}
        assert told == Counter((x["subject_id"], names[x["state"]], x["row_no"]) for x in city.missed(unit).iter_rows(named=True))


@MESSY
def test_pdf_says_what_the_run_says(city: City):
    """Chinese can be selected, every figure stands beside its item, every obligation with its row."""
    for unit, paper in city.pdf.items():
        told = back.text(paper)
        total = city.reader.totals().filter(unit_id=unit).row(0, named=True)
        assert f"{total['unit_name']}公共数据共享监督考核评分表" in told
        assert f"总分满分100分{total['total']}" in told
        assert "\ufffd" not in told and "〓" not in told
        for item in city.reader.items(unit).iter_rows(named=True):
            told_points = f"{item['points']:.2f}{item['lost']}应办{item['counted']}项" if item["is_applicable"] else "不适用不适用"
            assert told_points in told, (unit, item["item_id"])
        missed = city.missed(unit)
        assert told.count("目录要素缺失") == int((missed["reason"] == "elements_missing").sum())
        rows = Counter(x["row_no"] for x in missed.iter_rows(named=True))
        assert {n: told.count(f"/第{n}行") for n in rows} == dict(rows)
        assert all(x["subject_id"] in told for x in missed.iter_rows(named=True))


@MESSY
def test_pdf_is_tagged_and_brings_its_fonts(city: City):
    for paper in city.pdf.values():
        read = pypdf.PdfReader(BytesIO(paper))
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
        fonts = [font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()]
        descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
        assert descriptors
        assert all({"/FontFile2", "/FontFile3"} & x.get_object().keys() for x in descriptors)
        assert all("/ToUnicode" in font for font in fonts)


@MESSY
def test_libreoffice_computes_the_same_sums(city: City, office: Path, tmp_path: Path):
    found = back.recomputed(office, city.xlsx, tmp_path / "books")
    for unit, rows in found.items():
        items, extras = city.reader.items(unit), city.reader.adjustments(unit)
        judged = items.filter(pl.col("is_applicable"))
        sums = [row for row in rows if row[0] == "小计"]
        parts = items.group_by("section_title", maintain_order=True).agg(pl.col("lost").sum())
        assert [Decimal(row[9]).quantize(Decimal("0.01")) for row in sums] == parts["lost"].to_list()
        (whole,) = [row for row in rows if row[0] == "合计"]
        assert float(whole[2]) == pytest.approx(judged["points_max"].sum())
        assert float(whole[8]) == pytest.approx(judged["points"].sum())
        assert float(whole[9]) == pytest.approx(float(items["lost"].sum()))
        (check,) = [row for row in rows if row[0].startswith("核对")]
        assert Decimal(check[9]) == Decimal(city.expected[unit]["total"])
        assert Decimal(100) - items["lost"].sum() - (extras["lost"].sum() if len(extras) else 0) == Decimal(city.expected[unit]["total"])
