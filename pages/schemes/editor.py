"""The form of a new version: items and weights, what follows them, grades, sections, limits; checked at every change, kept as a draft."""

import hashlib
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, get_args

import polars as pl
import streamlit as st

from metrics.rulebook.rulebook import Measure
from metrics.schemes import versions as scheme_versions
from metrics.schemes.scheme import Scheme
from pages.acts.draft_form import KeptForm
from pages.language.words import Words
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.schemes import editor_rows as scheme_rows
from pages.schemes import version_changes, version_forms
from pages.schemes.all_schemes import ADDRESS, Shelf, draft_name
from pages.schemes.content import plain
from pages.schemes.editor_rows import Row, Rows, Written
from pages.shell.session import Session

NUMBERS = {"points": pl.Float64, "per": pl.Float64, "cap": pl.Float64, "min": pl.Float64, "min_count": pl.Int64}
TABS = ("items", "adjustments", "grades", "sections")
# In pixels, so that all columns of the widest table stand beside one another on a screen of 1280.
WIDTHS = {"section": 94, "title": 158, "rule": 122, "measure": 94, "points": 66, "score": 282, "min_count": 84}


def show(s: Session, of: Shelf, base: str) -> Scheme | None:
    """The form for a version made from another; what it holds, or None while that has faults."""
    w, form = s.w, KeptForm(s, draft_name(base))
    back = m.go(s.place.moved(scheme=base, edit=None).href(ADDRESS), m.e(w("schemes.close")))
    draw(subtitle(w("schemes.new", base=base), w("schemes.new_note"), back))
    with st.container(border=True):
        form.restored()
        scheme_id, facts = _facts(form, of.schemes[base])
        told = st.container(key="scheme_checks")
        tables = _tables(form, of, base)
        held = scheme_rows.written(scheme_id, facts, tables, of.rules)
        draw(_checks(held, facts["total"], w), told)
        if held.sound:
            draw(version_changes.panel(of.schemes[base], held.sound, of.rules, w))
        version_forms.propose(form, of, base, held.sound)
    return held.sound


def _facts(form: KeptForm, base: Scheme) -> tuple[str, dict[str, Any]]:
    """The id, the title and the numbers of the whole."""
    w, start = form.s.w, form.start
    first, second, third, fourth, fifth, sixth = st.columns([1.1, 2.6, 0.9, 0.9, 0.9, 0.9], vertical_alignment="bottom")
    usual = scheme_versions.next_id(form.s.decisions)
    scheme_id = first.text_input(w("schemes.version"), start.get("id", usual), max_chars=60, help=w("schemes.id_help"), **form.field("id"))
    title = second.text_input(w("scheme_field.title"), start.get("title", base.title), max_chars=100, **form.field("title"))
    limit_help, undecided_help = w("schemes.limit_help"), w("schemes.undecided_help")
    numbers = [
        ("total", base.total, third, 1.0, None), ("per_item", base.limits.per_item, fourth, 1.0, limit_help),
        ("per_total", base.limits.per_total, fifth, 1.0, limit_help), ("undecided_share", base.undecided_share, sixth, 0.01, undecided_help),
    ]  # fmt: skip
    facts: dict[str, Any] = {
        name: place.number_input(
            w.of("scheme_field", name), 0.0, value=float(start.get(name, value)), step=step, format="%.10g", help=told, **form.field(name),
        )
        for name, value, place, step, told in numbers
    }  # fmt: skip
    return scheme_id.strip(), facts | {"title": title.strip()}


def _tables(form: KeptForm, of: Shelf, base: str) -> Rows:
    """The tables as they are now, kept when they changed. The sections come first: items are put into them."""
    w = form.s.w
    now: Rows = form.start.get("tables") or scheme_rows.rows_of(of.schemes[base])
    tabs = dict(zip(TABS, st.tabs([w(f"schemes.{name}") for name in TABS]), strict=True))
    found: Rows = {}
    for name in ("sections", *(x for x in TABS if x != "sections")):
        with tabs[name]:
            found[name] = _table(form, name, now[name], found.get("sections", []), of)
    if found != now:
        form.keep(tables=found)
    draw(f'<p class="ds ds-note">{m.e(w("schemes.score_help"))}</p>')
    return found


def _table(form: KeptForm, name: str, now: list[Row], sections: list[Row], of: Shelf) -> list[Row]:
    """One table. The widget keeps what was changed since it began, so it begins anew, with all that was written, where it was let go or its
    columns changed.
    """
    w = form.s.w
    titles = {row["id"]: row["title"] for row in sections if row.get("title")}
    looks = hashlib.sha256(repr((w.lang, sorted(titles.items()))).encode()).hexdigest()[:8]
    key, begun = form.key(f"{name} {looks}"), form.key(f"*begun {name}")
    if key not in st.session_state or begun not in st.session_state:
        st.session_state[begun] = deepcopy(now)
    schema = {field: NUMBERS.get(field, pl.String) for field in ("id", *scheme_rows.FIELDS[name])}
    frame = pl.DataFrame(st.session_state[begun], schema=schema, strict=False)
    edited = st.data_editor(
        frame, key=key, num_rows="dynamic", hide_index=True, width="stretch", height="content", alt=w(f"schemes.{name}"),
        column_config=_columns(name, titles, of, w),
    )  # fmt: skip
    return scheme_rows.with_ids(name, edited.to_dicts())


def _columns(name: str, titles: Mapping[str, str], of: Shelf, w: Words) -> dict[str, Any]:
    """How each column is headed and what may stand in it. `titles`: of the sections, by id."""
    column, words = st.column_config, {field: w.of("scheme_field", field) for field in scheme_rows.FIELDS[name]}
    chosen: dict[str, tuple[list[str], Any]] = {
        "section": (list(titles), lambda x: w.name(titles.get(x, x))),
        "rule": (list(of.rules), lambda x: w.pick(of.rules[x].title_zh, of.rules[x].title_en) if x in of.rules else x),
        "measure": (list(get_args(Measure)), lambda x: w.of("measure", x)),
        "kind": (["deduct", "bonus"], lambda x: w.of("scheme_kind", x)),
    }
    found: dict[str, Any] = {"id": None}
    for field, label in words.items():
        if field in chosen:
            found[field] = column.SelectboxColumn(
                label, options=chosen[field][0], format_func=chosen[field][1], required=True, width=WIDTHS.get(field)
            )
        elif field in NUMBERS:
            found[field] = column.NumberColumn(label, min_value=0, format="%.10g", width=WIDTHS.get(field), required=field != "min_count")
        else:
            found[field] = column.TextColumn(label, required=True, width=WIDTHS.get(field, "medium"))
    return found


def _checks(held: Written, total: float, w: Words) -> str:
    """The sum of the weights against the total, and each fault in a sentence."""
    over = held.points - total
    is_even = abs(over) <= 1e-9
    rest = w("schemes.sum_fits") if is_even else w("schemes.sum_over" if over > 0 else "schemes.sum_under", n=plain(abs(over)))
    line = f'<b data-sum="{plain(held.points)}">{m.e(w("schemes.sum", points=plain(held.points), total=plain(total)))}</b> {m.e(rest)}'
    faults = "".join(f"<li>{m.e(w.told(text))}</li>" for text in held.faults)
    listed = f'<ul data-faults="{len(held.faults)}">{faults}</ul>' if faults else f" · {m.e(w('schemes.sound'))}"
    return f'<div class="ds ds-note {"ds-warn" if held.faults else "ds-done"}" role="status">{line}{listed}</div>'
