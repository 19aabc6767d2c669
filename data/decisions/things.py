"""The name of the thing that an act is about. What can stand only once has one name, so that of two who decide on it at once one is told."""

import hashlib

from data.decisions.bodies import Body, Exemption, StopClock, Wait
from data.decisions.store import new_thing

LONGEST = 300


def thing_of(body: Body) -> str:
    """One obligation's exemption and wait, and a rule's switch, have a name each; everything else is a thing of its own."""
    match body:
        case Exemption(rule_id=str(rule_id), subject_id=str(subject_id)) | Wait(rule_id=rule_id, subject_id=subject_id):
            return duty(rule_id, subject_id)
        case StopClock(rule_id=rule_id):
            return rule_id
    return new_thing()


def duty(rule_id: str, subject_id: str) -> str:
    """The name of one obligation as a thing that acts are about."""
    name = f"{rule_id}/{subject_id}"
    return name if len(name) <= LONGEST else f"{rule_id}/{hashlib.sha256(subject_id.encode()).hexdigest()}"
