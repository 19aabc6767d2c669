"""Words of a file that mean nothing yet, each with the likeliest meanings as buttons: one click confirms, and the file is read again."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from data.decisions.bodies import Mapping
from data.decisions.mappings import ORDER, confirm, contracts_of, names_of
from data.errors import DushuError
from data.intake import Reading
from data.intake.columns.recognise import Heading
from data.intake.columns.suggestions import likeliest, ranked
from pages.intake import word_text
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.shell.session import Session
from pages.shell.session import facts as kept_facts

SHOWN = 6  # words of one file; the rest is confirmed after it has come in, or when these are
OFFERED = 3  # buttons of one word


@dataclass(frozen=True)
class Word:
    """One word, as `data.decisions.acts.Mapping` names it. `taken`: what it can't mean, because another column of the file is that."""

    kind: str
    scope: str
    text: str
    rows: int | None
    taken: frozenset[str] = frozenset()


def of_reading(reading: Reading) -> list[Word]:
    """The words of a file that could be read: departments first, as what costs them most."""
    taken = frozenset(reading.mapping)
    told = reading.unknowns.select("kind", "scope", "text", "rows").unique(["kind", "scope", "text"], maintain_order=True)
    words = [Word(kind, scope, text, rows, taken if kind == "header" else frozenset()) for kind, scope, text, rows in told.iter_rows()]
    return sorted(words, key=lambda word: ORDER.index(word.kind))


def of_labels(export: str, told: Sequence[Heading]) -> list[Word]:
    """The labels of a table that is no known export yet."""
    taken = frozenset(h.column.name for h in told if h.column)
    return [Word("header", export, h.label, None, taken) for h in told if h.column is None and h.label]


def show(words: Sequence[Word], key: str, s: Session) -> None:
    """A line a word: what it says, the likeliest meanings as buttons, all others in a box. `key`: names the widgets."""
    if not words:
        return
    w = s.w
    draw(f'<p class="ds ds-note">{m.e(w("choices.title", n=count(len(words))))}</p>')
    for number, word in enumerate(words[:SHOWN]):
        _line(word, f"{key}_{number}", s)
    if len(words) > SHOWN:
        draw(f'<p class="ds ds-note">{m.e(w("choices.more", n=count(len(words) - SHOWN)))}</p>')


def _line(word: Word, key: str, s: Session) -> None:
    w = s.w
    contracts = contracts_of(s.home, s.decisions)
    known = names_of(word.kind, word.scope, contracts, kept_facts())
    options = {target: names for target, names in known.items() if target not in word.taken}
    named = {target: word_text.meaning(word.kind, target, names[0], w) for target, names in options.items()}
    likely = list(options) if word.kind == "zone" else likeliest(word.text, options, OFFERED)
    text = word_text.shown(word.kind, word.scope, word.text, contracts)
    rows = f" · {w('choices.rows', n=count(word.rows))}" if word.rows is not None else ""
    widths = [1.5, *([0.9] * len(likely)), 1.1, 0.9 * (OFFERED - len(likely)) or 0.01]
    columns = st.columns(widths, vertical_alignment="center", gap="small")
    draw(
        f'<div class="ds">{m.chip(w.of("word_kind", word.kind), "warn")} <b>{m.e(text)}</b><small>{m.e(rows)}</small> →</div>',
        columns[0],
    )
    for place, target in zip(columns[1:], likely, strict=False):
        if place.button(named[target], key=f"{key}_{word.text}_{target}", width="stretch"):
            _confirm(word, text, target, named[target], s)
    order = ranked(word.text, dict.fromkeys(named.values()))
    by_name = {name: target for target, name in named.items()}
    other = columns[-2].selectbox(
        w("choices.other"), order, index=None, key=f"{key}_{word.text}_other", placeholder=w("choices.other"), label_visibility="collapsed"
    )
    if other:
        _confirm(word, text, by_name[other], other, s)


def _confirm(word: Word, shown: str, target: str, named: str, s: Session) -> None:
    """The act, and at once another look at the file."""
    try:
        s.still_may("map")
        said = Mapping.model_validate({"kind": word.kind, "scope": word.scope, "text": word.text, "target": target})
        confirm(s.decisions, s.viewer, said, s.w("choices.reason"))
    except DushuError as fault:
        st.error(s.w.told(fault))
        return
    st.toast(s.w("words.done", text=shown, target=named))
    st.rerun()
