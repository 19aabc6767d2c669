"""The side: where one can go, which period and day are shown, who looks, in which language. Every choice changes the address."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import streamlit as st

from pages.look.draw import draw
from pages.look.markup import e, go
from pages.look.page_head import period_title
from pages.shell import refusals
from pages.shell.address import Place
from pages.shell.address_box import choose
from pages.shell.entry import Entry
from pages.shell.identity import DEMO_PERSONS
from pages.shell.session import Session

LANG_NAMES = {"zh": "中文", "en": "English"}  # each in its own language, so that who can't read the other finds it


def show(s: Session, entries: Sequence[Entry], pages: Mapping[str, Any], here: str) -> None:
    """Draw the side for a session; `here` is the address of the page that is open."""
    with st.sidebar:
        draw(_brand(s, here))
        if s.chosen and s.viewer.may("see_figures"):
            _run_choice(s)
        with st.container(key="nav"):
            for group, members in groupby(entries, key=lambda entry: entry.group):
                draw(f'<div class="ds ds-group">{e(s.w.of("group", group))}</div>')
                for entry in members:
                    with st.container(key=f"nav_{'here_' if entry.path == here else ''}{entry.title}"):
                        _link(entry, pages, s)
        if s.is_demo:
            _viewer_choice(s)
        else:
            _signed_in(s)


def _brand(s: Session, here: str) -> str:
    """The product's name, and the switch to the other language beside it."""
    switch = "".join(
        f'<b aria-current="true">{name}</b>' if lang == s.w.lang else go(s.place.moved(lang=lang).href(here), name, title=s.w("side.lang"))
        for lang, name in LANG_NAMES.items()
    )
    return (
        f'<div class="ds ds-brand"><b>{e(s.w("page.product"))}</b><span>{e(s.w("page.motto"))}</span>'
        f'<div class="ds-lang" role="group" aria-label="{e(s.w("side.lang"))}">{switch}</div></div>'
    )


def _link(entry: Entry, pages: Mapping[str, Any], s: Session) -> None:
    label, icon, query = s.w.of("page", entry.title), f":material/{entry.icon}:", s.place.standing().query()
    st.page_link(pages[entry.path], label=label, icon=icon, query_params=query, width="stretch")


def _run_choice(s: Session) -> None:
    w, run = s.w, s.run
    periods = list(dict.fromkeys(r.period for r in s.runs))
    days = list(dict.fromkeys(r.as_of for r in s.runs if r.period == run.period))
    same = [r.address for r in s.runs if (r.period, r.as_of) == (run.period, run.as_of)]
    rebuilt = {True: f" · {w('header.reconstructed')}", False: ""}
    titles = {r.address: f"{w.name(r.scheme_title)} · {r.edition or r.run_id[:6]}{rebuilt[r.is_reconstructed]}" for r in s.runs}

    def other_run(**picked: Any) -> Place:
        return s.place.moved(**{"run": None, "as_of": None, "subject": None, **picked})

    choose(w("side.period"), periods, run.period, lambda p: period_title(p, w), lambda p: other_run(period=p), "period")
    choose(w("side.as_of"), days, run.as_of, str, lambda d: other_run(as_of=d), "as_of")
    if len(same) > 1:
        choose(w("side.run"), same, run.address, titles.__getitem__, lambda r: other_run(as_of=run.as_of, run=r), "run")


def _signed_in(s: Session) -> None:
    who = s.w("side.signed_in", name=s.viewer.name, role=s.w.of("role", s.viewer.role))
    draw(f'<div class="ds ds-side">{e(who)}</div>')
    if s.identity.way == "oidc":
        refusals.sign_out(s.w, partial(s.decisions.end_presence, s.identity.key))  # a copy of the cookie opens nothing then


def _viewer_choice(s: Session) -> None:
    w = s.w
    choose(
        w("side.demo_viewer"),
        list(DEMO_PERSONS),
        (s.place.me or "officer").partition(":")[0],
        lambda r: w.of("role", r),
        lambda r: s.place.moved(me=_me(s, r), subject=None),
        "me",
    )
    if s.viewer.role == "department" and s.chosen:
        units = dict(s.reader.totals().select("unit_id", "unit_name").iter_rows())
        mine = next(iter(s.viewer.units or ()), None)
        choose(
            w("side.demo_unit"),
            list(units),
            mine,
            units.__getitem__,
            lambda u: s.place.moved(me=f"department:{u}", subject=None),
            "unit_of_me",
        )


def _me(s: Session, role: str) -> str:
    if role != "department":
        return role
    first = s.reader.totals()["unit_id"].sort()[0] if s.chosen else ""
    return f"{role}:{s.place.unit or first}"
