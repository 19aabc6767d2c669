"""Which group a ranking is of: the one in the address, else the first."""

from typing import Any

import streamlit as st

from data.errors import RequestFault
from pages.shell.session import Session


def choose_group(s: Session, groups: list[str]) -> None:
    """A control to change the group that the address names, else the first. Raises RequestFault for one that there is not."""
    if s.place.group is not None and s.place.group not in groups:
        raise RequestFault(s.w("rank.no_group", group=s.place.group, groups=s.w("rank.comma").join(groups)))
    group = s.place.group or groups[0]
    if len(groups) > 1:
        key = f"group={group}"

        def changed() -> None:
            st.query_params.from_dict(s.place.moved(group=st.session_state[key], unit=None).query())

        looks: dict[str, Any] = {"required": True, "format_func": s.w.name, "label_visibility": "collapsed"}
        st.segmented_control(s.w("rank.group"), groups, default=group, key=key, on_change=changed, **looks)
