"""目录覆盖, 回流, 开放与要素: one page at three addresses, each for the rules of its subject: how far they are kept, what fell out, by whom."""

from functools import partial

import polars as pl
import streamlit as st

from pages.by_rule import asset_register, scope_choice
from pages.by_rule.standings_panel import by_unit, funnels
from pages.by_rule.subject import BACKFLOW, COVERAGE, OPENING, Subject
from pages.downloads import table_export
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import head
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(subject: Subject, s: Session) -> None:
    """The whole page: the funnels of the city or one unit, what stands beside, the units beside one another; or the register of assets."""
    draw(s.kept(_head, subject))
    scope_choice.units(s)
    if subject.has_register:
        asset_register.choice(s)
    scope_choice.controls(s)
    if subject.has_register and asset_register.is_asked(s):
        draw(s.kept(asset_register.register))
        table_export.show(s, s.w("asset.title"), s.kept(asset_register.whole))
        return
    shown = [s.kept(_standing, subject), *(s.kept(table) for table in subject.beside)]
    draw(shown[0])
    for table, column in zip(shown[1:], st.columns(len(subject.beside), gap="medium") if subject.beside else (), strict=True):
        draw(table, column)
    if s.place.unit is None:
        shown.append(s.kept(_units, subject))
        draw(shown[-1])
    table_export.show(s, s.w.of("page", subject.title), *shown)


def _head(s: Session, subject: Subject) -> str:
    rules = s.reader.rules().filter(pl.col("rule_id").is_in(subject.rules))
    return head(s.w.of("page", subject.title), s.reader.meta(), s.w) + help_panel(subject.title, s.w, rules)


def _standing(s: Session, subject: Subject) -> str:
    return funnels(s, subject.parts, s.w(subject.funnel), s.w(subject.nothing), s.w(subject.to_do))


def _units(s: Session, subject: Subject) -> str:
    return by_unit(s, subject.rules, subject.path, s.w(subject.units))


ENTRIES = (
    Entry(COVERAGE.path, COVERAGE.title, "filter_alt", partial(render, COVERAGE), "analysis", order=3),
    Entry(BACKFLOW.path, BACKFLOW.title, "settings_backup_restore", partial(render, BACKFLOW), "analysis", order=4),
    Entry(OPENING.path, OPENING.title, "public", partial(render, OPENING), "analysis", order=6),
)
