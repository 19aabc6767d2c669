"""The small year brought as far as a published edition, and as far as its correction, by three people."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from data.access import Viewer
from data.decisions import periods
from data.decisions.bodies import Review
from data.decisions.periods import Edition
from data.decisions.store import Decisions, in_computation
from data.runs.editions import published
from data.runs.store import RunInfo, RunStore
from data.settings import Home, Settings
from metrics.assessment.assess import assess, gather
from metrics.obligations.period import parse_period
from metrics.publication.publish import publish
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities import small_year
from tests.cities.shared import once, with_empty_store, with_run

ZHANG, LI = (Viewer(name, "officer", login=login) for name, login in (("张三", "zhang"), ("李四", "li")))
LEADER = Viewer("王五", "leader", login="wang")
REVIEWED = date(2026, 7, 10)
FIRST_DAY = datetime(2026, 7, 6, 9, tzinfo=UTC)


def settings(home: Home) -> Settings:
    return Settings(home=home.path, threads=1)


def decisions_of(home: Home, at: datetime = FIRST_DAY) -> Decisions:
    """The decisions, with a clock that moves a minute an act."""
    with_empty_store(home)
    ticks = iter(range(10**6))
    clock: Callable[[], datetime] = lambda: at + timedelta(minutes=next(ticks))  # noqa: E731
    return Decisions(home, settings(home), now=clock)


def assessed(home: Home, decisions: Decisions) -> RunInfo:
    """The half year with everything that is in and decided."""
    scheme = load_scheme(SAMPLE, load_rules(home.site))
    acts = in_computation(decisions)
    options = settings(home)
    inputs = gather(home, options, parse_period(small_year.PERIOD), small_year.DAY, scheme, "A0", acts=acts)
    if not (home.runs / f"{inputs.info.run_id}.duckdb").exists():
        with_run(home, inputs.info.run_id, lambda: assess(home, options, inputs))
    return assess(home, options, inputs)


def review(decisions: Decisions, run: RunInfo) -> None:
    now = periods.standing(decisions, run.period)
    periods.review(decisions, ZHANG, now, Review(run_id=run.run_id, objections_until=REVIEWED, answer_days=5), "提交复核")


def sign_off(decisions: Decisions, run: RunInfo) -> None:
    """Reviewed, and signed by two."""
    review(decisions, run)
    for viewer in (LI, LEADER):
        now = periods.standing(decisions, run.period)
        periods.sign(decisions, viewer, now, REVIEWED + timedelta(days=1), 0, "同意")


def publish_now(home: Home, decisions: Decisions, reason: str = "按期发布") -> Edition:
    """Assessed, reviewed, signed and published as it stands."""
    sign_off(decisions, assessed(home, decisions))
    return publish(home, settings(home), decisions, ZHANG, small_year.PERIOD, reason)


STEPS: dict[str, Callable[[Home, Decisions], object]] = {
    "begun": small_year.begin,
    "signed": lambda home, decisions: sign_off(decisions, assessed(home, decisions)),
    "published": lambda home, decisions: publish(home, settings(home), decisions, ZHANG, small_year.PERIOD, "按期发布"),
    "exported_again": small_year.late_export,
    "corrected": lambda home, decisions: publish_now(home, decisions, "补导更正"),
}


def bring_to(step: str, home: Home) -> Decisions:
    """An empty home filled with the half year up to and with a step, and its decisions. Each step is played once for all, and copied."""
    shutil.copytree(once(f"small-year-{step}", lambda made: _play(step, made)) / "home", home.path, dirs_exist_ok=True)
    return decisions_of(home, FIRST_DAY + timedelta(hours=1 + list(STEPS).index(step)))


def _play(step: str, made: Path) -> None:
    home, before = Home(made / "home").create(), list(STEPS).index(step) - 1
    decisions = decisions_of(home) if before < 0 else bring_to(list(STEPS)[before], home)
    STEPS[step](home, decisions)
    decisions.close()


def begun(home: Home) -> Home:
    """The half year come in and assessed, in a home that opens without a sign-in."""
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    decisions = bring_to("begun", home)
    assessed(home, decisions)
    decisions.close()
    return home


def store_of(home: Home, decisions: Decisions) -> RunStore:
    """The runs and editions of a home."""
    return RunStore(home, settings(home), lambda: published(decisions))
