"""Which sheet of a file is the export, and where its header stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from data.contracts.contracts import Contracts
from data.errors import FileFault
from data.intake.cells.clean import cleaned
from data.intake.columns.headers import SEARCHED_ROWS, Match, recognise
from data.intake.files.sheets import Sheet, read_sheets
from data.intake.rejects_workbook import LOST_SHEET, MARK_SHEET, REASON, ROW_NO, mark_of
from data.settings import Settings


class UnknownKind(FileFault):
    """A table whose labels are of no known export, or lack a needed one: somebody may know what they mean."""


@dataclass(frozen=True)
class Choice:
    """The sheet that was chosen, its header, its title, and why other sheets were not."""

    name: str
    data: bytes = field(repr=False)
    sheet: Sheet
    match: Match
    title: str
    skipped: dict[str, str]
    notes: list[str]
    supplements: str | None = None  # the batch whose rejected rows these are, corrected


def choose(data: bytes, name: str, contracts: Contracts, limits: Settings) -> Choice:
    """Sheet, header and contract with the best score. Raises FileFault when no sheet is a known export."""
    best: tuple[Sheet, list[Match]] | None = None
    rivals: dict[str, Match] = {}
    skipped: dict[str, str] = {}
    mark: str | None = None
    for sheet in read_sheets(data, name, limits):
        mark = mark or mark_of(sheet.name, _title(sheet, SEARCHED_ROWS))
        if sheet.name in (MARK_SHEET, LOST_SHEET):
            continue
        if sheet.cells.is_empty():
            skipped[sheet.name] = "空表"
            continue
        matches = recognise(_top(sheet), contracts, f"{_title(sheet, SEARCHED_ROWS)} {name}")
        if not matches:
            skipped[sheet.name] = "没有可识别的表头" if _has_content(sheet) else "空表"
            continue
        if not matches[0].missing and sheet.cells.height > matches[0].header_row:
            rivals[sheet.name] = matches[0]
        if best is None or _rank(sheet, matches) > _rank(*best):
            skipped |= {best[0].name: "另一张表的表头更吻合"} if best else {}
            best = sheet, matches
        else:
            skipped[sheet.name] = "另一张表的表头更吻合"
    if best is None:
        raise _nothing_found(name, skipped)
    choice = _accepted(name, data, *best, skipped)
    if mark is None and {REASON, ROW_NO} <= set(choice.match.labels):
        raise FileFault(f"“{name}”是退回行文件，但补正批次的标记已丢失；请重新下载退回行，在下载的文件上改正并原样上传。")
    rivals.pop(choice.sheet.name, None)
    return replace(choice, supplements=mark, notes=[*choice.notes, *(_left_out(sheet, rival) for sheet, rival in rivals.items())])


def _left_out(sheet: str, rival: Match) -> str:
    """A second export in one workbook is not read with the first, and that is said aloud."""
    return f"工作表“{sheet}”也是{rival.contract.title_zh}，未读取；请另存为单独的文件接入，与本表是同一张导出表的请先合并。"


def _has_content(sheet: Sheet) -> bool:
    return any(cleaned(column).null_count() < len(column) for column in sheet.cells.get_columns())


def _top(sheet: Sheet) -> Sequence[tuple[str | None, ...]]:
    return sheet.cells.head(SEARCHED_ROWS).rows()


def _rank(sheet: Sheet, matches: list[Match]) -> tuple[bool, float, bool]:
    return not matches[0].missing, matches[0].score, not sheet.is_hidden


def _title(sheet: Sheet, rows: int) -> str:
    filled = ([cell for cell in row if cell] for row in sheet.cells.head(rows).rows())
    return " ".join(cells[0].strip() for cells in filled if len(cells) == 1)


def _accepted(name: str, data: bytes, sheet: Sheet, matches: list[Match], skipped: dict[str, str]) -> Choice:
    whole = [m for m in matches if not m.missing]
    if not whole:
        raise UnknownKind(_unknown_kind(name, matches[0]))
    match = whole[0]
    notes: list[str] = []
    match = _without_twins(name, sheet, match, notes)
    title = _title(sheet, match.header_row - match.depth)
    if sheet.cells.height <= match.header_row:
        raise FileFault(f"“{name}”只有表头（{match.contract.title_zh}），没有数据行，未接入；请重新从平台导出。")
    return Choice(name, data, sheet, match, title, skipped, notes)


def _without_twins(name: str, sheet: Sheet, match: Match, notes: list[str]) -> Match:
    """Two columns under one label are one only when all their cells are the same; which is right otherwise, nobody can know."""
    for column, positions in match.twins.items():
        chosen = sheet.cells[str(match.columns[column])].slice(match.header_row)
        label = match.labels[match.columns[column]]
        if not all(pl.Series.equals(chosen, sheet.cells[str(p)].slice(match.header_row).alias(chosen.name)) for p in positions):
            columns = "、".join(f"第 {p + 1} 列" for p in (match.columns[column], *positions))
            raise FileFault(f"“{name}”有同名的列“{label}”（{columns}）且内容不同，无法判断用哪一列，请删去或改名后上传。")
        notes.append(f"“{label}”出现多次且内容相同，用了第一个。")
    return match


def _nothing_found(name: str, skipped: dict[str, str]) -> FileFault:
    if not skipped or all(why == "空表" for why in skipped.values()):
        return FileFault(f"“{name}”里没有任何数据，请重新从平台导出。")
    return UnknownKind(f"“{name}”不是可识别的导出表：前 {SEARCHED_ROWS} 行里没有找到已知的表头，请确认上传的是平台导出的文件。")


def _unknown_kind(name: str, nearest: Match) -> str:
    labels = "、".join(column.label for column in nearest.missing)
    what = f"最接近“{nearest.contract.title_zh}”，但缺少必需的列：{labels}"
    return f"“{name}”不是可识别的导出表：{what}；请补上这些列，或在站点词表中登记它们的叫法。"
