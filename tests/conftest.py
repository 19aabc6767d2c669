"""What every test shares: state of its own, the sample city, a real Chromium where there is one."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from data.settings import Home
from tests.cities import shared

SAMPLES = Path(__file__).parent / "cities"
OURS = "dushu-tests-"  # what the folders of test runs are called, the number of their process after it
ROOM = 6 * 2**30  # bytes, several times what a run of all tests writes
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the one without windows needs the least
CHROMIUM = next((path for name in BROWSERS if (path := shutil.which(name))), None)

hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config: pytest.Config) -> None:
    """No test sees this machine's settings or touches its state, nor does a process that a test starts.

    What a run of tests writes lies in one folder, in memory where there is room; its workers and their processes inherit it.
    """
    for name in [n for n in os.environ if n.startswith("DUSHU_")]:
        del os.environ[name]
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix=f"{OURS}{os.getpid()}-", dir=_memory()))
        folder.chmod(0o711)  # PostgreSQL runs as somebody else, and must reach its folder in it
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        (folder / "shared").mkdir()
        os.environ["TMPDIR"], os.environ[shared.FOLDER] = str(folder), str(folder / "shared")
    # As many workers as cores: threads would only stand in each other's way.
    os.environ |= {"DUSHU_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    tempfile.tempdir = None  # found anew
    os.environ["DUSHU_HOME"] = tempfile.mkdtemp(prefix="dushu-nobody-")


def _memory() -> str | None:
    """A file system in memory, where a test waits for no disk; None where there is none, or no room in it."""
    place = Path("/dev/shm")
    for left in place.glob(f"{OURS}*"):  # a run that was killed could not take its folder away
        number = left.name.removeprefix(OURS).partition("-")[0]
        if number.isdigit() and not Path("/proc", number).exists():
            shutil.rmtree(left, ignore_errors=True)
    return str(place) if place.is_dir() and shutil.disk_usage(place).free > ROOM else None


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look at it again after every page."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need a browser are skipped aloud where there is none. With REQUIRE_BROWSER set they run, and fail."""
    if CHROMIUM or os.environ.get("REQUIRE_BROWSER"):
        return
    for item in items:
        if "browser" in item.keywords or "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason="no Chromium: run `make system` as root"))


@pytest.fixture(scope="session")
def base_url() -> None:
    """Tests name their server themselves. The plugin's own fixture of this name is one that pytest 9.2 warns about."""


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample cities with known answers (`clean`, `messy`)."""
    return SAMPLES


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home, this test's own."""
    return Home(tmp_path / "home").create()
