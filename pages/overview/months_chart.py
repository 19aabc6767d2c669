"""Twelve months by the day due: the obligations by state, and the share done in time above them."""

from collections.abc import Sequence

import plotly.graph_objects as go

from metrics.run.trend import DueMonth, due_months
from pages.language.words import Words
from pages.look.chart_style import AXIS, DUE, hatched, styled
from pages.look.theme import BRAND
from pages.shell.session import Session


def due_months_chart(months: Sequence[DueMonth], links: Sequence[str], w: Words, height: int = 190) -> go.Figure:
    """What fell due in each month by state, stacked, and above it the share done in time as a line; a month's name leads to its link.

    Hatched, so that grey print tells the states apart. No legend: it stands beside figures that name the same states by the same colours.
    """
    names = [w("period.month", year=month.first.year, month=month.first.month) for month in months]
    bars = [
        {
            "type": "bar", "x": names, "y": [month.counts.get(state, 0) for month in months], "name": w.of("state", state),
            "marker": hatched(state, hatch), "hovertemplate": f"%{{x}} {w.of('state', state)} %{{y:,}}<extra></extra>",
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
    return styled(
        [*bars, line], height, barmode="stack", bargap=0.35, showlegend=False, margin={"l": 8, "r": 12, "t": 8, "b": 8},
        xaxis=across, yaxis=AXIS | {"domain": [0, 0.56], "nticks": 4}, yaxis2=share | {"anchor": "x"},
    )  # fmt: skip


def month_by_month(s: Session) -> go.Figure | None:
    """What fell due in each of the last twelve months, each opening its list; None where nothing did."""
    months, place = due_months(s.reader), s.place.standing()
    if not any(month.counts for month in months):
        return None
    links = [place.moved(due_from=month.first, due_to=month.last).href("list") for month in months]
    return due_months_chart(months, links, s.w, 160 if s.place.wall else 190)
