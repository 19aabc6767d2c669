"""The circular: every number it prints is counted anew from the run, in the document and in the PDF; draft and edition tell what they are."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import polars as pl
import pytest

from data.access import Viewer
from data.errors import RequestFault
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.filter import EVERYTHING, Filter
from metrics.run.reader import Reader
from metrics.run.trend import month_before
from reports.papers.circular import circular
from reports.papers.paper import Made
from reports.papers.sources import Sight
from tests.cities import small_city, small_editions, small_run
from tests.reports.papers.letters import printed, said

OFFICER = Viewer("officer", "officer")
NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


@pytest.fixture(scope="module")
def sights() -> tuple[Reader, Reader]:
    """The small city's newest run and the one a month before."""
    home = small_city.build()
    store = RunStore(home, Settings(home=home.path))
    runs = store.runs()
    before = month_before(runs[0], runs)
    assert before is not None
    return Reader(store, runs[0], OFFICER), Reader(store, before, OFFICER)


@pytest.fixture(scope="module")
def made(sights: tuple[Reader, Reader]) -> Made:
    return circular(sights[0], "zh", sights[1]).set()


def texts(value: Any) -> Iterator[str]:
    """Every text that a paper is given: names, days and clauses that data bring."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def test_every_figure_is_counted_anew_from_the_run(made: Made, sights: tuple[Reader, Reader]):
    """What each printed figure says of its source is so, asked of the obligations themselves."""
    sight = Sight(*sights)
    assert len(made.figures) > 300
    wrong = [one for one in made.figures if (found := one.source.value(sight)) != one.value and not _close(found, one.value)]
    assert wrong == []


def _close(found: Any, value: Any) -> bool:
    return found is not None and value is not None and abs(float(found) - float(value)) < 1e-9


def test_no_number_stands_in_it_that_is_no_figure(made: Made):
    """All digits of the text are those of a figure, or stand in a name, a day or an id."""
    text = said(made.docx)
    for known in sorted(set(texts(made.paper.given)), key=len, reverse=True):
        text = text.replace(known, " ") if len(known) > 1 else text
    text = re.sub(r"(附件：|附件|Annexes: |Annex |^|　　　)[12](?=[.　])|见附件1|annex 1", "", text, flags=re.MULTILINE)
    written = {piece for figure in made.figures for piece in NUMBER.findall(figure.written)}
    assert set(NUMBER.findall(text)) - written == set()


def test_it_says_what_the_run_says(made: Made, sights: tuple[Reader, Reader]):
    reader, before = sights
    text = said(made.docx)
    tally = reader.tally(Filter(counted=True))
    assert f"本期应办事项{tally['counted']}件，按期完成{tally['met']}件" in text
    assert f"逾期完成{tally['late']}件，逾期未完成{tally['overdue']}件，未落实{tally['unmet']}件" in text
    for row in reader.totals().iter_rows(named=True):
        assert row["unit_name"] in text and f"{row['total']:.2f}" in text
    was = before.tally(Filter(counted=True))
    assert f"由{was['overdue'] + was['unmet']}件变为{tally['overdue'] + tally['unmet']}件" in text
    assert "违规" not in text
    assert "示例，待主管部门核定" in text


def test_the_pdf_says_the_same_with_fonts_of_its_own_and_is_tagged(made: Made, tmp_path: Path):
    pdf = made.pdf()
    whole = printed(pdf)
    missing = [line for line in said(made.docx).split("\n") if "".join(line.split()) not in whole and len(line) < 20]
    assert missing == []
    (tmp_path / "circular.pdf").write_bytes(pdf)
    with pdfplumber.open(tmp_path / "circular.pdf") as document:
        assert document.doc.catalog["MarkInfo"]["Marked"]
        assert all("草稿" in (page.extract_text() or "") for page in document.pages)
        assert all("+" in char["fontname"] for page in document.pages for char in page.chars)  # a subset that is embedded


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A published half year of one group: five units and the authority, which has nothing to judge."""
    home = Home(tmp_path_factory.mktemp("year")).create()
    decisions = small_editions.bring_to("published", home)
    return Reader(small_editions.store_of(home, decisions), "2026H1-1", OFFICER)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_edition_bears_no_mark_of_a_draft_and_says_which_it_is(edition: Reader, lang: str):
    made = circular(edition, lang, signed=date(2026, 7, 20)).set()
    text = said(made.docx)
    assert made.content.headers == ("",)
    assert "草稿" not in text and "draft" not in text
    assert ("2026H1第1版" if lang == "zh" else "2026H1, edition 1") in text
    assert ("2026年7月20日" if lang == "zh" else "2026-07-20") in text
    assert ("没有可比的上期结果" if lang == "zh" else "no earlier result") in text
    assert [one for one in made.figures if one.source.value(Sight(edition)) != one.value] == []


def test_a_department_gets_none(sights: tuple[Reader, Reader]):
    department = Reader(sights[0].store, sights[0].info, Viewer("chen", "department", frozenset({"JM013"})))
    with pytest.raises(RequestFault, match="通报涉及全市各单位"):
        circular(department, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_hostile_name_is_a_name(home: Home, lang: str, monkeypatch: pytest.MonkeyPatch):
    names = small_run.departments()
    names[1]["name"] = '{{ run_id }}<w:p>=1+1#*局" & '
    monkeypatch.setattr(small_run, "departments", lambda: names)
    made = circular(Reader(RunStore(home, Settings(home=home.path)), small_run.build(home).run_id, OFFICER), lang).set()
    assert "{{ run_id }}<w:p>=1+1#*局" in said(made.docx)
    assert "{{run_id}}<w:p>=1+1#*局" in printed(made.pdf())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_nothing_is_counted_no_rate_is_told_and_nobody_named(edition: Reader, lang: str, monkeypatch: pytest.MonkeyPatch):
    empty = Reader(edition.store, edition.info, OFFICER)
    monkeypatch.setattr(empty, "facets", lambda wanted=EVERYTHING: edition.facets(wanted).clear())
    bare = edition.totals().with_columns(rank=pl.lit(None, pl.Int32), total=pl.lit(None, pl.Decimal(10, 2)), grade=pl.lit(None, pl.String))
    monkeypatch.setattr(empty, "totals", lambda: bare)
    text = said(circular(empty, lang).set().docx)
    assert ("本期没有到期的应办事项" if lang == "zh" else "Nothing fell due") in text
    assert text.count("本组没有符合上述条件的单位" if lang == "zh" else "No unit of this group fits the above") == 2
    assert "%" not in text and "表扬" not in text and "commended" not in text


@pytest.mark.parametrize(
    ("lang", "word", "why", "named"),
    [
        ("zh", "不宜比较", "超过应办与未判之和10%的单位2个（江门市教育局、江门市民政局），名次不宜比较", "名次不宜比较的不列"),
        ("en", "not comparable", "more than 10% of their counted and undecided obligations undecided: 2", "nor who has no comparable rank"),
    ],
)
def test_units_whose_rank_is_not_comparable_are_told_and_neither_praised_nor_blamed(
    wanting: tuple[Reader, Reader], lang: str, word: str, why: str, named: str
):
    reader = wanting[0]
    made = circular(reader, lang).set()
    text = said(made.docx)
    assert why in text and named in text
    (group,) = made.paper.given["groups"]
    aside = {"江门市教育局", "江门市民政局"}
    assert not aside & {unit["name"] for unit in (*group["front"], *group["behind"])}
    shown = {unit["name"]: unit["rank"].written for unit in group["units"]}
    assert {name for name, rank in shown.items() if rank == word} == aside
    assert not any(rank.isdigit() for name, rank in shown.items() if name in aside)
    assert [one for one in made.figures if one.source.value(Sight(reader)) != one.value] == []


def test_what_is_undecided_is_told_with_its_reasons_beside_every_unit(wanting: tuple[Reader, Reader]):
    reader = wanting[0]
    text, whole = said(circular(reader, "zh").set().docx), reader.tally(Filter(undecided=True))["obligations"]
    ends, column = (reader.count(Filter(undecided=True, reason=reason)) for reason in ("evidence_ends", "column_missing"))
    assert f"缺证据未判的{whole}件（缺少列{column}件，证据截至日早于统计日{ends}件，缺少文件" in text
    assert "江门市教育局（未判5件）" in text
    assert "江门市教育局5件（证据截至日早于统计日4件，缺少文件1件）；" in text


def test_no_change_of_place_is_told_of_a_unit_whose_rank_was_not_comparable(wanting: tuple[Reader, Reader]):
    first, second = wanting
    paper = circular(second, "zh", first)
    told = {unit["name"] for unit in (*paper.given["risers"], *paper.given["fallers"])}
    assert not told & {"江门市教育局", "江门市民政局"}
    assert "本期或者上期名次不宜比较的单位，不列名次变化" in said(paper.set().docx)


def test_a_city_without_gaps_says_nothing_of_them(home: Home):
    made = circular(Reader(RunStore(home, Settings(threads=1)), small_run.build(home).run_id, OFFICER), "zh").set()
    text = said(made.docx)
    assert "证据" not in text.replace("佐证", "") and "不宜比较" not in text and "未判" not in text
