"""A chart under its title, or the sentence that stands for it when there is nothing to draw."""

import plotly.graph_objects as go
import streamlit as st

from pages.look import markup as m
from pages.look.chart_style import CONFIG
from pages.look.draw import draw
from pages.look.page_head import subtitle


def chart_box(title: str, note: str, figure: go.Figure | None, key: str, otherwise: str) -> None:
    """`note` explains the chart; `otherwise` says why there is none. `key`: the chart's name on its page."""
    draw(subtitle(title, note if figure else otherwise) + (aloud(figure) if figure else ""))
    if figure:
        st.plotly_chart(figure, config=CONFIG, key=key, theme=None)


def aloud(figure: go.Figure) -> str:
    """What is drawn, in words that only a screen reader tells: every line or state with its figures, nothing that is zero."""
    told = [f"{trace.name or ''} {_figures(trace)}".strip() for trace in figure.data]
    return f'<p class="ds-aloud">{m.e("；".join(told))}</p>'


def _figures(trace: go.Scatter | go.Bar) -> str:
    lies = any(isinstance(y, str) for y in trace.y)  # the names stand at the side, the figures run across
    names, values = (trace.y, trace.x) if lies else (trace.x, trace.y)
    return "，".join(f"{name} {value:,g}" for name, value in zip(names, values, strict=True) if value)
