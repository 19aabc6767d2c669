"""Columns of an export in which nothing stands because there is nothing: an officer confirms that of one, or takes it back by a further act.

Until then a column that fails many obligations by being empty is taken for one that was not exported (domain rules §2a).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from data.access import Viewer
from data.calendar import LAST
from data.contracts.contracts import Column, Contract, Contracts
from data.decisions.acts import Act
from data.decisions.bodies import EmptyColumn
from data.decisions.store import Decisions
from data.errors import RequestFault
from data.facts.batch import Batch
from data.facts.store import Facts, empty_columns

ABOUT = "empty_column"


@dataclass(frozen=True)
class Emptied:
    """A column of an export as it stands today. `files`: those in force that hold nothing in it; `acts`: what was decided, oldest first."""

    export: str
    column_name: str
    files: tuple[Batch, ...]
    acts: tuple[Act, ...]

    @property
    def is_confirmed(self) -> bool:
        """Whether it is confirmed to be really empty."""
        return bool(self.acts) and isinstance(self.acts[-1].body, EmptyColumn)


def thing_of(export: str, column_name: str) -> str:
    """What a confirmation is about: one column of one export, of whichever file."""
    return f"{export}.{column_name}"


def told_of(decisions: Decisions) -> dict[str, list[Act]]:
    """Thing → every confirmation of that column and what took it back, oldest first."""
    told: dict[str, list[Act]] = {}
    for act in decisions.acts(ABOUT):
        told.setdefault(act.thing, []).append(act)
    return told


def confirmed(decisions: Decisions) -> frozenset[tuple[str, str]]:
    """(export, column) of every column that is confirmed to be really empty today."""
    return frozenset((act.body.export, act.body.column_name) for act in decisions.standing(ABOUT) if isinstance(act.body, EmptyColumn))


def named(contracts: Contracts, export: str, column_name: str) -> tuple[Contract, Column]:
    """An export and its column, each by its id or by what it is called. Raises RequestFault when there is none of that name."""
    contract = next((c for c in contracts.exports.values() if export in (c.name, c.title_zh)), None)
    if contract is None:
        titles = "、".join(c.title_zh for c in contracts.exports.values())
        raise RequestFault(f"没有名为“{export}”的导出表，可用：{titles}。")
    column = next((c for c in contract.columns if column_name in (c.name, *c.labels)), None)
    if column is None:
        labels = "、".join(c.label for c in contract.columns)
        raise RequestFault(f"《{contract.title_zh}》没有名为“{column_name}”的列，可用：{labels}。")
    return contract, column


def emptied(facts: Facts, export: str, column_name: str) -> list[Batch]:
    """The batches that have the column and hold nothing in it, oldest first; withdrawn ones are not among them."""
    return [b for b in facts.counting() if b.export == export and column_name in empty_columns(b, facts.rows_path(b))]


def listed(facts: Facts, decisions: Decisions, asked: Iterable[tuple[str, str]]) -> list[Emptied]:
    """Of the columns that are asked for, (export, column), those that files in force hold nothing in, then what was decided on others."""
    told, in_force = told_of(decisions), facts.in_force(LAST)
    wanted = dict.fromkeys([*asked, *((export, column) for export, _, column in (thing.partition(".") for thing in told))])
    found = (
        Emptied(
            export,
            column,
            tuple(b for b in in_force.get(export, ()) if column in empty_columns(b, facts.rows_path(b))),
            tuple(told.get(thing_of(export, column), ())),
        )
        for export, column in wanted
    )
    return [one for one in found if one.files or one.acts]


def confirm(
    decisions: Decisions,
    facts: Facts,
    viewer: Viewer,
    contract: Contract,
    column: Column,
    reason: str,
    seen: int | None = None,
    token: str | None = None,
) -> Act:
    """The column is really empty: from now on it fails in what is assessed whoever it concerns.

    `seen`: the seq of the last act on the column that the viewer saw; the newest when not said. `token`: as in `Decisions.act`.
    Raises RequestFault when no batch has it empty or it is confirmed already, Forbidden, Overtaken.
    """
    thing, name = thing_of(contract.name, column.name), f"《{contract.title_zh}》的“{column.label}”列"
    last = decisions.last(ABOUT, thing)
    if seen is None and last and isinstance(last.body, EmptyColumn):
        raise RequestFault(f"{name}已由{last.name}确认确属空列，理由：{last.reason}。不需要再次确认。")
    if not emptied(facts, contract.name, column.name):
        raise RequestFault(f"已接入的各批数据中，{name}没有空着的，不需要确认。缺少这一列的，请补充导出。")
    said = EmptyColumn(export=contract.name, column_name=column.name, export_title=contract.title_zh, column_label=column.label)
    return decisions.act(viewer, ABOUT, thing, "made", said, reason=reason, seen=_before(last, seen), token=token)


def take_back(decisions: Decisions, viewer: Viewer, contract: Contract, column: Column, reason: str) -> Act:
    """The column is in doubt again. Raises RequestFault when it is not confirmed, Forbidden."""
    thing = thing_of(contract.name, column.name)
    last = decisions.last(ABOUT, thing)
    if not (last and isinstance(last.body, EmptyColumn)):
        raise RequestFault(f"《{contract.title_zh}》的“{column.label}”列没有被确认为空列，不需要收回。")
    return decisions.act(viewer, ABOUT, thing, "revoked", None, reason=reason, seen=last.seq)


def _before(last: Act | None, seen: int | None) -> int:
    return seen if seen is not None else last.seq if last else 0
