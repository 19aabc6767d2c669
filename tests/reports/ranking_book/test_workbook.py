"""The workbook as Excel reads it: numbers that are the run's, formulas that carry them, and the same when others reckon them."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from metrics.run.reader import Reader
from reports.ranking_book import FOLDER, book_xlsx
from reports.ranking_book.book import Book
from reports.wording.wording import Wording
from tests.reports.ranking_book.crowd import GROUPS, HOSTILE, crowd, nobody, nothing_applies

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # data bars, which openpyxl does not know


def opened(data: bytes, *, formulas: bool = False) -> Any:
    return openpyxl.load_workbook(BytesIO(data), data_only=not formulas)


def rows(sheet: Any, key: str) -> list[dict[str, Any]]:
    """The rows under the head in which `key` stands, as the head names them, as long as they have a number or name at their left."""
    lines = list(sheet.iter_rows(values_only=True))
    at = next(n for n, line in enumerate(lines) if key in line)
    found = []
    for line in lines[at + 1 :]:
        if line[0] is None and found:
            break
        if line[0] is not None:
            found.append(dict(zip(lines[at], line, strict=True)))
    return found


@pytest.fixture(scope="module")
def told(files: dict[str, bytes]) -> Any:
    return opened(files["xlsx"])


def test_a_group_has_a_sheet_with_the_runs_figures(told: Any, reader: Reader):
    for (group,), totals in reader.totals().group_by("unit_group", maintain_order=True):
        found = [(row["名次"], row["单位"], round(row["总分"], 2), row["等次"]) for row in rows(told[str(group)], "一件之差")]
        wanted = totals.sort("rank", "unit_id").select("rank", "unit_name", "total", "grade").iter_rows()
        assert found == [(rank, name, float(total), grade) for rank, name, total, grade in wanted]


def test_points_stand_a_section_and_an_item(told: Any, book: Book):
    by_name = {unit.name: unit for group in book.groups for unit in group.units}
    sections = [section.title for section in book.scheme.sections]
    for group in book.groups:
        for row in rows(told[group.name], "一件之差"):
            unit = by_name[row["单位"]]
            assert [row[x] for x in sections] == [pytest.approx(x.points) if x.points is not None else "不适用" for x in unit.sections]
            assert (row["名次变化"], row["上月名次"]) == (unit.moved.up, unit.moved.rank_before)
    matrix = {row["单位"]: row for row in rows(told["评分项得分"], "加减分")}
    assert matrix.keys() == by_name.keys()
    for name, unit in by_name.items():
        points = list(matrix[name].values())[2 : 2 + len(unit.items)]
        assert points == [pytest.approx(x.points) if x.points is not None else "不适用" for x in unit.items]
        assert matrix[name]["合计"] == pytest.approx(unit.points)
        assert matrix[name]["总分"] == float(unit.total)


def test_the_overview_counts_what_the_run_counts(told: Any, book: Book):
    (total,) = [row for row in rows(told["总览"], "按期完成率") if row["义务"] == "合计"]
    assert (total["应办"], total["按期完成"], total["未落实"]) == (book.whole.counted, book.whole.met, book.whole.unmet)
    text = " ".join(str(x) for line in told["总览"].iter_rows(values_only=True, max_row=14) for x in line if x is not None)
    for words in (book.meta["run_id"], "2026年10月31日", "示例，待主管部门核定", "草稿", "38 个单位"):
        assert words in text


def test_parts_of_a_change_sum_beside_it(told: Any):
    found = rows(told["变化"], "变动最大的评分项")
    assert len(found) == 38
    for row in found:
        places, points = ([v for k, v in row.items() if k.startswith(f"{x}：")] for x in ("名次", "总分"))
        assert (sum(places), round(sum(points), 2)) == (row["名次变化"], round(row["总分变化"], 2))


def test_it_prints_on_a4_with_its_heads_kept(told: Any):
    for sheet in told:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert "&P" in sheet.oddFooter.right.text
        assert "&N" in sheet.oddFooter.right.text
        if sheet.title != "总览":
            assert sheet.freeze_panes
            assert sheet.print_title_rows


def test_the_same_book_gives_the_same_bytes(book: Book, files: dict[str, bytes]):
    assert book_xlsx(book, Wording("zh", FOLDER)) == files["xlsx"]


def test_names_that_try_to_be_formulas_are_text_and_sheets_have_names_that_excel_takes():
    data = book_xlsx(crowd(), Wording("zh", FOLDER))
    made = opened(data, formulas=True)
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert {'=HYPERLINK("http://x","甲局")', "+1+1乙局", "-2丙局", "@丁局"} <= texts
    known = ("RANK", "ROUND", "SUM", "AVERAGE", "MAX", "MIN", "$", "(", "C", "B", "D")
    assert all(str(cell.value).removeprefix("=").startswith(known) for cell in cells if cell.data_type == "f")
    assert not [cell for cell in cells if cell.data_type == "f" and "HYPERLINK" in cell.value]
    assert len(made.sheetnames) == GROUPS + 3
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in made.sheetnames)
    ties = rows(opened(data)[made.sheetnames[1]], "一件之差")
    places = [row["名次"] for row in ties]
    assert places == [1 + sum(other["总分"] > row["总分"] for other in ties) for row in ties]
    assert len(set(places)) < len(places)
    assert HOSTILE[9] in texts


def test_nobody_ranked_and_nobody_at_all_are_said():
    t = Wording("en", FOLDER)
    made = opened(book_xlsx(nothing_applies(), t), formulas=True)
    text = " ".join(str(x) for line in made.worksheets[1].iter_rows(values_only=True) for x in line if x is not None)
    assert t("group.nobody") in text
    assert "#DIV" not in text
    assert len(opened(book_xlsx(nobody(), t)).sheetnames) == 3


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice to reckon with")
def test_another_program_reckons_the_same(book: Book, files: dict[str, bytes], tmp_path: Path):
    bare = tmp_path / "bare.xlsx"
    formulas = opened(files["xlsx"], formulas=True)
    formulas.save(bare)  # without the values that the formulas carried
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        f"{tmp_path}/out",
        bare,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    reckoned, carried = opened((tmp_path / "out" / "bare.xlsx").read_bytes()), opened(files["xlsx"])
    places = [(sheet.title, cell.coordinate) for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(places) > 300
    for sheet, at in places:
        assert reckoned[sheet][at].value == pytest.approx(carried[sheet][at].value, abs=1e-9), (sheet, at)
