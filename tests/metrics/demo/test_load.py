"""The demo city with its procedure: lived through, the same each time, in place whole or not at all, and put away whole."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from data.access import MAY, OPERATOR
from data.calendar import load_calendar
from data.decisions import objections, people, periods, schemes
from data.decisions.acts import Act
from data.decisions.evidence import missing
from data.decisions.store import Decisions
from data.demo import DemoFile
from data.demo.late import PROVIDERS
from data.demo.office import viewer
from data.errors import RequestFault
from data.facts.store import Facts
from data.runs.editions import published
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.assessment import assess
from metrics.comparison.decisions_since import outstanding
from metrics.demo import load as demonstration
from metrics.demo.load import has_decisions, load_demo, set_aside
from metrics.publication.publish import moved_since
from metrics.publication.verify import verify
from metrics.rulebook.rulebook import load_rules
from metrics.run.reader import Reader
from metrics.schemes.changes import changes
from metrics.schemes.versions import scheme_of, shipped
from pages.shell.identity import DEMO_PERSONS
from tests.cities import demo_city, demo_exports

NOWHERE = SecretStr("postgresql://nobody:x@127.0.0.1:9/none")
SEALED = {"manifest", "trail"}  # digests of files that hold no two same bytes
MOVES = len(demonstration.PARTS) + 1  # each part and, last, the mark


def load(folder: Path) -> Home:
    home = Home(folder).create()
    load_demo(home, Settings(home=home.path, decisions=NOWHERE), lambda step: None)
    return home


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return demo_city.copy(tmp_path_factory.mktemp("demo") / "home")


@pytest.fixture(scope="module")
def decisions(city: Home) -> Iterator[Decisions]:
    with closing(Decisions(city, Settings(home=city.path))) as found:
        yield found


@pytest.fixture(scope="module")
def store(city: Home, decisions: Decisions) -> RunStore:
    return RunStore(city, Settings(home=city.path), lambda: published(decisions))


def told(acts: list[Act]) -> list[tuple]:
    """What acts say, the things numbered as they come up: points that an answer gives are a thing with a name of chance."""
    things: dict[tuple[str, str], int] = {}
    return [
        (a.about, things.setdefault((a.about, a.thing), len(things)), a.seq, a.verb, a.body.model_dump(exclude=SEALED), a.by, a.at, a.reason,
         a.evidence, a.because)
        for a in acts
    ]  # fmt: skip


@pytest.fixture
def made_once(city: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are those that are written already (tests/data/test_demo.py holds that any process writes the same), and a run that the city
    has is copied: the same name is the same run. Writing and computing anew takes two thirds of a load.
    """

    def copied(path: Path, settings: Settings, inputs: assess.Inputs, *more: object) -> None:
        made = city.runs / f"{inputs.run_id}.duckdb"
        shutil.copyfile(made, path) if made.exists() else compute(path, settings, inputs, *more)

    compute = assess.compute
    monkeypatch.setattr(assess, "compute", copied)
    monkeypatch.setattr(demonstration, "write_exports", lambda folder: demo_exports.written())


@pytest.mark.usefixtures("made_once")
def test_two_loads_give_the_same_acts(decisions: Decisions, tmp_path: Path):
    again = load(tmp_path / "again")
    with closing(Decisions(again, Settings(home=again.path))) as others:
        assert told(others.acts()) == told(decisions.acts())
        lines = [[(x.at, x.login, x.what, x.address) for x in of.trail_lines()] for of in (decisions, others)]
    assert lines[0] == lines[1]


def test_everything_that_can_be_decided_was(decisions: Decisions):
    kinds = Counter((act.about, act.verb) for act in decisions.acts())
    assert kinds["period", "published"] == 2
    assert {verb for about, verb in kinds if about == "order"} == {"issued", "replied", "closed"}
    assert {verb for about, verb in kinds if about == "objection"} == {"filed", "accepted", "partly_accepted", "rejected"}
    assert all(kinds[about, "made"] >= 1 for about in ("exemption", "adjustment", "note", "mapping", "person"))
    assert any(act.body.subject_id is None for act in decisions.standing("exemption"))
    assert sum(len(act.evidence) for act in decisions.acts()) >= 4
    assert missing(decisions) == []
    moments = [line.at for line in decisions.trail_lines()]
    assert moments == sorted(moments)
    assert {line.what for line in decisions.trail_lines()} >= {"sign_in", "intake", "assess", "act", "evidence"}
    assert decisions.verify_trail().faults == ()


def test_the_persons_of_the_picker_are_registered_and_act_within_their_roles(decisions: Decisions):
    known = {login: person for login, person, _ in people.everybody(decisions)}
    for who, role in DEMO_PERSONS.items():
        logins = [login for login in known if login == f"demo-{who}" or login.startswith(f"demo-{who}-")]
        assert logins, who
        assert {known[login].role for login in logins} == {role}
    assert [person.name for person in known.values() if not person.is_active] == [viewer("former").name]
    assert {act.by.casefold() for act in decisions.acts()} <= set(known)
    assert {MAY[act.role] >= {"object"} for act in decisions.acts("objection") if act.verb == "filed"} == {True}


def test_the_half_year_was_published_and_corrected_and_both_editions_hold(city: Home, decisions: Decisions, store: RunStore):
    assert periods.standing(decisions, "2026H1").stage == "restated"
    for edition in ("2026H1-1", "2026H1-2"):
        findings = verify(city, Settings(home=city.path), decisions, edition)
        assert findings.holds, findings
    changes = Reader(store, "2026H1-2", OPERATOR).changes()
    assert changes is not None
    scored = {unit.unit_id for unit in changes.restated if unit.before and unit.after and unit.before.total != unit.after.total}
    assert scored == set(PROVIDERS)


def test_something_waits_for_everybody_and_the_year_stays_open(city: Home, decisions: Decisions, store: RunStore):
    newest = store.runs()[0]
    assert (newest.period, newest.as_of) == ("2026", date(2026, 10, 31))
    assert periods.standing(decisions, "2026").stage == "open"
    assert len(outstanding(Reader(store, newest.address, OPERATOR), decisions)) == 3
    month, quarter = periods.standing(decisions, "2026-09"), periods.standing(decisions, "2026Q3")
    assert (month.stage, [act.role for act in month.signatures]) == ("under_review", ["officer"])
    run = next(run for run in store.runs() if run.run_id == month.run_id)
    assert moved_since(city, Settings(home=city.path), decisions, run) == ""  # once it is signed it can be published
    assert quarter.may_object(date(2026, 12, 1))
    cases = objections.cases(decisions, OPERATOR, load_calendar(), "2026Q3")
    assert [case.status for case in cases] == ["rejected", "open"]


def test_next_years_scheme_waits_after_it_was_returned_once_and_nothing_was_assessed_by_it(decisions: Decisions, store: RunStore):
    returned, waits = schemes.versions(decisions).values()
    assert [returned.state, waits.state] == ["returned", "proposed"]
    assert waits.said.came_from == returned.version_id
    sample = shipped(load_rules())
    told = {(change.name, change.field) for change in changes(sample, scheme_of(waits))}
    assert told >= {("reply", "points"), ("filing", "points"), ("reply_days", "band")}
    assert [name for name in ("leader", "officer", "officer2", "analyst") if waits.may_decide(viewer(name))] == ["leader", "officer2"]
    assert {(run.scheme_id, run.scheme_status) for run in store.runs()} == {(sample.id, "sample")}


def test_a_confirmed_word_is_read(city: Home):
    facts, day = Facts(city), date(2026, 10, 31)
    readings = [b.counts.rejected for b in facts.batches() if b.export == "share_requests" and b.exported_on == day]
    now = [batch.counts.rejected for batch in facts.in_force(day)["share_requests"]]
    assert (len(readings), len(now)) == (2, 1)
    assert now == [min(readings)] != [max(readings)]


# What follows plays nothing: it is about where things lie.


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading takes a moment only: a few files where the city would be."""
    monkeypatch.setattr(demonstration, "write_exports", lambda folder: [])
    monkeypatch.setattr(demonstration, "write_late_export", lambda folder: DemoFile(folder / "x", "x", date(2026, 6, 30), "x"))

    def play(home: Home, settings: Settings, *rest: object) -> None:
        with closing(Decisions(home, settings)) as decisions:
            decisions.trace(OPERATOR, "intake", "demo")
        for folder in (home.batches / "b", home.editions / "2026H1-1", home.runs / "r"):
            folder.mkdir()
            (folder / "of-the-demo").write_text("x")

    monkeypatch.setattr(demonstration, "play", play)


class Cut(Exception):
    """The power goes."""


def cut_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """Let so many renames happen, and no more."""
    left, rename = iter(range(steps)), Path.rename

    def at_most(self: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise Cut
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", at_most)


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize("steps", range(len(demonstration.PARTS)))
def test_a_stop_while_it_is_put_in_place_leaves_an_empty_home(home: Home, monkeypatch: pytest.MonkeyPatch, steps: int):
    with monkeypatch.context() as cut:
        cut_after(cut, steps)
        with pytest.raises(Cut):
            load(home.path)
    assert home.is_empty
    load(home.path)
    assert home.is_demo
    assert not home.is_empty
    assert (home.editions / "2026H1-1").exists()
    assert not (home.path / demonstration.BEING_MADE).exists()


@pytest.mark.usefixtures("played")
def test_a_stop_while_it_is_made_leaves_no_demo_at_all(home: Home, monkeypatch: pytest.MonkeyPatch):
    def stopped(*rest: object) -> None:
        raise Cut

    with monkeypatch.context() as cut:
        cut.setattr(demonstration, "play", stopped)
        with pytest.raises(Cut):
            load(home.path)
    assert home.is_empty
    assert not home.is_demo
    load(home.path)
    assert home.is_demo


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize("steps", range(MOVES + 1))
def test_a_stop_while_it_is_put_aside_never_leaves_made_up_things_as_real_ones(home: Home, monkeypatch: pytest.MonkeyPatch, steps: int):
    load(home.path)
    with monkeypatch.context() as cut:
        cut_after(cut, steps)
        if steps < MOVES:
            with pytest.raises(Cut):
                set_aside(home)
        else:
            set_aside(home)
    assert home.is_demo == (steps < MOVES)  # while anything of it is there, it is marked
    set_aside(home)
    assert not home.is_demo
    assert not any((home.path / part).exists() for part in demonstration.PARTS)
    with closing(Decisions(home.create(), Settings(home=home.path))) as real:
        assert real.trail_lines() == []
    asides = list(home.path.glob("demo-*"))
    assert {path.name for aside in asides for path in aside.iterdir()} == {*demonstration.PARTS, "demo.json"}
    assert set_aside(home) is None


@pytest.mark.usefixtures("played")
def test_a_home_in_which_somebody_decided_takes_no_demo(home: Home):
    settings = Settings(home=home.path)
    with closing(Decisions(home, settings)) as decisions:
        assert not has_decisions(home, settings)  # a store that was only opened displaces nothing
        decisions.act(viewer("admin"), "person", "zhang", "made", {"name": "张", "role": "admin"}, reason="第一位管理员")
    with pytest.raises(RequestFault, match="DUSHU_HOME"):
        load(home.path)
    assert not home.is_demo
    with closing(Decisions(home, settings)) as decisions:
        assert [act.thing for act in decisions.acts()] == ["zhang"]
