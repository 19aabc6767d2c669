"""Readers of the small city's newest run, and of a half year whose files leave much open."""

import pytest

from data.access import Viewer
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.reader import Reader
from tests.cities import small_city as builder
from tests.cities import small_editions, wanting_year

OFFICER = Viewer("officer", "officer")


@pytest.fixture(scope="session")
def reader() -> Reader:
    home = builder.build()
    store = RunStore(home, Settings(home=home.path))
    return Reader(store, store.runs()[0].run_id, OFFICER)


@pytest.fixture(scope="session")
def wanting(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reader, Reader]:
    """The edition of a half year whose files leave much open, and the one that corrects it."""
    home = Home(tmp_path_factory.mktemp("wanting") / "home").create()
    decisions = wanting_year.bring_to(wanting_year.SECOND, home)
    store = small_editions.store_of(home, decisions)
    return Reader(store, wanting_year.FIRST, OFFICER), Reader(store, wanting_year.SECOND, OFFICER)
