"""The check before an approval: which project or system, and its slip."""

from typing import Any

import polars as pl
import streamlit as st

from data.errors import RequestFault
from metrics.run.filter import Filter
from metrics.run.gate_approval import of_project, of_system
from pages.by_rule import scope_choice
from pages.gate import slip as gate_slip
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.shell.address_box import choose
from pages.shell.session import Session

GATE = "project_gate"
OF_SYSTEM = ("catalog_coverage", "aggregation", GATE)


def choice(s: Session) -> None:
    """Which project or system is checked."""
    w, place = s.w, s.place
    projects = dict(s.reader.gate_checks().select("project_id", "project_name").iter_rows())
    systems = dict(s.reader.obligations(Filter(rule_id="system_registration")).select("subject_id", "subject_name").iter_rows())
    draw(subtitle(w("slip.check"), w("slip.check_note")))
    left, right = st.columns(2)
    for box, name, known in ((left, "project", projects), (right, "system", systems)):
        named = {None: w("slip.none"), **{key: w("list.choice", name=title, n=key) if title else key for key, title in known.items()}}
        if (picked := getattr(place, name)) not in named:
            named[picked] = picked
        with box:
            choose(
                w.of("slip", f"which_{name}"),
                list(named),
                getattr(place, name),
                named.__getitem__,
                lambda x, n=name: place.standing(**{n: x}),
                f"gate_{name}",
            )


def project(s: Session) -> str:
    """The slip of the project in the address. Raises RequestFault when it is not there to be seen."""
    checks = s.reader.gate_checks(s.place.project)
    if checks.is_empty():
        raise RequestFault(s.w("slip.no_project", project=s.place.project))
    verdict, first = of_project(checks), checks.row(0, named=True)
    told, rules = gate_slip.project_lines(verdict, s.w), scope_choice.rule_rows(s, (GATE,))
    return gate_slip.slip(first["project_name"] or "", first["project_id"], _unit(s, first), verdict, told, s.reader.meta(), rules, s.w)


def system(s: Session) -> str:
    """The slip of the system in the address. Raises RequestFault when it is not there to be seen."""
    found = s.reader.obligations(Filter(system_id=s.place.system))
    if found.is_empty():
        raise RequestFault(s.w("slip.no_system", system=s.place.system))
    # A system that is secret or out of use owes nothing itself, though its catalogues may.
    own = {"subject_id": s.place.system, "subject_name": None, "unit_id": found["unit_id"][0]}
    own = next(found.filter(pl.col("subject_id") == s.place.system).iter_rows(named=True), own)
    verdict = of_system(found)
    told, rules = gate_slip.system_lines(verdict, s.place, s.w), scope_choice.rule_rows(s, OF_SYSTEM)
    return gate_slip.slip(own["subject_name"] or "", own["subject_id"], _unit(s, own), verdict, told, s.reader.meta(), rules, s.w)


def _unit(s: Session, row: dict[str, Any]) -> str:
    return dict(s.reader.units().select("unit_id", "unit_name").iter_rows()).get(row["unit_id"], row["unit_id"])
