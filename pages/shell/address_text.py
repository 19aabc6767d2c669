"""The filter of the list in words: on the page where no box shows it, on every file that is taken out."""

from collections.abc import Callable
from typing import Any

from metrics.run.filter import Filter
from pages.shell.address import Place
from pages.shell.session import Session

IN_BOXES = ("unit", "rule", "state", "counted", "q")  # what the first row of boxes shows by itself


def in_words(s: Session) -> list[tuple[str, str]]:
    """(what, which) of every part of the filter that is said, in the order of the address."""
    return [(s.w.of("list_filter", name), _said(s, name, value)) for name, value in filtered(s.place)]


def beyond_boxes(s: Session) -> list[str]:
    """What the boxes don't show, each as one text."""
    parts = [(name, value) for name, value in filtered(s.place) if name not in (*IN_BOXES, *FOLDED)]
    return [s.w("list.part", name=s.w.of("list_filter", name), value=_said(s, name, value)) for name, value in parts]


FOLDED = ("due_from", "due_to", "late", "backlog", "reason")  # and what the folded one shows
# What a list can be narrowed by, see `list_filter.wanted`; and how it is shown.
FILTERS = (
    *IN_BOXES, *FOLDED, "done", "open", "provisional", "undecided", "counterpart", "clock", "arose_from", "arose_to", "days_from", "days_to",
    "refreshed_from", "refreshed_to", "change", "order",
)  # fmt: skip
SHOWN_BY = ("sheet", "cols", "by", "sort")


def filtered(place: Place) -> list[tuple[str, Any]]:
    """The parts of the address that filter."""
    return [(name, getattr(place, name)) for name in place.query() if name in FILTERS]


def strange(place: Place) -> list[str]:
    """What an address says that no list can be narrowed by."""
    return [name for name in place.query() if name not in (*FILTERS, *SHOWN_BY, *place.standing().query())]


def filter_query(place: Place) -> dict[str, str]:
    """The same as an address writes it."""
    texts = place.query()
    return {name: texts[name] for name, _ in filtered(place)}


def _said(s: Session, name: str, value: Any) -> str:
    told: dict[str, Callable[[], str]] = {
        "unit": lambda: _named(s.reader.units(), "unit_id", "unit_name", value),
        "rule": lambda: next(
            s.w.pick(r["title_zh"], r["title_en"]) for r in s.reader.rules().iter_rows(named=True) if r["rule_id"] == value
        ),
        "counterpart": lambda: _counterpart(s, value),
        "state": lambda: s.w.of("state", value),
        "reason": lambda: s.w.of("reason", value),
        "group": lambda: s.w.name(value),
        "clock": lambda: s.w.of("clock_name", value),
        "change": lambda: s.w.of("followed", value),
        "late": lambda: s.w("list.late_at_least", n=value),
    }
    if isinstance(value, bool):
        return s.w("list.yes" if value else "list.no")
    return told[name]() if name in told else str(value)


def _counterpart(s: Session, value: str) -> str:
    """By the departments in sight; else as the obligations call it, which know also one that is not the viewer's."""
    if (name := _named(s.reader.departments(), "department_id", "department_name", value)) != value:
        return name
    found = s.reader.obligations(Filter(counterpart_id=value), limit=1)
    return str(found["counterpart_name"][0] or value) if len(found) else value


def _named(frame: Any, key: str, name: str, value: str) -> str:
    return dict(frame.select(key, name).iter_rows()).get(value) or value
