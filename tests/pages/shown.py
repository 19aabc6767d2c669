"""What a page shows: its HTML as it was sent, and, read as a browser reads it, the words, values, links and figures in it."""

from typing import NamedTuple
from urllib.parse import parse_qsl

from lxml import html
from lxml.html import HtmlElement
from streamlit.testing.v1 import AppTest


class Link(NamedTuple):
    """Where it leads: a page and what is asked of it. And what one clicks on."""

    page: str
    asks: dict[str, str]
    says: str


def said(at: AppTest) -> str:
    """All HTML of a page."""
    return "\n".join(element.proto.body for element in at.get("html"))


def page(at: AppTest) -> HtmlElement:
    return tree(said(at))


def tree(told: str) -> HtmlElement:
    """HTML as a tree, so that a test asks for what stands there and not for how it is written."""
    return html.fragment_fromstring(told, create_parent="div")


def text(at: AppTest) -> str:
    """All words of a page."""
    return words(page(at))


def words(of: HtmlElement) -> str:
    """The words of a part. What stands in different tags is kept apart."""
    return " ".join(of.xpath(".//text()"))


def data(of: HtmlElement, name: str) -> list[str]:
    """The values of every `data-…` of a name, in the page's order."""
    return [str(value) for value in of.xpath(f".//@data-{name}")]


def marked(of: HtmlElement, name: str, value: str) -> HtmlElement:
    """The first part whose `data-…` of a name has this value."""
    return of.xpath(f".//*[@data-{name}=$value]", value=value)[0]


def cells(row: HtmlElement) -> list[str]:
    """What the cells of a table's row say."""
    return [cell.text_content() for cell in row.iterchildren("td", "th")]


def number(told: str) -> int:
    """A whole number as a page writes it."""
    return int(told.replace(",", ""))


def links(of: HtmlElement, to: str = "") -> list[Link]:
    """The links to a page, or to any."""
    found = [(*a.get("href", "").partition("?"), a.text_content()) for a in of.iter("a")]
    return [Link(where, dict(parse_qsl(query)), says) for where, _, query, says in found if to in ("", where)]


def figures(of: HtmlElement) -> list[tuple[dict[str, str], int]]:
    """The numbers that lead to the list: what each asks of it, and how many it says there are."""
    return [(link.asks, number(link.says)) for link in links(of, "list") if link.says.replace(",", "").isdecimal()]
