"""Which of a unit's open obligations an order names: all at first, by rule, and one by one with a tick."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from pages.acts.draft_form import KeptForm
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.shell.rule_names import rule_title

HEIGHT = 360  # pixels of the table: it scrolls within
LEFT_OUT = "left_out"  # in the draft: the obligations without a tick
TICK = "is_named"


def show(form: KeptForm, rows: pl.DataFrame) -> list[tuple[str, str]]:
    """The boxes and the table. Gives what is picked (rule, subject), in the order of the rows. `rows`: as `metrics.assessment.order_rows.nameable`."""
    w, shown = form.s.w, rows.filter(pl.col("rule_id").is_in(_rules(form, rows)))
    names = [f"{rule}/{subject}" for rule, subject in shown.select("rule_id", "subject_id").iter_rows()]
    key = form.key(f"picked {','.join(shown['rule_id'].unique().sort())}")
    base: list[str] = st.session_state.setdefault(f"{key}|*base", list(form.start.get(LEFT_OUT, [])))

    def changed() -> None:
        form.keep(**{LEFT_OUT: left_out(base, names, st.session_state[key]["edited_rows"])})

    st.data_editor(
        _table(form, shown, base), key=key, on_change=changed, hide_index=True, height=HEIGHT if len(shown) > 9 else "auto",
        column_config=_columns(form), disabled=[name for name in _columns(form) if name != TICK],
    )  # fmt: skip
    out = set(form.start.get(LEFT_OUT, []))
    picked = [(*name.split("/", 1),) for name in names if name not in out]
    draw(f'<p class="ds ds-note" data-picked="{len(picked)}">{m.e(w("order.picked", n=count(len(picked)), all=count(len(rows))))}</p>')
    return picked  # type: ignore[return-value]  # split once gives two


def left_out(base: list[str], names: list[str], edits: Mapping[int, Mapping[str, Any]]) -> list[str]:
    """What has no tick after the edits of a table that began with `base` unticked. What the table doesn't show stays as it was."""
    out = dict.fromkeys(base)
    for row, edit in edits.items():
        if edit.get(TICK, names[row] not in base):
            out.pop(names[row], None)
        else:
            out[names[row]] = None
    return list(out)


def _rules(form: KeptForm, rows: pl.DataFrame) -> list[str]:
    """The rules that are picked; none is all."""
    w, counts = form.s.w, dict(rows["rule_id"].value_counts(sort=True).iter_rows())
    titles = {rule: w("list.choice", name=rule_title(form.s, rule), n=count(n)) for rule, n in counts.items()}
    default = [rule for rule in form.start.get("rules", []) if rule in titles]
    picked = st.multiselect(
        w("order.rules"), list(titles), default, format_func=titles.__getitem__, placeholder=w("order.all_rules"), **form.field("rules")
    )
    return picked or list(titles)


def _table(form: KeptForm, rows: pl.DataFrame, base: list[str]) -> pl.DataFrame:
    s = form.s
    titles = {rule: rule_title(s, rule) for rule in rows["rule_id"].unique()}
    return rows.select(
        ~pl.concat_str("rule_id", pl.lit("/"), "subject_id").is_in(base).alias(TICK),
        pl.when(pl.col("subject_name") == "").then("subject_id").otherwise("subject_name").alias("subject"),
        pl.col("subject_id").alias("number"),
        pl.col("rule_id").replace_strict(titles, return_dtype=pl.String).alias("rule"),
        "due_on",
        "days_late",
        "evidence_on",
    )


def _columns(form: KeptForm) -> dict[str, Any]:
    w, columns = form.s.w, st.column_config
    return {
        TICK: columns.CheckboxColumn(w("order.pick"), width=60),
        "subject": columns.TextColumn(w("list.subject")),
        "number": columns.TextColumn(w("order.subject_id")),
        "rule": columns.TextColumn(w("list.rule")),
        "due_on": columns.DateColumn(w("list.due_on"), format="YYYY-MM-DD", width=110),
        "days_late": columns.NumberColumn(w("order.late_so_far"), width=130),
        "evidence_on": columns.DateColumn(w("list.evidence_on"), format="YYYY-MM-DD", width=110),
    }
