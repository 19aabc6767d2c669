"""Charts as plotly figures: pure functions, Chinese fonts of ordinary office machines, nothing fetched.

Each is built in one piece: changing a figure afterwards costs ten times as much as making it, at every rerun.
"""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from pages.look.states import LOOKS, State
from pages.look.theme import FONT, INK, LINE, SOFT

CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "zh-CN"}
HATCHES: dict[State, str] = {"met": "", "late": "/", "overdue": "x", "pending": "."}
DUE: dict[State, str] = HATCHES | {"exempt": "-", "unknown": "|"}  # whatever has a due day: a month's bar is as long as its list
LEGEND: dict[str, Any] = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal", "font": {"color": SOFT}}
AXIS: dict[str, Any] = {"gridcolor": LINE, "linecolor": LINE, "zeroline": False, "fixedrange": True, "automargin": True}


def hatched(state: State, hatch: str) -> dict[str, Any]:
    """The colour of a state under a hatching of its own."""
    return {"color": LOOKS[state].colour, "pattern": {"shape": hatch, "fillmode": "overlay", "fgcolor": "#FFFFFF", "size": 6}}


def month_axis(months: Sequence[str]) -> dict[str, Any]:
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


def styled(data: list[dict[str, Any]], height: int, **layout: Any) -> go.Figure:
    """The common dress: fonts, thin grid, a legend on top in the order of the bars, no zooming by accident."""
    common = {
        "template": None, "height": height, "font": {"family": FONT, "size": 13, "color": INK}, "margin": {"l": 8, "r": 24, "t": 34, "b": 8},
        "dragmode": False, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "hoverlabel": {"font": {"family": FONT, "size": 13}},
        "legend": LEGEND,
        "xaxis": AXIS, "yaxis": AXIS,
    }  # fmt: skip
    return go.Figure({"data": data, "layout": common | layout})
