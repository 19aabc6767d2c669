"""Steps that lead to one another, each with its own base, as bars that shrink: what fell out at each opens as its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pages.by_rule.standings import NOTHING, Standing, aside, fallen, figure
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import rate
from pages.look.states import COUNTED
from pages.shell.address import Place

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """Steps that count the same thing. `unit`: its key under "funnel" in the words; the first step's whole list is the part's base.

    `is_flow`: the steps are judged in the period in which they fall due, so the base is what this period counts.
    """

    unit: str
    steps: tuple[str, ...]
    is_flow: bool = False


def weakest(standing: Mapping[str, Standing], steps: Sequence[str]) -> str | None:
    """The step with the lowest share done, the earlier of equals; None when nothing fell out anywhere."""
    judged = [step for step in steps if standing.get(step, NOTHING).fallen]
    return min(judged, key=lambda step: standing[step].rate or 0) if judged else None


def funnel(parts: Sequence[Part], standing: Mapping[str, Standing], rules: Mapping[str, Row], place: Place, w: Words) -> str:
    """`standing` and `rules` by rule. A bar's length is the base beside the part's own largest; the weakest step stands out."""
    worst = weakest(standing, [step for part in parts for step in part.steps])
    head = [m.th(w("funnel.step")), m.th(w("funnel.bar"), "w"), m.th(w("funnel.base"), "n", w("funnel.base_note"))]
    head += [m.th(w("funnel.done"), "n"), m.th(w("funnel.rate"), "n"), m.th(w("funnel.fallen"), "n"), m.th(w("funnel.aside"))]
    rows: list[str] = []
    for part in parts:
        first = standing.get(part.steps[0], NOTHING)
        widest = max((standing.get(step, NOTHING).base for step in part.steps), default=0)
        rows.append(_base(part, first, place.moved(rule=part.steps[0]), w))
        rows += [
            _step(rules[step], standing.get(step, NOTHING), widest, place.moved(rule=step), w, is_worst=step == worst)
            for step in part.steps
            if step in rules
        ]
    return m.table(head, rows, "funnel")


def _base(part: Part, first: Standing, place: Place, w: Words) -> str:
    title = w.of("funnel", part.unit)
    note = f"<small>{m.e(w.of('funnel', f'{part.unit}_note'))}</small>"
    base = figure(place.moved(counted=True), first.base) if part.is_flow else figure(place, first.listed)
    return m.tr([m.td(f"{m.e(title)} {base} {note}", span=7)], "part")


def _step(rule: Row, standing: Standing, widest: int, place: Place, w: Words, *, is_worst: bool) -> str:
    name = m.go(place.href("list"), m.e(w.pick(rule["title_zh"], rule["title_en"])), title=w.pick(rule["question_zh"], rule["question_en"]))
    flag = f" {m.chip(w('funnel.weakest'), 'warn')}" if is_worst else ""
    width = f"{standing.base / widest:.1%}" if widest else "0"
    bar = m.state_bar({state: standing.counts.get(state, 0) for state in COUNTED}, w)
    done = " + ".join(
        f'<span class="ds-state">{m.mark(state)}{figure(place.moved(state=state, counted=True), standing.counts.get(state, 0))}</span>'
        for state in COUNTED[:2]
    )
    cells = [
        m.td(name + flag),
        m.td(f'<div style="width:{width}">{bar}</div>' if standing.base else ""),
        m.td(figure(place.moved(counted=True), standing.base), "n"),
        m.td(done, "n"),
        m.td(f'<span class="big">{rate(standing.rate)}</span>', "n"),
        m.td(fallen(standing, place, w), "n"),
        m.td(aside(standing, place, w)),
    ]
    return m.tr(cells, "worst" if is_worst else "", f'data-step="{m.e(rule["rule_id"])}"')
