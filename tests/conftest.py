"""What every test shares: state of its own, the sample city, a real Chromium where there is one."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from data.settings import Home

SAMPLES = Path(__file__).parent / "cities"
HUNG_ONCE: set[str] = set()
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)

hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config: pytest.Config) -> None:
    """No test sees this machine's settings or touches its state, nor does a process that a test starts."""
    for name in [n for n in os.environ if n.startswith("DUSHU_")]:
        del os.environ[name]
    os.environ["DUSHU_HOME"] = tempfile.mkdtemp(prefix="dushu-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(os.environ["DUSHU_HOME"], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need a browser are skipped aloud where there is none. With REQUIRE_BROWSER set they run, and fail.

    One that failed is run once more, and the log says RERUN: beside everything else a browser may be too slow for a click.
    """
    for item in items:
        if "browser" in item.keywords or "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))
            if not (CHROMIUM or os.environ.get("REQUIRE_BROWSER")):
                item.add_marker(pytest.mark.skip(reason="no Chromium: run `make system` as root"))


@pytest.hookimpl(optionalhook=True)
def pytest_handlecrashitem(crashitem: str, report: pytest.TestReport) -> None:
    """A test that hangs ends its worker, which says in every thread where. The new worker runs it again, and that counts; the log says RERUN."""
    if crashitem not in HUNG_ONCE:
        HUNG_ONCE.add(crashitem)
        report.outcome = "rerun"  # type: ignore[assignment]  # a word of ours in the summary, neither passed nor failed


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
