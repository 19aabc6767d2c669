"""Every edition of a period: which, when, by whom, from which run, why. Its id opens it."""

from data.decisions.periods import Edition, Standing
from pages.language.times import when
from pages.look import markup as m
from pages.look.empty_state import empty
from pages.look.page_head import subtitle
from pages.shell.session import Session


def editions(s: Session, now: Standing) -> str:
    """The table, the newest first; or that nothing is published yet."""
    w = s.w
    if not now.editions:
        return subtitle(w("publish.editions")) + empty(w("publish.none"), [w("publish.none_what")])
    heads = ("edition", "state", "at", "by", "run", "why", "open")
    rows = [_row(s, one, is_newest=one is now.editions[-1]) for one in reversed(now.editions)]
    return subtitle(w("publish.editions"), w("publish.editions_note")) + m.table(
        [m.th(w(f"publish.{head}")) for head in heads], rows, "editions"
    )


def _row(s: Session, one: Edition, *, is_newest: bool) -> str:
    w, place = s.w, s.place.standing().moved(run=one.edition_id, as_of=None)
    state = m.chip(w("publish.in_force"), "brand") if is_newest else m.chip(w("publish.superseded"), "warn")
    here = f" {m.chip(w('publish.shown'))}" if s.run.edition == one.edition_id else ""
    looks = " · ".join(m.go(place.href(page), m.e(w.of("page", title))) for page, title in (("rank", "ranking"), ("unit", "department")))
    cells = [
        m.td(m.go(place.href("publication"), m.e(w("publish.number", number=one.number))) + f" <small>{m.e(one.edition_id)}</small>{here}", "t"),
        m.td(state), m.td(m.e(when(one.at)), "t"), m.td(m.e(one.by), "t"), m.td(f'<span class="ds-id">{m.e(one.run_id)}</span>'),
        m.td(m.e(one.reason)), m.td(looks, "t"),
    ]  # fmt: skip
    return m.tr(cells, data=f'data-edition="{m.e(one.edition_id)}"')
