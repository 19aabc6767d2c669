"""A chart under its title, or the sentence that stands for it when there is nothing to draw."""

import plotly.graph_objects as go
import streamlit as st

from pages.parts.charts import CONFIG
from pages.parts.header import subtitle


def chart_box(title: str, note: str, figure: go.Figure | None, key: str, otherwise: str) -> None:
    """`note` explains the chart; `otherwise` says why there is none. `key`: the chart's name on its page."""
    st.html(subtitle(title, note if figure else otherwise))
    if figure:
        st.plotly_chart(figure, config=CONFIG, key=key, theme=None)
