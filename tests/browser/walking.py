"""How a reader goes through the app: opens a view, looks, picks, follows a figure to its rows. What holds of every view is held here."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from pages.language.words import LANGS, Lang, Words
from tests.browser.conftest import go, picture, ready, still

SCREENS = {"1440": {"width": 1440, "height": 900}, "1280": {"width": 1280, "height": 720}}
DRAWN = "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg'))"
LIES_STILL = """() => {
  const sizes = e => [e.scrollWidth, e.clientWidth, e.scrollHeight, e.clientHeight].join();
  const seen = [...document.querySelectorAll("[data-testid=stMain], [data-testid=stPlotlyChart], .main-svg")].map(sizes).join(";");
  if (seen !== window.laidOut) [window.laidOut, window.laidOutAt] = [seen, Date.now()];
  return Date.now() - window.laidOutAt > 150;
}"""
TIED = """most => {
  const told = /[\\d,]+/.exec(document.querySelector('.ds-h h2')?.innerText ?? '');
  const rows = document.querySelectorAll('table.obligations tbody tr').length;
  return told && rows === Math.min(Number(told[0].replaceAll(',', '')), most);
}"""
PER_SHEET = 50

every_language = pytest.mark.parametrize("lang", LANGS)
# The screen on which a walk in a language begins and keeps its pictures; looks are at all of them.
WALKS_AT: dict[Lang, str] = {"zh": "1440", "en": "1280"}


class Walk:
    """One reader in one language, who looks at every view on both screens. `seen`: address and title of each view looked at, in order."""

    def __init__(self, page: Page, address: str, me: str, lang: Lang):
        self.page, self.address, self.me, self.lang = page, address, me, lang
        self.w = Words(lang)
        self.seen: list[tuple[str, str]] = []
        page.set_viewport_size(SCREENS[WALKS_AT[lang]])

    def open(self, path: str = "", **query: str) -> None:
        """A view by its address."""
        go(self.page, f"{self.address}/{path}?{urlencode({'me': self.me, 'lang': self.lang, **query})}")

    def to(self, page_name: str) -> None:
        """Another page, by the side."""
        self.page.locator("[data-testid=stSidebar] a", has_text=re.compile(f"{re.escape(self.w.of('page', page_name))}$")).click()
        expect(self.page.locator(".ds-head h1").first).to_contain_text(self.w.of("page", page_name))
        ready(self.page)

    def follow(self, link: str | Locator, sight: str) -> None:
        """A link, until what it leads to is in sight."""
        (self.page.locator(link).first if isinstance(link, str) else link).click()
        expect(self.page.locator(sight).first).to_be_visible()
        ready(self.page)

    def look(self, name: str, *, is_whole: bool = False) -> None:
        """Nothing broke, on no screen anything sticks out sideways; `is_whole`: nor downwards. Keep a picture."""
        assert self.page.locator("[data-testid=stException]").count() == 0
        look_on_screens(self.page, name, self.lang, is_whole=is_whole)
        self.seen.append((self.page.url, self.page.locator(".ds-head h1").first.inner_text()))

    def counts(self, link: str | Locator) -> int:
        """A figure that leads to a list: it is as long as the figure says. Leaves the walk at the list."""
        figure = self.page.locator(link).first if isinstance(link, str) else link
        told = number(figure.inner_text())
        self.follow(figure, "table.obligations")
        assert self.listed() == told
        return told

    def listed(self) -> int:
        """How many obligations the list tells of, once as many rows stand on its first sheet: a browser draws the two one after the other."""
        self.page.wait_for_function(TIED, arg=PER_SHEET)
        return number(self.page.locator(".ds-h h2").first.inner_text())

    def pick(self, label: str, typed: str) -> str:
        """A choice of a box, found by typing as much of it; the whole of it."""
        return pick(self.page, label, typed)

    def back(self) -> None:
        """The browser's own back button leads over every view that was looked at, to the first."""
        for address, title in reversed(self.seen[:-1]):
            self.page.go_back()
            self.page.wait_for_url(address)
            expect(self.page.locator(".ds-head h1").first).to_have_text(title)


def look_on_screens(page: Page, name: str, lang: Lang, *, is_whole: bool = False) -> None:
    """Look on every screen, the one that is there first; the walk goes on on the last. The picture of one of them is kept."""
    for screen in sorted(SCREENS, key=lambda s: SCREENS[s] != page.viewport_size):
        page.set_viewport_size(SCREENS[screen])
        page.wait_for_function(DRAWN)
        page.wait_for_function(LIES_STILL, polling=50)
        if screen == WALKS_AT[lang]:
            picture(page, f"{name}-{lang}")
        wide, width, high, height = page.locator("[data-testid=stMain]").evaluate(
            "e => [e.scrollWidth, e.clientWidth, e.scrollHeight, e.clientHeight]"
        )
        assert wide <= width + 1, f"{name}-{lang} scrolls sideways at {screen}"
        assert not is_whole or high <= height + 1, f"{name}-{lang} does not fit one screen at {screen}"


def pick(page: Page, label: str, typed: str) -> str:
    """A choice of a box, found by typing as much of it; the whole of it."""
    box = _at(page, label)
    box.fill(typed)
    option = page.get_by_role("option", name=typed).first
    whole = option.inner_text()
    box.press("Enter")
    expect(option).to_have_count(0)
    ready(page)
    return whole


def choose(page: Page, label: str, option: str) -> None:
    """A choice of a short box, by the arrow keys."""
    box, wanted = _at(page, label), page.get_by_role("option", name=option, exact=True)
    box.press("ArrowDown")
    expect(wanted).to_be_visible()
    for _ in range(page.get_by_role("option").count()):
        if box.get_attribute("aria-activedescendant") == wanted.get_attribute("id"):
            break
        box.press("ArrowDown")
    box.press("Enter")
    expect(wanted).to_have_count(0)
    ready(page)
    expect(box).to_have_value(option)


def _at(page: Page, label: str) -> Locator:
    """A box of choices that one has gone to. Only then may its list open: when the page scrolls to the box, an open list closes."""
    box = page.get_by_role("combobox", name=label)
    box.focus()
    still(page)
    return box


def write(page: Page, label: str, words: str) -> None:
    """Write into a box and leave it, so that the server has it, and it stands there after the page was drawn anew."""
    box = page.get_by_label(label, exact=True).first
    box.fill(words)
    box.blur()
    ready(page)
    expect(box).to_have_value(words)


def number(text: str) -> int:
    """The number in a text."""
    found = re.search(r"\d[\d,]*", text)
    assert found, text
    return int(found[0].replace(",", ""))
