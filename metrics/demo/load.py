"""The demo city brought in, with the procedure that was played on its figures: the whole of it or nothing. And put away whole."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from data.decisions.database import sqlite_file
from data.decisions.store import Decisions
from data.demo import write_exports, write_late_export
from data.errors import RequestFault
from data.settings import Home, Settings
from metrics.demo.procedure import play

BEING_MADE = "demo-being-made"
PARTS = ("decisions", "editions", "runs", "papers", "facts")  # the facts last: until they are there the home is empty


def load_demo(home: Home, settings: Settings, progress: Callable[[str], None]) -> None:
    """Fill an empty home with the demo city: ten monthly sets of exports, persons, a half year that was published and corrected, a month
    and a quarter under review, the year's assessment with its history. Two loads give the same acts at the same moments.

    It is made in a folder of the home and moved into place, the facts last: a stop on the way leaves a home that is still empty.
    What the site has set (`site/`) holds for the demo too, and stays where it is.
    Raises RequestFault when somebody has decided something in the home already.
    """
    if has_decisions(home, settings):
        raise RequestFault(f"{home.path} 中已登记人员或作出决定，演示数据不能与之混用。请用 DUSHU_HOME 另指一个空目录，再装入演示城市。")
    made = Home(home.create().path / BEING_MADE)
    shutil.rmtree(made.path, ignore_errors=True)
    made.create()
    shutil.copytree(home.site, made.site, dirs_exist_ok=True)
    _mark(made, settings)
    exports = made.path / "exports"
    play(made, settings, write_exports(exports), write_late_export(exports), progress)
    _mark(home, settings)
    for name in PARTS:
        shutil.rmtree(home.path / name)
        (made.path / name).rename(home.path / name)
    shutil.rmtree(made.path)


def has_decisions(home: Home, settings: Settings) -> bool:
    """Whether a home that is not the demo's holds decisions, evidence or editions that loading the demo would displace."""
    if home.is_demo:
        return False
    if any(path.is_dir() for path in home.editions.glob("*")) or any(path.name != "lock" for path in home.evidence.glob("*")):
        return True
    if not sqlite_file(home).exists():
        return False
    here = settings.model_copy(update={"decisions": None})
    with closing(Decisions(home, here)) as decisions:
        return bool(decisions.acts())


def _mark(home: Home, settings: Settings) -> None:
    home.demo_mark(home.path).write_text(json.dumps({"city": settings.city, "seed": 2026}), encoding="utf-8")


def set_aside(home: Home) -> Path | None:
    """Move the demo city out of the way of real data, which never mix with it. The new place, or None when there was no demo.

    It stays in a numbered folder of the home, decisions and editions with it. The mark goes last, so that a stop on the way is made good
    the next time, and what is left in the home is the demo's until then.
    """
    if not home.is_demo:
        return None
    aside = next(p for n in range(1, 1000) if not (p := home.path / f"demo-{n}").exists())
    aside.mkdir()
    for part in (*(home.path / name for name in PARTS), home.demo_mark(home.path)):
        if part.exists():
            part.rename(aside / part.name)
    return aside
