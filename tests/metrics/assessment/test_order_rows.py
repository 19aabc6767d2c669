"""Rectification orders in a run: judged like the platform's own, as of their day; what they name is followed; an edition keeps them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.access import OPERATOR, Viewer
from data.calendar import load_calendar
from data.decisions import orders
from data.decisions.acts import Act
from data.decisions.bodies import Closing, Order
from data.decisions.order_course import Course, courses
from data.decisions.orders import next_number
from data.decisions.store import in_computation
from data.errors import RequestFault
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.assessment.order_rows import RULE, SHEET, nameable, proposed
from metrics.comparison.attribution import splits
from metrics.comparison.decisions_since import outstanding
from metrics.comparison.differences import differences
from metrics.comparison.order_outcome import followed
from metrics.obligations.decisions_in_force import decided_at
from metrics.publication.verify import verify
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from tests.cities import small_year
from tests.cities.deciding import act, exempt
from tests.cities.small_editions import LI, ZHANG, assessed, decisions_of, publish_now, settings, store_of
from tests.cities.small_run import AS_OF, build
from tests.cities.small_run import orders as sent

ISSUED, DUE = date(2026, 5, 6), date(2026, 5, 27)
NAMED = ({"rule_id": "share_reply", "subject_id": "D2-001"}, {"rule_id": "share_reply", "subject_id": "no such"})


def issued(act_id: int, number: str, unit: str = "D2", on: date = ISSUED, due: date = DUE, named: Sequence[dict] = NAMED) -> Act:
    told = {"unit_id": unit, "unit_name": "D2局", "issuer_name": "D1局", "matter": "限期答复", "run": "r", "period": "2026H1", "as_of": on}
    body = Order.model_validate({**told, "obligations": tuple(named), "issued_on": on, "due_on": due})
    return act(body, act_id, about="order", thing=number, verb="issued")


def closed(act_id: int, number: str, on: date) -> Act:
    return act(Closing(closed_on=on), act_id, about="order", thing=number, verb="closed", seq=2)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("ordering") / "home").create()


def read(home: Home, acts: Sequence[Act] = (), as_of: date = AS_OF, viewer: Viewer = OPERATOR) -> Reader:
    return Reader(RunStore(home, Settings()), build(home, as_of=as_of, acts=acts).run_id, viewer)


@pytest.fixture(scope="module")
def plain(home: Home) -> Reader:
    return read(home)


@pytest.fixture(scope="module")
def acts() -> list[Act]:
    """In time; late; open and past; open and coming; to a closed department; a number that the platform's export holds."""
    return [
        issued(31, "〔2026〕1号"), closed(32, "〔2026〕1号", DUE), issued(33, "〔2026〕2号"), closed(34, "〔2026〕2号", date(2026, 6, 2)),
        issued(35, "〔2026〕3号"), issued(36, "〔2026〕4号", due=date(2026, 7, 31)), issued(37, "〔2026〕5号", "D9"), issued(38, "Z3"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def ordered(home: Home, acts: list[Act]) -> Reader:
    return read(home, acts)


def duties(reader: Reader) -> pl.DataFrame:
    return reader.obligations(Filter(rule_id=RULE)).sort("subject_id")


def test_each_order_is_an_obligation_of_the_existing_rule(ordered: Reader):
    found = {row["subject_id"]: row for row in duties(ordered).filter(pl.col("batch_id").is_null()).iter_rows(named=True)}
    assert {n: (row["unit_id"], row["state"], row["due_on"], row["met_on"], row["counted"], row["days_late"]) for n, row in found.items()} == {
        "〔2026〕1号": ("D2", "met", DUE, DUE, True, 0),
        "〔2026〕2号": ("D2", "late", DUE, date(2026, 6, 2), True, 4),
        "〔2026〕3号": ("D2", "overdue", DUE, None, True, 23),
        "〔2026〕4号": ("D2", "pending", date(2026, 7, 31), None, False, 0),
        "〔2026〕5号": ("D2", "overdue", DUE, None, True, 23),
    }  # fmt: skip
    assert found["〔2026〕5号"]["named_department_id"] == "D9"
    assert {(row["sheet"], row["row_no"]) for row in found.values()} == {(SHEET, n) for n in (31, 33, 35, 36, 37)}


def test_the_platforms_own_row_of_the_same_number_counts_and_counts_once(plain: Reader, ordered: Reader):
    before, after = (duties(reader).filter(subject_id="Z3") for reader in (plain, ordered))
    assert len(after) == 1
    assert after.drop("place", strict=False).equals(before.drop("place", strict=False))
    assert ordered.decisions().filter(act_id=38)["touched"].to_list() == [0]


def test_nothing_else_moves(plain: Reader, ordered: Reader):
    rest = pl.col("batch_id").is_not_null()
    before, after = (reader.obligations().sort("rule_id", "subject_id") for reader in (plain, ordered))
    assert after.filter(rest).equals(before)
    counted = [reader.indicators("D2").filter(rule_id=RULE)["counted"][0] for reader in (plain, ordered)]
    assert counted[1] == counted[0] + 4


def test_a_run_tells_its_orders_and_closings(ordered: Reader, home: Home, acts: list[Act]):
    rows = {row["act_id"]: row for row in ordered.decisions().iter_rows(named=True)}
    assert {n: (row["subject_id"], row["unit_id"], row["touched"]) for n, row in rows.items() if n != 38} == {
        31: ("〔2026〕1号", "D2", 1), 32: ("〔2026〕1号", "D2", 1), 33: ("〔2026〕2号", "D2", 1), 34: ("〔2026〕2号", "D2", 1),
        35: ("〔2026〕3号", "D2", 1), 36: ("〔2026〕4号", "D2", 1), 37: ("〔2026〕5号", "D2", 1),
    }  # fmt: skip
    assert rows[31]["what"] == "下发整改通知书：限期答复（2 项，限 2026-05-27 前办结）"
    assert rows[32]["what"] == "整改通知书于 2026-05-27 办结"
    own, other = (read(home, acts, viewer=Viewer("x", "department", frozenset({u}), login="x")) for u in ("D2", "D3"))
    assert set(own.decisions()["act_id"]) == set(rows) - ({38} if rows[38]["unit_id"] != "D2" else set())
    assert own.decisions().filter(act_id=32)["touched"].to_list() == [1]
    assert other.decisions().is_empty()
    assert other.count(Filter(rule_id=RULE, search="〔2026〕")) == 0


def test_without_orders_a_run_keeps_its_name(home: Home, plain: Reader):
    """What was not issued yet is in no run: neither in its name nor in its figures."""
    later = read(home, [issued(41, "〔2026〕9号", on=AS_OF + timedelta(days=1), due=date(2026, 7, 31))])
    assert later.run_id == plain.run_id


def test_what_is_closed_later_is_open_still(home: Home):
    made = [issued(31, "〔2026〕1号"), closed(32, "〔2026〕1号", date(2026, 6, 2))]
    states = {}
    for day in (date(2026, 5, 5), ISSUED, DUE, date(2026, 5, 28), date(2026, 6, 1), date(2026, 6, 2)):
        found = duties(read(home, made, as_of=day)).filter(subject_id="〔2026〕1号")
        states[day] = found["state"].to_list()
    assert list(states.values()) == [[], ["pending"], ["pending"], ["overdue"], ["overdue"], ["late"]]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40), st.none() | st.integers(0, 60)), max_size=6), st.integers(-5, 130))
def test_what_is_later_than_the_day_has_not_happened(told: list[tuple[int, int, int | None]], offset: int):
    day = ISSUED + timedelta(days=offset)
    made = []
    for n, (issue, limit, done) in enumerate(told):
        on = ISSUED + timedelta(days=issue)
        made.append(issued(2 * n + 1, f"〔2026〕{n}号", on=on, due=on + timedelta(days=limit)))
        made += [] if done is None else [closed(2 * n + 2, f"〔2026〕{n}号", on + timedelta(days=done))]
    found = decided_at(made, "2026H1", day)
    assert all(x.body.issued_on <= day for x in found.orders)
    assert all(x.body.closed_on <= day for x in found.closings)
    assert {x.act.thing for x in found.closings} <= {x.act.thing for x in found.orders}
    assert decided_at(reversed(made), "2026H1", day).content == found.content


@given(st.lists(st.integers(2024, 2028), max_size=30))
def test_numbers_of_a_year_have_no_gap(years: list[int]):
    taken: list[str] = []
    for year in years:
        taken.append(next_number(taken, date(year, 3, 1)))
    for year in set(years):
        of_year = [number for number in taken if f"〔{year}〕" in number]
        assert of_year == [f"〔{year}〕{n}号" for n in range(1, len(of_year) + 1)]


# What an order may name, and what becomes of it.


def test_what_may_be_named_is_what_the_list_calls_open(plain: Reader):
    found = nameable(plain, "D2")
    assert set(found["state"]) <= {"overdue", "unmet"}
    assert len(found) == plain.count(Filter(unit_id="D2", states=("overdue", "unmet")))
    first = (found["rule_id"][0], found["subject_id"][0])
    told = proposed(plain, "D2", [first])
    assert (told["unit_name"], told["issuer_name"], told["run"], told["as_of"]) == ("D2局", "D1局", plain.run_id, AS_OF)
    assert [(one.rule_id, one.subject_id, one.due_on, one.days_late) for one in told["obligations"]] == [
        (*first, found["due_on"][0], found["days_late"][0])
    ]


@pytest.mark.parametrize("state", ["met", "late", "pending", "of another"])
def test_what_is_not_open_or_not_the_units_own_is_refused(plain: Reader, state: str):
    wanted = Filter(unit_id="D3", states=("overdue",)) if state == "of another" else Filter(unit_id="D2", states=(state,))
    row = plain.obligations(wanted, limit=1).row(0, named=True)
    with pytest.raises(RequestFault, match="不能列入整改通知书"):
        proposed(plain, "D2", [(row["rule_id"], row["subject_id"])])


def course(named: Sequence[dict], unit: str = "D2") -> Course:
    return courses([issued(31, "〔2026〕1号", unit, named=named)])[0]


def test_what_became_of_what_is_named(home: Home, plain: Reader):
    """In each state, and gone; and every count is that of the gate's own list."""
    states = ("met", "late", "overdue", "pending", "unmet", "exempt")
    rows = [plain.obligations(Filter(unit_id="D2", states=(state,)), limit=1) for state in states]
    named = [{n: row[n] for n in ("rule_id", "subject_id")} for frame in rows for row in frame.iter_rows(named=True)]
    lifted = plain.obligations(Filter(unit_id="D2", states=("overdue",), rule_id="share_reply"), limit=5).row(4, named=True)
    named += [{n: lifted[n] for n in ("rule_id", "subject_id")}, NAMED[1]]
    after = read(home, [exempt(50, rule_id="share_reply", subject_id=lifted["subject_id"], unit_id="D2")])
    found = followed(after, [course(named)])["〔2026〕1号"]
    assert found["subject_id"].to_list() == [one["subject_id"] for one in named], "in the order's own order"
    assert found["state"].to_list() == [*(frame["state"][0] for frame in rows if len(frame)), "exempt", None]
    names = tuple(f"{one['rule_id']}/{one['subject_id']}" for one in named)
    assert after.count(Filter(named=names, states=("overdue", "unmet"))) == found["state"].is_in(["overdue", "unmet"]).sum()
    assert after.count(Filter(named=names)) == len(found) - found["state"].null_count()


def test_an_order_to_a_department_that_was_closed_is_followed_at_its_successor(plain: Reader):
    row = plain.obligations(Filter(department_id="D2", states=("overdue",)), limit=1).row(0, named=True)
    found = followed(plain, [course([{n: row[n] for n in ("rule_id", "subject_id")}], "D9")])["〔2026〕1号"]
    assert found["state"].to_list() == ["overdue"]


def test_a_department_follows_nothing_of_another(home: Home, plain: Reader):
    row = plain.obligations(Filter(unit_id="D2", states=("overdue",)), limit=1).row(0, named=True)
    stranger = Reader(plain.store, plain.run_id, Viewer("x", "department", frozenset({"D3"}), login="x"))
    one = course([{n: row[n] for n in ("rule_id", "subject_id")}])
    assert followed(stranger, [one])["〔2026〕1号"]["state"].to_list() == [None]
    assert stranger.count(Filter(named=(f"{row['rule_id']}/{row['subject_id']}",))) == 0


# What an order changed is said, in a comparison and in a movement.


def test_the_act_is_the_cause_of_what_it_changed(plain: Reader, ordered: Reader):
    found = differences(plain, ordered)
    changed = {one.subject_id: one for unit in found.units for one in unit.obligations}
    assert set(changed) == {f"〔2026〕{n}号" for n in range(1, 6)}
    assert changed["〔2026〕1号"].causes == ("decision/31", "decision/32")
    moved = {one.unit_id: one for one in splits(plain, ordered)}["D2"]
    assert moved.points["decision"] == moved.gain != 0


# From the store into an edition and out of it again.


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An edition with one order closed, one open and one revoked; after it, the first is given back and another issued."""
    home, calendar = Home(tmp_path_factory.mktemp("published") / "home").create(), load_calendar()
    early, late = (decisions_of(home, datetime(2026, month, 8, 9, tzinfo=UTC)) for month in (6, 7))
    small_year.begin(home, early)

    def issue(unit: str, decisions=early, on: date = date(2026, 6, 8)) -> Course:
        told = {"unit_id": unit, "unit_name": unit, "issuer_name": "A0", "matter": "整改", "run": "r", "period": "2026H1", "as_of": on}
        body = Order.model_validate(
            {**told, "obligations": ({"rule_id": "share_reply", "subject_id": "x"},), "issued_on": on, "due_on": calendar.after(on, 5)}
        )
        number = orders.issue(decisions, LI, calendar, body, "核查").thing
        return orders.order(decisions, LI, number)

    one, _, gone = issue("B1"), issue("B2"), issue("B3")
    orders.close(early, LI, one, date(2026, 6, 8), "办结")
    orders.revoke(early, LI, gone, "误发")
    publish_now(home, late)
    orders.give_back(late, LI, orders.order(late, LI, one.number), "未到位")
    return home


def test_an_edition_holds_its_orders_and_can_be_made_again(published: Home):
    decisions = decisions_of(published)
    edition = Reader(store_of(published, decisions), "2026H1-1", ZHANG)
    assert dict(duties(edition).select("subject_id", "state").iter_rows()) == {"〔2026〕1号": "met", "〔2026〕2号": "overdue"}
    found = verify(published, settings(published), decisions, "2026H1-1")
    assert (found.faults, found.differences, found.notes) == ((), (), ())


def test_what_was_done_since_is_outstanding_and_makes_another_run(published: Home):
    decisions = decisions_of(published)
    edition = Reader(store_of(published, decisions), "2026H1-1", ZHANG)
    assert [(act.thing, act.verb) for act in outstanding(edition, decisions)] == [("〔2026〕1号", "returned")]
    again = Reader(store_of(published, decisions), assessed(published, decisions), ZHANG)
    assert dict(duties(again).select("subject_id", "state").iter_rows()) == {"〔2026〕1号": "overdue", "〔2026〕2号": "overdue"}
    assert outstanding(again, decisions) == []
    assert len([act for act in in_computation(decisions) if act.about == "order"]) == 2


def test_the_export_of_the_platform_is_not_touched(home: Home, ordered: Reader):
    assert {row["rectification_id"] for row in sent()} <= set(duties(ordered)["subject_id"])
