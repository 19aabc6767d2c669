"""A book that no city has: 390 units in eight groups, ties, units with nothing to judge, and names that try to be something else."""

from dataclasses import replace
from decimal import Decimal

from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, Scheme, load_scheme
from metrics.scoring.scoring import grade, ranks
from metrics.what_if.rank_range import Reach
from reports.ranking_book.book import Book, Earned, Group, Line, RuleStanding, Unit
from reports.ranking_book.distribution import distribution
from reports.ranking_book.gather import sums_of

UNITS, GROUPS = 390, 8
HOSTILE = (
    "=HYPERLINK(\"http://x\",\"甲局\")", "#panic() $x$ *己* _局_ \\", "+1+1乙局", "-2丙局", "@丁局", "<b>戊</b>&amp;\"局'", "庚\x07局\x00\x0b",
    "辛\u202e局\u200b", "𠮷局", "很长的局" * 50, "{page}{0}%s😀局", "[壬]:局/\\?*",
)  # fmt: skip
META = {
    "run_id": "0123456789abcdef", "period": "2026H1", "period_start": "2026-01-01", "period_end": "2026-06-30", "as_of": "2026-06-30",
    "scheme_id": "sample-2026", "scheme_title": "公共数据共享监督考核方案（示例）", "scheme_status": "sample", "total": "100",
}  # fmt: skip


def crowd() -> Book:
    """The book. Every ninth unit has nothing to judge; totals repeat, so places are shared."""
    scheme = load_scheme(SAMPLE, load_rules())
    groups = tuple(_group(scheme, number) for number in range(GROUPS))
    rules = (
        RuleStanding("r", "共享答复", "Share reply", False, 100, 50, 25, 20, 5),
        RuleStanding("s", "校核", "Correction", True, 0, 0, 0, 0, 0),
    )
    return Book(META, "江门市", scheme, True, None, 500, 16, 12345, rules, replace(rules[0], rule_id=""), groups, None)


def nothing_applies() -> Book:
    """The same city in a period in which nobody had anything to judge."""
    book = crowd()
    scheme, rule = book.scheme, replace(book.whole, counted=0, met=0, late=0, overdue=0, unmet=0)
    groups = []
    for group in book.groups[:2]:
        units = tuple(_unit(scheme, int(unit.unit_id), None) for unit in (*group.units, *group.unranked))
        of = distribution([], [], [one.name for one in scheme.grades])
        groups.append(Group(group.name, (), units, of, (None,) * len(scheme.sections)))
    return replace(book, groups=tuple(groups), rules=(rule,), whole=rule)


def nobody() -> Book:
    """A directory without a unit."""
    return replace(nothing_applies(), groups=())


def _group(scheme: Scheme, number: int) -> Group:
    given = [_unit(scheme, n, None if n % 9 == 8 else 0.2 + (n * 7 % 40) / 50) for n in range(number, UNITS, GROUPS)]
    known = sorted((unit for unit in given if unit.total is not None), key=lambda unit: -(unit.total or 0))
    places = ranks([unit.total for unit in known])
    units = tuple(replace(u, rank=p, is_tied=places.count(p) > 1) for u, p in zip(known, places, strict=True))
    of = distribution([u.total or Decimal(0) for u in units], [u.grade or "" for u in units], [one.name for one in scheme.grades])
    shares = tuple(sums_of(u.sections[n] for u in units).share for n in range(len(scheme.sections)))
    left = tuple(u for u in given if u.total is None)
    return Group(HOSTILE[-1] if number == 0 else f"第{number}组'：/很长的分组名称" * (1 + number % 3), units, left, of, shares)


def _unit(scheme: Scheme, n: int, share: float | None) -> Unit:
    items = tuple(_earned(item.points, share, n + k) for k, item in enumerate(scheme.items))
    by_section = [sums_of(x for x, i in zip(items, scheme.items, strict=True) if i.section == s.id) for s in scheme.sections]
    whole = sums_of(items)
    adjusted = -0.5 if n % 5 == 0 and whole.points is not None else 0.0
    total = None if whole.points is None else Decimal(f"{whole.points / whole.points_max * 100 + adjusted:.2f}")
    return Unit(
        unit_id=str(n), name=HOSTILE[n % 40] if n % 40 < len(HOSTILE) else f"第{n}局", rank=None, is_tied=False, total=total,
        grade=None if total is None else grade(scheme, total), points=whole.points or 0.0, points_max=whole.points_max,
        sections=tuple(by_section), items=items, adjusted=adjusted, lines=(Line("督办整改逾期", adjusted),) if adjusted else (),
        moved=None, reach=None if total is None else Reach(total, total, 1, 2), is_near=n % 2 == 0, aside={"pending": n, "unknown": 1},
        undecided={}, undecided_share=0.0, is_comparable=True,
    )  # fmt: skip


def _earned(most: float, share: float | None, n: int) -> Earned:
    return Earned(None, most) if share is None or n % 11 == 3 else Earned(most * share, most, is_small=n % 7 == 0)
