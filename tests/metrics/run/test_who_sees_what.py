"""The one gate: whatever a department asks, in whatever words, nothing of another unit comes back. Every way to read is tried here."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from itertools import cycle
from typing import Any

import polars as pl
import pytest
from pydantic import BaseModel

from data.access import MAY, ROLES, Viewer
from data.calendar import load_calendar
from data.decisions import orders
from data.decisions.bodies import Exemption, Order, PointAdjustment, StopClock, Wait
from data.errors import RequestFault
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.comparison import attribution, carried_over
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.what_if import rank_range
from pages.shell.run_cache import KeptReader
from tests.cities import small_year
from tests.cities.small_editions import LI, ZHANG, assessed, decisions_of, publish_now, store_of

UNITS = small_year.UNITS
FORGED = (
    "' or '1'='1", "%", "*", "B%", "B1' union select * from totals --", "'; select * from run.totals; --", "$units", "null", "", "\0",
)  # fmt: skip
Asked = tuple[str, ...]  # another unit, and what is forged beside it
BYS = (None, "provider", "requester", "clock", "month")
DAYS = (date(2020, 1, 1), date(2030, 1, 1))


def filters(asked: Asked) -> list[Filter]:
    """What somebody could write into an address to see another unit."""
    other, *forged = asked
    texts = (other, f"SQ-{other}-0", small_year.NAMES[other], *forged)
    return [
        Filter(),
        *(Filter(**{part: text}) for part in ("unit_id", "department_id", "rule_id", "reason", "search") for text in texts),
        *(Filter(states=(text,)) for text in texts),
        Filter(named=(f"share_reply/SQ-{other}-0", *forged)),
        Filter(due_from=DAYS[0], due_to=DAYS[1], min_days_late=0, counted=True),
    ]


Way = Callable[[Reader, Asked], Iterable[Any]]
ASKED: dict[str, Way] = {
    "is_draft": lambda r, asked: [r.is_draft],
    "meta": lambda r, asked: [r.meta()],
    "scheme": lambda r, asked: [r.scheme()],
    "rules": lambda r, asked: [r.rules()],
    "batches": lambda r, asked: [r.batches()],
    "units": lambda r, asked: [r.units()],
    "departments": lambda r, asked: [r.departments()],
    "totals": lambda r, asked: [r.totals()],
    "ranking": lambda r, asked: [r.ranking()],
    "sections": lambda r, asked: [r.sections()],
    "items": lambda r, asked: [r.items(), *(r.items(x) for x in asked)],
    "adjustments": lambda r, asked: [r.adjustments(), *(r.adjustments(x) for x in asked)],
    "indicators": lambda r, asked: [r.indicators(), *(r.indicators(x) for x in asked)],
    "open_duties": lambda r, asked: [r.open_duties(x) for x in asked],
    "fulfilled": lambda r, asked: [r.fulfilled(x) for x in asked],
    "held_otherwise": lambda r, asked: [r.held_otherwise(another(r))],
    "alike": lambda r, asked: [r.alike()],
    "movement": lambda r, asked: [attribution.splits(another(r), r), r.movement(another(r).info)],
    "following": lambda r, asked: [r.following(another(r))],
    "followed": lambda r, asked: [carried_over.followed(another(r), r, x) for x in asked],
    "reach": lambda r, asked: [rank_range.reaches(r), r.reach()],
    "obligations": lambda r, asked: [r.obligations(f, limit=50) for f in filters(asked)],
    "tally": lambda r, asked: [r.tally(f) for f in filters(asked)],
    "count": lambda r, asked: [r.count(f) for f in filters(asked)],
    "facets": lambda r, asked: [r.facets(f) for f in filters(asked)],
    "undecided": lambda r, asked: [r.undecided(f) for f in filters(asked)],
    "due_months": lambda r, asked: [r.due_months(f) for f in filters(asked)],
    "timing": lambda r, asked: [r.timing(by, f) for f, by in zip(filters(asked), cycle(BYS))],
    "amounts": lambda r, asked: [r.amounts(f) for f in filters(asked)],
    "refreshed": lambda r, asked: [r.refreshed(f) for f in filters(asked)],
    "gate_checks": lambda r, asked: [r.gate_checks(), *(r.gate_checks(x) for x in (f"P-{asked[0]}", *asked))],
    "asset_register": lambda r, asked: [r.asset_register(), *(r.asset_register(x) for x in asked)],
    "obligation": lambda r, asked: [refused(r, rule, f"SQ-{asked[0]}-0") for rule in ("share_reply", *asked[1:])],
    "calendar": lambda r, asked: [r.calendar(date(2026, 1, 1), date(2026, 1, 9))],
    "decisions": lambda r, asked: [r.decisions()],
    "evidence": lambda r, asked: [*r.evidence()],
    "changes": lambda r, asked: [r.changes()],
}


def another(reader: Reader) -> Reader:
    """The same viewer's sight of another run."""
    run = next(run for run in reader.store.runs() if run.address != reader.info.address)
    return type(reader)(reader.store, run, reader.viewer)


def refused(reader: Reader, rule_id: str, subject_id: str) -> str:
    with pytest.raises(RequestFault, match="或您无权查看") as told:
        reader.obligation(rule_id, subject_id)
    return str(told.value).replace(f"{rule_id} / {subject_id}", "")  # the words of the question itself


def said(answer: Any) -> str:
    """Everything that an answer holds, as text."""
    if isinstance(answer, pl.DataFrame):
        return str(answer.rows())
    return answer.model_dump_json() if isinstance(answer, BaseModel) else str(answer)


def order(home: Home, unit: str) -> None:
    """A rectification order to a unit, of a day that the half year holds, and its closing."""
    day, name = date(2026, 6, 8), small_year.NAMES[unit]
    told = {"unit_id": unit, "unit_name": name, "issuer_name": "A0", "matter": f"{name}整改", "run": "r", "period": "2026H1", "as_of": day}
    said = Order.model_validate(
        {**told, "obligations": ({"rule_id": "share_reply", "subject_id": f"SQ-{unit}-0"},), "issued_on": day, "due_on": date(2026, 6, 15)}
    )
    then = decisions_of(home, datetime(2026, 6, 8, 9, tzinfo=UTC))
    number = orders.issue(then, LI, load_calendar(), said, f"{name}核查").thing
    orders.close(then, LI, orders.order(then, LI, number), day, f"{name}属实")


def assets() -> str:
    """An asset of each unit, half of them registered."""
    rows = [
        f"ZC-{unit},{name},{name}数据集,2026-03-02,{'2026-03-09' if n % 2 else ''},"
        for n, (unit, name) in enumerate(small_year.NAMES.items())
    ]
    return "\n".join(["资产编号,登记单位,资产名称,授权运营日期,登记日期,评估日期", *rows]) + "\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two editions and a later draft, with decisions of every kind on several units."""
    home = Home(tmp_path_factory.mktemp("gate") / "home").create()
    decisions = decisions_of(home)
    small_year.begin(home, decisions)
    small_year.take(home, decisions, {"数据资产.csv": assets()}, datetime(2026, 7, 1, 9, tzinfo=UTC))
    publish_now(home, decisions)
    start = date(2026, 1, 1)
    bodies = [
        ("exemption", Exemption(rule_id="share_reply", subject_id="SQ-B4-0", unit_id="B4", start=start), "水利局系统停机"),
        ("exemption", Exemption(department_id="B3", rule_id="share_provision", start=start), "民政局机构改革"),
        ("exemption", Exemption(rule_id="granted_data_use", start=start), "全市暂缓"),
        ("adjustment", PointAdjustment(period=small_year.PERIOD, unit_id="B5", points=-1, start=start), "体育局通报批评"),
        (
            "wait",
            Wait(rule_id="share_reply", subject_id="SQ-B2-0", unit_id="B2", start=date(2026, 3, 4), end=date(2026, 3, 9)),
            "财政局补正",
        ),
        ("stop_clock", StopClock(rule_id="share_reply", is_on=True), "停表"),
    ]
    for n, (about, body, reason) in enumerate(bodies):
        decisions.act(LI, about, "share_reply" if about == "stop_clock" else f"t{n}", "made", body, reason=reason)
    for unit in ("B1", "B4"):
        order(home, unit)
    small_year.late_export(home, decisions)
    publish_now(home, decisions, "更正")
    decisions.act(ZHANG, "exemption", "t0", "revoked", reason="不成立", seen=1)
    assessed(home, decisions)
    return home


@pytest.fixture(scope="module")
def store(home: Home) -> RunStore:
    return store_of(home, decisions_of(home))


@pytest.fixture(scope="module")
def addresses(store: RunStore) -> list[str]:
    found = [run.address for run in store.runs()]
    assert len(found) == 3
    return found


def department(*units: str) -> Viewer:
    return Viewer("某部门", "department", frozenset(units), login="x")


def test_every_way_to_read_is_tried_here():
    assert set(ASKED) == {name for name in vars(Reader) if not name.startswith("_")}


@pytest.mark.parametrize(("made", "unit"), [(Reader, "B2"), (KeptReader, "B4")])
def test_nothing_of_another_unit_comes_back(store: RunStore, addresses: list[str], made: type[Reader], unit: str):
    for address in addresses:
        reader = made(store, address, department(unit))
        others = [u for u in UNITS if u != unit]
        for way, ask in ASKED.items():
            if way == "ranking" and not reader.is_draft:
                continue  # of an edition the whole ranking is public: held below
            for asked in ((others[0], *FORGED), (others[-1],)):
                told = " ".join(said(answer) for answer in ask(reader, asked))
                leaks = [u for u in others if u in told or small_year.NAMES[u].removeprefix("江门市") in told]
                assert leaks == [], f"{way} of {address} tells {unit} of {leaks}"


def test_what_a_forged_filter_counts_is_its_own(store: RunStore, addresses: list[str]):
    for address in addresses:
        reader, city = (Reader(store, address, viewer) for viewer in (department("B2"), ZHANG))
        own = city.count(Filter(unit_id="B2"))
        assert 0 < own < city.count()
        assert reader.count() == own
        for other in ("B3", "B4"):
            assert all(reader.count(wanted) <= own for wanted in filters((other, *FORGED)))
            assert reader.count(Filter(unit_id=other)) == 0


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_all_its_own_or_nothing(store: RunStore, addresses: list[str], role: str):
    viewer = Viewer("某人", role, frozenset({"B2"}) if role == "department" else None, login="x")  # type: ignore[arg-type]
    for address in addresses:
        if "see_figures" not in MAY[role]:  # type: ignore[index]
            for made in (Reader, KeptReader):
                with pytest.raises(RequestFault, match="您的角色不查看考核数据"):
                    made(store, address, viewer)
            continue
        seen = set(Reader(store, address, viewer).totals()["unit_id"])
        assert seen == ({"B2"} if role == "department" else {"A0", *UNITS})


def test_a_department_without_units_sees_nothing(store: RunStore, addresses: list[str]):
    for address in addresses:
        reader = Reader(store, address, department())
        for way in ("totals", "units", "departments", "items", "obligations", "decisions", "batches", "facets"):
            assert getattr(reader, way)().is_empty(), way
        assert reader.count() == 0


# The ranking.


def test_the_ranking_of_an_edition_is_for_all_and_nothing_of_why(store: RunStore, addresses: list[str]):
    for address in addresses:
        reader = Reader(store, address, department("B2"))
        ranking = reader.ranking()
        assert ranking.columns == ["unit_id", "unit_name", "unit_group", "rank", "total", "grade", "is_comparable"]
        assert set(ranking["unit_id"]) == ({"B2"} if reader.is_draft else {"A0", *UNITS})
        whole = Reader(store, address, ZHANG)
        assert whole.ranking().equals(whole.totals().select(ranking.columns))


def test_a_city_may_keep_the_ranking_to_itself(home: Home):
    decisions = decisions_of(home)
    open_store = store_of(home, decisions)
    store = RunStore(home, Settings(home=home.path, published_ranking=False), open_store.published)
    for run in store.runs():
        assert set(Reader(store, run.address, department("B2")).ranking()["unit_id"]) == {"B2"}
        assert len(Reader(store, run.address, ZHANG).ranking()) == 6


# The decisions.


def test_a_department_sees_the_decisions_that_concern_it(store: RunStore):
    def reasons(unit: str) -> dict[str, int]:
        rows = Reader(store, "2026H1-2", department(unit)).decisions()
        return dict(rows.select("reason", "touched").iter_rows())

    assert reasons("B4") == {"水利局系统停机": 1, "江门市水利局核查": 1, "江门市水利局属实": 1}
    assert reasons("B5") == {"体育局通报批评": 1}
    assert reasons("B3").keys() == {"民政局机构改革"}
    assert reasons("B1") == {"江门市教育局核查": 1, "江门市教育局属实": 1}
    assert set(reasons("B2")) == {"财政局补正", "停表"}
    assert reasons("A0").keys() == {"全市暂缓"}, "the requester owes the use of what it was given"
    whole = Reader(store, "2026H1-2", ZHANG).decisions()
    assert len(whole) == 10


def test_what_touched_is_counted_in_sight(store: RunStore):
    whole = Reader(store, "2026H1-2", ZHANG).decisions().filter(reason="民政局机构改革")
    own = Reader(store, "2026H1-2", department("B3")).decisions().filter(reason="民政局机构改革")
    assert own["touched"].to_list() == whole["touched"].to_list()
    assert whole["touched"][0] == 10
