"""What differs between two schemes, line by line."""

from typing import Any

import pytest

from metrics.rulebook.rulebook import load_rules
from metrics.schemes.changes import changes
from metrics.schemes.scheme import SAMPLE, Scheme, load_scheme

BASE = load_scheme(SAMPLE, load_rules())


def changed(change: Any) -> list[tuple]:
    """The lines that a change of the scheme as a file would hold it gives."""
    spec = BASE.model_dump(mode="json")
    change(spec)
    return [(c.part, c.name, c.field, c.before, c.after, c.at) for c in changes(BASE, Scheme.model_validate(spec))]


def item(spec: dict, item_id: str) -> dict:
    return next(x for x in spec["items"] if x["id"] == item_id)


def test_the_same_scheme_has_no_changes_whoever_approved_it():
    assert changes(BASE, BASE) == ()
    approved = {"id": "v9", "status": "approved", "author": "王", "approver": "赵", "valid_from": "2027-01-01"}
    assert changes(BASE, Scheme.model_validate(BASE.model_dump(mode="json") | approved)) == ()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda s: item(s, "registration").update(points=8), ("item", "registration", "points", 6, 8, None)),
        (lambda s: item(s, "registration")["score"].update(floor=0.5), ("item", "registration", "floor", 0.6, 0.5, None)),
        (lambda s: item(s, "coverage")["score"]["bands"].insert(1, {"at": 0.95, "share": 0.9}), ("item", "coverage", "band", None, 0.9, 0.95)),
        (lambda s: item(s, "coverage")["score"]["bands"].pop(), ("item", "coverage", "band", 0.3, None, 0.6)),
        (lambda s: item(s, "coverage")["score"]["bands"][1].update(share=0.7), ("item", "coverage", "band", 0.8, 0.7, 0.9)),
        (lambda s: item(s, "reply").update(min_count=5), ("item", "reply", "min_count", 0, 5, None)),
        (lambda s: s.update(title="新方案"), ("scheme", "", "title", BASE.title, "新方案", None)),
        (lambda s: s["limits"].update(per_item=0), ("limits", "", "per_item", 2, 0, None)),
        (lambda s: s["grades"][1].update(min=75), ("grade", "良好", "min", 80, 75, None)),
        (lambda s: s["sections"][0].update(title="目录"), ("section", "catalog", "title", "目录与系统", "目录", None)),
        (lambda s: s["adjustments"][0].update(cap=6), ("adjustment", "gate", "cap", 8, 6, None)),
        (lambda s: s["items"].reverse(), ("item", "", "order", None, None, None)),
    ],
)  # fmt: skip
def test_each_change_is_one_line(change: Any, line: tuple):
    assert changed(change) == [line]


def test_what_came_and_what_went_stand_there_whole():
    def swap(spec: dict) -> None:
        gone = spec["items"].pop()
        spec["items"].append(gone | {"id": "duties_2", "points": 3})

    (came, went) = changed(swap)
    assert (came[:4], came[4].id, came[4].points) == (("item", "duties_2", "", None), "duties_2", 3)
    assert (went[:3], went[3].id, went[4]) == (("item", "duties", ""), "duties", None)


def test_another_way_of_scoring_is_one_line():
    ((part, name, field, before, after, _),) = changed(
        lambda s: item(s, "coverage").update(score={"kind": "linear", "floor": 0.5, "target": 1})
    )
    assert (part, name, field, before.kind, after.kind) == ("item", "coverage", "score", "bands", "linear")
