"""The schemes that can be assessed by: the shipped sample, and the versions of the decisions store as what they say.

A version that nobody has approved is a sample; an approved one names its author, its approver and its days, as the acts have them.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from data.access import Viewer
from data.decisions import schemes
from data.decisions.acts import Act
from data.decisions.bodies import SchemeProposal
from data.decisions.schemes import Version
from data.decisions.store import Decisions
from data.errors import ConfigFault, RequestFault
from metrics.schemes.scheme import SAMPLE, Scheme, checked, load_scheme

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")  # stands in links, file names and on the command line
UNDECIDED = {"status": "sample", "author": "", "approver": "", "valid_from": None, "valid_to": None}


def shipped(rules: Iterable[str]) -> Scheme:
    """The sample that comes with the product."""
    return load_scheme(SAMPLE, rules)


def scheme_of(version: Version) -> Scheme:
    """What a version says. Raises ConfigFault when this program can't read it any more."""
    said = version.approval
    told: dict[str, object] = {"author": version.proposed.name, "status": "approved" if said else "sample"}
    if said and version.decided:
        told |= {"approver": version.decided.name, "valid_from": said.valid_from, "valid_to": said.valid_to}
    try:
        return Scheme.model_validate(json.loads(version.said.content) | told)
    except ValueError as fault:
        raise ConfigFault(f"方案 {version.version_id} 的内容，现在的程序读不出来。请用提出它时的程序版本查看。") from fault


def propose(
    decisions: Decisions, viewer: Viewer, scheme: Scheme, rules: Iterable[str], came_from: str, reason: str, token: str | None = None
) -> Act:
    """Put a scheme forward as a version of its own; who approved what file before says nothing here.

    Raises ConfigFault with one sentence a fault of the scheme; RequestFault when its id is taken or no id, or `came_from` isn't there;
    Forbidden.
    """
    if not NAME.fullmatch(scheme.id):
        raise RequestFault(
            f"方案编号“{scheme.id}”不能用。请用字母、数字、横线、下划线或点，以字母或数字开头，不超过 60 个字符，如 2027-1。"
        )
    rules = frozenset(rules)
    sample = shipped(rules)
    if scheme.id == sample.id:
        raise RequestFault(f"方案编号 {scheme.id} 是随产品提供的示例，不能改动。请换一个编号，作为新的版本提交。")
    if came_from != sample.id:
        schemes.version(decisions, came_from)
    plain = Scheme.model_validate(scheme.model_dump() | UNDECIDED)
    if faults := checked(plain.model_dump(), rules)[1]:
        raise ConfigFault("\n".join(faults))
    said = SchemeProposal(content=plain.model_dump_json(), came_from=came_from)
    return schemes.propose(decisions, viewer, scheme.id, said, reason, token)


def named(decisions: Decisions, name: str, rules: Iterable[str], as_of: date) -> Scheme:
    """The scheme to assess a day by: the sample or a version by its id, else a file by its path.

    Raises RequestFault for a version that was returned, or is approved for other days; ConfigFault for a file that isn't sound.
    """
    rules = frozenset(rules)
    sample = shipped(rules)
    if name in ("", sample.id):
        return sample
    found = schemes.versions(decisions).get(name)
    if found is None:
        return load_scheme(Path(name), rules)
    if found.state == "returned":
        raise RequestFault(f"方案 {name} 已被退回，不能用于测算。请另选方案，或按退回的理由改正后另提新的版本。")
    if found.state == "approved" and not found.is_in_force(as_of):
        days = found.approval
        assert days is not None
        span = f"{days.valid_from} 至 {days.valid_to}" if days.valid_to else f"自 {days.valid_from} 起"
        raise RequestFault(f"方案 {name} 的有效期（{span}）不含统计日 {as_of}，不能用于测算。请改用该日有效的方案。")
    return sound(scheme_of(found), rules)


def sound(scheme: Scheme, rules: Iterable[str]) -> Scheme:
    """The scheme, checked against the rules of today. Raises ConfigFault."""
    if faults := checked(scheme.model_dump(), rules)[1]:
        raise ConfigFault("\n".join(f"考核方案 {scheme.id}：{fault}" for fault in faults))
    return scheme


def next_id(decisions: Decisions) -> str:
    """A short id that no version has: v1, v2 and so on."""
    taken = schemes.versions(decisions).keys()
    return next(name for n in range(len(taken) + 1, 2 * len(taken) + 2) if (name := f"v{n}") not in taken)
