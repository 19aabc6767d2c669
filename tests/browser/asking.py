"""What a real server says to whoever opens an address, asked for over its own wire in a session of its own, and not drawn."""

import asyncio
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.wire import Line

STYLES = re.compile(r"<style>.*?</style>", re.DOTALL)
FIGURES = re.compile(r"data-figure|ds-table|<table")  # in the HTML of a page; other elements have a kind
HEADING = re.compile(r'class="ds ds-head".*?<h1>(.*?)</h1>|class="ds ds-empty".*?<h3>(.*?)</h3>', re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """`html`: all of the page's own. `kinds`: of every element that is drawn, in Streamlit's words. `is_found`: Streamlit knows the address."""

    html: str
    kinds: frozenset[str]
    is_found: bool

    @property
    def title(self) -> str:
        """The page's, or of what stands in its place."""
        found = HEADING.search(self.html)
        assert found, self
        return found[1] or found[2]

    @property
    def has_figures(self) -> bool:
        """Whether a figure or a table is among what it draws."""
        return bool(FIGURES.search(self.html)) or "arrow_data_frame" in self.kinds

    @property
    def shows_nothing(self) -> bool:
        """Neither a figure nor a way to another page; and nothing broke."""
        return not self.has_figures and not self.kinds & {"page_link", "exception"}


def asked(address: str, path: str = "", headers: Mapping[str, str] | None = None) -> Answer:
    """The answer to who opens a path (with its query) of a server first of all. In a thread: the browser's driver has a loop in this one."""
    with ThreadPoolExecutor(1) as aside:
        messages = aside.submit(asyncio.run, _asked(address, path, headers)).result()
    drawn = [m.delta.new_element for m in messages if m.WhichOneof("type") == "delta" and m.delta.WhichOneof("type") == "new_element"]
    kinds = frozenset(str(element.WhichOneof("type")) for element in drawn)
    html = "\n".join(element.html.body for element in drawn if element.WhichOneof("type") == "html")
    return Answer(STYLES.sub("", html), kinds, all(m.WhichOneof("type") != "page_not_found" for m in messages))


async def _asked(address: str, path: str, headers: Mapping[str, str] | None) -> list[ForwardMsg]:
    page, _, query = path.partition("?")
    async with Line(address.removeprefix("http://"), headers) as line:
        await line.ask(page, query)
        return line.answer
