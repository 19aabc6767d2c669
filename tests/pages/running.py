"""How a page is run here: what the fixtures that open one, or set the day, are to a test."""

from collections.abc import Callable
from datetime import date

from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]
SetDay = Callable[[date], None]
