"""申诉答复: to the unit that objected, what was decided, why, what follows and what it changed."""

from typing import Any, cast

import polars as pl

from data.calendar import day_of
from data.decisions.bodies import Exemption, PointAdjustment
from data.decisions.objections import Case
from data.errors import RequestFault
from metrics.run.reader import Reader
from reports.papers.figures import Figures
from reports.papers.paper import Paper
from reports.papers.shared import day, paper, unit_name, words
from reports.papers.sources import Figure
from reports.wording import evidence
from reports.wording.wording import Wording


def answer(reader: Reader, one: Case, lang: str, after: Reader | None = None) -> Paper:
    """The answer to an objection. `reader`: sight of the run objected to; `after`: of a later run, with what was decided in it (`took_in`).

    Raises RequestFault while it is not answered, and for who may not see the unit.
    """
    if not reader.viewer.answers_for(one.said.unit_id):
        raise RequestFault(f"没有编号为 {one.number} 的申诉，或您无权查看。请从“申诉”重新进入。")
    if one.answered is None:
        raise RequestFault(f"申诉 {one.number} 还没有答复，不能生成答复文书。请先作出答复。")
    t, titles = words(lang), _titles(reader, words(lang))
    lines = _lines(reader, one, t)
    changes = _changes(lines, _lines(after, one, t)) if after else []
    told = {
        "unit": unit_name(reader, one.said.unit_id), "case_number": one.number, "filed_on": t.day(day_of(one.opened.at)),
        "about": _about(reader, one, titles, t), "wants": t(f"wants.{one.said.wants}"), "said": one.opened.reason,
        "duties": _duties(reader, one, titles, t), "decision": t(f"answer.{one.status}"), "reasons": one.answered.reason,
        **_decided(reader, one, titles, t), "results": [{"name": name, "before": before} for name, before in lines.items()],
        "changes": changes, "is_changed": any(line["before"].value != line["after"].value for line in changes), "after_run": after.run_id if after else "",
    }  # fmt: skip
    name = t("answer.name", number=one.number, unit=told["unit"])
    mark = t("mark.cited") if reader.info.is_draft else ""
    return paper("objection_answer", name, reader, told, t, day=day_of(one.answered.at), rules=_rules(one), mark=mark)


def took_in(reader: Reader, one: Case) -> bool:
    """Whether a run holds all that was decided with the answer."""
    wanted = {act.act_id for act in one.follow}
    return bool(wanted) and wanted <= set(reader.decisions()["act_id"])


def _rules(one: Case) -> list[str]:
    return list(dict.fromkeys(rule for rule, _ in one.said.obligations))


def _titles(reader: Reader, t: Wording) -> dict[str, str]:
    return {row["rule_id"]: t.pick(row["title_zh"], row["title_en"]) for row in reader.rules().iter_rows(named=True)}


def _items(reader: Reader, one: Case) -> list[dict[str, Any]]:
    """The scored lines that the objection touches."""
    touched = (pl.col("item_id") == (one.said.item_id or "")) | pl.col("rule_id").is_in(_rules(one))
    return reader.items(one.said.unit_id).filter(touched).to_dicts()


def _about(reader: Reader, one: Case, titles: dict[str, str], t: Wording) -> str:
    items = [t.name(row["title"]) for row in _items(reader, one) if row["item_id"] == one.said.item_id]
    return t("circular.comma").join([*items, *(titles.get(rule, rule) for rule in _rules(one))])


def _duties(reader: Reader, one: Case, titles: dict[str, str], t: Wording) -> list[dict[str, str]]:
    """Each obligation objected to, as far as that run has it."""
    told = []
    for rule, subject in one.said.obligations:
        row = _duty(reader, rule, subject)
        state = evidence.state(row, row, reader.info.as_of, t) if row else "—"
        told.append({"rule": titles.get(rule, rule), "name": _subject(row, subject), "due_on": day(row.get("due_on")), "state": state})
    return told


def _duty(reader: Reader, rule: str | None, subject: str | None) -> dict[str, Any]:
    """The obligation as the run has it; empty where it has none of it."""
    try:
        return reader.obligation(rule or "", subject or "")
    except RequestFault:
        return {}


def _subject(row: dict[str, Any], subject: str | None) -> str:
    return str(row.get("subject_name") or subject or "")


def _decided(reader: Reader, one: Case, titles: dict[str, str], t: Wording) -> dict[str, Any]:
    """The acts that followed from the answer that stands."""
    follow = [act for act in one.follow if one.answered and act.because == one.answered.act_id]
    names = {item["item_id"]: t.name(item["title"]) for item in reader.items(one.said.unit_id).iter_rows(named=True)}
    lifted = [cast(Exemption, act.body) for act in follow if act.about == "exemption"]
    given = [(act.act_id, cast(PointAdjustment, act.body)) for act in follow if act.about == "adjustment"]
    figures = Figures(reader)
    return {
        "has_decisions": bool(follow),
        "exemptions": [{"name": t("answer.duty", rule=titles.get(b.rule_id or "", ""), subject=_lifted(reader, b))} for b in lifted],
        "adjustments": [
            {"name": names.get(body.item_id or "", t("answer.total")), "points": figures.decided(act_id, body.points)} for act_id, body in given
        ],
    }  # fmt: skip


def _lifted(reader: Reader, body: Exemption) -> str:
    return _subject(_duty(reader, body.rule_id, body.subject_id), body.subject_id)


def _lines(reader: Reader, one: Case, t: Wording) -> dict[str, Figure]:
    """The points of the items touched, the total, the rank, and how much is undecided for want of evidence, by name."""
    unit, figures = one.said.unit_id, Figures(reader)
    found = {
        t.name(row["title"]): figures.cell("items", row, "points", decimals=2, unit_id=unit, item_id=row["item_id"]) for row in _items(reader, one)
    }  # fmt: skip
    for row in reader.totals().filter(pl.col("unit_id") == unit).iter_rows(named=True):
        found[t("answer.total")] = figures.cell("totals", row, "total", decimals=2, unit_id=unit)
        found[t("answer.rank")] = figures.rank(row, t)
    for reason, count in figures.undecided(unit).items():
        found[t("answer.undecided", reason=t(f"wanting.{reason}"))] = count
    return found


def _changes(before: dict[str, Figure], after: dict[str, Figure]) -> list[dict[str, Any]]:
    return [{"name": name, "before": was, "after": after[name]} for name, was in before.items() if name in after]
