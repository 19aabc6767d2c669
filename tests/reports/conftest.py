"""A reader of the small city's newest run."""

import pytest

from data.access import Viewer
from data.runs.store import RunStore
from data.settings import Settings
from metrics.run.reader import Reader
from tests.cities import small_city as builder


@pytest.fixture(scope="session")
def reader() -> Reader:
    home = builder.build()
    store = RunStore(home, Settings(home=home.path))
    return Reader(store, store.runs()[0].run_id, Viewer("officer", "officer"))
