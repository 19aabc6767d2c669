"""One version: its state in words, what it says otherwise than the one it came from, the acts on it, the whole of it to read."""

from functools import partial

from data.decisions.schemes import ABOUT
from metrics.schemes.scheme import Scheme
from metrics.schemes.write_file import scheme_file
from pages.acts.act_history import signature
from pages.downloads import button as downloads
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.schemes import content as scheme_content
from pages.schemes import table as scheme_table
from pages.schemes import version_changes, version_forms
from pages.schemes.all_schemes import ADDRESS, Shelf, draft_name
from pages.shell.session import Session


def show(s: Session, of: Shelf, name: str) -> None:
    """The panel for the scheme of that id; the forms of who may decide on it."""
    w, scheme, one = s.w, of.schemes[name], of.versions.get(name)
    draw(subtitle(f"{name} · {w.name(scheme.title)}", "", scheme_table.state(scheme, one, of, w) + _edit(s, name)))
    if one is not None:
        draw(version_changes.panel(of.schemes[one.said.came_from], scheme, of.rules, w) + _acts(s, name))
        version_forms.decide(s, one)
    inner = scheme_content.content(scheme, of.rules, w)
    draw(f'<div class="ds">{m.fold(w("schemes.content", n=len(scheme.items)), inner)}</div>')
    build = partial(_file, scheme)
    downloads.offer(s, w("schemes.download"), build, f"{name}.toml", "application/toml", icon=":material/download:")


def _file(scheme: Scheme) -> bytes:
    return scheme_file(scheme).encode()


def _edit(s: Session, base: str) -> str:
    """The way to a version made from this one, for who may propose; a draft that waits is told of."""
    if not s.viewer.may("propose"):
        return ""
    waits = bool(s.decisions.draft(s.viewer, draft_name(base)))
    return m.go(s.place.moved(scheme=base, edit=True).href(ADDRESS), m.e(s.w("schemes.go_on" if waits else "schemes.make_from", base=base)))


def _acts(s: Session, name: str) -> str:
    """Who did what with it and why, oldest first."""
    w = s.w
    told = "".join(
        f'<div class="ds ds-act" data-act="{act.act_id}" data-verb="{act.verb}"><p>{m.chip(w.of("act_verb", act.verb), "brand")} {m.e(act.reason)}</p>'
        f'<p class="ds-note">{m.e(signature(s, act))}</p></div>'
        for act in s.decisions.acts(ABOUT, name)
    )
    return subtitle(w("history.title")) + told
