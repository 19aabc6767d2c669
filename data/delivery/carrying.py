"""What every way out has in common: it gets ready without anything having left, then hands over, and says how that ended."""

from typing import Protocol


class Away(Exception):
    """The other side can't be reached, or lets nobody in. Nothing has left; nothing else of this way need be tried now."""


class Refused(Exception):
    """The other side said no to this one message. `for_good`: it will say so again."""

    def __init__(self, fault: str, *, for_good: bool):
        super().__init__(fault)
        self.for_good = for_good


class NoAnswer(Exception):
    """The message was handed over, wholly or in part, and nobody knows whether it was taken."""


class Carrier(Protocol):
    """One way out, for one message after another.

    `is_repeatable`: handing over twice is the same as once, so a message that was cut off may go again by itself.
    """

    is_repeatable: bool

    def prepare(self, recipient: str, content: bytes) -> None:
        """Everything up to the moment before it leaves. Raises Away or Refused; nothing has left then."""

    def hand_over(self) -> None:
        """Let what was prepared leave. Raises Refused when it was surely not taken, NoAnswer when nobody knows."""

    def close(self) -> None:
        """Let go of connections."""


def fault_text(fault: BaseException) -> str:
    """What went wrong, in one short line for people."""
    return (" ".join(str(fault).split()) or type(fault).__name__)[:300]
