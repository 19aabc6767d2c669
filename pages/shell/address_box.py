"""A box whose choice stands in the address."""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import streamlit as st


def choose(label: str, options: Sequence[Any], value: Any, named: Any, place_of: Any, name: str, **looks: Any) -> None:
    """A select box that shows what the address says and, when changed, makes the address say the new value.

    The widget is new for every value in the address, so that the browser's back button moves it too; and for every set of words, since the
    browser answers with the words that it was shown: with a count in them that is no longer true they would name no option.
    """
    words = {option: named(option) for option in options}
    key = f"{name}={value} {crc32(chr(0).join(words.values()).encode()):x}"

    def changed() -> None:
        st.query_params.from_dict(place_of(st.session_state[key]).query())

    index = options.index(value) if value in options else None
    st.selectbox(label, options, index=index, format_func=words.__getitem__, key=key, on_change=changed, **looks)
