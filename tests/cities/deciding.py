"""Acts as a store would hand them over, for tests of what they do."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from data.decisions.acts import Act
from data.decisions.bodies import Body, Exemption, PointAdjustment, StopClock, Wait

ABOUT = {Exemption: "exemption", PointAdjustment: "adjustment", Wait: "wait", StopClock: "stop_clock"}
_ids = count(1)


def act(body: Body, act_id: int | None = None, **more: Any) -> Act:
    """A made act of an officer with that body; its number is the next one unless it is told."""
    number = next(_ids) if act_id is None else act_id
    told: dict[str, Any] = {
        "act_id": number, "about": ABOUT.get(type(body), "note"), "thing": f"t{number}", "seq": 1, "verb": "made", "body": body,
        "by": "li", "name": "李", "role": "officer", "at": datetime(2026, 7, 2, 3, 4, 5, tzinfo=UTC), "reason": "依据会议纪要",
    }  # fmt: skip
    return Act(**(told | more))


def exempt(act_id: int, start: date = date(2026, 1, 1), **body: Any) -> Act:
    """An exemption from the first of January on."""
    return act(Exemption(start=start, **body), act_id)


def adjust(act_id: int, points: float, item_id: str | None = None, unit_id: str = "D1", **body: Any) -> Act:
    """Points in the first half of 2026."""
    told = {"period": "2026H1", "start": date(2026, 1, 1)} | body
    return act(PointAdjustment(unit_id=unit_id, item_id=item_id, points=points, **told), act_id)


def wait(act_id: int, start: date, end: date | None = None, subject_id: str = "R1", rule_id: str = "share_reply") -> Act:
    """A wait of the provider D1."""
    return act(Wait(rule_id=rule_id, subject_id=subject_id, unit_id="D1", start=start, end=end), act_id)


def stop(act_id: int = 90, rule_id: str = "share_reply", is_on: bool = True) -> Act:
    """The switch by which waits stop a rule's clock."""
    return act(StopClock(rule_id=rule_id, is_on=is_on), act_id)
