"""A year as a city lives it: figures, objections, decisions, two signatures, a publication, a late export, a restatement; all of it verified."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data.access import Viewer
from data.calendar import load_calendar
from data.decisions import objections, periods
from data.decisions.bodies import Exemption, Objection, PointAdjustment, Review
from data.decisions.store import Decisions, in_computation, new_thing
from data.decisions.trail import Verdict
from data.errors import RequestFault
from data.runs.editions import published
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.assessment.assess import assess, gather
from metrics.obligations.period import parse_period
from metrics.publication.publish import publish
from metrics.publication.verify import verify
from metrics.rulebook.rulebook import load_rules
from metrics.run.filter import Filter
from metrics.run.may_object_to import check_own
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities import small_year as city

ZHANG = Viewer("张三", "officer", login="zhangsan")
LI = Viewer("李四", "leader", login="lisi")
B1 = Viewer("教育局经办", "department", frozenset({"B1"}), login="b1")
B2 = Viewer("财政局经办", "department", frozenset({"B2"}), login="b2")


class Today:
    """The day that the store is told it is."""

    def __init__(self) -> None:
        self.day = date(2026, 7, 1)

    def __call__(self) -> datetime:
        return datetime.combine(self.day, datetime.min.time().replace(hour=4), UTC)


@dataclass
class City:
    """One home with everything that is done in it."""

    home: Home
    settings: Settings
    today: Today
    decisions: Decisions

    @property
    def store(self) -> RunStore:
        return RunStore(self.home, self.settings, lambda: published(self.decisions))

    def assessed(self) -> RunInfo:
        scheme = load_scheme(SAMPLE, load_rules())
        acts = in_computation(self.decisions)
        return assess(
            self.home, self.settings, gather(self.home, self.settings, parse_period(city.PERIOD), city.DAY, scheme, "A0", acts=acts)
        )

    def standing(self) -> periods.Standing:
        return periods.standing(self.decisions, city.PERIOD)

    def put_under_review(self, run: RunInfo, until: date, reason: str) -> None:
        said = Review(run_id=run.run_id, objections_until=until, answer_days=5)
        periods.review(self.decisions, ZHANG, self.standing(), said, reason)

    def sign(self, viewer: Viewer) -> None:
        waiting = [c for c in objections.cases(self.decisions, viewer, load_calendar(None), city.PERIOD) if c.status == "open"]
        periods.sign(self.decisions, viewer, self.standing(), self.today.day, len(waiting), "核对无误")

    def publish(self, reason: str) -> periods.Edition:
        return publish(self.home, self.settings, self.decisions, ZHANG, city.PERIOD, reason)

    def totals(self, run: str, viewer: Viewer = ZHANG) -> dict[str, Decimal | None]:
        return dict(Reader(self.store, run, viewer).totals().select("unit_id", "total").iter_rows())

    def lines_sum(self, run: str) -> bool:
        """Whether the lines of every unit that has a total sum to the scheme's total minus it."""
        reader = Reader(self.store, run, ZHANG)
        for unit, total in self.totals(run).items():
            lost = [*reader.items(unit)["lost"], *reader.adjustments(unit)["lost"]]
            if total is not None and sum(lost, Decimal(0)) != 100 - total:
                return False
        return True


@pytest.fixture
def place(tmp_path: Path) -> City:
    home, today = Home(tmp_path / "home").create(), Today()
    settings = Settings(home=home.path)
    return City(home, settings, today, Decisions(home, settings, today))


def test_a_year(place: City):
    decisions, today = place.decisions, place.today
    calendar = load_calendar(None)

    # The half year comes in, is assessed, and put before the departments.
    city.begin(place.home, decisions)
    first = place.assessed()
    before = place.totals(first.run_id)
    assert before["B1"] > before["B2"] > before["B3"] > before["B4"] > before["B5"]
    today.day = date(2026, 7, 2)
    place.put_under_review(first, date(2026, 7, 15), "半年考核结果初稿")

    # Two departments object; nobody can object for another, or to what is another's.
    reader = Reader(place.store, first.run_id, B1)
    late = reader.obligations(Filter(rule_id="share_reply", states=("late",)))["subject_id"].to_list()
    assert late == ["SQ-B1-0"]
    answer_by = calendar.after(today.day, 5)
    wanted = Objection(
        period=city.PERIOD,
        run_id=first.run_id,
        unit_id="B1",
        obligations=(("share_reply", late[0]),),
        wants="exemption",
        answer_by=answer_by,
    )
    check_own(reader, wanted)
    with pytest.raises(RequestFault):
        check_own(reader, wanted.model_copy(update={"obligations": (("share_reply", "SQ-B2-0"),)}))
    with pytest.raises(RequestFault, match="无权"):
        objections.file(decisions, B2, place.standing(), calendar, wanted, "替别人申诉")
    objections.file(decisions, B1, place.standing(), calendar, wanted, "平台升级停机，无法答复")
    points = Objection(period=city.PERIOD, run_id=first.run_id, unit_id="B2", item_id="share_reply", wants="points", answer_by=answer_by)
    item = next(i for i in Reader(place.store, first.run_id, B2).items("B2").iter_rows(named=True) if i["rule_id"] == "share_reply")
    points = points.model_copy(update={"item_id": item["item_id"]})
    objections.file(decisions, B2, place.standing(), calendar, points, "申请材料不齐")
    with pytest.raises(RequestFault, match="申诉期"):
        place.sign(ZHANG)

    # One is accepted, with the exemption it asks for; the other is refused with reasons.
    today.day = date(2026, 7, 8)
    one, other = objections.cases(decisions, ZHANG, calendar, city.PERIOD)
    assert [c.said.unit_id for c in objections.cases(decisions, B2, calendar)] == ["B2"]
    lifted = Exemption(rule_id="share_reply", subject_id=late[0], unit_id="B1", start=date(2026, 1, 1))
    accepted = objections.answer(decisions, ZHANG, one, "accepted", "停机公告属实", [("exemption", lifted)])
    objections.answer(decisions, ZHANG, other, "rejected", "材料齐全，系逾期答复")
    assert [act.because for act in decisions.standing("exemption")] == [accepted.act_id]

    # The officer exempts what a flood delayed, and takes points for a breach of procedure.
    flood = Exemption(rule_id="share_reply", unit_id="B4", due_to=date(2026, 3, 31), start=date(2026, 1, 1), end=date(2026, 12, 31))
    decisions.act(ZHANG, "exemption", new_thing(), "made", flood, reason="防汛应急期间")
    taken = PointAdjustment(period=city.PERIOD, unit_id="B5", points=-1.5, start=city.DAY)
    decisions.act(ZHANG, "adjustment", new_thing(), "made", taken, reason="未按要求报送整改材料")
    second = place.assessed()
    assert second.run_id != first.run_id
    after = place.totals(second.run_id)
    assert after["B1"] > before["B1"]
    assert (after["B2"], after["B3"]) == (before["B2"], before["B3"])
    assert after["B5"] == before["B5"] - Decimal("1.50")
    assert place.lines_sum(first.run_id)
    assert place.lines_sum(second.run_id)
    assert Reader(place.store, second.run_id, ZHANG).adjustments("B5").filter(kind="decision")["points"].to_list() == [-1.5]
    assert Reader(place.store, second.run_id, ZHANG).count(Filter(unit_id="B4", rule_id="share_reply", states=("exempt",))) == 10

    # Two different persons sign what is under review now; then it is published.
    place.put_under_review(second, date(2026, 7, 15), "已计入申诉处理结果")
    today.day = date(2026, 7, 16)
    place.sign(ZHANG)
    with pytest.raises(RequestFault, match="两位不同的人员"):
        place.sign(ZHANG)
    with pytest.raises(RequestFault):
        place.publish("一个人签核还不够")
    place.sign(LI)
    edition = place.publish("2026年上半年考核结果")
    assert (edition.edition_id, place.standing().stage) == ("2026H1-1", "published")
    ranking = Reader(place.store, edition.edition_id, B2).ranking()
    assert set(ranking["unit_id"]) == {"A0", *city.UNITS}
    assert set(place.totals(edition.edition_id, B2)) == {"B2"}
    assert set(Reader(place.store, second.run_id, B2).ranking()["unit_id"]) <= {"B2"}

    # A late export changes the figures; what was published stays as it was.
    city.late_export(place.home, decisions)
    third = place.assessed()
    assert place.totals(third.run_id) != after
    assert place.totals(edition.edition_id) == after

    # The correction is signed by two as well, and names the three units that changed, why, and by whom.
    today.day = date(2026, 7, 21)
    place.put_under_review(third, date(2026, 7, 24), "平台补导了共享申请")
    today.day = date(2026, 7, 25)
    place.sign(LI)
    place.sign(ZHANG)
    corrected = place.publish("平台补导共享申请，更正三个单位的结果")
    assert (corrected.edition_id, place.standing().stage) == ("2026H1-2", "restated")
    changes = Reader(place.store, corrected.edition_id, ZHANG).changes()
    assert changes is not None
    assert {u.unit_id for u in changes.restated} == {"B2", "B3", "B5"}
    assert set(changes.unchanged) >= {"A0", "B1", "B4"} - {u.unit_id for u in changes.units}
    for unit in changes.restated:
        assert unit.obligations
        assert {changes.cause(key).what for key in unit.causes if changes.cause(key).kind == "batch"} >= {"共享申请：共享申请-补导.csv"}
    own = Reader(place.store, corrected.edition_id, B2).changes()
    assert own is not None
    assert [u.unit_id for u in own.units] == ["B2"]
    assert place.totals(edition.edition_id) == after

    # Both editions hold against their originals, and the trail is whole.
    for known in ("2026H1-1", "2026H1-2"):
        findings = verify(place.home, place.settings, decisions, known)
        assert findings.holds, findings
    verdict: Verdict = decisions.verify_trail()
    assert verdict.faults == ()
    assert [a.verb for a in decisions.acts("period")] == [
        "reviewed",
        "reviewed",
        "signed",
        "signed",
        "published",
        "reviewed",
        "signed",
        "signed",
        "published",
    ]
