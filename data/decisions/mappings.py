"""Words of files that officers confirmed: a column's label or zone, a dictionary's variant, a department's name. The intake reads by them then."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from data.access import Viewer
from data.calendar import LAST
from data.contracts.contracts import Contracts, Learned, Zone, load_contracts
from data.decisions.acts import Act
from data.decisions.bodies import Mapping
from data.decisions.store import Decisions
from data.errors import RequestFault
from data.facts.batch import Batch
from data.facts.store import Facts
from data.settings import Home

ZONES: dict[str, Zone] = {"utc": "utc", "china": "china"}
ORDER = ("department", "zone", "value", "header")  # by what it costs a department


def contracts_of(home: Home, decisions: Decisions) -> Contracts:
    """The contracts with everything that was confirmed: what the intake is given."""
    return load_contracts(home.site, learned(decisions))


def learned(decisions: Decisions) -> Learned:
    """The confirmations that stand, oldest first."""
    said = [act.body for act in decisions.standing("mapping") if isinstance(act.body, Mapping)]
    return Learned(
        labels=tuple((m.scope, m.target, m.text) for m in said if m.kind == "header"),
        values=tuple((m.scope, m.target, m.text) for m in said if m.kind == "value"),
        names=tuple((m.scope, m.text, m.target) for m in said if m.kind == "department"),
        zones=tuple((m.scope, m.text, zone) for m in said if m.kind == "zone" and (zone := ZONES.get(m.target))),
    )


def thing_of(said: Mapping) -> str:
    """What a confirmation is about: one text of one kind and scope, whatever it is taken for."""
    return f"{said.kind}/{hashlib.sha256(f'{said.scope}/{said.text}'.encode()).hexdigest()[:32]}"


def confirm(decisions: Decisions, viewer: Viewer, said: Mapping, reason: str, token: str | None = None) -> Act:
    """Confirm what a word means, or change what it was confirmed to mean. Raises RequestFault when the target isn't there."""
    if fault := _fault(said, decisions.home):
        raise RequestFault(fault)
    last = decisions.last("mapping", thing_of(said))
    return decisions.act(viewer, "mapping", thing_of(said), "made", said, reason=reason, seen=last.seq if last else 0, token=token)


def _fault(said: Mapping, home: Home) -> str | None:
    options = targets(said.kind, said.scope, home)
    if said.target in options:
        return None
    return f"“{said.text}”不能对应到“{said.target}”：{'没有这一项' if options else f'没有“{said.scope}”'}，请从列表中选择。"


def targets(kind: str, scope: str, home: Home, facts: Facts | None = None) -> dict[str, str]:
    """What a word of that kind and scope can be taken for: stored name → how it is called. `facts`: where departments are listed."""
    return {target: names[0] for target, names in names_of(kind, scope, load_contracts(home.site), facts or Facts(home)).items()}


def names_of(kind: str, scope: str, contracts: Contracts, facts: Facts) -> dict[str, tuple[str, ...]]:
    """The same with every name that it goes by, the official one first."""
    match kind:
        case "header":
            return {c.name: c.labels for c in contracts.exports[scope].columns} if scope in contracts.exports else {}
        case "zone":
            return {zone: (zone,) for zone in ZONES} if scope in contracts.exports else {}
        case "value":
            return {value: (value, *also) for value, also in contracts.dictionaries.get(scope, {}).items()}
        case _:
            listed, _ = facts.departments(LAST)
            return {number: (name,) for number, name in listed.select("department_id", "name").iter_rows()} if len(listed) else {}


@dataclass(frozen=True)
class Unknown:
    """A word in files in force that means nothing yet: in how many rows, of which batches. `kind`, `scope` and `text` as in `Mapping`."""

    kind: str
    scope: str
    text: str
    rows: int
    batches: tuple[Batch, ...]


def unknowns(facts: Facts, decisions: Decisions) -> list[Unknown]:
    """What nobody has confirmed yet, departments first, most frequent first."""
    settled = _settled(decisions)
    found: dict[tuple[str, str, str], list[tuple[Batch, int]]] = {}
    for batch, key, rows in _met(facts):
        if key not in settled:
            found.setdefault(key, []).append((batch, rows))
    told = [Unknown(*key, sum(rows for _, rows in met), tuple({b.batch_id: b for b, _ in met}.values())) for key, met in found.items()]
    return sorted(told, key=lambda u: (ORDER.index(u.kind), -u.rows, u.text))


def to_read_again(facts: Facts, decisions: Decisions) -> list[Batch]:
    """Batches in force that hold a word which has been confirmed since they were read."""
    settled = _settled(decisions)
    return list({batch.batch_id: batch for batch, key, _ in _met(facts) if key in settled}.values())


def _settled(decisions: Decisions) -> set[tuple[str, str, str]]:
    return {(m.kind, m.scope, m.text) for act in decisions.standing("mapping") if isinstance(m := act.body, Mapping)}


def _met(facts: Facts) -> Iterator[tuple[Batch, tuple[str, str, str], int]]:
    for batches in facts.in_force(LAST).values():
        for batch in batches:
            for kind, scope, _, text, rows in facts.unknowns(batch).iter_rows():
                yield batch, (kind, scope, text), rows
