"""The ranking of one group as a table: rank, how firm it is, change and why, the year, grade, each section. A unit's name opens its page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from data.errors import RequestFault
from metrics.run.attribution_parts import Split
from metrics.what_if.rank_range import Reach, near
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import points, signed
from pages.look.grade import grade
from pages.look.sparkline import sparkline
from pages.ranking.rank_change import reasons
from pages.shell import evidence
from pages.shell.address import Place

Row = Mapping[str, Any]
LOW = 0.6  # a section that earned less than this share of its points is drawn in the colour of what is owed
BY_RANK, BY_CHANGE, BY_GAIN, BY_NAME = "rank", "change", "gain", "name"


@dataclass(frozen=True)
class Ranked:
    """What a ranking is drawn from, by unit id, of the units in sight.

    `totals`: of one group, the ranked. `sections`: their points. `moved`: since the month before; None when there was no run. `reach`:
    empty for who does not see the others. `year`: (label, total) at each day of the history. `open_items`: (not applicable, too few).
    `most_undecided`: the share of a unit's obligations that the scheme lets be undecided for want of evidence.
    """

    totals: pl.DataFrame
    sections: pl.DataFrame
    moved: Mapping[str, Split] | None
    reach: Mapping[str, Reach]
    year: Mapping[str, Sequence[tuple[str, float | None]]]
    open_items: Mapping[str, tuple[int, int]]
    most_undecided: float


def ranking(told: Ranked, place: Place, w: Words) -> str:
    """The table, in the order that the address asks for. Raises RequestFault for one that there is not."""
    titles = dict(told.sections.sort("ord").select("section_id", "title").unique(maintain_order=True).iter_rows())
    by_unit = {(row["unit_id"], row["section_id"]): row for row in told.sections.iter_rows(named=True)}
    rows = ordered(told, by_unit, titles, place.sort or BY_RANK, w)
    known = [value for year in told.year.values() for _, value in year if value is not None]
    scale = (min(known, default=0.0), max(known, default=0.0))
    nearest = near(told.totals.filter("is_comparable"), told.reach) if (place.sort or BY_RANK) == BY_RANK else set()
    lines = [
        _row(row, told, [by_unit.get((row["unit_id"], x)) for x in titles], scale, place, w, is_near=row["unit_id"] in nearest)
        for row in rows
    ]
    return m.table(_head(told, titles, place, w), lines, "ranking")


def ordered(told: Ranked, by_unit: Mapping[tuple[str, str], Row], sections: Collection[str], sort: str, w: Words) -> list[Row]:
    """The rows by rank, change, gain, name or a section's share, best first; what has none is last."""
    rows: list[Row] = list(told.totals.sort("rank", "unit_id").iter_rows(named=True))
    if sort == BY_RANK:
        return rows
    if sort == BY_NAME:
        return sorted(rows, key=lambda row: row["unit_name"])
    if sort in (BY_CHANGE, BY_GAIN):
        places = {unit: one.up if one.has_places else None for unit, one in (told.moved or {}).items()}
        of = places if sort == BY_CHANGE else {unit: one.gain for unit, one in (told.moved or {}).items()}
        return sorted(rows, key=lambda row: -float(_or(of.get(row["unit_id"]))))
    if sort in sections:
        return sorted(rows, key=lambda row: -_share(by_unit.get((row["unit_id"], sort))))
    raise RequestFault(w("rank.no_sort", sort=sort))


def _or(value: Any) -> Any:
    return float("-inf") if value is None else value


def _share(section: Row | None) -> float:
    return section["points"] / section["points_max"] if section and section["points_max"] else -1.0


def _head(told: Ranked, titles: Mapping[str, str], place: Place, w: Words) -> list[str]:
    def by(text: str, sort: str, kind: str = "", title: str = "") -> str:
        is_here = (place.sort or BY_RANK) == sort
        link = m.go(place.moved(sort=None if sort == BY_RANK else sort, unit=None).href("rank"), m.e(text))
        aria, sign = (' aria-sort="descending"', ' <span aria-hidden="true">▾</span>') if is_here else ("", "")
        return f'<th scope="col" class="{kind}" title="{m.e(title or w("rank.sort_by", by=text))}"{aria}>{link}{sign}</th>'

    head = [by(w("rank.rank"), BY_RANK, "n"), by(w("rank.unit"), BY_NAME), by(w("rank.total"), BY_RANK, "n")]
    head += [m.th(w("rank.reach"), "c", w("rank.reach_note"))] if told.reach else []
    head += [by(w("rank.change"), BY_CHANGE, "", w("rank.change_note")), by(w("rank.gain"), BY_GAIN, "n")] if told.moved is not None else []
    head += [m.th(w("rank.year"))] if any(len(year) > 1 for year in told.year.values()) else []
    return [*head, m.th(w("rank.grade")), *(by(w.name(title), section, "w") for section, title in titles.items())]


def _row(
    row: Row, told: Ranked, sections: Sequence[Row | None], scale: tuple[float, float], place: Place, w: Words, *, is_near: bool
) -> str:
    unit, ranks = row["unit_id"], told.totals["rank"].to_list()
    tie = f" <small>{m.e(w('rank.tied'))}</small>" if ranks.count(row["rank"]) > 1 else ""
    link = m.go(place.standing(unit=unit).href("unit"), m.e(row["unit_name"]))
    cells = [
        m.td(evidence.rank(row, f'<span class="big">{row["rank"]}</span>{tie}', told.most_undecided, w), "n"),
        m.td(link + _openly(told.open_items.get(unit, (0, 0)), w), "t"),
        m.td(_total(row, place, w), "n"),
    ]
    if told.reach:
        cells.append(m.td(_reach(told.reach.get(unit)) if row["is_comparable"] else "", "c s"))
    if told.moved is not None:
        cells += _moved(told.moved.get(unit), place.moved(unit=unit), w)
    if any(len(year) > 1 for year in told.year.values()):
        year = told.year.get(unit, ())
        aloud = "，".join(f"{label} {points(value)}" for label, value in year)
        cells.append(m.td(sparkline([value for _, value in year], *scale, aloud)))
    cells += [m.td(grade(row["grade"], w)), *(m.td(_section(x, w), "f") for x in sections)]
    kind = f"row{' near' if is_near else ''}{' here' if place.unit == unit else ''}"
    return m.tr(cells, kind, f'data-unit="{m.e(unit)}"')


def _total(row: Row, place: Place, w: Words) -> str:
    """The total, and beneath it how much is undecided."""
    undecided = evidence.beside_total(row, place, w)
    return f'<span class="big">{points(row["total"])}</span>' + (f"<br>{undecided}" if undecided else "")


def _openly(items: tuple[int, int], w: Words) -> str:
    """How many of its items had nothing to judge, or too little to say much."""
    told = [w(key, n=n) for key, n in zip(("rank.not_applicable", "rank.too_few"), items, strict=True) if n]
    return f"<br><small>{m.e(' · '.join(told))}</small>" if told else ""


def _reach(one: Reach | None) -> str:
    return "" if one is None else str(one.best) if one.best == one.worst else f"{one.best}–{one.worst}"


def _moved(one: Split | None, detail: Place, w: Words) -> tuple[str, str]:
    """Places won or lost with their reasons, which open in full; the points beside."""
    if one is None or one.up is None:
        return m.td(f"<small>{m.e(w('rank.new'))}</small>"), m.td("", "n")
    why = reasons(one, w) or w("why.nothing")
    told = m.go(detail.href("rank"), m.e(why), "why", w("why.open"))
    up = one.up if one.has_places else 0
    sign = f"<b>↑{up}</b> " if up > 0 else f"<b>↓{-up}</b> " if up < 0 else "— "
    was = m.e(w("rank.was", rank=one.rank_before) if one.was_comparable else w("evidence.not_comparable"))
    return m.td(f'<span title="{was}">{sign}</span><small>{told}</small>', "moved f"), m.td(
        f"<small>{signed(float(one.gain or 0), 2)}</small>", "n"
    )


def public_ranking(units: pl.DataFrame, own: Collection[str], most_undecided: float, place: Place, w: Words) -> str:
    """The places of a published edition and nothing of why; `own` units stand out and open their page."""
    ranks = units["rank"].to_list()
    head = [m.th(w("rank.rank"), "n"), m.th(w("rank.unit")), m.th(w("rank.total"), "n"), m.th(w("rank.grade"))]
    rows = [
        _public_row(row, ranks.count(row["rank"]) > 1, row["unit_id"] in own, most_undecided, place, w)
        for row in units.iter_rows(named=True)
    ]
    return m.table(head, rows, "ranking public")


def _public_row(row: Row, is_tied: bool, is_own: bool, most_undecided: float, place: Place, w: Words) -> str:
    name = m.e(row["unit_name"])
    if is_own:
        name = f"{m.go(place.standing(unit=row['unit_id']).href('unit'), name)} {m.chip(w('rank.own'), 'brand')}"
    tie = f" <small>{m.e(w('rank.tied'))}</small>" if is_tied and row["rank"] is not None else ""
    rank = (
        f"<small>{m.e(w('rank.not_ranked'))}</small>"
        if row["rank"] is None
        else evidence.rank(row, f'<span class="big">{row["rank"]}</span>{tie}', most_undecided, w)
    )
    cells = [m.td(rank, "n"), m.td(name, "t"), m.td(f'<span class="big">{points(row["total"])}</span>', "n"), m.td(grade(row["grade"], w))]
    return m.tr(cells, "row own" if is_own else "", f'data-unit="{m.e(row["unit_id"])}"')


def change(row: Row, earlier: Row | None, w: Words) -> str:
    """How rank and total moved since the run a month earlier: an arrow with places, the points beneath."""
    if not earlier or earlier["rank"] is None or row["rank"] is None:
        return f"<small>{m.e(w('rank.new'))}</small>"
    places = earlier["rank"] - row["rank"] if earlier["is_comparable"] and row["is_comparable"] else 0
    arrow = f"↑{places}" if places > 0 else f"↓{-places}" if places < 0 else "—"
    was = w("rank.was", rank=earlier["rank"]) if earlier["is_comparable"] else w("evidence.not_comparable")
    return f'<span title="{m.e(was)}">{arrow}</span> <small>{signed(row["total"] - earlier["total"], 2)}</small>'


def _section(section: Row | None, w: Words) -> str:
    if section is None or not section["points_max"]:
        return f"<small>{m.e(w('item.not_applicable'))}</small>"
    share = section["points"] / section["points_max"]
    figures = f'<small class="tight">{points(section["points"])}/{section["points_max"]:g}</small>'
    return m.share_bar(section["points"], section["points_max"], "low" if share < LOW else "") + figures


def unranked(totals: pl.DataFrame, place: Place, w: Words) -> str:
    """The units without a total, named one by one: nothing was to be judged there."""
    names = [m.go(place.standing(unit=u).href("unit"), m.e(n)) for u, n in totals.select("unit_id", "unit_name").iter_rows()]
    return f'<div class="ds ds-note">{m.e(w("rank.unranked", n=len(names)))}{w("rank.comma").join(names)}</div>'
