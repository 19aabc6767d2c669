"""Pages run by themselves, in process, over the small city or an empty home."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from data.decisions.store import Decisions
from data.settings import Home, settings
from pages.shell import session
from tests.cities import small_city as builder
from tests.cities.decided_city import noon
from tests.pages.running import Open, SetDay


@pytest.fixture(scope="session", autouse=True)
def components() -> Iterator[None]:
    """What installed packages bring for Streamlit is looked up once: AppTest (1.67) reads the metadata of all of them for each app it runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session")
def small_city() -> Home:
    return builder.build()


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Make the app of this process serve a home, opened once for as long as a test stays with it, as a server's is."""
    served: list[Path] = []

    def serve(path: Path) -> None:
        if served[-1:] != [path]:
            served.append(path)
            monkeypatch.setenv("DUSHU_HOME", str(path))
            _forget()

    yield serve
    _forget()


@pytest.fixture
def set_day(monkeypatch: pytest.MonkeyPatch) -> SetDay:
    """Make it noon of a day for every store that the app opens from now on."""

    def at(day: date) -> None:
        monkeypatch.setattr(session, "Decisions", partial(Decisions, now=noon(day)))
        session.decisions.cache_clear()

    return at


def _forget() -> None:
    for kept in (settings, session.store, session.facts, session.decisions):
        kept.cache_clear()


@pytest.fixture
def open_page(at_home: Callable[[Path], None]) -> Open:
    """Run one page over a home as its address asks: ``open_page(home, "ranking", lang="en")``."""

    def run(home: Home, page: str, **query: str) -> AppTest:
        at_home(home.path)

        def script(page: str) -> None:
            import streamlit as st

            from data.errors import DushuError
            from pages.shell.entry import entries
            from pages.shell.session import enter, words_of

            try:
                rendered = next(entry.render for entry in entries() if entry.title == page)
                rendered(enter(dict(st.query_params), "127.0.0.1"))
            except DushuError as fault:
                st.html(f"refused: {words_of(st.query_params).told(fault)}")

        at = AppTest.from_function(script, args=(page,), default_timeout=60)
        at.query_params.update(query)
        return at.run()

    return run


@pytest.fixture
def open_app(at_home: Callable[[Path], None]) -> Open:
    """Run the whole app at its first address, through the gate."""

    def run(home: Home, **query: str) -> AppTest:
        at_home(home.path)
        at = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60)
        at.query_params.update(query)
        return at.run()

    return run
