"""A ranking book in the words of one language, as the paper that Word and PDF set: cover, the whole, a chapter a group, annexes."""

from datetime import date

from reports.ranking_book import annexes, group_chapter, number_formats, ordinals
from reports.ranking_book.book import Book, RuleStanding
from reports.ranking_book.distribution import Distribution, shares
from reports.ranking_book.outline import Bar, Block, Cell, Chapter, Column, Paper, Part, Spread, Spreads, Table, Text
from reports.wording import evidence
from reports.wording.printable import printable
from reports.wording.standing import source, standing
from reports.wording.wording import Wording

WIDTH = 261  # of what is printed on a page, in millimetres
STATES = ("met", "late", "overdue", "unmet")


def paper_of(book: Book, t: Wording) -> Paper:
    """The whole paper."""
    body = [_whole(book, t), *(group_chapter.chapter(group, book, t, WIDTH) for group in book.groups)]
    chapters = [_numbered(chapter, number, t) for number, chapter in enumerate(body, 1)]
    return Paper(
        title(book, t), period(book, t), tuple(facts(book, t)), tuple(marks(book, t)), foot(book, t),
        (*chapters, *annexes.annexes(book, t, WIDTH)),
    )  # fmt: skip


def _numbered(chapter: Chapter, number: int, t: Wording) -> Chapter:
    title = t("chapter.number", number=ordinals.ordinal(number, t.lang), title=chapter.title)
    return Chapter(title, chapter.blocks, chapter.parts)


def title(book: Book, t: Wording) -> str:
    """Of the paper."""
    return t("cover.title", city=book.city)


def period(book: Book, t: Wording) -> str:
    """What the book is of, as it stands by itself."""
    told = t.period(book.meta["period"])
    return told[0].upper() + told[1:]


def foot(book: Book, t: Wording) -> str:
    """Of every page: what it is and of which run."""
    return t("foot.told", city=book.city, period=t.period(book.meta["period"]), source=source(book.meta, t))


def marks(book: Book, t: Wording) -> list[str]:
    """What must not be overlooked: a draft, a sample, what can't be judged for want of evidence."""
    drafts = [] if "edition" in book.meta else [t("cover.draft_note")]
    has_sample = book.is_sample or any(rule.is_sample for rule in book.rules)
    return drafts + ([t("cover.sample_note")] if has_sample else []) + _wanting(book, t)


def _wanting(book: Book, t: Wording) -> list[str]:
    if not book.undecided:
        return []
    units = sum(bool(unit.undecided) for group in book.groups for unit in group.everybody)
    told = t("cover.undecided_note", told=evidence.undecided(book.undecided, t), units=units)
    return [told + (t("cover.incomparable_note", n=book.incomparable) if book.incomparable else "")]


def facts(book: Book, t: Wording) -> list[tuple[str, str]]:
    """Of what, as of when, by what, about whom: label and value."""
    meta = book.meta
    start, end, as_of = (t.day(date.fromisoformat(meta[name])) for name in ("period_start", "period_end", "as_of"))
    scheme = t("cover.scheme_sample" if book.is_sample else "cover.scheme_plain", title=t.name(meta["scheme_title"]), id=meta["scheme_id"])
    found = [
        ("period", t("cover.span", period=period(book, t), start=start, end=end)),
        ("as_of", as_of),
        ("edition", standing(meta, t)),
        ("run", meta["run_id"]),
        ("scheme", scheme),
        (
            "who",
            t(
                "cover.who_is",
                units=number_formats.count(book.units),
                groups=len(book.groups),
                departments=number_formats.count(book.departments),
            ),
        ),
        ("made_of", t("cover.made_of_is", batches=book.batches, rows=number_formats.count(book.rows))),
        ("since", t("cover.since_is", day=t.day(book.since)) if book.since else t("cover.since_none")),
        *([("rebuilt", t("cover.rebuilt_is"))] if meta.get("reconstructed") else []),
    ]
    return [(t(f"cover.{name}"), printable(value)) for name, value in found]


def _whole(book: Book, t: Wording) -> Chapter:
    if not book.groups:
        return Chapter(t("chapter.whole"), (Text(t("whole.nobody")),))
    whole = book.whole
    if not whole.counted:
        told = t("whole.nothing", units=number_formats.count(book.units))
        return Chapter(t("chapter.whole"), (Text(told),), (_by_group(book, t),))
    counts = {name: number_formats.count(getattr(whole, name)) for name in ("counted", *STATES)}
    told = t("whole.told", units=number_formats.count(book.units), rate=number_formats.rate(whole.met / whole.counted), **counts)
    return Chapter(t("chapter.whole"), (Text(told), _states(whole, t)), (_by_group(book, t), _by_rule(book, t)))


def _states(whole: RuleStanding, t: Wording) -> Bar:
    counts = [getattr(whole, name) for name in STATES]
    parts = [
        Part(
            t("whole.state", state=t(f"whole.{name}"), count=number_formats.count(n), share=number_formats.percent(share)),
            n / whole.counted,
            tone,
        )
        for tone, (name, n, share) in enumerate(zip(STATES, counts, shares(counts), strict=True))
    ]
    return Bar(t("whole.states"), tuple(part for part in parts if part.share))


def _by_group(book: Book, t: Wording) -> Chapter:
    names = ("mean", "median", "highest", "lowest", "lower_quartile", "upper_quartile")
    titles = ("mean", "median", "highest", "lowest", "low", "high")
    columns = [Column(t("group.group"), 54, "text"), Column(t("group.ranked"), 18), Column(t("group.unranked"), 17)]
    columns += [Column(t(f"group.{title}"), 17) for title in titles]
    columns += [Column(t("group.grades"), WIDTH - sum(column.width for column in columns), "text")]
    rows = []
    for group in book.groups:
        of = group.distribution
        values = [Cell(number_formats.points(getattr(of, name))) for name in names]
        grades = Cell("　".join(f"{t.name(one.grade)} {one.count}" for one in of.grades))
        rows.append((Cell(printable(t.name(group.name))), Cell(str(of.ranked)), Cell(str(len(group.unranked))), *values, grades))
    spreads = [spread(printable(t.name(group.name)), group.distribution, book.scheme.total) for group in book.groups]
    drawn = Spreads(t("group.spread", full=number_formats.most(book.scheme.total)), tuple(one for one in spreads if one))
    blocks: tuple[Block, ...] = (Table(t("chapter.by_group"), tuple(columns), tuple(rows)), *([drawn] if drawn.groups else []))
    return Chapter(t("chapter.by_group"), blocks)


def spread(label: str, of: Distribution, full: float) -> Spread | None:
    """How totals lie on the scale up to `full`, which a bonus may pass; None where nobody is ranked."""
    values = (of.lowest, of.lower_quartile, of.median, of.upper_quartile, of.highest)
    if of.lowest is None:
        return None
    low, lower, middle, upper, high = (min(1.0, float(value or 0) / full) for value in values)
    said = " – ".join(number_formats.points(value) for value in values)
    return Spread(label, (low, lower, middle, upper, high), said)


def _by_rule(book: Book, t: Wording) -> Chapter:
    columns = [Column(t("whole.rule"), 101, "text"), *(Column(t(f"whole.{name}"), 26) for name in ("counted", *STATES))]
    columns.append(Column(t("whole.on_time"), 30))
    rows = [_rule(rule, printable(t.pick(rule.title_zh, rule.title_en)), t) for rule in book.rules]
    rows.append(tuple(Cell(cell.text, look="sum") for cell in _rule(book.whole, t("whole.sum"), t)))
    return Chapter(t("chapter.by_rule"), (Table(t("chapter.by_rule"), tuple(columns), tuple(rows)),))


def _rule(rule: RuleStanding, name: str, t: Wording) -> tuple[Cell, ...]:
    told = Cell(name, t("whole.sample_clock") if rule.is_sample else "")
    if not rule.counted:
        return (told, *[Cell(t("whole.not_applicable"), look="quiet")] * 6)
    counts = [
        Cell(number_formats.count(getattr(rule, n)), look="low" if n in ("overdue", "unmet") and getattr(rule, n) else "") for n in STATES
    ]
    share = rule.met / rule.counted
    return (told, Cell(number_formats.count(rule.counted)), *counts, Cell(number_formats.rate(share), share=share))
