"""历史 as a chart and a table: totals over periods and month ends, like for like, editions and drafts told apart. A row opens its run."""

from collections.abc import Sequence

import plotly.graph_objects as go

from metrics.comparison.history import Line, Point
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from pages.history import totals_chart
from pages.history.totals_chart import PastLine
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE, count, points, rate, signed
from pages.look.page_head import period_title
from pages.shell.address import Place


def table(told: Line, readers: Sequence[Reader], unit_id: str | None, place: Place, w: Words) -> str:
    """Newest first. `readers`: of the points, in their order. Counted obligations open as the rows of their own run."""
    wanted = Filter(unit_id=unit_id, counted=True)
    head = [m.th(w("past.day")), m.th(w("past.period")), m.th(w("past.run"))]
    head += [m.th(w("rank.total" if unit_id else "chart.group_median"), "n")] + ([m.th(w("rank.rank"), "n")] if unit_id else [])
    head += [m.th(w("past.like"), "n"), m.th(w("past.change"), "n"), m.th(w("headline.counted"), "n"), m.th(w("measure.on_time_rate"), "n")]
    rows: list[str] = []
    before: dict[str, Point] = {}
    for point, reader in zip(told.points, readers, strict=True):
        rows.append(_row(point, before.get(point.run.period), reader.tally(wanted), unit_id, place, w))
        before[point.run.period] = point
    return m.table(head, reversed(rows), "past")


def _row(point: Point, before: Point | None, tally: dict[str, int], unit_id: str | None, place: Place, w: Words) -> str:
    run = point.run
    there = Place(lang=place.lang, me=place.me, period=run.period, as_of=run.as_of, run=run.address)
    page = there.moved(unit=unit_id) if unit_id else there
    cells = [
        m.td(m.go(page.href("unit" if unit_id else ""), m.e(run.as_of)), "t"),
        m.td(m.e(period_title(run.period, w))),
        m.td(edition(point, w)),
        m.td(f"<b>{points(_float(point.total))}</b>", "n"),
        *([m.td(m.e(_rank(point, w)), "n")] if unit_id else []),
        m.td(points(_float(point.like)), "n"),
        m.td(_change(point, before), "n"),
        m.td(m.go(there.moved(unit=unit_id, counted=True).href("list"), count(tally["counted"])), "n"),
        m.td(rate(tally["met"] / tally["counted"]) if tally["counted"] else NONE, "n"),
    ]
    return m.tr(cells, "row", f'data-run="{m.e(run.address)}"')


def _rank(point: Point, w: Words) -> str:
    return NONE if point.rank is None else str(point.rank) if point.is_comparable else w("evidence.not_comparable")


def edition(point: Point, w: Words) -> str:
    """Whether the run is published, and under which number; whether a past day was read back."""
    run = point.run
    rebuilt = f" {m.chip(w('header.reconstructed'), 'quiet')}" if run.is_reconstructed else ""
    if run.edition is None:
        return m.chip(w("past.draft")) + rebuilt
    return m.chip(w("past.edition", edition=run.edition), "brand") + rebuilt


def _change(point: Point, before: Point | None) -> str:
    """Of the comparable total, since the point before of the same period."""
    if before is None or point.like is None or before.like is None:
        return NONE
    return signed(float(point.like - before.like), 2)


def chart(told: Line, w: Words) -> go.Figure | None:
    """A line a period; filled squares are editions, hollow circles drafts. None while there are fewer than two points."""
    known = [point for point in told.points if point.total is not None]
    if len(known) < 2:
        return None
    periods = dict.fromkeys(point.run.period for point in known)
    lines = [
        PastLine(
            period_title(period, w), [x.run.as_of for x in known if x.run.period == period],
            [_float(x.total) for x in known if x.run.period == period],
            [] if told.is_like else [_float(x.like) for x in known if x.run.period == period],
            [not x.run.is_draft for x in known if x.run.period == period],
        )
        for period in periods
    ]  # fmt: skip
    return totals_chart.past_totals(lines, w)


def _float(total: object) -> float | None:
    return None if total is None else float(str(total))
