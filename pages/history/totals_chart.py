"""The totals of units over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Any

import plotly.graph_objects as go

from pages.language.words import Words
from pages.look.chart_style import AXIS, styled
from pages.look.theme import BRAND


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
    return styled(drawn, 300, showlegend=True, xaxis=across, yaxis=scale)


def _named(lines: Sequence[Sequence[date]], most: int = 8) -> list[date]:
    """The days that an axis names, the last one always: points lie on month ends, which an axis of its own ticks would put into the next month."""
    days = sorted({day for line in lines for day in line})
    return days[:: -max(1, -(-len(days) // most))][::-1]
