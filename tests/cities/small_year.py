"""A city of five units and one kind of duty, small enough to know every figure by heart: a half year of share requests, and a late export."""

from datetime import UTC, date, datetime
from pathlib import Path

from data.decisions.mappings import contracts_of
from data.decisions.store import Decisions
from data.facts.store import Facts
from data.intake import Outcome, ingest
from data.settings import Home

DAY = date(2026, 6, 30)
PERIOD = "2026H1"
UNITS = ("B1", "B2", "B3", "B4", "B5")
NAMES = {"B1": "江门市教育局", "B2": "江门市财政局", "B3": "江门市民政局", "B4": "江门市水利局", "B5": "江门市体育局"}
HEAD = "申请编号,申请部门,数据提供部门,目录编码,共享属性,收到申请时间,答复时间,答复结果,数据提供时间"
ON_TIME, LATE = "2026-03-10", "2026-05-20"  # received on 2 March, ten working days: due on the 16th


def departments() -> str:
    """The directory: an authority and five units."""
    rows = [f"{unit},{name},江门市,市直部门,2020-01-01,{unit}" for unit, name in {"A0": "江门市政务数据局", **NAMES}.items()]
    return "\n".join(["部门编码,部门名称,所属区划,考核分组,启用日期,考核对象编码", *rows]) + "\n"


def requests(late: dict[str, int]) -> str:
    """Ten requests to each unit, so many of them answered late."""
    rows = []
    for unit, name in NAMES.items():
        for n in range(10):
            replied = LATE if n < late[unit] else ON_TIME
            rows.append(f"SQ-{unit}-{n},江门市政务数据局,{name},M-{unit},有条件共享,2026-03-02,{replied},同意,{replied}")
    return "\n".join([HEAD, *rows]) + "\n"


def take(home: Home, decisions: Decisions, files: dict[str, str], received: datetime) -> list[Outcome]:
    """Bring files in for the half year's end."""
    given: list[Path | tuple[str, bytes]] = [(name, text.encode()) for name, text in files.items()]
    outcomes = ingest(given, Facts(home), contracts_of(home, decisions), exported_on=DAY, by="张三", received_at=received)
    assert [o.status for o in outcomes] == ["taken"] * len(files), outcomes
    return outcomes


def begin(home: Home, decisions: Decisions) -> None:
    """The half year as it first came in: one to five late answers."""
    files = {"部门名录.csv": departments(), "共享申请.csv": requests({"B1": 1, "B2": 2, "B3": 3, "B4": 4, "B5": 5})}
    take(home, decisions, files, datetime(2026, 7, 1, 9, tzinfo=UTC))


def late_export(home: Home, decisions: Decisions) -> None:
    """The same half year exported again: three units turn out otherwise, no other changes its place."""
    late = {"B1": 1, "B2": 1, "B3": 2, "B4": 4, "B5": 6}
    take(home, decisions, {"共享申请-补导.csv": requests(late)}, datetime(2026, 7, 20, 9, tzinfo=UTC))
