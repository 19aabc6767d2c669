"""An order: the same is the same job, a different one a different job; and who may order and have what."""

import pytest

from data.access import Viewer
from data.decisions import people
from data.decisions.people import Unknown
from data.errors import RequestFault
from reports.bundle.order import Asked, may_have, order
from tests.reports.bundle.ordered_city import OFFICER, UNIT, City

ADMIN = Viewer("管理员", "admin", login="root")
KINDS = ("xlsx",)


def test_the_same_order_is_the_same_job_whoever_asks_and_in_whatever_order(city: City):
    leader = Viewer("王五", "leader", login="wang5")
    one = order(city.reader(), ["D2", "D1"], KINDS, "zh")
    assert one.job_id == order(city.reader(leader), ["D1", "D2", "D1"], KINDS, "zh").job_id


def test_what_the_bytes_depend_on_makes_another_job(city: City):
    one = order(city.reader(), ["D1"], KINDS, "zh")
    others = [
        order(city.reader(), ["D2"], KINDS, "zh"),
        order(city.reader(), ["D1"], KINDS, "en"),
        order(city.reader(UNIT), None, KINDS, "zh"),
    ]
    changed = [
        one.model_copy(update=change) for change in ({"superseded_by": "2"}, {"program": "9"}, {"run_id": "x"}, {"edition": "2026H1-1"})
    ]
    assert len({job.job_id for job in [one, order(city.reader(), ["D1"], KINDS, "zh", book=True), *others, *changed]}) == 9


def test_all_units_are_those_in_sight(city: City):
    assert order(city.reader(), None, KINDS, "zh").units == ("C1", "D1", "D2", "D3")
    assert order(city.reader(UNIT), None, KINDS, "zh").units == ("D1",)


@pytest.mark.parametrize(
    ("viewer", "units", "kinds", "lang", "sentence"),
    [
        (Viewer("外包", "contractor", login="c"), None, KINDS, "zh", "不能导出文件"),
        (UNIT, ["D2"], KINDS, "zh", "没有编码为 D2"),
        (OFFICER, ["D1", "X9"], KINDS, "zh", "没有编码为 X9"),
        (OFFICER, [], KINDS, "zh", "至少各选一项"),
        (OFFICER, None, (), "zh", "至少各选一项"),
        (OFFICER, None, ("odt",), "zh", "不能生成 odt"),
        (OFFICER, None, KINDS, "fr", "fr"),
    ],
)
def test_what_cannot_be_ordered_is_said(city: City, viewer, units, kinds, lang, sentence: str):
    with pytest.raises(RequestFault, match=sentence):
        order(city.reader(viewer), units, kinds, lang)


def test_papers_are_had_within_ones_sight_only(city: City):
    whole, own, alone = (order(city.reader(v), u, KINDS, "zh") for v, u in ((OFFICER, None), (UNIT, None), (OFFICER, ["D1"])))
    other = Viewer("李科员", "department", frozenset({"D2"}), login="li")
    both = Viewer("赵科员", "department", frozenset({"D1", "D2"}), login="zhao")
    contractor = Viewer("外包", "contractor", login="c")
    assert [may_have(OFFICER, said) for said in (whole, own, alone)] == [True, True, True]
    assert [may_have(UNIT, said) for said in (whole, own, alone)] == [False, True, False], "what was made in the city's sight is the city's"
    assert [may_have(both, said) for said in (whole, own, alone)] == [False, True, False]
    for viewer in (other, contractor, ADMIN):
        assert [may_have(viewer, said) for said in (whole, own, alone)] == [False, False, False]


def test_the_right_is_looked_up_again(city: City):
    keeper = Viewer("root", "admin", login="root@terminal")
    people.keep(city.decisions, keeper, "chief", {"name": "管理", "role": "admin", "units": ()}, "登记", 0)
    people.keep(city.decisions, keeper, "wang", {"name": "王审核", "role": "officer", "units": ()}, "登记", 0)
    asked = Asked.by(OFFICER, "signed_in", city.decisions.now())
    assert asked.still(city.decisions) == OFFICER
    people.keep(city.decisions, keeper, "wang", {"name": "王审核", "role": "contractor", "units": ()}, "调岗", 1)
    with pytest.raises(RequestFault, match="权限已有变化"):
        asked.still(city.decisions)
    people.keep(city.decisions, keeper, "wang", {"name": "王审核", "role": "officer", "units": (), "is_active": False}, "离职", 2)
    with pytest.raises(Unknown):
        asked.still(city.decisions)
    assert Asked.by(OFFICER, "terminal", city.decisions.now()).still(city.decisions) == OFFICER, "who sits at the server is let in by it"
