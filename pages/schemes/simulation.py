"""A scheme tried on the runs that there are, beside what each of them says: how many move, and for the run that is shown who, how far, and
how firm the order is against the weights. Each answer is kept by run, scheme and viewer: none of them changes.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from data.runs.store import RunInfo
from metrics.run.reader import Reader
from metrics.schemes.scheme import Scheme
from metrics.what_if.simulation import Simulation, last_runs, simulated
from metrics.what_if.weight_sensitivity import Stability, stability
from pages.downloads import table_export
from pages.look import markup as m
from pages.look.chart_box import chart_box
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.page_head import subtitle
from pages.ranking.group_choice import choose_group
from pages.schemes import rank_range_chart, simulation_table, weight_sensitivity
from pages.shell.run_cache import Memory
from pages.shell.session import Session

PERIODS = 6
ANSWERS = Memory(200)
T = TypeVar("T")


def show(s: Session, scheme: Scheme | None) -> None:
    """The whole part. `scheme` None: what is being written has faults."""
    w = s.w
    draw(subtitle(w("simulate.title"), w("simulate.note")))
    if scheme is None or s.chosen is None:
        key = "faulty" if scheme is None else "no_run"
        draw(empty(w(f"simulate.{key}"), [w(f"simulate.{key}_what")]))
        return
    runs = last_runs(s.runs, PERIODS)
    if s.run not in runs:
        runs = [s.run, *runs]
    by_run = simulation_table.runs([(run, s.reader_of(run).scheme(), tried(s, run, scheme)) for run in runs], s)
    draw(by_run)
    found, firm = tried(s, s.run, scheme), firmness(s, s.run, scheme)
    draw(simulation_table.headline(found, firm, firmness(s, s.run, s.reader.scheme()), s))
    groups = list(dict.fromkeys(one.unit_group for one in found.units))
    of_group = ""
    if groups:
        choose_group(s, groups)
        of_group = _group(s, found, firm, s.place.group or groups[0])
    sample = f" · {w('header.sample')}" if scheme.status == "sample" else ""
    taken = w("simulate.taken", scheme=f"{w.name(scheme.title)} {scheme.id}{sample}")
    table_export.show(s, taken, f"<h2>{m.e(w('simulate.title'))}</h2>{by_run}", of_group)


def _group(s: Session, found: Simulation, firm: Stability, group: str) -> str:
    """The units of a group, which weights matter, and the places that they let each unit move. What is returned: the tables, as shown."""
    w = s.w
    units = [one for one in found.units if one.unit_group == group]
    by_unit, weights = simulation_table.units(units, firm, s.place, w), weight_sensitivity.weights(firm, w)
    draw(by_unit)
    draw(weights)
    ranked = sorted(
        (one for one in units if one.rank_after is not None and one.is_comparable), key=lambda one: (one.rank_after or 0, one.unit_id)
    )
    figure = None
    if ranked:
        places, reach = [one.rank_after or 0 for one in ranked], [firm.reach[one.unit_id] for one in ranked]
        figure = rank_range_chart.rank_reach([one.unit_name for one in ranked], places, reach, [one.rank_before for one in ranked], w)
    chart_box(w("shake.chart"), w("shake.chart_note"), figure, "rank_reach", w("simulate.nobody"))
    return f"<h2>{m.e(w.name(group))}</h2>" + by_unit + weights


def tried(s: Session, run: RunInfo, scheme: Scheme) -> Simulation:
    """The run by a scheme."""
    return _kept(s, run, scheme, simulated)


def firmness(s: Session, run: RunInfo, scheme: Scheme) -> Stability:
    """How firm the run's order is by a scheme."""
    return _kept(s, run, scheme, stability)


def _kept(s: Session, run: RunInfo, scheme: Scheme, ask: Callable[[Reader, Scheme], T]) -> T:
    question: tuple[Hashable, ...] = (ask.__name__, str(s.home.path), run.address, s.viewer, scheme.digest)
    return ANSWERS.answer(question, lambda: ask(s.reader_of(run), scheme))
