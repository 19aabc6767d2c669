"""The sheets behind the groups': why places and totals moved, every unit's points by item, the scheme, and what a later edition changed."""

from collections.abc import Iterator
from typing import Any

from metrics.run.attribution_parts import PARTS, STEPS, Split
from reports.ranking_book import annexes, group_chapter, number_formats
from reports.ranking_book import text as telling
from reports.ranking_book.book import Book, Group, Unit
from reports.ranking_book.outline import Table
from reports.ranking_book.sheet import Sheet, cell
from reports.ranking_book.sheet_styles import BookDress
from reports.wording.wording import Wording

Cells = list[tuple[Any, str]]
UP = 4  # columns of the sheet of changes: the change of the rank, followed by its parts and their sum
GAIN = UP + len(PARTS) + 4  # the change of the total, likewise


def write_moved(dress: BookDress, book: Book) -> None:
    """Each unit's change of place and of total, by reason; the parts are summed beside the change."""
    t = dress.t
    assert book.since is not None
    widths = (13, 26, 7, 7, 7, *[8] * len(PARTS), 7, 8, 8, 8, *[8] * len(STEPS), 8, 40)
    sheet = Sheet(dress, t("sheet.moved"), widths, t("chapter.moved"))
    sheet.told(t("moved.note", day=t.day(book.since)))
    places = [t("moved.places_of", part=t(f"moved.{part}")) for part in PARTS]
    points = [t("moved.points_of", part=t(f"moved.{part}")) for part in STEPS]
    titles = [t("column.group"), t("column.unit"), t("column.rank_before"), t("moved.rank_after"), t("column.up"), *places, t("moved.sum")]
    titles += [t("column.total_before"), t("moved.total_after"), t("column.gain"), *points, t("moved.sum"), t("moved.dearest")]
    sheet.head(titles, 2)
    first = sheet.row
    for group, unit in _units(book):
        if unit.moved:
            sheet.put([(t.name(group.name), "text"), (unit.name, "text"), *_moved(unit.moved, sheet.row, t)])
    for column in (UP, GAIN):
        sheet.tint(first, column, {"type": "cell", "criteria": ">", "value": 0, "format": dress.format("up")})
        sheet.tint(first, column, {"type": "cell", "criteria": "<", "value": 0, "format": dress.format("down")})


def _moved(one: Split, row: int, t: Wording) -> Cells:
    if one.rank_before is None or one.rank_after is None:
        return [(t("unit.new"), "none"), *[(None, "text")] * (GAIN + len(STEPS))]
    gain = (f"=ROUND({cell(row, GAIN - 1)}-{cell(row, GAIN - 2)},2)", one.gain)
    points: Cells = [(one.points.get(part), "signed") for part in STEPS]
    summed = f"=ROUND(SUM({cell(row, GAIN + 1)}:{cell(row, GAIN + len(STEPS))}),2)"
    return [
        *_places(one, row, t), (one.total_before, "points"), (one.total_after, "points"), (gain, "signed"), *points,
        ((summed, sum(one.points.values())), "signed"), (group_chapter.dearest(one, t), "small_text"),
    ]  # fmt: skip


def _places(one: Split, row: int, t: Wording) -> Cells:
    """Both ranks and what lies between them; where one may not be compared, that in words and nothing between."""
    was, now = group_chapter.ranks(one, t)
    ranks: Cells = [
        (one.rank_before, "rank") if one.was_comparable else (was, "none"), (one.rank_after, "rank") if one.is_comparable else (now, "none"),
    ]  # fmt: skip
    if not one.has_places:
        return [*ranks, *[(None, "text")] * (len(PARTS) + 2)]
    parts: Cells = [(one.places.get(part), "places") for part in PARTS]
    summed = f"=SUM({cell(row, UP + 1)}:{cell(row, UP + len(PARTS))})"
    up = (f"={cell(row, UP - 2)}-{cell(row, UP - 1)}", one.up)
    return [*ranks, (up, "places"), *parts, ((summed, sum(one.places.values())), "places")]


def write_items(dress: BookDress, book: Book) -> None:
    """Units by items: the points of each, which sum to what the sections do."""
    t, items = dress.t, book.scheme.items
    sheet = Sheet(dress, t("sheet.items"), (13, 26, *[7.5] * len(items), 8, 8, 8), t("chapter.items"))
    sheet.told(t("items.sheet_note"))
    numbers = [f"{number} {t.name(item.title)}" for number, item in zip(annexes.numbers(book), items, strict=True)]
    sheet.head([t("column.group"), t("column.unit"), *numbers, t("items.sum"), t("column.adjusted"), t("column.total")], 2)
    sheet.page.set_row(sheet.row - 1, 62)
    weights = sheet.row
    total = (f"=SUM({cell(weights, 2)}:{cell(weights, 1 + len(items))})", sum(item.points for item in items))
    sheet.put(
        [(None, "sum"), (t("scheme.points"), "sum"), *[(i.points, "sum_worth") for i in items], (total, "sum_worth"), *[(None, "sum")] * 2]
    )
    sheet.page.freeze_panes(sheet.row, 2)
    sheet.page.repeat_rows(weights - 1, weights)
    first = sheet.row
    for group, unit in _units(book):
        sheet.put(_points(group, unit, sheet.row, t))
    low = f"=AND(ISNUMBER(C{first + 1}),C{first + 1}<{group_chapter.LOW}*C${weights + 1})"
    sheet.tint(first, 2, {"type": "formula", "criteria": low, "format": dress.format("low")}, 1 + len(items))


def _points(group: Group, unit: Unit, row: int, t: Wording) -> Cells:
    none = (t("unit.not_applicable"), "none")
    items: Cells = [none if item.points is None else (item.points, "points") for item in unit.items]
    summed = (f"=SUM({cell(row, 2)}:{cell(row, 1 + len(items))})", unit.points)
    ends: Cells = [none] * 3 if unit.total is None else [(summed, "points"), (unit.adjusted, "signed"), (unit.total, "big")]
    return [(t.name(group.name), "text"), (unit.name, "text"), *items, *ends]


def write_scheme(dress: BookDress, book: Book) -> None:
    """The items with their numbers and points, and how it is counted."""
    t = dress.t
    scheme = annexes.scheme(book, t, telling.WIDTH)
    table = next(block for block in scheme.blocks if isinstance(block, Table))
    sheet = Sheet(dress, t("sheet.scheme"), (10, 26, 40, 26, 10), t("chapter.scheme"))
    sheet.head([column.title for column in table.columns], 2)
    first, items = sheet.row, book.scheme.items
    for number, row in enumerate(table.rows[:-1]):
        points = items[number].points if number < len(items) else None
        sheet.put([(row[0].text, "centre"), *((one.text, "text") for one in row[1:4]), (points, "worth")])
    total = (f"=SUM({cell(first, 4)}:{cell(sheet.row - 1, 4)})", sum(item.points for item in items))
    sheet.put([(None, "sum"), (None, "sum"), (t("column.total"), "sum"), (None, "sum"), (total, "sum_worth")])
    for text in annexes.texts(scheme):
        sheet.told(text)


def write_changes(dress: BookDress, book: Book) -> None:
    """What a later edition says otherwise, unit by unit."""
    assert book.changes is not None
    chapter = annexes.changes(book.changes, book, dress.t, telling.WIDTH)
    sheet = Sheet(dress, dress.t("sheet.changes"), (30, 10, 10, 10, 8, 8, 40, 24, 60), chapter.title)
    for text in annexes.texts(chapter):
        sheet.told(text)
    t = dress.t
    titles = [t("column.unit"), t("column.total_was"), t("column.total"), t("column.gain"), t("column.rank_was"), t("column.rank")]
    sheet.head([*titles, t("changes.lines"), t("changes.duties"), t("changes.why")], 1)
    tables = [block for block in chapter.blocks if isinstance(block, Table)]
    rows = tables[0].rows if tables else ()
    for unit, row in zip(book.changes.restated, rows, strict=True):
        was, now = unit.before, unit.after
        totals = [place.total if place else None for place in (was, now)]
        known = totals[0] is not None and totals[1] is not None
        gain = (
            (f"=ROUND({cell(sheet.row, 2)}-{cell(sheet.row, 1)},2)", (totals[1] or 0) - (totals[0] or 0)) if known else number_formats.NONE
        )
        ranks: Cells = [
            (annexes.rank(place, t), "none") if place and not place.is_comparable else (place.rank if place else None, "rank")
            for place in (was, now)
        ]
        texts: Cells = [(one.text, "small_text") for one in row[3:]]
        sheet.put([(unit.unit_name, "text"), *((x, "points") for x in totals), (gain, "signed"), *ranks, *texts])


def _units(book: Book) -> Iterator[tuple[Group, Unit]]:
    for group in book.groups:
        for unit in (*group.units, *group.unranked):
            yield group, unit
