"""项目把关意见: whether a project or a system may pass before an approval, why not, by which clauses. What the check on the page says, as a paper."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from data.errors import RequestFault
from metrics.obligations.gate_check import GATE
from metrics.run.filter import Filter
from metrics.run.gate_approval import AGGREGATION, COVERAGE, Row, Verdict, of_project, of_system
from metrics.run.reader import Reader
from reports.papers.figures import NONE, Figures
from reports.papers.paper import Paper
from reports.papers.shared import clauses, day, paper, unit_name, words
from reports.wording import evidence
from reports.wording.wording import Wording

OF_SYSTEM = (COVERAGE, AGGREGATION, GATE)


def of_a_project(reader: Reader, project_id: str, lang: str, signed: date | None = None) -> Paper:
    """The slip of a project. Raises RequestFault when it is not there to be seen."""
    checks = reader.gate_checks(project_id)
    if checks.is_empty():
        raise RequestFault(f"没有编码为 {project_id} 的项目，或您无权查看。请从“项目把关”重新选择。")
    t, verdict, first, gate = words(lang), of_project(checks), checks.row(0, named=True), _rules(reader)[GATE]
    against = [{"name": t(f"node.{row['node']}"), "reason": _reason(row, gate, t)} for row in verdict.against]
    own = {"is_project": True, "against": against, "steps": _steps(Figures(reader), verdict, gate, t), "duties": []}
    return _slip(reader, first["project_name"], project_id, first["unit_id"], verdict, own, (GATE,), t, signed)


def of_a_system(reader: Reader, system_id: str, lang: str, signed: date | None = None) -> Paper:
    """The slip of an information system. Raises RequestFault when it is not there to be seen."""
    found = reader.obligations(Filter(system_id=system_id))
    if found.is_empty():
        raise RequestFault(f"没有编码为 {system_id} 的信息系统，或您无权查看。请从“项目把关”重新选择。")
    t, verdict = words(lang), of_system(found)
    rules = _rules(reader)

    def state(row: Row) -> str:
        return evidence.state(row, rules[row["rule_id"]], reader.info.as_of, t)

    own_duty = found.filter(pl.col("subject_id") == system_id)
    name, unit_id = (own_duty["subject_name"][0], own_duty["unit_id"][0]) if len(own_duty) else (None, found["unit_id"][0])
    against = [{"name": row["subject_name"] or row["subject_id"], "reason": _duty_reason(row, state(row), t)} for row in verdict.against]
    own = {"is_project": False, "against": against, "steps": [], "duties": _duties(verdict, state, t)}
    return _slip(reader, name, system_id, unit_id, verdict, own, OF_SYSTEM, t, signed)


def _slip(
    reader: Reader, name: str | None, number: str, unit_id: str, verdict: Verdict, own: dict[str, Any], rules: tuple[str, ...], t: Wording,
    signed: date | None,
) -> Paper:  # fmt: skip
    told = {
        "object": name or number, "number": number, "unit": unit_name(reader, unit_id),
        "is_passed": verdict.is_passed is True, "is_failed": verdict.is_passed is False, "is_open": verdict.is_passed is None,
        "verdict": t(f"verdict.{ {True: 'pass', False: 'fail', None: 'open'}[verdict.is_passed]}"),
        "why": t(f"why.{verdict.reason}") if verdict.reason else "", "clauses": clauses(reader, rules, t), **own,
    }  # fmt: skip
    return paper("project_slip", t("slip.name", object=name or number), reader, told, t, day=signed, rules=rules)


def _rules(reader: Reader) -> dict[str, Row]:
    return {row["rule_id"]: row for row in reader.rules().iter_rows(named=True)}


def _steps(figures: Figures, verdict: Verdict, gate: Row, t: Wording) -> list[dict[str, Any]]:
    return [
        {
            "name": t(f"node.{row['node']}"),
            "standing": _standing(row, t),
            "cataloged_on": day(row["cataloged_on"]), "aggregated_on": day(row["aggregated_on"]),
            "amount": figures.cell("gate_checks", row, "amount", decimals=2, project_id=row["project_id"], node=row["node"]),
            "said": NONE if row not in verdict.asked else t("verdict.pass") if row["state"] == "met" else _reason(row, gate, t),
        }
        for row in verdict.rows
    ]  # fmt: skip


def _standing(row: Row, t: Wording) -> str:
    told = [t(f"decision.{row['decision']}") if row["decision"] else "", str(row["decided_on"] or "")]
    return " ".join(part for part in told if part) or NONE


def _duties(verdict: Verdict, state: Callable[[Row], str], t: Wording) -> list[dict[str, str]]:
    rows = sorted(verdict.rows, key=lambda row: row not in verdict.against)
    return [
        {
            "rule": t.pick(row["rule_title_zh"], row["rule_title_en"]), "name": row["subject_name"] or row["subject_id"],
            "arose_on": day(row["arose_on"]), "due_on": day(row["due_on"]), "met_on": day(row["met_on"]), "state": state(row),
        }
        for row in rows
    ]  # fmt: skip


def _reason(row: Row, gate: Row, t: Wording) -> str:
    """Why a step would not pass; its state where no reason is known. `gate`: the rule of the project gate."""
    if row["state"] == "unknown" and row["lacks"]:
        return evidence.lacking(row["lacks"], gate, t)
    return t(f"reason.{row['reason']}") if row["reason"] else t(f"state.{row['state']}")


def _duty_reason(row: Row, state: str, t: Wording) -> str:
    return t("slip.duty", rule=t.pick(row["rule_title_zh"], row["rule_title_en"]), state=state)
