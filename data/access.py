"""Who reads, and how far: the viewer that every read of a run is given."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["leader", "officer", "analyst", "department"]


@dataclass(frozen=True)
class Viewer:
    """A person in one role. `units`: the units whose figures may be seen; None = all of the city's."""

    name: str
    role: Role
    units: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if (self.role == "department") != (self.units is not None):
            raise ValueError("a department's viewer names its units, no other does")

    @property
    def scope(self) -> list[str] | None:
        """The units as a sorted list, for queries and cache keys."""
        return None if self.units is None else sorted(self.units)

    @property
    def may_bring_in(self) -> bool:
        """Whether exports may be brought in and assessments made."""
        return self.role == "officer"


OPERATOR = Viewer("operator", "officer")  # who sits at the terminal of the server
