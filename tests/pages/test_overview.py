"""总览: the largest movements and why, on one screen, and on a wall without the side or anything folded."""

import re

from data.settings import Home
from metrics.movement import splits
from metrics.trend import month_before
from pages.parts.moved import arrow
from pages.parts.session import Session, enter
from tests.pages.conftest import Open
from tests.pages.test_pages import said

MOVED = re.compile(r'data-moved="(\w+)".*?(\d+) → (\d+) <b>([↑↓—]\d*)</b> .*?<a class="go why" href="rank\?([^"]*)"[^>]*>([^<]*)</a>')


def test_the_five_largest_movements_are_told_with_their_reasons(small_city: Home, open_page: Open):
    moved = MOVED.findall(said(open_page(small_city, "overview", me="leader")))
    session: Session = enter({"me": "leader"}, "127.0.0.1")
    earlier = month_before(session.run, session.runs)
    assert earlier is not None
    found = {one.unit_id: one for one in splits(session.reader_of(earlier), session.reader)}
    assert len(moved) == 5
    shown = [abs(found[unit].up or 0) for unit, *_ in moved]
    assert shown == sorted((abs(one.up or 0) for one in found.values()), reverse=True)[:5]
    for unit, was, now, sign, link, why in moved:
        assert (int(was), int(now)) == (found[unit].rank_before, found[unit].rank_after)
        assert sign == arrow(found[unit].up or 0)
        assert f"unit={unit}" in link
        told = sum(int(n) if way == "↑" else -int(n) for way, n in re.findall(r"([↑↓])(\d+)", why))
        assert told == int(was) - int(now)


def test_a_department_is_told_of_its_own_movement_only(small_city: Home, open_page: Open):
    shown = said(open_page(small_city, "overview", me="department:JM013"))
    assert set(re.findall(r'data-moved="(\w+)"', shown)) <= {"JM013"}
    assert "其他单位 " not in shown


def test_the_wall_has_no_side_and_nothing_folded(small_city: Home, open_page: Open):
    desk, wall = (said(open_page(small_city, "overview", me="leader", **query)) for query in ({}, {"wall": "1"}))
    assert "<details" in desk
    assert "<details" not in wall
    assert re.search(r'stSidebar"\][^{]*\{ display: none', wall)
    assert "stSidebar" not in desk
    for figure in ("counted", "met", "late", "overdue", "unmet"):
        assert f'data-figure="{figure}"' in wall
    assert len(MOVED.findall(wall)) == 5
    assert "退出大屏" in wall
    assert "wall=1" not in wall, "links from the wall lead to the desk"
