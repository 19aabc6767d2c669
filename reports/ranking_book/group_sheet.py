"""A group's sheet: the ranking with formulas for ranks, totals and what moved, and under it the figures of the whole group."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_range_abs

from reports.ranking_book import group_chapter, number_formats
from reports.ranking_book import text as telling
from reports.ranking_book.book import Book, Earned, Group, Unit
from reports.ranking_book.gather import sums_of
from reports.ranking_book.sheet import Sheet, cell, over
from reports.ranking_book.sheet_styles import BookDress
from reports.wording import evidence

Cells = list[tuple[Any, str]]
UNIT, TOTAL, GRADE, SECTIONS = 1, 2, 3, 4  # columns; the sections are followed by what they sum to
BAR = {"type": "data_bar", "bar_solid": True, "bar_color": "#BFD3E6", "min_type": "num", "min_value": 0, "max_type": "num"}
NONE = ("", "none")


def write_group(dress: BookDress, group: Group, book: Book) -> None:
    """The sheet of one group."""
    t, n = dress.t, len(book.scheme.sections)
    widths = [9 if group.undecided else 6, 26, 8, 8, *[9.5] * n, 9, 8, 8, *([7, 7, 8, 8] if book.since else []), 9]
    widths += [*([18] if book.since else []), *([8] if group.undecided else []), 26]
    sheet = Sheet(dress, t.name(group.name), widths, f"{t.name(group.name)}　{telling.title(book, t)}　{telling.period(book, t)}")
    for mark in telling.marks(book, t):
        sheet.told(mark, "warn")
    sheet.told(group_chapter.told(group, t) if group.units else t("group.nobody"), "lead")
    sheet.head(_titles(group, book, dress), 2)
    first = sheet.row
    for unit in group.units:
        sheet.put(_row(unit, group, book, sheet.row, (first, first + len(group.units) - 1), dress))
    if group.units:
        _tints(sheet, book, first)
        _sums(sheet, group, book, first)
    sheet.row += 1
    sheet.told(t("note.reach"))
    if group.undecided:
        sheet.told(t("note.undecided", share=number_formats.share(book.scheme.undecided_share)))
    sheet.told(t("sheet.check", full=number_formats.most(book.scheme.total)))
    for unit in group.unranked:
        sheet.told(group_chapter.unranked(unit, t), "lead")


def _titles(group: Group, book: Book, dress: BookDress) -> list[str]:
    t = dress.t
    names = ["rank_before", "up", "total_before", "gain"] if book.since else []
    return [
        *(t(f"column.{name}") for name in ("rank", "unit", "total", "grade")), *(t.name(x.title) for x in book.scheme.sections),
        *(t(f"column.{name}") for name in ("points", "points_max", "adjusted", *names, "reach")),
        *([t("column.why")] if book.since else []), *([t("column.undecided")] if group.undecided else []), t("column.lines"),
    ]  # fmt: skip


def _row(unit: Unit, group: Group, book: Book, row: int, span: tuple[int, int], dress: BookDress) -> Cells:
    t, n = dress.t, len(book.scheme.sections)
    points, most, adjusted = SECTIONS + n, SECTIONS + n + 1, SECTIONS + n + 2
    place = xl_range_abs(span[0], TOTAL, span[1], TOTAL)
    total = f"=ROUND({cell(row, points)}/{cell(row, most)}*{book.scheme.total:g}+{cell(row, adjusted)},2)"
    sections = f"=SUM({cell(row, SECTIONS)}:{cell(row, points - 1)})" if n else f"={unit.points!r}"
    rank = ((f"=RANK({cell(row, TOTAL)},{place})", unit.rank), "rank") if unit.is_comparable else (group_chapter.rank(unit, t), "none")
    cells: Cells = [
        rank, (unit.name, "text"), ((total, unit.total), "big"),
        (t.name(unit.grade or ""), "centre"), *(_section(part, dress) for part in unit.sections),
        ((sections, unit.points), "points"), (unit.points_max, "worth"), (unit.adjusted, "signed"),
    ]  # fmt: skip
    if book.since:
        cells += _moved(unit, row, adjusted + 1, dress)
    cells.append((group_chapter.reach(unit, t), "centre"))
    if book.since:
        cells.append((group_chapter.places_why(unit.moved, t) if unit.moved else number_formats.NONE, "small_text"))
    if group.undecided:
        cells.append((sum(unit.undecided.values()) or None, "count"))
    why = t("unit.why", reasons=evidence.reasons(unit.undecided, t)) if unit.undecided else ""
    told = [group_chapter.openly(unit, t), why, group_chapter.lines(unit, t)]
    return [*cells, (t("group.semicolon").join(part for part in told if part), "small_text")]


def _section(part: Earned, dress: BookDress) -> tuple[Any, str]:
    return (dress.t("unit.not_applicable"), "none") if part.points is None else (part.points, "points")


def _moved(unit: Unit, row: int, column: int, dress: BookDress) -> Cells:
    """`column`: of the earlier rank."""
    one = unit.moved
    if one is None or one.rank_before is None:
        return [(dress.t("unit.new"), "none"), NONE, NONE, NONE]
    before = (one.rank_before, "rank") if one.was_comparable else (group_chapter.ranks(one, dress.t)[0], "none")
    up = ((f"={cell(row, column)}-{cell(row, 0)}", one.up), "places") if one.has_places else NONE
    gain = (f"=ROUND({cell(row, TOTAL)}-{cell(row, column + 2)},2)", one.gain)
    return [before, up, (one.total_before, "points"), (gain, "signed")]


def _tints(sheet: Sheet, book: Book, first: int) -> None:
    n, dress = len(book.scheme.sections), sheet.dress
    for number, section in enumerate(book.scheme.sections):
        most = sum(item.points for item in book.scheme.items if item.section == section.id)
        sheet.tint(first, SECTIONS + number, BAR | {"max_value": most})
    lowest = dress.t.name(book.scheme.grades[-1].name)
    sheet.tint(first, GRADE, {"type": "cell", "criteria": "==", "value": f'"{lowest}"', "format": dress.format("low")})
    adjusted = SECTIONS + n + 2
    for column in (adjusted, *((adjusted + 2, adjusted + 4) if book.since else ())):
        sheet.tint(first, column, {"type": "cell", "criteria": ">", "value": 0, "format": dress.format("up")})
        sheet.tint(first, column, {"type": "cell", "criteria": "<", "value": 0, "format": dress.format("down")})


def _sums(sheet: Sheet, group: Group, book: Book, first: int) -> None:
    """Mean, median, quartiles and ends of the totals, and each section's mean."""
    of, last = group.distribution, sheet.row - 1
    totals = over(first, last, TOTAL)
    rest: Cells = [(None, "sum")] * (sheet.columns - SECTIONS)
    lines: Sequence[tuple[str, str, Any]] = (
        ("mean", f"=ROUND(AVERAGE({totals}),2)", of.mean), ("median", f"=ROUND(MEDIAN({totals}),2)", of.median),
        ("highest", f"=MAX({totals})", of.highest), ("high", f"=ROUND(QUARTILE({totals},3),2)", of.upper_quartile),
        ("low", f"=ROUND(QUARTILE({totals},1),2)", of.lower_quartile), ("lowest", f"=MIN({totals})", of.lowest),
    )  # fmt: skip
    for name, formula, value in lines:
        means = _means(group, book, first, last) if name == "mean" else []
        label = sheet.dress.t(f"group.{name}")
        sheet.put([(None, "sum"), (label, "sum"), ((formula, value), "sum_points"), (None, "sum"), *means, *rest[len(means) :]])


def _means(group: Group, book: Book, first: int, last: int) -> Cells:
    found: Cells = []
    for number in range(len(book.scheme.sections)):
        known = [unit.sections[number] for unit in group.units if unit.sections[number].points is not None]
        if not known:
            found.append((None, "sum"))
            continue
        mean = (sums_of(known).points or 0) / len(known)
        found.append(((f"=AVERAGE({over(first, last, SECTIONS + number)})", mean), "sum_points"))
    return found
