"""The sample and every version as a table: state, who proposed it, who approved or returned it and why, its days, what it came from."""

from data.calendar import day_of
from data.decisions.acts import Act
from data.decisions.schemes import State, Version
from metrics.schemes.scheme import Scheme
from pages.language.times import when
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE
from pages.look.page_head import subtitle
from pages.schemes.all_schemes import ADDRESS, Shelf
from pages.shell.session import Session

LOOKS: dict[State, str] = {"proposed": "warn", "approved": "brand", "returned": ""}


def table(s: Session, of: Shelf, shown: str) -> str:
    """The newest first, the sample last; the one that is shown is marked."""
    w = s.w
    heads = ("version", "state", "author", "decided", "valid", "came_from", "reason")
    rows = [_row(s, of, name, here=name == shown) for name in reversed(list(of.schemes))]
    return subtitle(w("schemes.list"), w("schemes.list_note")) + m.table([m.th(w(f"schemes.{head}")) for head in heads], rows, "versions")


def _row(s: Session, of: Shelf, name: str, *, here: bool) -> str:
    w, scheme, one = s.w, of.schemes[name], of.versions.get(name)
    link = m.go(s.place.moved(scheme=name, edit=None).href(ADDRESS), f"<b>{m.e(name)}</b>")
    cells = [m.td(f"{link}<br><small>{m.e(w.name(scheme.title))}</small>"), m.td(state(scheme, one, of, w))]
    if one is None:
        cells += [m.td(m.e(w("schemes.shipped")), "s"), *(m.td(NONE, "s") for _ in range(4))]
        return m.tr(cells, f"row{' here' if here else ''}", f'data-scheme="{m.e(name)}"')
    cells += [
        m.td(_by(one.proposed), "t"),
        m.td(_by(one.decided) if one.decided else NONE, "t"),
        m.td(m.e(days(one, w)), "t"), m.td(f'<span class="ds-id">{m.e(one.said.came_from)}</span>', "t"),
        m.td(m.e((one.decided or one.proposed).reason)),
    ]  # fmt: skip
    return m.tr(cells, f"row{' here' if here else ''}", f'data-scheme="{m.e(name)}"')


def _by(act: Act) -> str:
    """Who, and on which day."""
    return f'{m.e(act.name)}<br><small title="{when(act.at)}">{day_of(act.at)}</small>'


def state(scheme: Scheme, one: Version | None, of: Shelf, w: Words) -> str:
    """How it stands, whether it is in force today, and, while nobody has approved it, that it is a sample."""
    parts = [m.chip(w.of("scheme_state", one.state), LOOKS[one.state])] if one else []
    if one and one.is_in_force(of.today):
        parts.append(m.chip(w("schemes.in_force"), "brand"))
    if scheme.status == "sample" and not (one and one.state == "returned"):
        parts.append(m.chip(w("header.sample"), "warn"))
    return " ".join(parts)


def days(one: Version, w: Words) -> str:
    """The days on which it is valid; a dash while it is not approved."""
    found = one.approval
    if found is None:
        return NONE
    return w("act.from_to", start=found.valid_from, end=found.valid_to) if found.valid_to else w("act.from", start=found.valid_from)
