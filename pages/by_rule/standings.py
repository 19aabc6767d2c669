"""How obligations stand, by rule or by unit or by both: what analysts' pages count, in one place."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count
from pages.look.states import COUNTED, OPEN, STATES, State
from pages.shell.address import Place


@dataclass(frozen=True)
class Standing:
    """`counts`: of the counted obligations in the states that count, and of all obligations in the other three."""

    counts: Mapping[State, int]

    @property
    def base(self) -> int:
        """The counted obligations."""
        return sum(self.counts.get(state, 0) for state in COUNTED)

    @property
    def done(self) -> int:
        """In time or late."""
        return self.base - self.fallen

    @property
    def fallen(self) -> int:
        """Not done: overdue or, without a clock, unmet."""
        return sum(self.counts.get(state, 0) for state in OPEN)

    @property
    def rate(self) -> float | None:
        """Done of the base; None when there is nothing to judge."""
        return self.done / self.base if self.base else None

    @property
    def listed(self) -> int:
        """With those that are not judged."""
        return sum(self.counts.values())


NOTHING = Standing({})


def standings(facets: pl.DataFrame, *keys: str) -> dict[tuple, Standing]:
    """By the values of `keys` (columns of the facets) how the obligations stand. What is settled but not of the period is left out."""
    sums: defaultdict[tuple, Counter] = defaultdict(Counter)
    for row in facets.iter_rows(named=True):
        if row["counted"] or row["state"] not in COUNTED:
            sums[tuple(row[key] for key in keys)][row["state"]] += row["obligations"]
    return {key: Standing(counts) for key, counts in sums.items()}


def figure(place: Place, number: int) -> str:
    """A number that is the length of the list at `place`; quiet when it is none."""
    return m.go(place.href("list"), count(number), "" if number else "zero")


def fallen(standing: Standing, place: Place, w: Words) -> str:
    """What is not done, each state with its sign and its number as a link. `place`: the view of the rule (and unit)."""
    parts = [
        f'<span class="ds-state">{m.mark(state)}{m.go(place.moved(state=state, counted=True).href("list"), count(n), title=w.of("state", state))}</span>'
        for state in OPEN
        if (n := standing.counts.get(state, 0))
    ]
    return " ".join(parts) or '<span class="s">0</span>'


def aside(standing: Standing, place: Place, w: Words) -> str:
    """What is not judged, apart: not yet due, exempt, unknown. Each number opens its list."""
    rest: Sequence[State] = [state for state in STATES if state not in COUNTED and standing.counts.get(state)]
    return " ".join(
        f'<small class="ds-state">{m.mark(state)}{m.e(w.of("state", state))} {figure(place.moved(state=state), standing.counts[state])}</small>'
        for state in rest
    )
