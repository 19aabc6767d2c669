"""What is promised to be regained is regained: the named duties are fulfilled in the data of two cities, and all is assessed again."""

import tempfile
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import polars as pl
import pytest

from data.access import OPERATOR, Viewer
from data.engines.duckdb import DuckDBEngine
from data.facts.store import Facts
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.assessment.assess import Inputs, assess, derive, files_of, gather
from metrics.obligations.evidence import File
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.run.reader import Reader
from metrics.schemes.scheme import load_scheme
from metrics.what_if.regain import Regain, named_duties, regains
from tests.cities.deciding import adjust, exempt
from tests.cities.fulfilling import OTHERS, WRITTEN, fulfil
from tests.cities.sample_city import assessed

OPTIONS = Settings(threads=1)
RULES = load_rules()
NEVER = {"project_gate"}  # judged at the step itself: what is done later changes nothing


@dataclass
class City:
    """A sample city, assessed with decisions in force."""

    home: Home
    inputs: Inputs
    reader: Reader
    tables: dict[str, pl.DataFrame]
    files: tuple[File, ...]

    @cached_property
    def promises(self) -> dict[tuple[str, str], Regain]:
        """By unit and rule."""
        return {(unit, one.rule_id): one for unit in self.reader.units()["unit_id"] for one in regains(self.reader, unit)}

    def again(self, kept: dict[str, Regain]) -> dict[str, Decimal]:
        """The totals of all units after each of some kept one promise."""
        tables, as_of = dict(self.tables), self.inputs.as_of
        for unit, one in kept.items():
            named = named_duties(self.reader.open_duties(unit), one)
            assert len(named) == one.count
            fulfil(tables, one.rule_id, set(named["subject_id"]), as_of)
        with tempfile.TemporaryDirectory() as folder, DuckDBEngine(None, OPTIONS) as engine:
            for name, contract in self.inputs.contracts.exports.items():
                path = Path(folder) / f"{name}.parquet"
                if name in tables:
                    tables[name].write_parquet(path)
                engine.export(contract, [path] if name in tables else [], as_of)
            derive(engine, self.inputs, self.files)
            return dict(engine.read("select unit_id, total from totals").iter_rows())


@pytest.fixture(scope="module", params=["clean", "messy"])
def city(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> City:
    made, period = assessed(request.param), parse_period("2026H1")
    home = Home(made.copy(tmp_path_factory.mktemp(request.param) / "home"))
    scheme = load_scheme(made.sample / "scheme.toml", RULES)
    scheme = scheme.model_copy(update={"limits": scheme.limits.model_copy(update={"per_item": 5.0, "per_total": 5.0})})
    bare = gather(home, OPTIONS, period, period.end, scheme, "JM001", acts=())
    first = Reader(RunStore(home, OPTIONS), assess(home, OPTIONS, bare).run_id, OPERATOR)
    units = first.units()["unit_id"].to_list()
    item = scheme.items[0].id
    acts = [adjust(1, 3.0, item, units[0]), adjust(2, -4.0, item, units[1]), adjust(3, 2.0, None, units[2])]
    acts += [exempt(4, rule_id="aggregation_freshness", unit_id=units[3]), exempt(5, rule_id="share_reply", unit_id=units[4])]
    inputs = replace(bare, acts=tuple(acts))
    reader = Reader(RunStore(home, OPTIONS), assess(home, OPTIONS, inputs).run_id, OPERATOR)
    facts = Facts(home)
    tables = {export: pl.read_parquet(facts.rows_path(found[0])) for export, found in inputs.batches.items() if found}
    assert all(len(found) <= 1 for found in inputs.batches.values())
    return City(home, inputs, reader, tables, files_of(inputs, facts.rows_path))


def rounds(promises: dict[tuple[str, str], Regain]) -> list[dict[str, Regain]]:
    """One promise a unit in each round, the next rule in the next."""
    by_unit: dict[str, list[Regain]] = {}
    for (unit, _), one in sorted(promises.items()):
        by_unit.setdefault(unit, []).append(one)
    return [{u: every[n] for u, every in by_unit.items() if n < len(every)} for n in range(max(map(len, by_unit.values())))]


def test_what_is_promised_is_regained_exactly(city: City):
    """Every promise to every unit, of every kind of rule: a round fulfils one of each unit, which don't touch one another."""
    promises = city.promises
    now = dict(city.reader.totals().select("unit_id", "total").iter_rows())
    assert all(one.total - now[unit] == one.gain > 0 for (unit, _), one in promises.items())
    wrong = []
    for kept in rounds(promises):
        then = city.again(kept)
        wrong += [
            (unit, one.rule_id, one.choice, now[unit], one.total, then[unit]) for unit, one in kept.items() if then[unit] != one.total
        ]
        wrong += [
            (unit, "nothing", "", now[unit], now[unit], total) for unit, total in then.items() if unit not in kept and total != now[unit]
        ]
    assert wrong == []
    assert len({rule for _, rule in promises}) >= 12, "rules of every kind"
    assert {RULES[rule].basis for _, rule in promises} == {"flow", "stock"}
    assert any(one.choice != "missed" for one in promises.values())


def test_every_rule_that_can_be_made_good_is_known_here():
    assert {*WRITTEN, *OTHERS} == {*RULES} - NEVER


def test_what_was_judged_for_good_is_not_promised(city: City):
    for unit in city.reader.units()["unit_id"]:
        assert not NEVER & set(city.reader.open_duties(unit)["rule_id"])


def test_what_is_late_is_late_for_good(city: City):
    """A flow rule of which only the share on time is scored has nothing to gain by what is already overdue."""
    scheme = city.inputs.scheme
    measures: dict[str, set[str]] = {}
    for line in (*scheme.items, *scheme.adjustments):
        measures.setdefault(line.rule, set()).add(line.measure)
    lost = {rule for rule, found in measures.items() if found == {"on_time_rate"}}
    of_those = [one for (_, rule), one in city.promises.items() if rule in lost]
    assert lost
    assert all(one.choice == "coming" and set(one.named) == {"pending"} for one in of_those)


def test_the_most_comes_first_and_counts_what_it_names(city: City):
    for unit in city.reader.units()["unit_id"]:
        found = regains(city.reader, unit)
        assert [one.gain for one in found] == sorted((one.gain for one in found), reverse=True)
        assert all(one.count == sum(one.named.values()) > 0 and one.items for one in found)


def test_a_department_is_told_its_own_only(city: City):
    units = city.reader.units()["unit_id"].to_list()
    own = Reader(city.reader.store, city.reader.run_id, Viewer("某人", "department", frozenset(units[:1]), login="x"))
    assert regains(own, units[0]) == regains(city.reader, units[0])
    assert own.open_duties(units[1]).is_empty()
    assert own.fulfilled(units[1]).is_empty()
    assert regains(own, units[1]) == []
