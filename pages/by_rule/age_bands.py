"""Ages in bands, each band with a bar and its numbers as links; the last is open at its end."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pages.by_rule.standings import figure
from pages.language.words import Words
from pages.look import markup as m
from pages.look.states import State
from pages.shell.address import Place


@dataclass(frozen=True)
class Band:
    """Whole days from `least` to `most`, both included; `most` None = no end."""

    least: int
    most: int | None


def bands(*ends: int) -> tuple[Band, ...]:
    """Bands without a gap from 0 on that end at these days, and one for all that is older."""
    starts = [0, *(end + 1 for end in ends)]
    return tuple(Band(start, end) for start, end in zip(starts, [*ends, None], strict=True))


def banded(ages: Iterable[tuple[int, State, int]], into: Sequence[Band]) -> dict[Band, Counter]:
    """How many of each state lie in each band. `ages`: (days, state, how many)."""
    counts: dict[Band, Counter] = {band: Counter() for band in into}
    for days, state, number in ages:
        band = next(band for band in into if days >= band.least and (band.most is None or days <= band.most))
        counts[band][state] += number
    return counts


def named(band: Band, unit: str, w: Words) -> str:
    """A band in words. `unit`: "days" or "workdays"."""
    if band.most is None:
        return w.of("bands", f"{unit}_more").format(least=band.least)
    return w.of("bands", unit).format(least=band.least, most=band.most)


def band_table(rows: Sequence[tuple[str, Place, Mapping[State, int]]], states: Sequence[State], title: str, w: Words) -> str:
    """`rows`: the name of a band, the view of its obligations, how many in each of `states`. A bar is as long as its number beside the largest."""
    most = max((sum(counts.values()) for _, _, counts in rows), default=0) or 1
    head = [m.th(title), m.th(w("bands.bar"), "w"), *(m.th(w.of("state", state), "n") for state in states)]
    lines = []
    for name, place, counts in rows:
        width = f"{sum(counts.values()) / most:.1%}"
        bar = m.state_bar(counts, w) if sum(counts.values()) else ""
        numbers = [m.td(figure(place.moved(state=state), counts.get(state, 0)), "n") for state in states]
        lines.append(m.tr([m.td(m.e(name), "t"), m.td(f'<div style="width:{width}">{bar}</div>'), *numbers]))
    return m.table(head, lines, "bands")
