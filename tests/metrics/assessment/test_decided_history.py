"""Each month's end has the decisions that are in force at its own day, and no others."""

from datetime import UTC, date, datetime
from pathlib import Path

from data.access import OPERATOR
from data.contracts.contracts import load_contracts
from data.decisions.bodies import Exemption
from data.facts.store import Facts
from data.intake import ingest
from data.runs.store import RunStore
from data.settings import Home, Settings
from metrics.assessment.assess import gather, history
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.run.reader import Reader
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities.deciding import act, exempt

AS_OF = date(2026, 6, 30)


def test_history_asks_for_each_day_which_decisions_were_in_force(samples: Path, home: Home) -> None:
    paths = [samples / "clean" / "exports" / f"{name}.xlsx" for name in ("部门名录", "信息系统台账")]
    ingest(paths, Facts(home), load_contracts(), exported_on=AS_OF, by="test", received_at=datetime(2026, 7, 1, tzinfo=UTC))
    may = act(Exemption(rule_id="system_registration", start=date(2026, 5, 15), end=date(2026, 6, 10)), 1)
    june = exempt(2, date(2026, 6, 1), rule_id="plan_filing")
    scheme = load_scheme(SAMPLE, load_rules())
    inputs = gather(home, Settings(), parse_period("2026Q2"), AS_OF, scheme, "JM001", acts=[may, june])
    lifted = {}
    for run in history(home, Settings(), inputs):
        rows = Reader(RunStore(home, Settings()), run.run_id, OPERATOR).obligations()
        lifted[run.as_of] = set(rows.filter(rows["decision"].is_not_null()).select("rule_id", "decision").rows())
    assert lifted == {date(2026, 4, 30): set(), date(2026, 5, 31): {("system_registration", 1)}, AS_OF: {("plan_filing", 2)}}
