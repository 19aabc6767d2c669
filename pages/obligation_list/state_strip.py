"""How the listed obligations stand: a bar, and each state with its number as a link that picks it out."""

from collections import Counter

from metrics.run.filter import Filter
from metrics.run.reader import Reader
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count
from pages.look.states import STATES
from pages.shell.address import Place


def state_strip(reader: Reader, wanted: Filter, place: Place, w: Words) -> str:
    """`wanted` is the list's own filter, so the numbers sum to its length."""
    counts: Counter[str] = Counter()
    for state, number in reader.facets(wanted).select("state", "obligations").iter_rows():
        counts[state] += number
    links = "".join(
        f"<span>{m.state_word(x, w)} {m.go(place.moved(state=x).href('list'), count(counts[x]))}</span>" for x in STATES if counts[x]
    )
    bar = m.state_bar({x: counts[x] for x in STATES}, w) if sum(1 for x in STATES if counts[x]) > 1 else ""
    return f'<div class="ds">{bar}<div class="ds-rest">{links}</div></div>'
