"""What people can decide: the closed list of acts, and what each must say.

An act is about a thing (`about`, `thing`), follows the act before it on the same thing (`seq`), and says what it does in one verb.
The body of each (about, verb) is one of the models below; a body that doesn't fit is refused in one sentence a fault.
"""

from dataclasses import dataclass
from datetime import datetime

from data.access import Action, Role
from data.decisions.bodies import (
    Body,
    Closing,
    Contact,
    Dispatch,
    EmptyColumn,
    Exemption,
    Mapping,
    Note,
    Nothing,
    Objection,
    Order,
    Person,
    PointAdjustment,
    Publication,
    Review,
    SchemeApproval,
    SchemeProposal,
    Signature,
    StopClock,
    Token,
    Wait,
    Withdrawal,
)

KINDS: dict[str, dict[str, tuple[type[Body], Action]]] = {
    "exemption": {"made": (Exemption, "exempt"), "revoked": (Nothing, "exempt")},
    "adjustment": {"made": (PointAdjustment, "adjust"), "revoked": (Nothing, "adjust")},
    "note": {"made": (Note, "note"), "revoked": (Nothing, "note")},
    "wait": {"made": (Wait, "wait"), "revoked": (Nothing, "wait")},
    "stop_clock": {"made": (StopClock, "wait")},
    "mapping": {"made": (Mapping, "map"), "revoked": (Nothing, "map")},
    "empty_column": {"made": (EmptyColumn, "bring_in"), "revoked": (Nothing, "bring_in")},
    "batch": {"withdrawn": (Withdrawal, "bring_in"), "revoked": (Nothing, "bring_in")},
    "person": {"made": (Person, "keep_people")},
    "objection": {
        "filed": (Objection, "object"), "withdrawn": (Nothing, "object"), "reopened": (Nothing, "object"),
        "accepted": (Nothing, "answer"), "partly_accepted": (Nothing, "answer"), "rejected": (Nothing, "answer"),
    },
    "order": {
        "issued": (Order, "order"), "replied": (Nothing, "reply"), "returned": (Nothing, "order"),
        "closed": (Closing, "order"), "revoked": (Nothing, "order"),
    },
    "period": {
        "reviewed": (Review, "review"), "returned": (Nothing, "review"), "signed": (Signature, "sign"),
        "published": (Publication, "publish"),
    },
    "scheme": {"proposed": (SchemeProposal, "propose"), "approved": (SchemeApproval, "approve"), "returned": (Nothing, "approve")},
    "contact": {"made": (Contact, "deliver"), "revoked": (Nothing, "deliver")},
    "delivery": {"retried": (Dispatch, "deliver"), "confirmed": (Dispatch, "deliver"), "given_up": (Dispatch, "deliver")},
    "token": {"made": (Token, "keep_tokens"), "revoked": (Nothing, "keep_tokens")},
}  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One act as it stands in the store. `seq`: 1 for the first on its thing. `evidence`: SHA-256 of files. `because`: the act it follows from."""

    act_id: int
    about: str
    thing: str
    seq: int
    verb: str
    body: Body
    by: str
    name: str
    role: Role
    at: datetime
    reason: str
    evidence: tuple[str, ...] = ()
    because: int | None = None
