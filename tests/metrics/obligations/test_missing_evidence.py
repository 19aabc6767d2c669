"""Of what has not come in, nothing can be held against anybody."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.access import OPERATOR
from data.contracts.contracts import load_contracts
from data.facts.store import Facts
from data.intake import ingest
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.assessment.assess import assess, gather
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, load_scheme

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def reader(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The clean city of which only the directory and the systems have come in, and the catalogue but not what hangs on it."""
    home = Home(tmp_path_factory.mktemp("evidence") / "home").create()
    paths = [samples / "clean" / "exports" / f"{name}.xlsx" for name in ("部门名录", "信息系统台账", "公共数据资源目录")]
    ingest(paths, Facts(home), load_contracts(), exported_on=AS_OF, by="test", received_at=datetime(2026, 7, 1, tzinfo=UTC))
    inputs = gather(home, Settings(home=home.path), parse_period("2026H1"), AS_OF, load_scheme(SAMPLE, load_rules()), "JM001", acts=())
    return Reader(RunStore(home, Settings()), assess(home, Settings(), inputs).run_id, OPERATOR)


@pytest.mark.parametrize("rule", ["officer_appointment", "resource_attachment", "aggregation"])
def test_nobody_failed_by_an_export_that_has_not_come_in(reader: Reader, rule: str) -> None:
    tally = reader.tally(Filter(rule_id=rule))
    assert tally["unknown"] == tally["obligations"] > 0
    assert reader.count(Filter(rule_id=rule, reason="export_missing")) == tally["obligations"]


def test_what_has_come_in_is_judged(reader: Reader) -> None:
    tally = reader.tally(Filter(rule_id="catalog_coverage"))
    assert tally["unknown"] == 0
    assert tally["counted"] > 0
