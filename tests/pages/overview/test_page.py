"""总览: the largest movements and why, on one screen, and on a wall without the side or anything folded."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from data.settings import Home
from metrics.comparison.attribution import splits
from metrics.run.filter import Filter
from metrics.run.trend import month_before
from pages.language.words import Words
from pages.look import chart_style
from pages.overview.best_and_worst import best_and_worst
from pages.overview.months_chart import month_by_month
from pages.ranking.rank_change import arrow
from pages.shell.address import Place
from pages.shell.session import Session, enter
from tests.pages.running import Open
from tests.pages.shown import Link, data, links, page, said, tree, words


def movements(at: AppTest) -> list[tuple[str, int, int, str, Link]]:
    """The unit, its place before and after, how far it moved, and the link that says why."""
    found = []
    for line in page(at).xpath(".//*[@data-moved]"):
        was, now = re.search(r"(\d+) → (\d+) ", line.text_content()).groups()
        (why,) = links(line, "rank")
        found.append((line.get("data-moved"), int(was), int(now), line.findtext(".//b"), why))
    return found


def test_the_five_largest_movements_are_told_with_their_reasons(small_city: Home, open_page: Open):
    moved = movements(open_page(small_city, "overview", me="leader"))
    session: Session = enter({"me": "leader"}, "127.0.0.1")
    earlier = month_before(session.run, session.runs)
    assert earlier is not None
    found = {one.unit_id: one for one in splits(session.reader_of(earlier), session.reader)}
    assert len(moved) == 5
    shown = [abs(found[unit].up or 0) for unit, *_ in moved]
    assert shown == sorted((abs(one.up or 0) for one in found.values()), reverse=True)[:5]
    for unit, was, now, sign, why in moved:
        assert (was, now) == (found[unit].rank_before, found[unit].rank_after)
        assert sign == arrow(found[unit].up or 0)
        assert why.asks["unit"] == unit
        told = sum(int(n) if way == "↑" else -int(n) for way, n in re.findall(r"([↑↓])(\d+)", why.says))
        assert told == was - now


def test_a_department_is_told_of_its_own_movement_only(small_city: Home, open_page: Open):
    at = open_page(small_city, "overview", me="department:JM013")
    assert set(data(page(at), "moved")) <= {"JM013"}
    assert "其他单位 " not in said(at)


def test_the_wall_has_no_side_and_nothing_folded(small_city: Home, open_page: Open):
    seated, hung = (open_page(small_city, "overview", me="leader", **query) for query in ({}, {"wall": "1"}))
    desk, wall = said(seated), said(hung)
    assert "<details" in desk
    assert "<details" not in wall
    assert re.search(r'stSidebar"\][^{]*\{ display: none', wall)
    assert "stSidebar" not in desk
    for figure in ("counted", "met", "late", "overdue", "unmet"):
        assert f'data-figure="{figure}"' in wall
    assert len(movements(hung)) == 5
    assert "退出大屏" in wall
    assert "wall=1" not in wall, "links from the wall lead to the desk"


@pytest.mark.parametrize(("units", "shown"), [(5, [1, 2, 3, 4, 5]), (7, [1, 2, 3, 4, 5, 6, 7]), (8, [1, 2, 3, 6, 7, 8])])
def test_a_gap_stands_for_more_than_one_unit(units: int, shown: list[int]):
    alike = {"unit_group": "市直", "total": Decimal(80), "grade": "良好", "is_comparable": True}
    ranked = [{"unit_id": f"U{n}", "unit_name": f"单位{n}", "rank": n, **alike} for n in range(1, units + 1)]
    panel = best_and_worst(pl.DataFrame(ranked), Place(), Words("zh"))
    assert [int(n) for n in re.findall(r"单位(\d+)", words(tree(panel)))] == shown
    assert ("⋯" in panel) == (len(shown) < units)


def test_who_can_not_be_compared_is_named_beneath_and_neither_first_nor_last():
    alike = {"unit_group": "市直", "total": Decimal(80), "grade": "良好"}
    ranked = [{"unit_id": f"U{n}", "unit_name": f"单位{n}", "rank": n, "is_comparable": n not in (1, 8), **alike} for n in range(1, 9)]
    panel = tree(best_and_worst(pl.DataFrame(ranked), Place(), Words("zh")))
    (table,), (aside,) = panel.xpath(".//table"), panel.xpath(".//p")
    assert [int(n) for n in re.findall(r"单位(\d+)", words(table))] == [2, 3, 4, 5, 6, 7]
    assert re.findall(r"单位(\d+)", words(aside)) == ["1", "8"]
    assert "不宜比较" in words(aside)


def test_the_trend_is_of_twelve_months_whatever_the_period(small_city: Home, at_home):
    at_home(small_city.path)
    s: Session = enter({"me": "leader"}, "127.0.0.1")
    figure = s.kept(month_by_month)
    assert figure is not None
    ticks = [link.asks for tick in figure.layout.xaxis.ticktext for link in links(tree(tick), "list")]
    assert (ticks[0]["due_from"], ticks[-1]["due_to"]) == ("2025-11-01", "2026-10-31")
    assert len(ticks) == 12
    *bars, _ = figure.data
    for n, tick in enumerate(ticks):
        due = Filter(due_from=date.fromisoformat(tick["due_from"]), due_to=date.fromisoformat(tick["due_to"]))
        assert sum(bar.y[n] for bar in bars) == s.reader.count(due), "a bar is as long as its list"
        for bar, state in zip(bars, chart_style.DUE, strict=True):
            assert bar.y[n] == s.reader.count(replace(due, states=(state,)))
