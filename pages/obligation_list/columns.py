"""Which columns the list shows: chosen in a box, kept in the address."""

import streamlit as st

from data.errors import RequestFault
from pages.obligation_list.table import COLUMNS, columns_of
from pages.shell.session import Session


def show(s: Session) -> None:
    """The box; with nothing chosen the usual columns are back."""
    w, key = s.w, f"list_cols={s.place.cols}"

    def changed() -> None:
        st.query_params.from_dict(s.place.moved(cols=",".join(st.session_state[key]) or None, sheet=s.place.sheet).query())

    with st.popover(w("list.columns"), icon=":material/view_column:", width="stretch"):
        st.multiselect(
            w("list.columns_of"), list(COLUMNS), list(chosen(s)), format_func=lambda name: w.of("list", name), key=key, on_change=changed,
            placeholder=w("list.columns_usual"),
        )  # fmt: skip


def chosen(s: Session) -> tuple[str, ...]:
    """The columns in the address. Raises RequestFault for one that the list doesn't have."""
    columns = columns_of(s.place)
    if strange := [name for name in columns if name not in COLUMNS]:
        raise RequestFault(s.w("list.no_column", names=s.w("rank.comma").join(strange)))
    return columns
