"""数据质量: what can't be told and why, exports by age and rows that tie, a department its own only."""

import pytest
from lxml import html
from lxml.html import HtmlElement

from data.settings import Home
from tests.pages.running import Open
from tests.pages.shown import figures, links, number, page, said


def numbers(row: HtmlElement) -> list[int]:
    """The whole numbers among a row's cells."""
    told = [cell.text_content() for cell in row.xpath('td[@class="n" or @class="n bad"]')]
    return [number(text) for text in told if text.replace(",", "").isdigit()]


def test_the_rows_of_every_file_tie_and_sum(small_city: Home, open_page: Open):
    (table,) = page(open_page(small_city, "quality", me="officer")).find_class("quality")
    files = [numbers(line)[:4] for line in table.iter("tr") if links(line, "import")]
    assert len(files) == 16
    assert all(read == accepted + merged + rejected for read, accepted, merged, rejected in files)
    (total,) = table.find_class("sum")
    summed = numbers(total)
    assert summed == [sum(column) for column in zip(*files, strict=True)]
    assert summed[3] > 0


def test_what_cant_be_told_is_the_sum_of_its_reasons(small_city: Home, open_page: Open):
    unknown = [of for of in figures(page(open_page(small_city, "quality", me="analyst"))) if of[0].get("state") == "unknown"]
    whole = next(n for asks, n in unknown if "reason" not in asks)
    parts = {asks["reason"]: n for asks, n in unknown if "reason" in asks}
    assert sum(parts.values()) == whole > 0


def test_only_who_may_bring_in_is_led_to_the_files(small_city: Home, open_page: Open):
    assert "import?" in said(open_page(small_city, "quality", me="officer"))
    assert "import?" not in said(open_page(small_city, "quality", me="leader"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_department_sees_nothing_of_others_rows(small_city: Home, open_page: Open, lang: str):
    at = open_page(small_city, "quality", me="department:JM013", lang=lang)
    assert not at.exception
    shown = _without_help(page(at))
    assert 'class="ds-table quality"' in shown
    for word in ("退回", "待确认", "Refused", "to be confirmed", 'class="sum"'):
        assert word not in shown


def _without_help(shown: HtmlElement) -> str:
    for panel in shown.find_class("ds-help"):
        panel.drop_tree()
    return html.tostring(shown, encoding="unicode")
