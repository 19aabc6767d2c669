"""The look of each state of an obligation, in one place: a colour, a mark of its own shape, and a word.

The colours keep apart under deuteranopia, protanopia and tritanopia and in print (a test simulates them); no state is told by colour alone.
"""

from dataclasses import dataclass
from typing import Literal

State = Literal["met", "late", "overdue", "unmet", "pending", "exempt", "unknown"]


@dataclass(frozen=True)
class Look:
    """`colour` of the mark and the bar, `ink` for text on the bar (4.5:1), `mark` a sign that office fonts have; its word stands beside it."""

    colour: str
    ink: str
    mark: str


LOOKS: dict[State, Look] = {
    "met": Look("#4F93C8", "#1C2733", "●"),
    "late": Look("#E3A72F", "#1C2733", "◆"),
    "overdue": Look("#B93A27", "#FFFFFF", "▲"),
    "unmet": Look("#5F1D12", "#FFFFFF", "■"),
    "pending": Look("#9AA8B7", "#1C2733", "○"),
    "exempt": Look("#D3DAE2", "#1C2733", "－"),
    "unknown": Look("#5A6675", "#FFFFFF", "？"),
}
STATES: tuple[State, ...] = tuple(LOOKS)
COUNTED: tuple[State, ...] = ("met", "late", "overdue", "unmet")
OPEN: tuple[State, ...] = ("overdue", "unmet")
