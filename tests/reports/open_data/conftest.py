"""A home with two editions of one period and a draft, its data service on a real server, and tokens."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import uvicorn

from data.decisions.store import Decisions
from data.settings import Home
from reports.open_data.service import service
from tests.cities import small_editions, small_year
from tests.data.decisions.postgres import free_port
from tests.reports.open_data.portal import NOW, ROWS, Portal


@pytest.fixture(scope="package")
def editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, str]:
    """The home, and the id of a run that nobody published."""
    home = Home(tmp_path_factory.mktemp("open") / "home").create()
    decisions = small_editions.bring_to("corrected", home)
    small_year.take(
        home,
        decisions,
        {"共享申请-三.csv": small_year.requests({"B1": 9, "B2": 9, "B3": 9, "B4": 9, "B5": 9})},
        datetime(2026, 7, 25, tzinfo=UTC),
    )
    draft = small_editions.assessed(home, decisions).run_id
    decisions.close()
    return home, draft


@pytest.fixture(scope="package")
def server(editions: tuple[Home, str]) -> Iterator[Portal]:
    home, draft = editions
    settings = small_editions.settings(home).model_copy(update={"api_rows": ROWS, "api_reads": 1000})
    portal = Portal(home, free_port(), Decisions(home, settings, now=lambda: NOW + portal.shift), draft)
    app: Any = service(home, settings, portal.decisions, clock=lambda: portal.seconds)
    running = uvicorn.Server(uvicorn.Config(app, port=portal.port, log_level="error", access_log=False, ws="none", lifespan="off"))
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield portal
    running.should_exit = True
    thread.join()
    portal.decisions.close()


@pytest.fixture
def portal(server: Portal) -> Portal:
    """The service on its first day, a minute after whoever asked last."""
    server.shift = timedelta()
    server.seconds += 100
    return server
