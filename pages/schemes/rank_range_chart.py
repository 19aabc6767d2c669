"""How far each rank reaches while weights are shaken."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.language.words import Words
from pages.look.chart_style import AXIS, styled
from pages.look.theme import BRAND, INK


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
    return styled([lines, dots, now], 96 + 24 * len(names), showlegend=True, xaxis=across, yaxis=down)
