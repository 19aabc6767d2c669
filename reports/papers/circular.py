"""通报: what a period's run says of all units, as an official document. Every number in it is a figure with its source."""

from datetime import date
from typing import Any

import polars as pl

from data.errors import RequestFault
from metrics.obligations.gate_check import GATE
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from reports.papers import circular_duties, circular_standing
from reports.papers.circular_standing import MISSED
from reports.papers.figures import Figures
from reports.papers.naming import LEADING
from reports.papers.paper import Paper
from reports.papers.shared import paper, words
from reports.wording.wording import Wording

COUNTED = Filter(counted=True)


def circular(reader: Reader, lang: str, earlier: Reader | None = None, signed: date | None = None) -> Paper:
    """The circular of a run. `earlier`: the run that it is compared with; `signed`: the day of signing, a blank where None.

    Raises RequestFault for who does not see the whole city.
    """
    if not reader.viewer.may("see_city"):
        raise RequestFault("通报涉及全市各单位，您的角色不能生成。如需查看，请联系考核主管部门。")
    t, figures = words(lang), Figures(reader, earlier)
    info = reader.info
    groups = circular_standing.groups(reader, figures, t)
    told = {
        "start": t.day(info.period_start), "end": t.day(info.period_end), "scheme": t.name(info.scheme_title),
        **_units(reader, figures, t), **_undecided(reader, figures, t), **_overall(figures), **_earlier(earlier, t),
        "leading": figures.stated("leading", LEADING),
        "groups": groups, "has_front": any(group["front"] for group in groups), "has_behind": any(group["behind"] for group in groups),
        **circular_standing.movement(reader, figures, t),
        "problems": circular_duties.problems(reader, figures, t), "rules": circular_duties.rules(reader, figures, t),
        **_gate(reader, figures, t),
        "small_count": figures.rows("items", is_small=True), "absent_count": figures.rows("items", is_applicable=False),
    }  # fmt: skip
    return paper("circular", t("circular.name", period=t.period(info.period)), reader, told, t, day=signed)


def _units(reader: Reader, figures: Figures, t: Wording) -> dict[str, Any]:
    unranked = reader.totals().filter(pl.col("rank").is_null())["unit_name"]
    return {
        "units": figures.rows("totals"), "ranked": figures.rows("totals", has=("rank",)),
        "unranked": figures.rows("totals", rank=None), "unranked_names": t("circular.comma").join(unranked),
    }  # fmt: skip


def _undecided(reader: Reader, figures: Figures, t: Wording) -> dict[str, Any]:
    """What can't be judged for want of evidence, why, and whose rank that leaves incomparable. Of an earlier layout: nothing."""
    aside = reader.totals().filter(~pl.col("is_comparable"), pl.col("rank").is_not_null())["unit_name"]
    return {
        "undecided": figures.count(Filter(undecided=True)), "undecided_reasons": circular_standing.reasons(figures, t),
        "undecided_share": figures.undecided_share(), "incomparable": figures.rows("totals", has=("rank",), is_comparable=False),
        "incomparable_names": t("circular.comma").join(aside),
    }  # fmt: skip


def _overall(figures: Figures) -> dict[str, Any]:
    states = {name: figures.count(Filter(counted=True, states=(name,))) for name in ("met", "late", "overdue", "unmet")}
    others = {name: figures.count(Filter(states=(name,))) for name in ("pending", "unknown", "exempt")}
    missed = figures.count(Filter(counted=True, states=MISSED))
    return {"counted": figures.count(COUNTED), "missed": missed, "on_time_rate": figures.share(COUNTED), **states, **others}


def _earlier(earlier: Reader | None, t: Wording) -> dict[str, Any]:
    if earlier is None:
        return {"has_earlier": False, "since": "", "earlier": []}
    figures = Figures(earlier)
    told = {"on_time_rate": figures.share(COUNTED), "missed": figures.count(Filter(counted=True, states=MISSED))}
    return {"has_earlier": True, "since": t.day(earlier.info.as_of), "earlier": [told]}


def _gate(reader: Reader, figures: Figures, t: Wording) -> dict[str, Any]:
    """Steps of projects that were passed without cataloguing or aggregation, and the money behind each step; never summed over steps."""
    counted, failed = Filter(rule_id=GATE, counted=True), Filter(rule_id=GATE, counted=True, states=("overdue",))
    nodes = reader.amounts(failed)["node"].unique().sort().to_list()
    steps = [(node, *figures.steps(failed, node)) for node in nodes]
    gates = [{"name": t(f"node.{node}"), "failed": n, "amount": amount, "without_amount": unsaid} for node, n, amount, unsaid in steps]
    return {"gate_counted": figures.count(counted), "gate_failed": figures.count(failed), "gates": gates}
