"""The gate's answers, kept per run, viewer's scope and question: a run never changes, so an answer never grows old."""

from typing import Any

import polars as pl
import streamlit as st

from metrics.reading import Reader

KEPT = 600  # answers; a page of a list or a table of units each


class KeptReader(Reader):
    """The gate with a memory. What is asked without a limit (downloads) is not kept."""

    def _read(self, sql: str, **parameters: object) -> pl.DataFrame:
        if parameters.get("limit", 0) is None:
            return super()._read(sql, **parameters)
        return _kept(self.run_id, self._scope, sql, parameters, super()._read)

    def _rows(self, table: str, order: str, unit_id: str | None = None) -> pl.DataFrame:
        return _kept(self.run_id, self._scope, table, {"order": order, "unit_id": unit_id}, super()._rows)

    @property
    def _scope(self) -> tuple[str, ...] | None:
        return None if self.viewer.scope is None else tuple(self.viewer.scope)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _kept(run_id: str, scope: tuple[str, ...] | None, asked: str, parameters: dict[str, object], _answer: Any) -> pl.DataFrame:
    return _answer(asked, **parameters)
