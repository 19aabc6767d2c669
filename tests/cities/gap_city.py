"""The five units of the small year with files that don't tell all: one ends six days early, one lacks columns and has an empty one, one comes late.

Thirty systems, six a unit: filed in time, with an empty column of registrations, no column of schemas and none of launches. Fifty requests as in the
small year and one more, open and due on 29 June, in a file of 24 June without extensions and withdrawals. The use of what was given comes in
for 1 July only.
"""

from datetime import UTC, date, datetime
from pathlib import Path

from data.access import Viewer
from data.contracts.contracts import load_contracts
from data.decisions.mappings import contracts_of
from data.decisions.store import Decisions
from data.facts.store import Facts
from data.intake import ingest
from data.settings import Home
from tests.cities.small_editions import decisions_of
from tests.cities.small_year import NAMES, departments, requests

AUTHORITY = "A0"
ENDS, LATER = date(2026, 6, 24), date(2026, 7, 1)
DAY = date(2026, 6, 30)
RECEIVED = datetime(2026, 7, 2, 9, tzinfo=UTC)
SYSTEMS = load_contracts().exports["systems"]
REGISTERED = SYSTEMS.column("registered_on")


def department(*units: str) -> Viewer:
    return Viewer("某部门", "department", frozenset(units), login="x")


def systems() -> str:
    rows = [f"S-{unit}-{n},系统{n},{name},已建,否,2026-01-05,,2026-01-20" for unit, name in NAMES.items() for n in range(6)]
    return "\n".join(["系统编码,系统名称,责任单位,建设阶段,是否涉密,列入台账日期,平台登记日期,建设方案备案日期", *rows]) + "\n"


def one_open() -> str:
    """The requests of the small year, and one that is open."""
    return requests(dict.fromkeys(NAMES, 1)) + "SQ-B1-open,江门市政务数据局,江门市教育局,M-B1,有条件共享,2026-06-12,,,\n"


def used() -> str:
    rows = [f"SQ-{unit}-{n},2026-05-25" for unit in NAMES for n in range(10)]
    return "\n".join(["申请编号,首次使用时间", *rows]) + "\n"


def begin(home: Home, count: int = 30) -> Decisions:
    """Bring the files in, with so many of the systems."""
    decisions = decisions_of(home)
    take(home, decisions, ENDS, {"部门名录.csv": departments(), "共享申请.csv": one_open()})
    take(home, decisions, DAY, {"信息系统台账.csv": "".join(systems().splitlines(keepends=True)[: count + 1])})
    take(home, decisions, LATER, {"共享数据使用.csv": used()})
    return decisions


def take(home: Home, decisions: Decisions, day: date, files: dict[str, str]) -> None:
    given: list[Path | tuple[str, bytes]] = [(name, text.encode()) for name, text in files.items()]
    outcomes = ingest(given, Facts(home), contracts_of(home, decisions), exported_on=day, by="张三", received_at=RECEIVED)
    assert [o.status for o in outcomes] == ["taken"] * len(files), outcomes
