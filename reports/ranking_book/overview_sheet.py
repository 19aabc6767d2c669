"""The first sheet: what the book is of, how the city's obligations stand by rule, how each group's totals lie."""

from typing import Any

from reports.ranking_book import number_formats
from reports.ranking_book import text as telling
from reports.ranking_book.book import Book, Group, RuleStanding
from reports.ranking_book.sheet import Sheet, cell, over
from reports.ranking_book.sheet_styles import BookDress
from reports.wording.wording import Wording

Cells = list[tuple[Any, str]]
WIDTHS = (34, 12, 12, 12, 12, 12, 12, 12, 12, 44)


def write_overview(dress: BookDress, book: Book) -> None:
    """The sheet."""
    t = dress.t
    sheet = Sheet(dress, t("sheet.whole"), WIDTHS, f"{telling.title(book, t)}　{telling.period(book, t)}")
    for label, value in telling.facts(book, t):
        sheet.page.write_string(sheet.row, 0, label, dress.format("label"))
        sheet.page.merge_range(sheet.row, 1, sheet.row, sheet.columns - 1, value, dress.format("fact"))
        sheet.row += 1
    for mark in telling.marks(book, t):
        sheet.told(mark, "warn")
    sheet.row += 1
    sheet.told(t("chapter.by_group"), "heading")
    names = ("group", "ranked", "unranked", "mean", "median", "highest", "lowest", "low", "high", "grades")
    sheet.head([t(f"group.{name}") for name in names], 0)
    first = sheet.row
    for group in book.groups:
        sheet.put(_group(group, t))
    if book.groups:
        counts = [((f"=SUM({over(first, sheet.row - 1, column)})", _count(book, column)), "sum_count") for column in (1, 2)]
        sheet.put([(t("whole.sum"), "sum"), *counts, *[(None, "sum")] * 7])
    sheet.row += 1
    sheet.told(t("chapter.by_rule"), "heading")
    sheet.head([t(f"whole.{name}") for name in ("rule", "counted", *telling.STATES, "on_time")], 0)
    _rules(sheet, book, t)


def _count(book: Book, column: int) -> int:
    return sum(len(group.units if column == 1 else group.unranked) for group in book.groups)


def _group(group: Group, t: Wording) -> Cells:
    of = group.distribution
    values = (of.mean, of.median, of.highest, of.lowest, of.lower_quartile, of.upper_quartile)
    cells: Cells = [(t.name(group.name), "text"), (of.ranked, "count"), (len(group.unranked), "count")]
    cells += [(value, "points") if value is not None else (number_formats.NONE, "none") for value in values]
    grades = [t("group.grade", grade=t.name(g.grade), count=g.count, share=number_formats.percent(g.share)) for g in of.grades]
    return [*cells, (t("group.comma").join(grades), "small_text")]


def _rules(sheet: Sheet, book: Book, t: Wording) -> None:
    first = sheet.row
    for rule in book.rules:
        mark = t("whole.beside", told=t("whole.sample_clock")) if rule.is_sample else ""
        sheet.put(_rule(sheet.row, t.pick(rule.title_zh, rule.title_en) + mark, rule, t))
    last, whole = sheet.row - 1, book.whole
    sums = [
        ((f"=SUM({over(first, last, n)})", getattr(whole, name)), "sum_count") for n, name in enumerate(("counted", *telling.STATES), 1)
    ]
    rate = (f"={cell(sheet.row, 2)}/{cell(sheet.row, 1)}", whole.met / whole.counted) if whole.counted else t("unit.not_applicable")
    sheet.put([(t("whole.sum"), "sum"), *sums, (rate, "sum_rate" if whole.counted else "sum_none")])
    sheet.row -= 1
    for column in (4, 5):
        sheet.tint(first, column, {"type": "cell", "criteria": ">", "value": 0, "format": sheet.dress.format("down")})
    bar = {
        "type": "data_bar",
        "bar_solid": True,
        "bar_color": "#BFD3E6",
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": 1,
    }
    sheet.tint(first, 6, bar)


def _rule(row: int, name: str, rule: RuleStanding, t: Wording) -> Cells:
    if not rule.counted:
        return [(name, "text"), *[(t("unit.not_applicable"), "none")] * 6]
    counts = [(getattr(rule, state), "count") for state in ("counted", *telling.STATES)]
    return [(name, "text"), *counts, ((f"={cell(row, 2)}/{cell(row, 1)}", rule.met / rule.counted), "rate")]
