"""数据质量: what can't be told and why, exports by age and rows that tie, a department its own only."""

import re

import pytest

from data.settings import Home
from tests.pages.running import Open
from tests.pages.shown import said


def numbers(cells: str) -> list[int]:
    return [
        int(re.sub(r"<[^>]+>|,", "", cell))
        for cell in re.findall(r'<td class="n(?: bad)?">(.*?)</td>', cells)
        if re.sub(r"<[^>]+>|,", "", cell).isdigit()
    ]


def test_the_rows_of_every_file_tie_and_sum(small_city: Home, open_page: Open):
    shown = said(open_page(small_city, "quality", me="officer"))
    lines = re.findall(
        r"<tr[^>]*>(?:(?!</tr>).)*?href=\"import\?.*?</tr>", re.search(r'<table class="ds-table quality">.*?</table>', shown)[0]
    )
    files = [numbers(line)[:4] for line in lines]
    assert len(files) == 16
    assert all(read == accepted + merged + rejected for read, accepted, merged, rejected in files)
    summed = [int(re.sub(r"\D", "", n)) for n in re.findall(r"<b>([\d,]+)</b>", re.search(r'<tr class="sum">.*?</tr>', shown)[0])]
    assert summed == [sum(column) for column in zip(*files, strict=True)]
    assert summed[3] > 0


def test_what_cant_be_told_is_the_sum_of_its_reasons(small_city: Home, open_page: Open):
    shown = said(open_page(small_city, "quality", me="analyst"))
    whole = int(re.search(r'href="list\?[^"]*state=unknown"[^>]*>([\d,]+)<', shown)[1])
    parts = {reason: int(n) for reason, n in re.findall(r'state=unknown&amp;reason=(\w+)"[^>]*>([\d,]+)<', shown)}
    assert sum(parts.values()) == whole > 0


def test_only_who_may_bring_in_is_led_to_the_files(small_city: Home, open_page: Open):
    assert "import?" in said(open_page(small_city, "quality", me="officer"))
    assert "import?" not in said(open_page(small_city, "quality", me="leader"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_department_sees_nothing_of_others_rows(small_city: Home, open_page: Open, lang: str):
    page = open_page(small_city, "quality", me="department:JM013", lang=lang)
    assert not page.exception
    shown = _without_help(said(page))
    assert 'class="ds-table quality"' in shown
    for word in ("退回", "待确认", "Refused", "to be confirmed", 'class="sum"'):
        assert word not in shown


def _without_help(html: str) -> str:
    return re.sub(r"(?s)<details class=\"ds ds-help\">.*?</details>", "", html)
