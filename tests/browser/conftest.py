"""A real server over a real home, and a real Chromium that may talk to nobody else."""

import re
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, expect

from data.settings import PROJECT, Home
from tests.browser.provider_packages import installing
from tests.cities import small_city as builder
from tests.cities.shared import copied
from tests.conftest import CHROMIUM
from tests.data.decisions.postgres import free_port, is_free
from tests.forked import SERVERS, Forked

PICTURES = PROJECT / "artefacts"
QUIET = ("--no-sandbox", "--disable-gpu", "--in-process-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage")
SILENT = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
ONE_RENDERER = "--process-per-site"  # a page beside another of this machine starts no process of its own, and finds the app's code compiled
KEPT_WARM = "http://127.0.0.1/nothing"  # the page that keeps this process from ending; nobody is asked for it
FRESH = "The page that you have requested does not seem to exist"  # logged once by a fresh server, see test_fresh_server.py
EXPECTED = re.compile(r"/_stcore/(health|host-config)$")  # Streamlit asks below a deep link first, then at the root

WAITS = count()  # each begins to look anew
PORTS: list[int] = []  # where servers have been: the browser knows the app's code by its address, and need not compile it again there
expect.set_options(timeout=45_000)  # a busy machine is no fault of a page


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The system's Chromium, which calls home for nothing."""
    return {"executable_path": CHROMIUM, "args": [*QUIET, *SILENT, ONE_RENDERER]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    """Nothing turns or slides: without a graphics card each frame of it is drawn by the processor."""
    return {"reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def warm(browser: Browser, browser_context_args: dict[str, object], request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """One browser for all tests. What it has loaded and compiled of the app's eight megabytes of code serves the next test too."""
    if any(item.path.name == "test_sign_in.py" for item in request.session.items):
        installing()
    context = browser.new_context(**browser_context_args)
    context.add_init_script(LISTENS)
    keeper = context.new_page()
    keeper.route("**", lambda route: route.fulfill(body="", content_type="text/html"))
    keeper.goto(KEPT_WARM)
    yield context
    context.close()


@pytest.fixture
def context(warm: BrowserContext) -> BrowserContext:
    """The browser as if new: nobody is signed in, nothing is remembered. Its pages count what they ask, what is answered, what changes."""
    warm.clear_cookies()
    tab = warm.new_cdp_session(warm.pages[0])
    tab.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "local_storage,indexeddb,service_workers"})
    tab.detach()
    return warm


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab of its own. It and what it opened are gone when the test ends."""
    earlier = len(context.pages)
    yield context.new_page()
    for opened in context.pages[earlier:]:
        opened.close()


@pytest.fixture(scope="session")
def small_city() -> Home:
    return builder.build()


@contextmanager
def port_of_a_server() -> Iterator[int]:
    """A port that nobody else has meanwhile."""
    port = PORTS.pop() if PORTS and is_free(PORTS[-1]) else free_port()
    yield port
    PORTS.append(port)


@contextmanager
def serving(home: Home, *options: str, base: str = "", **environment: str) -> Iterator[str]:
    """A server of its own over a home, and its address. It is gone when the block ends. `base`: the path it is served under."""
    with port_of_a_server() as port, serving_at(port, home, *options, base=base, **environment) as address:
        yield address


@contextmanager
def serving_at(port: int, home: Home, *options: str, base: str = "", **environment: str) -> Iterator[str]:
    """The same at a port."""
    command = ["-m", "streamlit", "run", "app.py", "--server.port", port, "--server.address", "127.0.0.1", "--server.baseUrlPath", base]
    server = Forked(*command, *options, stderr=None, imported=SERVERS, **{"DUSHU_HOME": str(home.path)} | environment)
    address = f"http://127.0.0.1:{port}" + (f"/{base}" if base else "")
    try:
        _await(f"{address}/_stcore/health")
        yield address
    finally:
        server.kill()  # told to end, it would wait seconds for its browser; what it has written is written


def _await(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)


@pytest.fixture(scope="session")
def served(small_city: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all tests that only look. What a walk leaves behind (a saved view, a line of the trail) stays in its copy."""
    with serving(copied(small_city, tmp_path_factory.mktemp("served") / "city")) as address:
        yield address


@pytest.fixture
def quiet(page: Page) -> Iterator[Page]:
    """A page that must not ask anybody beyond this machine for anything, nor complain in its console."""
    with _heard(page):
        yield page


@pytest.fixture(scope="module")
def tabs(warm: BrowserContext) -> Iterator[list[Page]]:
    """The tab of those tests of a file that only look: none before the first of them, nor after one that failed."""
    opened: list[Page] = []
    yield opened
    for tab in opened:
        tab.close()


@pytest.fixture
def looking(request: pytest.FixtureRequest, warm: BrowserContext, tabs: list[Page]) -> Iterator[Page]:
    """A quiet page for a test that only looks. Others may have looked in it before, and `go` stays in their session."""
    if not tabs:
        tabs.append(warm.new_page())
    tab, failed = tabs[0], request.session.testsfailed
    tab.emulate_media(media="screen")
    with _heard(tab):
        yield tab
    if request.session.testsfailed > failed:
        tabs.pop().close()


@contextmanager
def _heard(page: Page) -> Iterator[None]:
    complaints: list[str] = []

    def asks(r: Request) -> None:
        if not re.match(r"(data:|blob:|(http|ws)://127\.0\.0\.1[:/])", r.url):
            complaints.append(r.url)

    def says(m: ConsoleMessage) -> None:
        if m.type == "error" and not _is_expected(m):
            complaints.append(m.text)

    def breaks(error: Error) -> None:
        complaints.append(str(error))

    page.on("request", asks)
    page.on("console", says)
    page.on("pageerror", breaks)
    yield
    page.remove_listener("request", asks)
    page.remove_listener("console", says)
    page.remove_listener("pageerror", breaks)
    assert complaints == []


def _is_expected(message: ConsoleMessage) -> bool:
    return bool(EXPECTED.search(message.location.get("url", ""))) or message.text.startswith(FRESH)


LISTENS = """(() => {
  [window.asked, window.answers, window.changes] = [null, 0, 0];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    window.asked = { at: Date.now(), after: window.answers };
    if (!this.isHeard) this.addEventListener("message", () => { window.answers++; });
    this.isHeard = true;
    return send.call(this, data);
  };
  new MutationObserver(() => { window.changes++; }).observe(document, { childList: true, characterData: true, subtree: true });
})()"""
# Looks and not milliseconds are counted: where the processor is busy elsewhere, time passes without anything having had its turn.
STANDS_STILL = """wait => {
  const seen = [window.answers, window.changes, window.asked?.at].join();
  if (window.wait !== wait || window.lastSeen !== seen) [window.wait, window.lastSeen, window.looks] = [wait, seen, 0];
  const isAnswered = !window.asked || window.answers > window.asked.after || Date.now() - window.asked.at > 3000;
  const isDrawn = document.querySelector("[data-test-script-state=notRunning]") && !document.querySelector("[data-testid=stSkeleton]");
  return isAnswered && isDrawn && window.looks++ >= 3;
}"""
TURNS = """address => {
  history.pushState(null, "", address);
  window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
}"""


def ready(page: Page) -> None:
    """Wait until the app has drawn a whole page and stands still."""
    expect(page.locator(".ds-head, .ds-empty").first).to_be_visible(timeout=60_000)  # the first look at a run by a server that just came up
    still(page)


def still(page: Page) -> None:
    """Wait until the server has answered what was asked last, and neither it nor the page adds anything."""
    page.wait_for_function(STANDS_STILL, arg=next(WAITS), polling=40, timeout=60_000)


def turn(page: Page, address: str) -> None:
    """Another address in the same session, reached as the app's own links reach it (pages/shell/link_listener.py)."""
    page.evaluate(TURNS, address)
    ready(page)


def go(page: Page, address: str) -> None:
    """An address, in the session that is open on its server; the first one in a new session."""
    server = re.match(r"http://[^/]+/", address)
    if server and page.url.startswith(server[0]):
        turn(page, address)
    else:
        page.goto(address)
        ready(page)


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")
