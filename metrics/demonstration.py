"""The demo city brought in and assessed, the whole of it or nothing."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, time
from itertools import groupby
from pathlib import Path

from data.contracts import load_contracts
from data.demo import write_exports
from data.facts import Facts
from data.intake import ingest
from data.settings import Home, Settings
from metrics.assess import assess, gather, history
from metrics.period import parse_period
from metrics.rulebook import load_rules
from metrics.scheme import SAMPLE, load_scheme

AUTHORITY = "JM001"
BEING_MADE = "demo-being-made"


def load_demo(home: Home, settings: Settings, progress: Callable[[str], None]) -> None:
    """Fill an empty home with the demo city: ten monthly sets of exports, the year's assessment with its history, the first half's.

    It is made in a folder of the home and moved into place, the facts last: a stop on the way leaves a home that is still empty.
    What the site has set (`site/`) holds for the demo too, and stays where it is.
    """
    made = Home(home.create().path / BEING_MADE)
    shutil.rmtree(made.path, ignore_errors=True)
    made.create()
    shutil.copytree(home.site, made.site, dirs_exist_ok=True)
    _bring_in(made, settings, progress)
    _assess(made, settings, progress)
    home.demo_mark(home.path).write_text(json.dumps({"city": settings.city, "seed": 2026}), encoding="utf-8")
    for name in ("runs", "facts"):
        shutil.rmtree(home.path / name)
        (made.path / name).rename(home.path / name)
    shutil.rmtree(made.path)


def _bring_in(home: Home, settings: Settings, progress: Callable[[str], None]) -> None:
    exports = home.path / "exports"
    files = write_exports(exports)
    facts, contracts = Facts(home), load_contracts(home.site)
    for day, of_day in groupby(files, key=lambda file: file.exported_on):
        progress(str(day))
        received = datetime.combine(day, time(18), UTC)
        ingest([f.path for f in of_day], facts, contracts, exported_on=day, division=None, by="demo", received_at=received, mode="full")
    shutil.rmtree(exports)


def _assess(home: Home, settings: Settings, progress: Callable[[str], None]) -> None:
    scheme = load_scheme(SAMPLE, load_rules(home.site))
    last = max(batch.exported_on for batch in Facts(home).batches())
    half, year = parse_period(f"{last.year}H1"), parse_period(str(last.year))
    assess(home, settings, gather(home, settings, half, half.end, scheme, AUTHORITY, acts=()))
    history(home, settings, gather(home, settings, year, last, scheme, AUTHORITY, acts=()), progress)


def set_aside(home: Home) -> Path | None:
    """Move the demo city out of the way of real data, which never mix with it. The new place, or None when there was no demo.

    It stays in a numbered folder of the home. The mark goes last, so that a stop on the way is made good the next time.
    """
    if not home.is_demo:
        return None
    aside = next(p for n in range(1, 1000) if not (p := home.path / f"demo-{n}").exists())
    aside.mkdir()
    for part in (home.facts, home.runs, home.demo_mark(home.path)):
        if part.exists():
            part.rename(aside / part.name)
    return aside
