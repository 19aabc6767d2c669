"""The lines of the trail as a table, the newest first; a line opens to everything that it says."""

from functools import partial

import streamlit as st

from data.calendar import CHINA
from data.decisions import trail_pages
from data.decisions.trail import Line
from data.decisions.trail_pages import Wanted
from pages.audit import filters as trail_filters
from pages.audit import text as trail_words
from pages.downloads import button as downloads
from pages.language.words import Words
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.look.figures import count
from pages.look.page_head import subtitle
from pages.shell.paging import sheet_of
from pages.shell.session import Session
from reports.tables.trail_sheet import trail_csv

PER_SHEET = 50
MOST = 1_000_000  # what a sheet of Excel holds, less its head


def show(s: Session, wanted: Wanted) -> None:
    """How many lines match, one sheet of them, and all of them as a file."""
    w, found = s.w, trail_pages.count(s.decisions, wanted)
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    draw(subtitle(w("trail.found", n=count(found)), w("trail.found_note"), trail_filters.cleared(s)), left)
    if not found:
        draw(empty(w("trail.nothing"), [w("trail.nothing_what")]))
        return
    with right:
        _download(s, wanted, found)
    sheet, last = sheet_of(s.place, found, PER_SHEET, w)
    lines = trail_pages.page(s.decisions, wanted, PER_SHEET, (sheet - 1) * PER_SHEET)
    draw(trail_table(lines, w))
    draw(_sheets(s, sheet, last))


def trail_table(lines: list[Line], w: Words) -> str:
    """One row a line."""
    head = [m.th(w("trail.line"), "n"), *(m.th(w(f"trail.{name}")) for name in ("at", "who", "address", "what", "content"))]
    return m.table(head, [_row(line, w) for line in lines], "trail")


def _row(line: Line, w: Words) -> str:
    role = f" <small>{m.e(w.of('role', line.role))}</small>" if line.role else ""
    login = f"<br><small>{m.e(line.login)}</small>" if line.login != line.name else ""
    summary = m.e(trail_words.summary(line, w))
    facts = "".join(f"<dt>{m.e(label)}</dt><dd>{m.e(value)}</dd>" for label, value in trail_words.facts(line, w))
    content = f"<details><summary>{summary}</summary><dl>{facts}</dl></details>"
    kind = "warn" if line.what == "refused" else "brand" if line.what == "act" else ""
    cells = [
        m.td(count(line.line), "n s"), m.td(f"{line.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}", "t"),
        m.td(f"{m.e(line.name)}{role}{login}"), m.td(m.e(line.address), "s t" if len(line.address) < 40 else "s"),
        m.td(m.chip(w.of("trail_what", line.what), kind)), m.td(content),
    ]  # fmt: skip
    return m.tr(cells, data=f'data-line="{line.line}"')


def _sheets(s: Session, sheet: int, last: int) -> str:
    w, place = s.w, s.place
    targets = [(1, w("list.first")), (sheet - 1, w("list.before")), (sheet + 1, w("list.after")), (last, w("list.last"))]
    links = " ".join(m.go(place.moved(sheet=n).href("trail"), m.e(text)) for n, text in targets if 1 <= n <= last and n != sheet)
    return f'<div class="ds ds-rest"><span>{m.e(w("trail.sheet", n=sheet, of=last))}</span>{links}</div>'


def _download(s: Session, wanted: Wanted, found: int) -> None:
    if found > MOST:
        draw(f'<p class="ds ds-note">{m.e(s.w("trail.too_many", most=count(MOST)))}</p>')
        return
    name = f"{s.w('page.audit')}-{s.decisions.now().astimezone(CHINA):%Y-%m-%d}.csv"
    downloads.offer(s, s.w("trail.download"), partial(csv_of, s, wanted), name, "text/csv", "read_trail", width="stretch")


def csv_of(s: Session, wanted: Wanted) -> bytes:
    """The lines that match, the oldest first as the chain runs, for Excel."""
    return trail_csv(reversed(trail_pages.page(s.decisions, wanted)))
