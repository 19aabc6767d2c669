"""Which batches feed an assessment of a day: those in force, those read back to it, and those that would be but for their withdrawal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.contracts.contracts import load_contracts
from data.decisions.acts import Act
from data.decisions.withdrawals import withdrawn
from data.facts.batch import Batch
from data.facts.store import Facts
from data.settings import Home


@dataclass(frozen=True)
class Feed:
    """`batches`: export → batches, as `Facts.in_force` gives them. `reconstructed`: the exports that were read from a later batch.

    `withdrawn`: the ids of the batches but for whose withdrawal the batches would be others; what was replaced anyway is not among them.
    """

    batches: dict[str, list[Batch]]
    reconstructed: tuple[str, ...]
    withdrawn: tuple[str, ...]


def feed(home: Home, as_of: date, acts: Iterable[Act], *, look_back: bool = False) -> Feed:
    """What feeds the assessment of a day, by the acts that stand. `look_back`: as in `metrics.assessment.assess.gather`."""
    gone, facts = frozenset(withdrawn(acts)), Facts(home)
    wanted = sorted(load_contracts(home.site).exports) if look_back else []
    batches, reconstructed = _batches(facts.without(gone), as_of, wanted)
    felt = [one for one in sorted(gone) if _batches(facts.without(gone - {one}), as_of, wanted)[0] != batches]
    return Feed(batches, reconstructed, tuple(felt))


def came_later(facts: Facts, as_of: date) -> dict[str, date]:
    """The exports that had not come in by a day, and did later: export → the day that its first later batch speaks for."""
    as_they_count = facts.without(frozenset(facts.withdrawn()))  # asked once
    batches, later = _batches(as_they_count, as_of, sorted(load_contracts(facts.home.site).exports))
    return {export: max(batch.exported_on for batch in batches[export]) for export in later}


def _batches(facts: Facts, as_of: date, wanted: Iterable[str]) -> tuple[dict[str, list[Batch]], tuple[str, ...]]:
    """(export → batches, the exports of `wanted` that were not in at the day and are read from their first later batch)."""
    batches = {export: found for export, found in facts.in_force(as_of).items() if found}
    later = {export: first for export in wanted if export not in batches and (first := _first_after(facts, export, as_of))}
    return batches | later, tuple(sorted(later))


def _first_after(facts: Facts, export: str, as_of: date) -> list[Batch]:
    later = [batch.exported_on for batch in facts.counting() if batch.export == export and batch.exported_on > as_of]
    return facts.in_force(min(later))[export] if later else []
