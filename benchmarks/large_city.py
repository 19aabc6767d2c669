"""The demo city grown to a million obligations: its departments, catalogues, office and history, with a city's worth of requests more."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.city import write_batch
from data.contracts.contracts import load_contracts
from data.decisions.store import Decisions, in_computation
from data.facts.store import Facts
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.assessment.assess import gather, history
from metrics.demo.load import load_demo
from metrics.demo.office import AUTHORITY
from metrics.demo.procedure import YEAR
from metrics.obligations.period import parse_period
from metrics.precompute import prepare
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme

PER_REQUEST = 2.12  # obligations that come of one request on average
BEGAN = date(2025, 7, 1)

# As many classes, replies and delays as a city shows; departments and catalogues are the demo's own.
REQUESTS = """
with codes as (
    select list(distinct department_id order by department_id) as all_of_them from read_parquet($departments) where unit_group is not null
), named as (
    select list(distinct catalog_id order by catalog_id) as all_of_them from read_parquet($catalogs)
), numbered as (
    select i, hash(i + 1) as a, hash(i + 2) as b, hash(i + 3) as c from range($requests) t(i)
)
select
    'XQ' || i as request_id,
    n.all_of_them[1 + (a // 7 % len(n.all_of_them))::int] as catalog_id,
    d.all_of_them[1 + (a % len(d.all_of_them))::int] as requester, requester as requester_id,
    d.all_of_them[1 + (b % len(d.all_of_them))::int] as provider, provider as provider_id,
    case c % 5 when 0 then '无条件共享' else '有条件共享' end as share_class,
    $began::date + (b // 1000 % $days)::int as received_on,
    case when a // 1000 % 9 = 0 then '是' else '否' end as extended,
    case when c // 5 % 40 = 0 then received_on + 3 end as withdrawn_on,
    case when c // 5 % 40 > 2 then received_on + (c // 1000 % 17)::int end as replied_on,
    case when replied_on is not null then case when a // 9000 % 5 = 0 then '不同意' else '同意' end end as reply,
    case when reply = '同意' and b // 400000 % 6 > 0 then replied_on + (c // 20000 % 45)::int end as provided_on
from numbered, codes d, named n
"""


def build(home: Home, obligations: int, progress: Callable[[str], None] = lambda step: None) -> RunInfo:
    """Fill an empty home: the demo city, the requests as one addition a month end, the year's assessment with its history. The newest run.

    The demo's own runs of the year make room for these; its editions stay.
    """
    settings = Settings(home=home.path)
    load_demo(home, settings, lambda step: None)
    with_requests(home, settings, obligations)
    shutil.rmtree(home.runs)
    home.create()
    scheme, period = load_scheme(SAMPLE, load_rules(home.site)), parse_period(YEAR)
    as_of = max(batch.exported_on for batch in Facts(home).batches())
    decisions = Decisions(home, settings)
    inputs = gather(home, settings, period, as_of, scheme, AUTHORITY, look_back=True, acts=in_computation(decisions))
    run = history(home, settings, inputs, progress)[-1]
    prepare(RunStore(home, settings), run)
    return run


def with_requests(home: Home, settings: Settings, obligations: int) -> None:
    """Bring the requests in: at each day on which the demo's own came in, all that had been received by then."""
    facts, contract = Facts(home), load_contracts(home.site).exports["share_requests"]
    days = sorted({batch.exported_on for batch in facts.batches() if batch.export == "share_requests"})
    con = duckdb.connect()
    con.execute("set enable_progress_bar = false")
    given = {
        "requests": int(obligations / PER_REQUEST), "began": BEGAN, "days": (days[-1] - BEGAN).days,
        "departments": _rows(facts, "departments", days[-1]), "catalogs": _rows(facts, "catalogs", days[-1]),
    }  # fmt: skip
    everything = con.sql(REQUESTS, params=given).pl()
    con.register("everything", everything.to_arrow())
    for n, day in enumerate(days):
        rows = con.sql("select * from everything where received_on <= $day", params={"day": day})
        write_batch(home, contract, rows, f"{n:0>16}", "cumulative", day)


def _rows(facts: Facts, export: str, day: date) -> list[str]:
    return [str(facts.rows_path(batch)) for batch in facts.in_force(day)[export]]


def served(folder: Path, obligations: int) -> tuple[Home, RunInfo]:
    """The home of that city in a folder, built where it is not there yet, and its newest run."""
    home = Home(folder / "home")
    if not home.path.exists():
        return home, build(home, obligations, lambda step: print(f"  {step}", flush=True))
    return home, RunStore(home, Settings(home=home.path)).runs()[0]
