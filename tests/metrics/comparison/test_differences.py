"""What a correction changes: which units, which lines, which obligations, why and by whom; a department is told its own."""

import shutil
from decimal import Decimal

import pytest

from data.access import Viewer
from data.decisions.bodies import Exemption, PointAdjustment
from data.settings import Home
from metrics.comparison.differences import differences
from metrics.publication.publish import ended
from metrics.run.differences_record import Differences, Place
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities import small_year, wanting_year
from tests.cities.small_editions import LEADER, LI, ZHANG, assessed, bring_to, decisions_of, store_of

B = {unit: Viewer(unit, "department", frozenset({unit}), login=unit) for unit in small_year.UNITS}


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("corrected") / "home").create()
    bring_to("corrected", home).close()
    return home


def kept(home: Home, viewer: Viewer, edition: str = "2026H1-2") -> Differences | None:
    return Reader(store_of(home, decisions_of(home)), edition, viewer).changes()


def test_a_correction_names_the_units_that_changed_and_those_that_did_not(corrected: Home):
    changes = kept(corrected, LEADER)
    assert changes is not None
    assert (changes.before, [unit.unit_id for unit in changes.restated]) == ("2026H1-1", ["B2", "B3", "B5"])
    assert set(changes.unchanged) == {"B1", "B4"}
    assert kept(corrected, LEADER, "2026H1-1") is None, "the first edition corrects nothing"


def test_each_unit_with_its_place_its_lines_and_its_rows(corrected: Home):
    changes = kept(corrected, LEADER)
    assert changes is not None
    unit = next(unit for unit in changes.units if unit.unit_id == "B2")
    assert unit.before is not None
    assert unit.after is not None
    assert (unit.before.rank, unit.after.rank) == (2, 1)
    assert unit.after.total == unit.before.total + sum((line.lost_before or 0) - (line.lost_after or 0) for line in unit.lines)
    duty = next(one for one in unit.obligations if one.rule_id == "share_reply")
    assert (duty.kind, duty.subject_id) == ("changed", "SQ-B2-1")
    assert duty.before is not None
    assert duty.after is not None
    assert (duty.before.state, duty.after.state) == ("late", "met")
    assert (duty.before.file_name, duty.after.file_name, duty.after.row_no) == ("共享申请.csv", "共享申请-补导.csv", 13)
    assert (unit.count("came"), unit.count("went"), unit.count("changed")) == (0, 0, len(unit.obligations))


def test_the_cause_is_the_file_that_came_in(corrected: Home):
    changes = kept(corrected, LEADER)
    assert changes is not None
    for unit in changes.units:
        assert [changes.cause(key).what for key in unit.causes] == ["共享申请：共享申请-补导.csv"], unit.unit_id


@pytest.mark.parametrize(("unit", "mine"), [("B2", ["B2"]), ("B1", [])])
def test_a_department_is_told_its_own(corrected: Home, unit: str, mine: list[str]):
    changes = kept(corrected, B[unit])
    assert changes is not None
    assert [one.unit_id for one in changes.units] == mine
    assert set(changes.unchanged) <= {unit}
    others = {u: name for u, name in small_year.NAMES.items() if u != unit}
    told = changes.model_dump_json()
    assert not any(f'"{u}"' in told or f"SQ-{u}-" in told or name in told for u, name in others.items())


def test_what_is_kept_is_what_is_found_anew(corrected: Home):
    decisions = decisions_of(corrected)
    store = store_of(corrected, decisions)
    for viewer in (LEADER, B["B3"]):
        found = differences(*(Reader(store, edition, viewer) for edition in ("2026H1-1", "2026H1-2")), ended(decisions))
        known = kept(corrected, viewer)
        assert known is not None
        assert (found.units, found.unchanged) == (known.units, known.unchanged)


def test_a_run_held_against_itself_has_no_difference(corrected: Home):
    reader = Reader(store_of(corrected, decisions_of(corrected)), "2026H1-1", LEADER)
    found = differences(reader, reader)
    assert (found.units, [cause for cause in found.causes if cause.kind != "others"]) == ((), [])
    assert len(found.unchanged) == reader.totals().height


def test_decisions_are_named_with_who_made_and_who_ended_them(corrected: Home, tmp_path_factory: pytest.TempPathFactory):
    home = Home(tmp_path_factory.mktemp("decided") / "home")
    shutil.copytree(corrected.path, home.path)
    decisions = decisions_of(home)
    before = assessed(home, decisions)
    lifted = Exemption(rule_id="share_reply", subject_id="SQ-B4-0", unit_id="B4", start=small_year.DAY)
    points = PointAdjustment(period=small_year.PERIOD, unit_id="B1", points=-1, start=small_year.DAY)
    exempt = decisions.act(LI, "exemption", "one", "made", lifted, reason="系统停机")
    adjust = decisions.act(ZHANG, "adjustment", "two", "made", points, reason="通报批评")
    decided = assessed(home, decisions)
    store = store_of(home, decisions)
    one, other = Reader(store, before.run_id, LEADER), Reader(store, decided.run_id, LEADER)
    found = differences(one, other)
    by_unit = {unit.unit_id: unit for unit in found.restated}
    assert by_unit.keys() >= {"B1", "B4"}
    assert by_unit["B4"].obligations[0].causes == (f"decision/{exempt.act_id}",)
    assert (found.cause(f"decision/{exempt.act_id}").by, found.cause(f"decision/{exempt.act_id}").reason) == ("李四", "系统停机")
    assert by_unit["B1"].causes == (f"decision/{adjust.act_id}",)
    (line,) = by_unit["B1"].lines
    assert (line.points_before, line.points_after) == (None, -1.0)
    moved = [unit for unit in found.restated if unit.unit_id not in ("B1", "B4")]
    assert all(unit.causes == ("others/",) and not unit.obligations for unit in moved), "places that others' changes moved"

    decisions.act(LI, "exemption", "one", "revoked", reason="理由不成立", seen=1)
    revoked = Reader(store, assessed(home, decisions).run_id, LEADER)
    back = differences(other, revoked, ended(decisions))
    cause = back.cause(f"decision/{exempt.act_id}")
    assert (cause.is_new, cause.by, cause.reason) == (False, "李四", "理由不成立")


def test_another_scheme_is_the_cause_of_lines(corrected: Home, tmp_path_factory: pytest.TempPathFactory):
    from metrics.assessment.assess import assess, gather
    from metrics.obligations.period import parse_period
    from metrics.rulebook.rulebook import load_rules
    from tests.cities.small_editions import settings

    home = Home(tmp_path_factory.mktemp("weighed") / "home")
    shutil.copytree(corrected.path, home.path)
    scheme = load_scheme(SAMPLE, load_rules())
    reply = next(item for item in scheme.items if item.rule == "share_reply")
    other = next(item for item in scheme.items if item.rule != "share_reply")
    weights = {reply.id: reply.points - 1, other.id: other.points + 1}
    items = tuple(item.model_copy(update={"points": weights.get(item.id, item.points)}) for item in scheme.items)
    options, period = settings(home), parse_period(small_year.PERIOD)
    run = assess(home, options, gather(home, options, period, small_year.DAY, scheme.model_copy(update={"items": items}), "A0", acts=()))
    store = store_of(home, decisions_of(home))
    found = differences(Reader(store, "2026H1-2", LEADER), Reader(store, run.run_id, LEADER))
    assert [cause.kind for cause in found.causes if cause.kind != "others"] == ["scheme"]
    changed = [unit for unit in found.restated if unit.lines]
    assert changed
    assert all(unit.causes == ("scheme/",) for unit in changed)
    assert all(isinstance(line.lost_after, Decimal) for unit in changed for line in unit.lines)


def test_a_place_says_whether_its_rank_may_be_compared(home: Home):
    store = store_of(home, wanting_year.bring_to(wanting_year.SECOND, home))
    changes = Reader(store, wanting_year.SECOND, LEADER).changes()
    assert changes is not None
    (unit,) = [one for one in changes.restated if one.unit_id == "B1"]
    assert unit.before is not None and unit.after is not None
    assert (unit.before.is_comparable, unit.after.is_comparable) == (False, True)
    assert Place.model_validate({"total": "88.00", "rank": 1, "grade": "良好"}).is_comparable, "what was kept before says nothing of it"
