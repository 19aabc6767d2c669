"""The charts of one unit: its total month by month, and where its points were lost."""

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from metrics.run.trend import series, trend
from pages.language.words import Words
from pages.look.chart_style import AXIS, month_axis, styled
from pages.look.page_head import month_short
from pages.look.states import LOOKS
from pages.look.theme import BRAND
from pages.shell import chosen_unit
from pages.shell.session import Session


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
    return styled([group, own], 250, xaxis=month_axis(months), yaxis=AXIS | {"range": [max(0, low - 8), min(104, high + 8)]})


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
    return styled([bar], 64 + 27 * len(lost), bargap=0.38, showlegend=False, xaxis=across, yaxis=down)


DEAREST = 8  # lines of lost points that are drawn


def lost(s: Session) -> go.Figure | None:
    """Where the points went."""
    unit_id = chosen_unit.chosen(s)["unit_id"]
    lines = pl.concat([x.select("title", pl.col("lost").cast(float)) for x in (s.reader.items(unit_id), s.reader.adjustments(unit_id))])
    dearest = lines.filter(pl.col("lost") != 0).sort("lost", descending=True).head(DEAREST)
    return None if dearest.is_empty() else lost_points([s.w.told(t) for t in dearest["title"]], dearest["lost"].to_list(), s.w)


def monthly(s: Session) -> go.Figure | None:
    """How the total went month by month, beside the group's median."""
    past, row = series(s.run, s.runs), chosen_unit.chosen(s)
    if len(past) < 2:
        return None
    moments = trend([s.reader_of(run) for run in past], row["unit_id"], row["unit_group"])
    totals, middle = [_float(x.total) for x in moments], [_float(x.middle) for x in moments]
    return total_trend([month_short(x.as_of, s.w) for x in moments], totals, middle, s.w)


def _float(total: Decimal | None) -> float | None:
    return None if total is None else float(total)
