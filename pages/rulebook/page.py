"""规则: what each rule asks, by which clause and within how long, its worked cases and its query, and how it stands in the run shown."""

import polars as pl
import streamlit as st

from data.errors import RequestFault
from metrics.examples import reference
from metrics.examples.cases import load_cases
from metrics.rulebook.rulebook import load_rules
from metrics.run.filter import Filter
from pages.language.words import Words
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.look.help_panel import help_panel
from pages.look.page_head import head, subtitle
from pages.look.states import STATES
from pages.shell.address import Place
from pages.shell.address_box import choose
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page for the rule that the address names, else the first."""
    w, rules = s.w, s.reader.rules()
    titles: dict[str, str] = {
        row["rule_id"]: f"{row['ord']}. {w.pick(row['title_zh'], row['title_en'])}" for row in rules.iter_rows(named=True)
    }
    if s.place.rule not in (None, *titles):
        raise RequestFault(w("list.no_rule", rule=s.place.rule))
    rule = s.place.rule or next(iter(titles))
    shown = rules.filter(pl.col("rule_id") == rule)
    draw(head(w("page.rulebook"), s.reader.meta(), w) + help_panel("rulebook", w, shown))
    choose(w("rulebook.pick"), list(titles), rule, titles.__getitem__, lambda r: s.place.moved(rule=r), "rule")
    row = shown.row(0, named=True)
    draw(f'<p class="ds">{m.e(w.pick(row["question_zh"], row["question_en"]))}</p>')
    draw(subtitle(w("rulebook.now"), w("rulebook.now_note")) + _standing(s, rule))
    _text(s, rule)


def _text(s: Session, rule: str) -> None:
    """The rule in the viewer's language; its worked cases and its query unfold. Our own files, line breaks in table cells among them."""
    w, known, cases = s.w, load_rules(s.home.site)[rule], load_cases(rule)
    draw(subtitle(w("rulebook.text"), w("rulebook.text_note")))
    st.markdown(reference.facts(known, w.pick, lambda name: _named(name, w)), unsafe_allow_html=True)
    with st.expander(w("rulebook.cases", n=len(cases))):
        st.caption(w("rulebook.cases_note"))
        st.markdown("\n".join(reference.worked(cases, w.pick)), unsafe_allow_html=True)
    with st.expander(w("rulebook.query")):
        st.markdown(reference.query(known))


def _named(name: str, w: Words) -> str:
    """What people call a clock or a measure that the rule's own files write as a name."""
    return f"· {called}" if (called := w.of("clock_name", name)) != name else w.of("measure", name)


def _standing(s: Session, rule: str) -> str:
    """Each state of the rule's obligations in sight, with a link to them."""
    by_state = dict(s.reader.facets(Filter(rule_id=rule)).group_by("state").agg(pl.col("obligations").sum()).iter_rows())
    if not by_state:
        return f'<p class="ds ds-note">{m.e(s.w("rulebook.none"))}</p>'
    place = s.place.standing(rule=rule)
    spans = "".join(f"<span>{m.state_word(x, s.w)} {_link(place, x, by_state[x])}</span>" for x in STATES if by_state.get(x))
    return f'<div class="ds">{m.state_bar(by_state, s.w)}<div class="ds-rest">{spans}</div></div>'


def _link(place: Place, state: str, number: int) -> str:
    return m.go(place.moved(state=state).href("list"), count(number))


ENTRIES = (Entry("rules", "rulebook", "menu_book", render, "analysis", order=8),)
