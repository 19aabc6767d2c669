"""A home with the last two months of the demo city, assessed at each month's end of the half year. Made once, each process has its copy."""

import atexit
import os
import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from data.contracts.contracts import load_contracts
from data.facts.store import Facts
from data.intake import ingest
from data.settings import Home, Settings
from metrics.assessment.assess import gather, history
from metrics.obligations.period import parse_period
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities import demo_exports
from tests.cities.shared import copied, once

PERIOD = "2026H2"
MONTHS = 2


@cache
def build() -> Home:
    """This process's home. Its batches speak for the ends of September and October, one of a week before; July and August are read back.

    The files that were brought in lie beside it, in `exports`.
    """
    made, own = once("small-city", _make), Path(tempfile.mkdtemp(prefix="dushu-small-city-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    shutil.copytree(made / "exports", own / "exports", copy_function=os.link)
    return copied(Home(made / "home"), own / "home")


def _make(folder: Path) -> None:
    home = Home(folder / "home").create()
    options, facts, contracts = Settings(home=home.path), Facts(home), load_contracts()
    shutil.copytree(demo_exports.folder(), folder / "exports", copy_function=os.link)
    files = demo_exports.written()
    months = sorted({f.path.parent.name for f in files})[-MONTHS:]
    days = sorted({f.exported_on for f in files if f.path.parent.name in months})
    for day in days:
        paths = [f.path for f in files if f.exported_on == day and f.path.parent.name in months]
        outcomes = ingest(paths, facts, contracts, exported_on=day, by="test", received_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
        assert {o.status for o in outcomes} == {"taken"}
    inputs = gather(home, options, parse_period(PERIOD), days[-1], load_scheme(SAMPLE, load_rules()), "JM001", acts=())
    history(home, options, inputs)
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
