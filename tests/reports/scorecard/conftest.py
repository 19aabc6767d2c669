"""A small city of four units in which decisions were made, and LibreOffice where there is one."""

import os
import shutil
from pathlib import Path

import pytest

from data.access import OPERATOR
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.run.reader import Reader
from tests.cities.deciding import adjust, exempt
from tests.cities.small_run import build


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """D2 was given more points than the scheme allows, and lost half a point on an item; one rule of it was lifted."""
    home = Home(tmp_path_factory.mktemp("decided") / "home").create()
    acts = [adjust(1, 9.0, unit_id="D2"), adjust(2, -0.5, "registration", "D2"), exempt(3, rule_id="share_reply", unit_id="D2")]
    return Reader(RunStore(home, Settings(threads=1)), build(home, acts=acts).run_id, OPERATOR)


@pytest.fixture(scope="session")
def office() -> Path:
    """LibreOffice. Where there is none its tests are skipped, with REQUIRE_OFFICE they fail."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None and not os.environ.get("REQUIRE_OFFICE"):
        pytest.skip("no LibreOffice: run `make system` as root")
    assert found, "no LibreOffice: run `make system` as root"
    return Path(found)
