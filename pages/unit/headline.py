"""The headline figures of the city or of one unit: what was owed, and how it stands. Each figure links to its own rows."""

from collections.abc import Mapping

from pages.language.words import Words
from pages.look.figures import count, rate, signed
from pages.look.markup import e, go, mark, state_bar
from pages.look.states import COUNTED, LOOKS, State
from pages.shell.address import Place

Counts = Mapping[str, int]


def headline(now: Counts, before: Counts | None, against: str, place: Place, w: Words) -> str:
    """Owed, met, late, overdue, unmet over the counted obligations; `before` are the same figures at the month `against`.

    `now` has counted, met, late, overdue, unmet. `place` is the view whose rows they are: unit and run.
    """
    owed = _cell(e(w("headline.counted")), "counted", place.moved(counted=True), now, before, w("headline.counted_note"), against, w)
    cells = [
        _cell(
            mark(state) + e(w.of("state", state)),
            state,
            place.moved(counted=True, state=state),
            now,
            before,
            _share(now, state, w),
            against,
            w,
        )
        for state in COUNTED
    ]
    bar = state_bar({state: now[state] for state in COUNTED}, w, "thick")
    return f'<div class="ds"><div class="ds-figures">{owed}{"".join(cells)}</div>{bar}</div>'


def rest(tally: Counts, place: Place, w: Words) -> str:
    """What is not counted, said openly: pending, exempt, unknown, what is open from earlier periods, and what is undecided for want of evidence.

    Each links to its rows.
    """
    parts = [
        f"<span>{mark(state)}{e(w.of('state', state))} {go(place.moved(state=state).href('list'), count(tally[state]))}</span>"
        for state in LOOKS
        if state not in COUNTED
    ]
    backlog = f"<span>{e(w('headline.backlog'))} {go(place.moved(backlog=True).href('list'), count(tally['backlog']))}</span>"
    lacking = go(place.moved(undecided=True).href("list"), count(tally["undecided"]))
    undecided = f'<span class="ds-warn">{e(w("headline.undecided"))} {lacking}</span>' if tally["undecided"] else ""
    return f'<div class="ds ds-rest"><span>{e(w("headline.not_counted"))}</span>{"".join(parts)}{backlog}{undecided}</div>'


def _cell(label: str, key: str, place: Place, now: Counts, before: Counts | None, note: str, against: str, w: Words) -> str:
    change = e(w("headline.change", change=signed(now[key] - before[key]), since=against)) if before else ""
    figure = go(place.href("list"), count(now[key]))
    sub = "<br>".join(part for part in (e(note), change) if part)
    return f'<div data-figure="{key}"><div class="label">{label}</div><div class="value">{figure}</div><div class="sub">{sub}</div></div>'


def _share(now: Counts, state: State, w: Words) -> str:
    return w("headline.share", share=rate(now[state] / now["counted"])) if now["counted"] else ""
