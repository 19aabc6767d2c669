"""How many working days replies took."""

import plotly.graph_objects as go

from metrics.run.response_times import Days
from pages.language.words import Words
from pages.look.chart_style import AXIS, HATCHES, hatched, styled
from pages.look.theme import INK


def days_taken(days: Days, w: Words, most: int = 40) -> go.Figure:
    """Obligations by the working days that they took, or, while open, have waited; what took more than `most` stands in the last bar.

    Each limit of a clock is a line. States are told apart by their hatching too.
    """
    names = [str(n) for n in range(most + 1)] + [w("timing.beyond", n=most)]
    bars = [
        {
            "type": "bar", "x": names, "name": w.of("state", state),
            "y": [days.count(state, low=n, high=n if n <= most else None) for n in range(most + 2)],
            "marker": hatched(state, hatch),
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
    return styled(bars, 250, barmode="stack", bargap=0.15, xaxis=across, shapes=lines, annotations=notes)
