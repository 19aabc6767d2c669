"""Steps of projects that were passed without cataloguing or aggregation, and the money behind them: by step and by unit."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from pages.by_rule.standings import figure
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE
from pages.shell.address import Place

NODES = ("立项", "验收", "资金拨付")
REASONS = ("not_cataloged", "not_aggregated", "neither_done")


def money(value: float | None) -> str:
    """万元, two decimals."""
    return NONE if value is None else f"{value:,.2f}"


def node_table(amounts: pl.DataFrame, place: Place, w: Words) -> str:
    """One line a step. `amounts` as the gate gives them; `place`: the view of the rule. A step stands in the number of its obligation."""
    head = [m.th(w("gate.node")), m.th(w("gate.passed"), "n"), m.th(w("gate.failed"), "n")]
    head += [m.th(w.of("reason", reason), "n") for reason in REASONS]
    head += [m.th(w("gate.money"), "n", w("gate.money_note")), m.th(w("gate.earlier"), "n"), m.th(w("gate.earlier_money"), "n")]
    known = [*NODES, *sorted(set(amounts["node"]) - set(NODES))]
    return m.table(head, [_node(node, amounts.filter(pl.col("node") == node), place.moved(q=f"|{node}"), w) for node in known], "gate")


def _node(node: str, found: pl.DataFrame, place: Place, w: Words) -> str:
    failed, earlier = found.filter(pl.col("counted") & (pl.col("state") == "overdue")), found.filter("is_backlog")
    now = place.moved(counted=True)
    cells = [m.td(m.go(place.href("list"), m.e(w.of("gate_node", node)))), m.td(figure(now, _sum(found.filter("counted"))), "n")]
    cells.append(m.td(f"{m.mark('overdue')}{figure(now.moved(state='overdue'), _sum(failed))}", "n"))
    cells += [m.td(figure(now.moved(state="overdue", reason=r), _sum(failed.filter(pl.col("reason") == r))), "n") for r in REASONS]
    cells += [m.td(f'<span class="big">{_money(failed, w)}</span>', "n")]
    cells += [m.td(figure(place.moved(backlog=True), _sum(earlier)), "n"), m.td(_money(earlier, w), "n")]
    return m.tr(cells, data=f'data-node="{m.e(node)}"')


def unit_money(units: Sequence[Mapping[str, Any]], amounts: pl.DataFrame, place: Place, w: Words) -> str:
    """The units with failed steps of this period, the most money paid out first, then the most steps."""
    failed = amounts.filter(pl.col("counted") & (pl.col("state") == "overdue"))
    rows = [(unit, failed.filter(pl.col("unit_id") == unit["unit_id"])) for unit in units]
    rows = [(unit, found) for unit, found in rows if len(found)]
    rows.sort(key=lambda row: (-(_of(row[1], NODES[-1])["amount"].sum() or 0), -_sum(row[1])))
    if not rows:
        return f'<p class="ds ds-note">{m.e(w("gate.none_failed"))}</p>'
    head = [m.th(w("list.unit")), m.th(w("gate.failed"), "n"), *(m.th(w.of("reason", reason), "n") for reason in REASONS)]
    head += [m.th(w("gate.unit_money", node=w.of("gate_node", node)), "n") for node in NODES]
    return m.table(head, [_unit(unit, found, place.moved(unit=unit["unit_id"]), w) for unit, found in rows], "gate")


def _unit(unit: Mapping[str, Any], found: pl.DataFrame, place: Place, w: Words) -> str:
    view = place.moved(counted=True, state="overdue")
    cells = [m.td(m.go(view.href("list"), m.e(unit["unit_name"]))), m.td(figure(view, _sum(found)), "n")]
    cells += [m.td(figure(view.moved(reason=r), _sum(found.filter(pl.col("reason") == r))), "n") for r in REASONS]
    cells += [m.td(_money(_of(found, node), w), "n") for node in NODES]
    return m.tr(cells, "row", f'data-unit="{m.e(unit["unit_id"])}"')


def _of(found: pl.DataFrame, node: str) -> pl.DataFrame:
    return found.filter(pl.col("node") == node)


def _sum(found: pl.DataFrame) -> int:
    return int(found["obligations"].sum())


def _money(found: pl.DataFrame, w: Words) -> str:
    """The sum, and how many steps say no amount."""
    if not _sum(found):
        return NONE
    unsaid = int(found["without_amount"].sum())
    note = f" <small>{m.e(w('gate.without_amount', n=unsaid))}</small>" if unsaid else ""
    return money(float(found["amount"].sum()) if unsaid < _sum(found) else None) + note
