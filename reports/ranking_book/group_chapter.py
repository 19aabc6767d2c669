"""A group's chapter: how its totals lie, the ranking with the points of each section, what moved and why, and who is not ranked."""

from collections.abc import Sequence

from metrics.run.attribution_parts import STEPS, Split
from metrics.run.attribution_parts import Part as Cause
from metrics.scoring.scoring import DECIDED, NOT_APPLICABLE
from reports.ranking_book import number_formats
from reports.ranking_book.book import Book, Earned, Group, Unit
from reports.ranking_book.outline import Bar, Block, Cell, Chapter, Column, Look, Part, Table, Text
from reports.wording import evidence
from reports.wording.printable import printable
from reports.wording.wording import Wording

LOW = 0.6  # a section that earned less than this share of its points stands out, as on the ranking's page
OWN = {"总分": "column.total", "满分": "moved.full"}
DEAREST = 2  # lines that moved a total most and are named


def chapter(group: Group, book: Book, t: Wording, width: float) -> Chapter:
    """`width`: of a page, in millimetres."""
    parts = [_undecided(group, t, width)] if group.undecided else []
    parts += [Chapter(t("chapter.unranked"), tuple(Text(unranked(unit, t)) for unit in group.unranked))] if group.unranked else []
    if not group.units:
        return Chapter(printable(t.name(group.name)), (Text(t("group.nobody")),), tuple(parts))
    notes = [Text(t(key), is_note=True) for key in ("note.sections", "note.reach")]
    notes += [Text(t("note.undecided", share=number_formats.share(book.scheme.undecided_share)), is_note=True)] if group.undecided else []
    blocks: list[Block] = [Text(told(group, t)), _grades(group, t), _ranking(group, book, t, width), *notes]
    moved = [_moved(group, book, t, width)] if book.since else []
    adjusted = [_adjusted(group, t, width)] if any(unit.lines for unit in group.units) else []
    return Chapter(printable(t.name(group.name)), tuple(blocks), (*parts, *adjusted, *moved))


def told(group: Group, t: Wording) -> str:
    """The group's totals in a sentence."""
    of = group.distribution
    values = {"mean": of.mean, "median": of.median, "highest": of.highest, "lowest": of.lowest, "low": of.lower_quartile}
    grades = [t("group.grade", grade=t.name(g.grade), count=g.count, share=number_formats.percent(g.share)) for g in of.grades]
    words = {name: number_formats.points(value) for name, value in values.items()} | {"high": number_formats.points(of.upper_quartile)}
    return t("group.told", ranked=of.ranked, grades=t("group.comma").join(grades), **words) + wanting(group, t)


def wanting(group: Group, t: Wording) -> str:
    """What of the group can't be judged for want of evidence, and how many ranks that leaves incomparable; "" where nothing is."""
    if not group.undecided:
        return ""
    told, aside = evidence.undecided(group.undecided, t), sum(not unit.is_comparable for unit in group.units)
    return t("group.undecided", told=told) + (t("group.incomparable", n=aside) if aside else "") + t("group.end")


def rank(unit: Unit, t: Wording) -> str:
    """A unit's rank as it is shown."""
    return evidence.shown_rank(unit.rank, unit.is_comparable, t)


def unranked(unit: Unit, t: Wording) -> str:
    """Who is not ranked, and why: nothing that counts, and what there is beside."""
    aside = t("group.comma").join(t(f"unit.state_{state}", n=n) for state, n in unit.aside.items())
    return t("unit.unranked", name=printable(unit.name), aside=t("unit.aside", aside=aside) if aside else "")


def openly(unit: Unit, t: Wording) -> str:
    """How many of its items had nothing to judge, or too little to say much."""
    counts = {"unit.items_aside": sum(x.points is None for x in unit.items), "unit.items_small": sum(x.is_small for x in unit.items)}
    return t("group.comma").join(t(key, n=n) for key, n in counts.items() if n)


def undecided(unit: Unit, t: Wording) -> str:
    """How many of its obligations can't be judged for want of evidence; "" for none."""
    n = sum(unit.undecided.values())
    return t("unit.undecided", n=number_formats.count(n)) if n else ""


def reach(unit: Unit, t: Wording) -> str:
    """The places that one obligation would make, marked where it would pass the next."""
    one = unit.reach
    if one is None or not unit.is_comparable:
        return number_formats.NONE
    places = str(one.best) if one.best == one.worst else f"{one.best}–{one.worst}"
    return t("unit.near", reach=places) if unit.is_near else places


def places_why(one: Split, t: Wording) -> str:
    """What moved a place, by part."""
    parts = [f"{t(f'moved.{part}')} {number_formats.arrow(n)}" for part, n in one.places.items() if n] if one.has_places else []
    return t("group.comma").join(parts) or number_formats.NONE


def ranks(one: Split, t: Wording) -> tuple[str, str]:
    """The earlier and the later rank, each as it is shown."""
    return evidence.shown_rank(one.rank_before, one.was_comparable, t), evidence.shown_rank(one.rank_after, one.is_comparable, t)


def _ranks(one: Split, t: Wording) -> str:
    was, now = ranks(one, t)
    return now if was == now and not one.has_places else f"{was} → {now}"


def dearest(one: Split, t: Wording) -> str:
    """The lines that moved the total most, the way they went."""
    lines = sorted(one.lines, key=lambda line: -abs(line.gain))[:DEAREST]
    return t("group.comma").join(f"{named(line.title, t)} {number_formats.signed(line.gain)}" for line in lines if line.gain)


def named(title: str, t: Wording) -> str:
    """A line's title; what the program itself calls it is said in the language of the paper."""
    if title.startswith(DECIDED):
        on = title.removeprefix(DECIDED).removesuffix(NOT_APPLICABLE)
        return t("unit.decided_void" if title.endswith(NOT_APPLICABLE) else "unit.decided", on=named(on, t))
    return t(OWN[title]) if title in OWN else printable(t.name(title))


def lines(unit: Unit, t: Wording) -> str:
    """A unit's adjustments in words."""
    return t("group.semicolon").join(f"{named(one.title, t)} {number_formats.signed(one.points)}" for one in unit.lines)


def _grades(group: Group, t: Wording) -> Bar:
    of = group.distribution
    parts = [
        Part(t("group.grade", grade=t.name(g.grade), count=g.count, share=number_formats.percent(g.share)), g.count / of.ranked, tone)
        for tone, g in enumerate(of.grades) if g.count
    ]  # fmt: skip
    return Bar(t("group.grades"), tuple(parts))


def _ranking(group: Group, book: Book, t: Wording, width: float) -> Table:
    rank_width = 15 if all(unit.is_comparable for unit in group.units) else 20
    fixed: list[Column] = [Column(t("column.rank"), rank_width, "centre"), Column(t("column.unit"), 61 - rank_width, "text")]
    fixed += [Column(t("column.total"), 16)]
    fixed += [Column(t("column.grade"), 17, "centre")]
    after = [Column(t("column.adjusted"), 15)]
    after += [Column(t("column.up"), 15, "centre"), Column(t("column.gain"), 15)] if book.since else []
    after += [Column(t("column.reach"), 18, "centre")]
    each = (width - sum(column.width for column in (*fixed, *after))) / max(1, len(book.scheme.sections))
    sections = [Column(printable(t.name(section.title)), each) for section in book.scheme.sections]
    rows = [_row(unit, book, t) for unit in group.units]
    share = [Cell(number_formats.rate(one), share=one, look="sum") for one in group.shares]
    none = Cell("", look="sum")
    whole = (none, Cell(t("column.whole"), look="sum"), none, none, *share, *[none] * len(after))
    return Table(printable(t.name(group.name)), (*fixed, *sections, *after), (*rows, whole))


def _row(unit: Unit, book: Book, t: Wording) -> tuple[Cell, ...]:
    lowest = book.scheme.grades[-1].name
    tied = t("unit.tied") if unit.is_tied and unit.is_comparable else ""
    cells = [
        Cell(rank(unit, t), tied, look="strong" if unit.is_comparable else "quiet"),
        Cell(printable(unit.name), t("group.comma").join(part for part in (openly(unit, t), undecided(unit, t)) if part)),
        Cell(number_formats.points(unit.total), look="strong"),
    ]
    cells += [Cell(t.name(unit.grade or ""), look="low" if unit.grade == lowest else "")]
    cells += [_earned(part, t) for part in unit.sections]
    cells += [Cell(number_formats.signed(unit.adjusted), look=_way(unit.adjusted))]
    if book.since:
        up, gain = (unit.moved.up if unit.moved.has_places else None, unit.moved.gain) if unit.moved else (None, None)
        is_new = unit.moved is None or unit.moved.rank_before is None
        cells += [
            Cell(t("unit.new"), look="quiet") if is_new else Cell(number_formats.arrow(up), look=_way(up)),
            Cell(number_formats.signed(gain)),
        ]
    return (*cells, Cell(reach(unit, t)))


def _earned(part: Earned, t: Wording) -> Cell:
    if part.share is None:
        return Cell(t("unit.not_applicable"), look="quiet")
    return Cell(
        number_formats.points(part.points), f"/{number_formats.most(part.points_max)}", part.share, "low" if part.share < LOW else ""
    )


def _way(value: float | None) -> Look:
    return "" if not value else "up" if value > 0 else "down"


def _undecided(group: Group, t: Wording, width: float) -> Chapter:
    """How much of each unit can't be judged for want of evidence, and why."""
    columns = [Column(t("column.unit"), 70, "text"), Column(t("column.rank"), 24, "centre"), Column(t("undecided.number"), 24)]
    columns += [Column(t("undecided.share"), 38)]
    each = (width - sum(column.width for column in columns)) / len(evidence.REASONS)
    columns += [Column(_titled(t(f"wanting.{reason}")), each) for reason in evidence.REASONS]
    rows = tuple(
        (Cell(printable(unit.name)), Cell(rank(unit, t)), Cell(number_formats.count(sum(unit.undecided.values())), look="strong"),
         Cell(f"{unit.undecided_share:.2%}", look="" if unit.is_comparable else "low"),
         *(Cell(number_formats.count(unit.undecided.get(reason))) for reason in evidence.REASONS))
        for unit in group.everybody if unit.undecided
    )  # fmt: skip
    return Chapter(t("chapter.undecided"), (Table(t("chapter.undecided"), tuple(columns), rows, is_small=True),))


def _titled(text: str) -> str:
    return text[0].upper() + text[1:]


def _adjusted(group: Group, t: Wording, width: float) -> Chapter:
    columns = (Column(t("column.unit"), 70, "text"), Column(t("column.adjusted"), 24), Column(t("column.lines"), width - 94, "text"))
    rows = tuple(
        (Cell(printable(unit.name)), Cell(number_formats.signed(unit.adjusted), look=_way(unit.adjusted)), Cell(lines(unit, t)))
        for unit in group.units if unit.lines
    )  # fmt: skip
    return Chapter(t("chapter.adjusted"), (Table(t("chapter.adjusted"), columns, rows, is_small=True),))


def _moved(group: Group, book: Book, t: Wording, width: float) -> Chapter:
    known = [unit.moved for unit in group.units if unit.moved]
    parts = [part for part in STEPS if any(one.points.get(part) for one in known)]
    columns = [Column(t("column.unit"), 46, "text"), Column(t("moved.rank"), 17, "centre"), Column(t("column.up"), 15, "centre")]
    columns += [Column(t("column.why"), 44, "text"), Column(t("moved.total"), 27, "centre"), Column(t("column.gain"), 15)]
    columns += [Column(t(f"moved.{part}"), 15) for part in parts]
    columns += [Column(t("moved.dearest"), width - sum(column.width for column in columns), "text")]
    rows = [_moved_row(one, parts, t) for one in known]
    assert book.since is not None
    note = Text(t("moved.note", day=t.day(book.since)), is_note=True)
    return Chapter(t("chapter.moved"), (note, Table(t("chapter.moved"), tuple(columns), tuple(rows), is_small=True)))


def _moved_row(one: Split, parts: Sequence[Cause], t: Wording) -> tuple[Cell, ...]:
    if one.rank_before is None:
        return (
            Cell(printable(one.unit_name)),
            Cell(t("unit.new"), look="quiet"),
            *[Cell(number_formats.NONE, look="quiet")] * (len(parts) + 5),
        )
    points = [Cell(number_formats.signed(one.points.get(part)), look=_way(float(one.points.get(part, 0)))) for part in parts]
    up = one.up if one.has_places else None
    return (
        Cell(printable(one.unit_name)), Cell(_ranks(one, t)), Cell(number_formats.arrow(up), look=_way(up)),
        Cell(places_why(one, t)), Cell(f"{number_formats.points(one.total_before)} → {number_formats.points(one.total_after)}"),
        Cell(number_formats.signed(one.gain), look="strong"), *points, Cell(dearest(one, t)),
    )  # fmt: skip
