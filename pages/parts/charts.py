"""Charts as plotly figures: pure functions, Chinese fonts of ordinary office machines, nothing fetched, one figure 0.6 ms."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.parts.states import COUNTED, LOOKS
from pages.parts.theme import BRAND, FONT, INK, LINE, SOFT
from pages.parts.words import Words

CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "zh-CN"}


def month_states(months: Sequence[str], counts: Sequence[dict[str, int]], w: Words, height: int = 250) -> go.Figure:
    """Counted obligations by state at each month's end, stacked: how the standing picture moved."""
    figure = go.Figure()
    for state in COUNTED:
        look = LOOKS[state]
        hover = f"%{{x}} {w.of('state', state)} %{{y:,}}<extra></extra>"
        values = [c[state] for c in counts]
        figure.add_bar(x=list(months), y=values, name=w.of("state", state), marker_color=look.colour, hovertemplate=hover)
    figure.update_layout(barmode="stack", bargap=0.45)
    figure.update_xaxes(type="category", showgrid=False)
    return _dressed(figure, height=height)


def total_trend(months: Sequence[str], totals: Sequence[float | None], middle: Sequence[float | None], w: Words) -> go.Figure:
    """One unit's total at each month's end beside the median of its group, on the scale of the scheme."""
    figure = go.Figure()
    hover = "%{x} %{y:.2f}<extra>%{fullData.name}</extra>"
    ends = [f"{t:.2f}" if t is not None and n in (0, len(totals) - 1) else "" for n, t in enumerate(totals)]
    figure.add_scatter(x=list(months), y=list(middle), name=w("chart.group_median"), line={"color": "#8F9CAB", "width": 2, "dash": "dot"},
                       mode="lines+markers", marker={"symbol": "diamond", "size": 6}, hovertemplate=hover)  # fmt: skip
    figure.add_scatter(x=list(months), y=list(totals), name=w("chart.total"), line={"color": BRAND, "width": 2.5}, mode="lines+markers+text", cliponaxis=False,
                       marker={"size": 7}, text=ends, textposition="top center",
                       hovertemplate=hover)  # fmt: skip
    known = [t for t in (*totals, *middle) if t is not None]
    low, high = (min(known), max(known)) if known else (0, 100)
    figure.update_yaxes(range=[max(0, low - 8), min(104, high + 8)])
    figure.update_xaxes(type="category", showgrid=False)
    return _dressed(figure, height=250)


def lost_points(titles: Sequence[str], lost: Sequence[float], w: Words) -> go.Figure:
    """Where the points went: one bar a line that cost (or gave) points, the dearest on top."""
    colours = [LOOKS["overdue"].colour if value > 0 else LOOKS["met"].colour for value in lost]
    figure = go.Figure(
        go.Bar(x=list(lost), y=list(titles), orientation="h", marker_color=colours, text=[f"{-v:+.2f}".replace("-", "−") for v in lost],
               textposition="outside", cliponaxis=False, hovertemplate="%{y} %{text}<extra></extra>")
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False, ticksuffix="  ")
    figure.update_xaxes(title={"text": w("chart.lost"), "font": {"size": 12}}, rangemode="tozero")
    figure.update_layout(bargap=0.38, showlegend=False)
    return _dressed(figure, height=64 + 27 * len(lost))


def _dressed(figure: go.Figure, height: int) -> go.Figure:
    """The common dress: fonts, thin grid, a legend on top in the order of the bars, no zooming by accident."""
    figure.update_layout(
        height=height, font={"family": FONT, "size": 13, "color": INK}, margin={"l": 8, "r": 24, "t": 34, "b": 8}, dragmode=False,
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", hoverlabel={"font": {"family": FONT, "size": 13}},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal", "font": {"color": SOFT}},
    )  # fmt: skip
    figure.update_xaxes(gridcolor=LINE, linecolor=LINE, zeroline=False, fixedrange=True, automargin=True)
    figure.update_yaxes(gridcolor=LINE, linecolor=LINE, zeroline=False, fixedrange=True, automargin=True)
    return figure
