"""The register of data assets as a table: whose, since when in authorised operation, registered, assessed; each number picks its rows out."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from data.errors import RequestFault
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count
from pages.look.page_head import subtitle
from pages.obligation_list.table import source
from pages.shell.address import Place
from pages.shell.paging import sheet_of, sheets
from pages.shell.session import Session

PER_SHEET = 50
PAGE = "assets"
DUTIES, REGISTER = "duties", "register"
VIEWS = (None, REGISTER)
HOW_FAR = {
    "operating": pl.col("authorised_on").is_not_null(),
    "registered": pl.col("registered_on").is_not_null(),
    "unregistered": pl.col("authorised_on").is_not_null() & pl.col("registered_on").is_null(),
    "assessed": pl.col("assessed_on").is_not_null(),
}


def is_asked(s: Session) -> bool:
    """Whether the address asks for the register. Raises RequestFault for a `by` that this page does not know."""
    if s.place.by not in VIEWS:
        raise RequestFault(s.w("asset.no_view", by=s.place.by))
    return s.place.by == REGISTER


def choice(s: Session) -> None:
    """A control to go from the duties to the register and back."""
    now = REGISTER if is_asked(s) else DUTIES
    key = f"opening_by={now}"

    def changed() -> None:
        by = REGISTER if st.session_state[key] == REGISTER else None
        st.query_params.from_dict(s.place.standing(unit=s.place.unit, by=by).query())

    looks: dict[str, Any] = {"required": True, "label_visibility": "collapsed", "format_func": lambda view: s.w.of("asset", view)}
    st.segmented_control(s.w("asset.view"), (DUTIES, REGISTER), default=now, key=key, on_change=changed, **looks)


def register(s: Session) -> str:
    """The sheet of the register that the address asks for. Raises RequestFault for a number of a sheet or a `what` that there is not."""
    w, place = s.w, s.place
    everything = s.reader.asset_register(place.unit)
    if everything is None:
        return subtitle(w("asset.title")) + _note(w("asset.before"))
    if everything.is_empty():
        return subtitle(w("asset.title")) + _note(
            w("asset.nothing" if place.unit is None and s.viewer.scope is None else "asset.nothing_here")
        )
    found = _picked(everything, place, w)
    title = subtitle(w("asset.title"), w("asset.note")) + _figures(everything, place, w)
    sheet, last = sheet_of(place, len(found), PER_SHEET, w)
    rows = found.slice((sheet - 1) * PER_SHEET, PER_SHEET)
    paging = sheets(place, sheet, last, len(found), PER_SHEET, w, PAGE) if last > 1 else ""
    return title + (_table(rows, place, w) + paging if len(found) else _note(w("asset.none_such")))


def whole(s: Session) -> str:
    """All rows that the address asks for, not one sheet of them: what goes out as a file. Nothing where there are none."""
    everything = s.reader.asset_register(s.place.unit)
    found = None if everything is None else _picked(everything, s.place, s.w)
    return "" if found is None or found.is_empty() else subtitle(s.w("asset.title")) + _table(found, s.place, s.w)


def _picked(everything: pl.DataFrame, place: Place, w: Words) -> pl.DataFrame:
    if place.what is None:
        return everything
    if place.what not in HOW_FAR:
        raise RequestFault(w("asset.no_such", what=place.what))
    return everything.filter(HOW_FAR[place.what])


def _figures(everything: pl.DataFrame, place: Place, w: Words) -> str:
    """How many assets there are and how far they are, each number the length of the table it leads to."""
    numbers = [(None, len(everything)), *((name, len(everything.filter(which))) for name, which in HOW_FAR.items())]
    told = (_figure(name, number, place, w) for name, number in numbers)
    return f'<div class="ds ds-rest" data-assets>{"".join(told)}</div>'


def _figure(name: str | None, number: int, place: Place, w: Words) -> str:
    label = m.e(w.of("asset", name or "all"))
    if place.what == name:
        return f"<span><b>{label} {count(number)}</b></span>"
    return f"<span>{label} {m.go(place.moved(what=name).href(PAGE), count(number))}</span>"


def _table(rows: pl.DataFrame, place: Place, w: Words) -> str:
    head = [m.th(w("asset.name")), m.th(w("asset.holder"))]
    head += [m.th(w.of("asset", name), "n") for name in ("authorised_on", "registered_on")]
    head += [m.th(w("asset.duty")), m.th(w("asset.due_on"), "n"), m.th(w("asset.assessed_on"), "n"), m.th(w("list.source"))]
    return m.table(head, [_row(row, place, w) for row in rows.iter_rows(named=True)], "assets")


def _row(row: Mapping[str, Any], place: Place, w: Words) -> str:
    duty = place.standing(rule="asset_registration", subject=row["asset_id"])
    name = m.go(duty.href("duty"), m.e(row["asset_name"])) if row["state"] else m.e(row["asset_name"])
    holder, unit = row["department_name"] or row["department_id"], row["unit_name"]
    of_unit = f"<br><small>{m.e(unit)}</small>" if unit and unit != holder else ""
    cells = [m.td(f'{name}<br><small class="ds-id">{m.e(row["asset_id"])}</small>'), m.td(m.e(holder) + of_unit, "s")]
    cells += [m.td(m.day(row[day]), "n") for day in ("authorised_on", "registered_on")]
    cells += [m.td(_state(row, w)), m.td(m.day(row["due_on"]), "n"), m.td(m.day(row["assessed_on"]), "n"), m.td(source(row, w), "t")]
    return m.tr(cells, "row", f'data-asset="{m.e(row["asset_id"])}"')


def _state(row: Mapping[str, Any], w: Words) -> str:
    """How its registration stands, or why none is owed."""
    if not row["state"]:
        return f"<small>{m.e(w('asset.no_duty'))}</small>"
    if row["state"] == "unknown":
        return m.state_word(row["state"], w) + (f"<br><small>{m.e(w.of('reason', row['reason']))}</small>" if row["reason"] else "")
    late = f"<br><small>{m.e(w('asset.late', n=count(row['days_late'])))}</small>" if row["days_late"] else ""
    return m.state_word(row["state"], w) + late


def _note(text: str) -> str:
    return f'<p class="ds ds-note">{m.e(text)}</p>'
