"""The small year as its files leave it open, published; and corrected when a later file says what was wanting.

The first file of requests speaks for 20 June, ten days before the day of assessment, and has no column of extensions. B1 has four requests
that fell due after that day, B3 two of which nobody knows whether they were extended; B2 one that was overdue either way. Officers have not
come in at all, so that each unit has one more duty that can't be judged. B1 and B3 have more than a tenth undecided. The steps of B5's project
are in a file that does not say when data were aggregated.
"""

import shutil
from datetime import UTC, date, datetime

from data.decisions.mappings import contracts_of
from data.decisions.store import Decisions
from data.facts.store import Facts
from data.intake import ingest
from data.settings import Home
from tests.cities.shared import once
from tests.cities.small_editions import decisions_of, publish_now
from tests.cities.small_year import DAY, HEAD, NAMES, departments, requests

EXPORTED = date(2026, 6, 20)
LATE = {"B1": 1, "B2": 2, "B3": 3, "B4": 4, "B5": 5}
OPEN = {"B1": ("2026-06-08", 4), "B2": ("2026-05-20", 1), "B3": ("2026-06-01", 2)}  # received on that day and not answered, how many
ANSWERED = {"B1": "2026-06-22", "B2": "2026-06-25", "B3": ""}  # as the later file says
PROJECTS = (
    "项目编码,项目名称,项目单位,项目类型,审批环节,审批日期,审批结果,目录编制完成日期\n"
    "P1,健身场馆平台,江门市体育局,新建,立项,2026-03-02,通过,2026-02-02\nP1,健身场馆平台,江门市体育局,新建,验收,,审批中,2026-02-02\n"
)
FIRST, SECOND = "2026H1-1", "2026H1-2"


def bring_to(edition: str, home: Home) -> Decisions:
    """An empty home filled with the half year and its editions up to that one, and its decisions."""
    made = once(f"wanting-year-{edition}", lambda folder: _play(edition, Home(folder / "home").create()))
    shutil.copytree(made / "home", home.path, dirs_exist_ok=True)
    return decisions_of(home, datetime(2026, 7, 20, tzinfo=UTC))


def _play(edition: str, home: Home) -> None:
    if edition == FIRST:
        decisions = decisions_of(home)
        files = {"部门名录.csv": departments(), "共享申请.csv": _requests(extended=False), "项目审批.csv": PROJECTS}
        _take(home, decisions, files, EXPORTED)
    else:
        decisions = bring_to(FIRST, home)
        _take(home, decisions, {"共享申请-补导.csv": _requests(extended=True)}, DAY)
    publish_now(home, decisions, "按期发布" if edition == FIRST else "补导更正")
    decisions.close()


def _requests(*, extended: bool) -> str:
    """Those of the small year and the open ones; `extended`: with the column of extensions, and the answers that came since."""
    lines = requests(LATE).splitlines()
    for unit, (received, number) in OPEN.items():
        replied = ANSWERED[unit] if extended else ""
        given = f"{replied},{'同意' if replied else ''},{replied}"
        lines += [f"SQ-{unit}-新{n},江门市政务数据局,{NAMES[unit]},M-{unit},有条件共享,{received},{given}" for n in range(number)]
    if extended:
        lines = [f"{HEAD},是否批准延期", *(f"{line},否" for line in lines[1:])]
    return "\n".join(lines) + "\n"


def _take(home: Home, decisions: Decisions, files: dict[str, str], exported_on: date) -> None:
    given = [(name, text.encode()) for name, text in files.items()]
    received = datetime(2026, 7, 1 if exported_on == EXPORTED else 18, 9, tzinfo=UTC)
    outcomes = ingest(given, Facts(home), contracts_of(home, decisions), exported_on=exported_on, by="张三", received_at=received)
    assert [o.status for o in outcomes] == ["taken"] * len(files), outcomes
