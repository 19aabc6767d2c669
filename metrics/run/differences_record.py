"""What is different between two runs, unit by unit, with why and by whom: kept beside an edition that corrects another."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

CauseKind = Literal["batch", "decision", "scheme", "rules", "calendar", "method", "as_of", "others"]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cause(_Told):
    """Why something is different.

    `id`: the batch, act, scheme, rule …; `is_new`: came with the later run, else it was in the earlier one only. `what`: the file's name,
    the act in a sentence, the title. `by`, `at`, `reason`: of an act; of one that ended, of the act that ended it. `others`: what
    changed for other units moved this one's place.
    """

    kind: CauseKind
    id: str
    is_new: bool = True
    what: str = ""
    by: str = ""
    at: str = ""
    reason: str = ""

    @property
    def key(self) -> str:
        """What changes name it by."""
        return f"{self.kind}/{self.id}"


class Place(_Told):
    """How a unit stood. None = not applicable. `is_comparable`: whether its rank may be compared; it may where a record says nothing of it."""

    total: Decimal | None
    rank: int | None
    grade: str | None
    is_comparable: bool = True


class LineChange(_Told):
    """An item or adjustment whose points, or what it cost of the total, are different. None = was not there, or not applicable."""

    line_id: str
    title: str
    points_before: float | None
    points_after: float | None
    lost_before: Decimal | None
    lost_after: Decimal | None


class Judged(_Told):
    """What was held of an obligation, and the row of a file that told it."""

    state: str
    due_on: date | None
    met_on: date | None
    counted: bool
    file_name: str | None = None
    sheet: str | None = None
    row_no: int | None = None


class ObligationChange(_Told):
    """An obligation that came (no `before`), went (no `after`) or is held otherwise. `causes`: their keys."""

    rule_id: str
    rule_title: str
    subject_id: str
    subject_name: str
    before: Judged | None
    after: Judged | None
    causes: tuple[str, ...]

    @property
    def kind(self) -> Literal["came", "went", "changed"]:
        """What became of it."""
        return "came" if self.before is None else "went" if self.after is None else "changed"


class UnitChange(_Told):
    """One unit that is different in anything. `before`, `after`: None where it was not ranked in that run at all."""

    unit_id: str
    unit_name: str
    unit_group: str
    before: Place | None
    after: Place | None
    lines: tuple[LineChange, ...]
    obligations: tuple[ObligationChange, ...]
    causes: tuple[str, ...]

    @property
    def is_restated(self) -> bool:
        """Whether anything that counts is different: the place, a line, or an obligation that is or was counted."""
        judged = [held for one in self.obligations for held in (one.before, one.after) if held]
        return self.before != self.after or bool(self.lines) or any(held.counted for held in judged)

    def count(self, kind: Literal["came", "went", "changed"]) -> int:
        """How many obligations came, went or changed."""
        return sum(1 for one in self.obligations if one.kind == kind)


class Differences(_Told):
    """All of it. `before`, `after`: the addresses of the runs. `unchanged`: the ids of the units of which everything is the same."""

    before: str
    after: str
    causes: tuple[Cause, ...]
    units: tuple[UnitChange, ...]
    unchanged: tuple[str, ...]

    @property
    def restated(self) -> tuple[UnitChange, ...]:
        """The units of which anything that counts is different. What else changed (a due day yet to come) stands in `units` only."""
        return tuple(unit for unit in self.units if unit.is_restated)

    def cause(self, key: str) -> Cause:
        """A cause that a change names. Raises KeyError."""
        return {cause.key: cause for cause in self.causes}[key]

    def within(self, scope: Iterable[str] | None) -> "Differences":
        """What of it concerns some units, with the causes of that only; None = all."""
        if scope is None:
            return self
        wanted = set(scope)
        units = tuple(unit for unit in self.units if unit.unit_id in wanted)
        named = {key for unit in units for key in unit.causes}
        causes = tuple(cause for cause in self.causes if cause.key in named)
        unchanged = tuple(unit for unit in self.unchanged if unit in wanted)
        return self.model_copy(update={"units": units, "causes": causes, "unchanged": unchanged})
