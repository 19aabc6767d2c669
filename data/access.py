"""Who reads and acts, and how far: the viewer that every read of a run and every act is given, and what each role may do."""

from dataclasses import dataclass, field
from typing import Literal, get_args

Role = Literal["leader", "officer", "analyst", "department", "contractor", "admin"]
Action = Literal[
    "see_figures", "see_city", "export", "bring_in", "assess", "exempt", "adjust", "note", "map", "wait", "object", "answer",
    "review", "sign", "publish", "order", "reply", "deliver", "keep_people", "keep_tokens", "read_trail", "propose", "approve",
]  # fmt: skip

ROLES: tuple[Role, ...] = get_args(Role)
_SEES: frozenset[Action] = frozenset({"see_figures", "see_city"})
MAY: dict[Role, frozenset[Action]] = {
    "leader": _SEES | {"export", "note", "sign", "approve"},
    "officer": frozenset(get_args(Action)) - {"object", "reply", "keep_people", "keep_tokens"},
    "analyst": _SEES | {"export", "note"},
    "department": frozenset({"see_figures", "export", "object", "reply"}),
    "contractor": _SEES,  # law.md: a contractor's account is separate and can't export in bulk
    "admin": frozenset({"keep_people", "keep_tokens", "deliver"}),
}


@dataclass(frozen=True)
class Viewer:
    """A person in one role. `units`: the units whose figures may be seen; None = all of the city's.

    `login` names the person in every act and trail line; `address` is where the person sits, and no part of who it is.
    """

    name: str
    role: Role
    units: frozenset[str] | None = None
    login: str = ""
    address: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if (self.role == "department") != (self.units is not None):
            raise ValueError("a department's viewer names its units, no other does")

    def may(self, action: Action) -> bool:
        """Whether the role allows it. Which units it is allowed on says `scope`."""
        return action in MAY[self.role]

    @property
    def scope(self) -> list[str] | None:
        """The units as a sorted list, for queries and cache keys. None = all; empty = none at all."""
        if self.may("see_city"):
            return None
        return sorted(self.units or ()) if self.may("see_figures") else []

    def answers_for(self, unit_id: str | None) -> bool:
        """Whether the unit is in this viewer's scope; what concerns no single unit is in that of who sees the city."""
        return self.scope is None or unit_id in self.scope


OPERATOR = Viewer("operator", "officer", login="operator")  # the sight of the program itself
