"""The pieces of HTML that the pages' own tables and cards are made of. Every text that comes from data goes through `e`."""

from collections.abc import Iterable, Mapping
from html import escape

from pages.language.words import Words
from pages.look.figures import NONE
from pages.look.states import LOOKS, STATES, State


def e(value: object) -> str:
    """Text as HTML shows it, quotes included; nothing for None."""
    return "" if value is None else escape(str(value), quote=True)


def go(href: str, inner: str, kind: str = "", title: str = "") -> str:
    """A link inside the app, followed in place (see link_listener.py). `inner` is HTML."""
    return f'<a class="{f"go {kind}".strip()}" href="{e(href)}" target="_self"{f" title={chr(34)}{e(title)}{chr(34)}" if title else ""}>{inner}</a>'


def day(value: object) -> str:
    """A day as it is written, a dash where there is none."""
    return e(value) if value else NONE


def chip(text: str, kind: str = "", title: str = "") -> str:
    """A small label: `kind` is "warn", "brand", "quiet" or nothing. `title` says more on hovering."""
    return f'<span class="{f"ds-chip {kind}".strip()}"{f" title={chr(34)}{e(title)}{chr(34)}" if title else ""}>{e(text)}</span>'


def mark(state: State) -> str:
    """The sign of a state in its colour, silent to a screen reader: the word stands beside it."""
    return f'<span class="ds-mark" style="color:{LOOKS[state].colour}" aria-hidden="true">{LOOKS[state].mark}</span>'


def state_word(state: State, w: Words) -> str:
    """Sign and word of a state."""
    return f'<span class="ds-state">{mark(state)}{e(w.of("state", state))}</span>'


def state_bar(counts: Mapping[State, int], w: Words, kind: str = "") -> str:
    """Shares of the states as one bar, in their fixed order; each part says its number on hovering and aloud."""
    present = [(state, counts.get(state) or 0) for state in STATES]
    label = "，".join(f"{w.of('state', s)} {n:,}" for s, n in present if n)
    parts = "".join(
        f'<i style="flex-grow:{n};background:{LOOKS[s].colour}" title="{e(w.of("state", s))} {n:,}"></i>' for s, n in present if n
    )
    return f'<div class="ds-bar {kind}" role="img" aria-label="{e(label)}">{parts}</div>'


def fold(title: str, inner: str) -> str:
    """Something that opens at a click on its title. `inner` is HTML."""
    return f'<details class="ds-fold"><summary>{e(title)}</summary>{inner}</details>'


def share_bar(value: float | None, top: float | None, kind: str = "") -> str:
    """A bar of `value` out of `top`; an empty track where nothing can be said."""
    share = 0 if not value or not top else max(0.0, min(1.0, value / top))
    return f'<div class="ds-share {kind}"><i style="width:{share:.1%}"></i></div>'


def table(head: Iterable[str], rows: Iterable[str], kind: str = "", caption: str = "") -> str:
    """A table of ready cells: `head` are <th>, `rows` are <tr>. It scrolls sideways by itself when the screen is narrow."""
    named = f"<caption>{e(caption)}</caption>" if caption else ""
    return f'<div class="ds-scroll"><table class="ds-table {kind}">{named}<thead><tr>{"".join(head)}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def tr(cells: Iterable[str], kind: str = "", data: str = "") -> str:
    """A row of ready cells. A click anywhere in a row of kind "row" follows its first link. `data`: ready attributes."""
    return f"<tr{_kind(kind)}{f' {data}' if data else ''}>{''.join(cells)}</tr>"


def th(text: str, kind: str = "", title: str = "") -> str:
    """A column's heading; `kind` "n" for numbers."""
    return f'<th scope="col"{_kind(kind)}{f" title={chr(34)}{e(title)}{chr(34)}" if title else ""}>{e(text)}</th>'


def td(inner: str, kind: str = "", span: int = 1) -> str:
    """A cell of ready HTML; `kind` "n" for numbers, "f" for figures that stand as text does: what goes out as a file knows them by it."""
    return f"<td{_kind(kind)}{f' colspan={chr(34)}{span}{chr(34)}' if span > 1 else ''}>{inner}</td>"


def _kind(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
