"""What stands behind the chapters: the scheme with its items by number, every unit's points by item, and what a later edition changed."""

from collections.abc import Iterator, Sequence

from metrics.run.differences_record import Cause, Differences, Place, UnitChange
from metrics.schemes.scheme import Adjustment
from reports.ranking_book import group_chapter, number_formats
from reports.ranking_book.book import Book, Earned, Group, Unit
from reports.ranking_book.outline import Block, Cell, Chapter, Column, Table, Text
from reports.wording import evidence
from reports.wording.printable import printable
from reports.wording.wording import Wording

ITEMS = 20  # columns of points that a page has room for
UNIT, SUM = 40, 14  # millimetres of the columns beside them


def annexes(book: Book, t: Wording, width: float) -> Iterator[Chapter]:
    """`width`: of a page, in millimetres."""
    found = [scheme(book, t, width)]
    found += [_items(book, t, width)] if book.groups else []
    found += [changes(book.changes, book, t, width)] if book.changes else []
    for number, one in enumerate(found, 1):
        yield Chapter(t("chapter.annex", number=number, title=one.title), one.blocks, one.parts)


def texts(chapter: Chapter) -> Iterator[str]:
    """The paragraphs of a chapter and of what stands within, without its tables."""
    yield from (block.text for block in chapter.blocks if isinstance(block, Text))
    for part in chapter.parts:
        yield from texts(part)


def numbers(book: Book) -> list[str]:
    """1.1, 1.2, 2.1 …: the items of the scheme in its order, by section."""
    seen: dict[str, int] = {}
    places = {section.id: n for n, section in enumerate(book.scheme.sections, 1)}
    found = []
    for item in book.scheme.items:
        seen[item.section] = seen.get(item.section, 0) + 1
        found.append(f"{places[item.section]}.{seen[item.section]}")
    return found


def scheme(book: Book, t: Wording, width: float) -> Chapter:
    """The items with their numbers and what each is worth, and how it is counted and ranked."""
    given = book.scheme
    columns = [Column(t("scheme.number"), 20, "centre"), Column(t("scheme.section"), 60, "text"), Column(t("scheme.item"), 90, "text")]
    columns += [Column(t("scheme.measure"), 60, "text"), Column(t("scheme.points"), width - 230)]
    sections = {section.id: section.title for section in given.sections}
    rows: list[tuple[Cell, ...]] = [
        (Cell(number), *(Cell(printable(t.name(x))) for x in (sections[item.section], item.title)), Cell(t(f"measure.{item.measure}")),
         Cell(number_formats.most(item.points)))
        for number, item in zip(numbers(book), given.items, strict=True)
    ]  # fmt: skip
    none = Cell("", look="sum")
    rows += [_adjustment(line, t) for line in given.adjustments]
    rows.append((none, none, Cell(t("column.total"), look="sum"), none, Cell(number_formats.most(given.total), look="sum")))
    grades = t("group.comma").join(t("scheme.grade", name=t.name(g.name), min=number_formats.most(g.min)) for g in given.grades)
    limits = t("scheme.limits", item=number_formats.most(given.limits.per_item), total=number_formats.most(given.limits.per_total))
    notes = [t("scheme.note", full=number_formats.most(given.total), limits=limits), t("scheme.grades", grades=grades)]
    notes += [t("scheme.undecided", share=number_formats.share(given.undecided_share))] if book.knows_evidence else []
    notes += [t("scheme.sample")] if book.is_sample else []
    blocks: tuple[Block, ...] = (Table(t("chapter.scheme"), tuple(columns), tuple(rows)), *(Text(x, is_note=True) for x in notes))
    return Chapter(t("chapter.scheme"), blocks, (_method(book, t),))


def _method(book: Book, t: Wording) -> Chapter:
    full, share = number_formats.most(book.scheme.total), number_formats.share(book.scheme.undecided_share)
    parts = ("count", *(["evidence"] if book.knows_evidence else []), "not_applicable", "rank", "source")
    return Chapter(t("chapter.method"), tuple(Text(t(f"method.{name}", full=full, share=share, run=book.meta["run_id"])) for name in parts))


def _adjustment(line: Adjustment, t: Wording) -> tuple[Cell, ...]:
    worth = t(f"scheme.{line.kind}", per=number_formats.most(line.per), cap=number_formats.most(line.cap))
    return (Cell(""), Cell(t("scheme.adjustment")), Cell(printable(t.name(line.title))), Cell(worth), Cell(""))


def _items(book: Book, t: Wording, width: float) -> Chapter:
    parts = tuple(Chapter(printable(t.name(group.name)), tuple(_matrices(group, book, t, width))) for group in book.groups)
    return Chapter(t("chapter.items"), (Text(t("items.note", annex=1), is_note=True),), parts)


def _matrices(group: Group, book: Book, t: Wording, width: float) -> Iterator[Block]:
    """One table, or where there are more items than a page has room for, several."""
    told = list(enumerate(zip(numbers(book), book.scheme.items, strict=True)))
    units = (*group.units, *group.unranked)
    for part in (told[start : start + ITEMS] for start in range(0, len(told), ITEMS)):
        is_last = part[-1][0] == len(told) - 1
        each = (width - UNIT - (SUM if is_last else 0)) / max(len(part), 12)
        columns = [
            Column(t("column.unit"), UNIT, "text"),
            *(Column(f"{number} ({number_formats.most(item.points)})", each) for _, (number, item) in part),
        ]
        columns += [Column(t("items.sum"), SUM)] if is_last else []
        rows = [_matrix_row(unit, [n for n, _ in part], t, is_last=is_last) for unit in units]
        yield Table(f"{printable(t.name(group.name))} {t('chapter.items')}", tuple(columns), tuple(rows), is_small=True)


def _matrix_row(unit: Unit, wanted: Sequence[int], t: Wording, *, is_last: bool) -> tuple[Cell, ...]:
    cells = [_points(unit.items[n]) for n in wanted]
    sums = [Cell(number_formats.points(unit.points) if unit.points_max else t("unit.not_applicable"), look="strong")] if is_last else []
    return (Cell(printable(unit.name)), *cells, *sums)


def _points(part: Earned) -> Cell:
    if part.share is None:
        return Cell(number_formats.NONE, look="quiet")
    return Cell(number_formats.points(part.points) + ("*" if part.is_small else ""), look="low" if part.share < group_chapter.LOW else "")


def changes(told: Differences, book: Book, t: Wording, width: float) -> Chapter:
    """What a later edition says otherwise, unit by unit."""
    number = int(book.meta["edition_number"])
    title = t("chapter.changes", number=number, before=number - 1)
    changed = told.restated
    if not changed:
        return Chapter(title, (Text(t("changes.nothing")),))
    note = Text(t("changes.note", changed=len(changed), same=len(told.unchanged) + len(told.units) - len(changed)))
    columns = [Column(t("column.unit"), 46, "text"), Column(t("changes.total"), 32, "centre"), Column(t("changes.rank"), 24, "centre")]
    columns += [Column(t("changes.lines"), 56, "text"), Column(t("changes.duties"), 32, "text")]
    columns += [Column(t("changes.why"), width - sum(column.width for column in columns), "text")]
    rows = tuple(_change(unit, told, t) for unit in changed)
    return Chapter(title, (note, Table(title, tuple(columns), rows, is_small=True)))


def _change(unit: UnitChange, told: Differences, t: Wording) -> tuple[Cell, ...]:
    totals = [number_formats.points(place.total if place else None) for place in (unit.before, unit.after)]
    lines = t("group.semicolon").join(
        f"{group_chapter.named(x.title, t)} {number_formats.points(x.points_before)} → {number_formats.points(x.points_after)}"
        for x in unit.lines
    )
    kinds = [t(f"changes.{kind}", n=unit.count(kind)) for kind in ("came", "went", "changed") if unit.count(kind)]
    causes = t("group.semicolon").join(because(told.cause(key), t) for key in unit.causes)
    ranks = [rank(place, t) for place in (unit.before, unit.after)]
    return (
        Cell(printable(unit.unit_name)), Cell(" → ".join(totals)), Cell(ranks[0] if ranks[0] == ranks[1] else " → ".join(ranks)),
        Cell(lines or number_formats.NONE), Cell(t("group.comma").join(kinds) or number_formats.NONE), Cell(causes),
    )  # fmt: skip


def rank(place: Place | None, t: Wording) -> str:
    """A rank as it is shown; a dash where there was none."""
    return number_formats.NONE if place is None else evidence.shown_rank(place.rank, place.is_comparable, t)


def because(cause: Cause, t: Wording) -> str:
    """One cause in words: what came or went, and of a decision by whom and why."""
    what = printable(t.name(cause.what))
    if cause.kind == "decision":
        told = {"what": what, "number": cause.id, "by": printable(cause.by), "reason": printable(cause.reason)}
        return t("changes.decided" if cause.is_new else "changes.undecided", **told)
    if cause.kind in ("batch", "rules"):
        return t(f"changes.{cause.kind}_{'new' if cause.is_new else 'gone'}", what=what)
    return t(f"changes.{cause.kind}", what=what)
