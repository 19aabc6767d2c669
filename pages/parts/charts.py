"""Charts as plotly figures: pure functions, Chinese fonts of ordinary office machines, nothing fetched.

Each is built in one piece: changing a figure afterwards costs ten times as much as making it, at every rerun.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Any

import plotly.graph_objects as go

from metrics.timing import Days
from metrics.trend import DueMonth
from pages.parts.states import LOOKS, State
from pages.parts.theme import BRAND, FONT, INK, LINE, SOFT
from pages.parts.words import Words

CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "zh-CN"}
HATCHES: dict[State, str] = {"met": "", "late": "/", "overdue": "x", "pending": "."}
DUE: dict[State, str] = HATCHES | {"exempt": "-", "unknown": "|"}  # whatever has a due day: a month's bar is as long as its list
LEGEND: dict[str, Any] = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal", "font": {"color": SOFT}}
AXIS: dict[str, Any] = {"gridcolor": LINE, "linecolor": LINE, "zeroline": False, "fixedrange": True, "automargin": True}


def due_months(months: Sequence[DueMonth], links: Sequence[str], w: Words, height: int = 190) -> go.Figure:
    """What fell due in each month by state, stacked, and above it the share done in time as a line; a month's name leads to its link.

    Hatched, so that grey print tells the states apart. No legend: it stands beside figures that name the same states by the same colours.
    """
    names = [w("period.month", year=month.first.year, month=month.first.month) for month in months]
    bars = [
        {
            "type": "bar", "x": names, "y": [month.counts.get(state, 0) for month in months], "name": w.of("state", state),
            "marker": _hatched(state, hatch), "hovertemplate": f"%{{x}} {w.of('state', state)} %{{y:,}}<extra></extra>",
        }
        for state, hatch in DUE.items()
        if any(month.counts.get(state) for month in months)
    ]  # fmt: skip
    shares = [None if month.on_time is None else round(100 * month.on_time, 1) for month in months]
    known = [share for share in shares if share is not None]
    line = {
        "type": "scatter", "x": names, "y": shares, "yaxis": "y2", "name": w("overview.on_time"), "mode": "lines+markers", "cliponaxis": False,
        "line": {"color": BRAND, "width": 2}, "marker": {"size": 6}, "hovertemplate": "%{x} %{fullData.name} %{y:.1f}%<extra></extra>",
    }  # fmt: skip
    ticks = [f'<a href="{link}" target="_self">{month.first.month}</a>' for month, link in zip(months, links, strict=True)]
    across = AXIS | {"type": "category", "showgrid": False, "tickangle": 0, "tickmode": "array", "tickvals": names, "ticktext": ticks}
    low = 10 * (min(known, default=0) // 10)
    share = AXIS | {"domain": [0.64, 1], "range": [low - 4, 104], "tickvals": [low, 100]}
    return _dressed(
        [*bars, line], height, barmode="stack", bargap=0.35, showlegend=False, margin={"l": 8, "r": 12, "t": 8, "b": 8},
        xaxis=across, yaxis=AXIS | {"domain": [0, 0.56], "nticks": 4}, yaxis2=share | {"anchor": "x"},
    )  # fmt: skip


def total_trend(months: Sequence[str], totals: Sequence[float | None], middle: Sequence[float | None], w: Words) -> go.Figure:
    """One unit's total at each month's end beside the median of its group, on the scale of the scheme."""
    line = {"type": "scatter", "x": list(months), "hovertemplate": "%{x} %{y:.2f}<extra>%{fullData.name}</extra>"}
    ends = [f"{t:.2f}" if t is not None and n in (0, len(totals) - 1) else "" for n, t in enumerate(totals)]
    group = line | {
        "y": list(middle), "name": w("chart.group_median"), "mode": "lines+markers",
        "line": {"color": "#8F9CAB", "width": 2, "dash": "dot"}, "marker": {"symbol": "diamond", "size": 6},
    }  # fmt: skip
    own = line | {
        "y": list(totals), "name": w("chart.total"), "mode": "lines+markers+text", "cliponaxis": False, "text": ends,
        "textposition": _clear_of_line(totals), "line": {"color": BRAND, "width": 2.5}, "marker": {"size": 7},
    }  # fmt: skip
    known = [t for t in (*totals, *middle) if t is not None]
    low, high = (min(known), max(known)) if known else (0, 100)
    return _dressed([group, own], 250, xaxis=_months(months), yaxis=AXIS | {"range": [max(0, low - 8), min(104, high + 8)]})


def _clear_of_line(values: Sequence[float | None]) -> list[str]:
    """Where each point's figure stands: above, but below a last point that fell and a first one that rose, clear of the line."""
    known = [(n, value) for n, value in enumerate(values) if value is not None]
    below = set()
    if len(known) > 1:
        below |= {known[-1][0]} if known[-1][1] < known[-2][1] else set()
        below |= {known[0][0]} if known[0][1] < known[1][1] else set()
    return [f"{'bottom' if n in below else 'top'} center" for n in range(len(values))]


def lost_points(titles: Sequence[str], lost: Sequence[float], w: Words) -> go.Figure:
    """Where the points went: one bar a line that cost (or gave) points, the dearest on top."""
    bar = {
        "type": "bar", "orientation": "h", "x": list(lost), "y": list(titles), "cliponaxis": False, "textposition": "outside",
        "text": [f"{-value:+.2f}".replace("-", "−") for value in lost], "hovertemplate": "%{y} %{text}<extra></extra>",
        "marker": {"color": [LOOKS["overdue" if value > 0 else "met"].colour for value in lost]},
    }  # fmt: skip
    across = AXIS | {"title": {"text": w("chart.lost"), "font": {"size": 12}}, "rangemode": "tozero"}
    if (least := min(lost, default=0)) < 0:  # room for its figure between the bar and the names
        across |= {"range": [least - 0.2 * (max(*lost, 0) - least), max(*lost, 0) * 1.12]}
    down = AXIS | {"autorange": "reversed", "showgrid": False, "ticksuffix": "  "}
    return _dressed([bar], 64 + 27 * len(lost), bargap=0.38, showlegend=False, xaxis=across, yaxis=down)


def days_taken(days: Days, w: Words, most: int = 40) -> go.Figure:
    """Obligations by the working days that they took, or, while open, have waited; what took more than `most` stands in the last bar.

    Each limit of a clock is a line. States are told apart by their hatching too.
    """
    names = [str(n) for n in range(most + 1)] + [w("timing.beyond", n=most)]
    bars = [
        {
            "type": "bar", "x": names, "name": w.of("state", state),
            "y": [days.count(state, low=n, high=n if n <= most else None) for n in range(most + 2)],
            "marker": _hatched(state, hatch),
            "hovertemplate": f"%{{x}} {w.of('state', state)} %{{y:,}}<extra></extra>",
        }
        for state, hatch in HATCHES.items()
    ]  # fmt: skip
    lines = [
        {"type": "line", "xref": "x", "yref": "paper", "x0": n + 0.5, "x1": n + 0.5, "y0": 0, "y1": 1, "line": {"color": INK, "width": 1.5, "dash": "dash"}}
        for n in sorted(days.limits) if n <= most
    ]  # fmt: skip
    notes = [
        {"xref": "x", "yref": "paper", "x": n + 0.5, "y": 1, "text": w("timing.limit", n=n), "showarrow": False, "xanchor": "left", "yanchor": "top"}
        for n in sorted(days.limits) if n <= most
    ]  # fmt: skip
    across = AXIS | {"type": "category", "showgrid": False, "tickangle": 0, "tickmode": "array", "tickvals": [*names[:most:5], names[-1]]}
    return _dressed(bars, 250, barmode="stack", bargap=0.15, xaxis=across, shapes=lines, annotations=notes)


def rank_reach(
    names: Sequence[str], ranks: Sequence[int], reach: Sequence[tuple[int, int]], before: Sequence[int | None], w: Words
) -> go.Figure:
    """Each unit's rank as a dot on a line from the best to the worst rank of `reach`; a hollow diamond where it stands now. In that order."""
    lines = {
        "type": "scatter", "mode": "lines", "name": w("shake.reach"), "line": {"color": "#8F9CAB", "width": 7}, "hoverinfo": "skip",
        "x": [x for low, high in reach for x in (low, high, None)], "y": [y for name in names for y in (name, name, None)],
    }  # fmt: skip
    dots = {
        "type": "scatter", "mode": "markers", "name": w("shake.rank"), "x": list(ranks), "y": list(names), "marker": {"color": INK, "size": 8},
        "customdata": [list(span) for span in reach], "hovertemplate": "%{y} %{x}（%{customdata[0]}–%{customdata[1]}）<extra></extra>",
    }  # fmt: skip
    now = {
        "type": "scatter", "mode": "markers", "name": w("shake.before"), "x": list(before), "y": list(names),
        "marker": {"color": BRAND, "size": 11, "symbol": "diamond-open", "line": {"width": 1.8}}, "hovertemplate": "%{y} %{x}<extra>%{fullData.name}</extra>",
    }  # fmt: skip
    across = AXIS | {
        "side": "top",
        "range": [0.3, max(high for _, high in reach) + 0.7],
        "dtick": 5 if len(names) > 12 else 1,
        "tick0": 0 if len(names) > 12 else 1,
    }
    down = AXIS | {"autorange": "reversed", "type": "category", "ticksuffix": "  "}
    return _dressed([lines, dots, now], 96 + 24 * len(names), showlegend=True, xaxis=across, yaxis=down)


@dataclass(frozen=True)
class PastLine:
    """One period's totals by day. `like`: the comparable ones, empty where they are the same; `published`: which points are editions."""

    name: str
    days: Sequence[date]
    totals: Sequence[float | None]
    like: Sequence[float | None]
    published: Sequence[bool]


def past_totals(lines: Sequence[PastLine], w: Words) -> go.Figure:
    """Totals over the days, a line a period; editions are filled squares, drafts hollow circles, comparable totals dotted diamonds."""
    drawn: list[dict[str, Any]] = []
    for line, (colour, dash) in zip(
        lines, cycle(((BRAND, "solid"), ("#9A5B13", "dash"), ("#5B6B7C", "dashdot"), ("#6B4E8E", "dot"))), strict=False
    ):
        common = {"type": "scatter", "x": list(line.days), "hovertemplate": "%{x|%Y-%m-%d} %{y:.2f}<extra>%{fullData.name}</extra>"}
        marks = {"symbol": ["square" if x else "circle-open" for x in line.published], "size": [10 if x else 8 for x in line.published]}
        ends = [
            f"{t:.2f}" if t is not None and n in (0, len(line.totals) - 1) and len(line.totals) > 1 else ""
            for n, t in enumerate(line.totals)
        ]
        look = {"text": ends, "textposition": "top center", "cliponaxis": False, "line": {"color": colour, "width": 2.5, "dash": dash}}
        drawn.append(common | look | {"y": list(line.totals), "name": line.name, "mode": "lines+markers+text", "marker": marks})
        if line.like:
            dots = {"line": {"color": colour, "width": 1.5, "dash": "dot"}, "marker": {"symbol": "diamond-open", "size": 7}}
            drawn.append(common | dots | {"y": list(line.like), "name": w("past.like_of", name=line.name), "mode": "lines+markers"})
    known = [t for line in lines for t in (*line.totals, *line.like) if t is not None]
    scale = AXIS | {"range": [max(0, min(known) - 6), min(104, max(known) + 6)]}
    across = AXIS | {
        "showgrid": False,
        "type": "date",
        "tickformat": "%Y-%m-%d",
        "tickangle": 0,
        "tickvals": _named([line.days for line in lines]),
    }
    return _dressed(drawn, 300, showlegend=True, xaxis=across, yaxis=scale)


def _named(lines: Sequence[Sequence[date]], most: int = 8) -> list[date]:
    """The days that an axis names, the last one always: points lie on month ends, which an axis of its own ticks would put into the next month."""
    days = sorted({day for line in lines for day in line})
    return days[:: -max(1, -(-len(days) // most))][::-1]


def _hatched(state: State, hatch: str) -> dict[str, Any]:
    """The colour of a state under a hatching of its own."""
    return {"color": LOOKS[state].colour, "pattern": {"shape": hatch, "fillmode": "overlay", "fgcolor": "#FFFFFF", "size": 6}}


def _months(months: Sequence[str]) -> dict[str, Any]:
    """An axis of months, level to read: of many every second is named, the last always."""
    step = 2 if len(months) > 6 else 1
    return AXIS | {
        "type": "category",
        "showgrid": False,
        "tickangle": 0,
        "tickmode": "linear",
        "tick0": (len(months) - 1) % step,
        "dtick": step,
    }


def _dressed(data: list[dict[str, Any]], height: int, **layout: Any) -> go.Figure:
    """The common dress: fonts, thin grid, a legend on top in the order of the bars, no zooming by accident."""
    common = {
        "template": None, "height": height, "font": {"family": FONT, "size": 13, "color": INK}, "margin": {"l": 8, "r": 24, "t": 34, "b": 8},
        "dragmode": False, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "hoverlabel": {"font": {"family": FONT, "size": 13}},
        "legend": LEGEND,
        "xaxis": AXIS, "yaxis": AXIS,
    }  # fmt: skip
    return go.Figure({"data": data, "layout": common | layout})
