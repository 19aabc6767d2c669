"""What a file leaves open that lacks a column of its contract, or has it without a single value: known before it comes in (domain rules §2a)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from metrics.obligations.evidence import DOUBTED_WHEN_EMPTY
from metrics.rulebook.rulebook import Missing, Rule


@dataclass(frozen=True)
class ColumnEffect:
    """One column that a file does not have, or has and that holds nothing, and the rules that rest on it.

    `missing`: how these rules read a file without the column, as `EvidenceColumn` names it.
    """

    column: str
    is_empty: bool
    missing: Missing
    rule_ids: tuple[str, ...]

    @property
    def is_doubtful(self) -> bool:
        """Whether the column is there and counts as missing from `MANY` failing obligations on, until an officer confirms that it is empty."""
        return self.is_empty and self.missing in DOUBTED_WHEN_EMPTY


def column_effects(
    rules: Iterable[Rule], export: str, missing: Sequence[str], empty: Sequence[str], confirmed: Collection[tuple[str, str]] = ()
) -> list[ColumnEffect]:
    """The columns that some rule rests on, those that are not there first. `missing`, `empty`: as a `Reading` and its batch tell them.

    `confirmed`: (export, column) of those that an officer has confirmed to be really empty, which leave nothing in doubt.
    """
    rests = [(one.column, one.missing, rule.id) for rule in rules for one in rule.columns if one.export == export]
    found: dict[tuple[str, bool, Missing], list[str]] = {}
    doubted = [name for name in empty if (export, name) not in confirmed]
    for columns, is_empty in ((missing, False), (doubted, True)):
        for name in columns:
            for column, how, rule_id in rests:
                if column == name:
                    found.setdefault((name, is_empty, how), []).append(rule_id)
    return [ColumnEffect(*key, tuple(ids)) for key, ids in found.items()]
