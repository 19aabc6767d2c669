"""Words of files that mean nothing yet: what each is taken for, confirmed by an officer; then the kept files are read once more."""

from datetime import UTC, datetime

import streamlit as st

from data.contracts.contracts import load_contracts
from data.decisions.bodies import Mapping
from data.decisions.mappings import Unknown, confirm, contracts_of, targets, to_read_again, unknowns
from data.errors import DushuError
from data.intake import read_again
from data.intake.columns.suggestions import ranked
from pages.intake import word_text
from pages.language.export_names import exports_named
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.look.page_head import subtitle
from pages.shell.session import Session
from pages.shell.session import facts as kept_facts

SHOWN = 20  # rows of the list; the box has them all
DONE = "words_done"  # what was just done, said once


def show(s: Session) -> None:
    """The list and the form; nothing while every word is known."""
    facts = kept_facts()
    waiting, again = unknowns(facts, s.decisions), to_read_again(facts, s.decisions)
    if not (waiting or again or DONE in st.session_state):
        return
    draw(subtitle(s.w("words.title"), s.w("words.note", n=count(len(waiting)))))
    if done := st.session_state.pop(DONE, None):
        draw(f'<p class="ds-note ds-done">{m.e(done)}</p>')
    if again:
        _offer_again(s, len(again))
    if waiting:
        draw(_table(waiting, s))
        _form(waiting, s)


def _table(waiting: list[Unknown], s: Session) -> str:
    w = s.w
    head = [m.th(w("words.kind")), m.th(w("words.text")), m.th(w("words.where")), m.th(w("words.rows"), "n"), m.th(w("words.files"))]
    rows = [
        m.tr([
            m.td(m.e(w.of("word_kind", u.kind))), m.td(f"<b>{m.e(_text(u, s))}</b>"), m.td(m.e(_where(u, s))), m.td(count(u.rows), "n"),
            m.td(m.e(w("rank.comma").join(dict.fromkeys(b.file_name for b in u.batches))), "s"),
        ])
        for u in waiting[:SHOWN]
    ]  # fmt: skip
    more = f'<p class="ds-note">{m.e(w("rows.more", shown=SHOWN, n=count(len(waiting))))}</p>' if len(waiting) > SHOWN else ""
    return f'<div class="ds">{m.table(head, rows, "grid")}{more}</div>'


def _where(unknown: Unknown, s: Session) -> str:
    return exports_named(unknown.scope, s.w) if unknown.kind in ("header", "zone") else s.w.of("dictionary", unknown.scope)


def _text(unknown: Unknown, s: Session) -> str:
    return word_text.shown(unknown.kind, unknown.scope, unknown.text, load_contracts(s.home.site))


def _form(waiting: list[Unknown], s: Session) -> None:
    w = s.w
    first, second, third, fourth = st.columns([1.4, 1.4, 1.4, 0.7], vertical_alignment="bottom")
    chosen = first.selectbox(
        w("words.pick"),
        waiting,
        format_func=lambda u: w("list.choice", name=f"{w.of('word_kind', u.kind)} · {_text(u, s)}", n=_where(u, s)),
        key="word",
    )
    options = targets(chosen.kind, chosen.scope, s.home)
    titles = {
        name: w("list.choice", name=title, n=name) if title != name else word_text.meaning(chosen.kind, name, title, w)
        for name, title in options.items()
    }
    by_title = {title: name for name, title in options.items()}
    order = [by_title[title] for title in ranked(chosen.text, by_title)]
    target = second.selectbox(
        w("words.target"), order, index=None, format_func=titles.__getitem__, key=f"target_{chosen.kind}_{chosen.text}",
        placeholder=w("words.target_hint"),
    )  # fmt: skip
    reason = third.text_input(w("words.reason"), w("words.reason_usual"))
    if fourth.button(w("words.confirm"), type="primary", disabled=target is None):
        try:
            s.still_may("map")
            said = Mapping(kind=chosen.kind, scope=chosen.scope, text=chosen.text, target=str(target))
            confirm(s.decisions, s.viewer, said, reason)
        except DushuError as fault:
            st.error(w.told(fault))
            return
        st.session_state[DONE] = w("words.done", text=_text(chosen, s), target=titles[str(target)])
        st.rerun()


def _offer_again(s: Session, files: int) -> None:
    if not st.button(s.w("words.again", n=files), icon=":material/refresh:", help=s.w("words.again_help")):
        return
    facts, contracts, told = kept_facts(), contracts_of(s.home, s.decisions), []
    for batch in to_read_again(facts, s.decisions):
        try:
            s.still_may("bring_in")
            taken = facts.commit(read_again(batch, facts, contracts), by=s.viewer.name, received_at=datetime.now(UTC))
        except DushuError as fault:
            told.append(s.w.told(fault))
        else:
            s.decisions.trace(s.viewer, "intake", taken.file_name, batch=taken.batch_id, instead_of=batch.batch_id)
            told.append(s.w("words.read_again", file=taken.file_name, accepted=taken.counts.accepted, before=batch.counts.accepted))
    st.session_state[DONE] = "\n".join(told)
    st.rerun()
