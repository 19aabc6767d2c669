"""What 响应时效 is narrowed to, and what its lines are: all of it stands in the address."""

from calendar import monthrange
from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any

import streamlit as st

from data.errors import RequestFault
from metrics.run import response_times
from metrics.run.response_times import By, Days
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import count
from pages.look.page_head import month_name
from pages.obligation_list.filter import wanted
from pages.shell.address import Place
from pages.shell.address_box import choose
from pages.shell.session import Session

LINES: tuple[By, ...] = ("provider", "requester", "month")


def rule_of(s: Session) -> str:
    """The duty that is looked at closely: the reply unless the address says the provision. Raises RequestFault for any other."""
    if s.place.rule not in (None, *response_times.RULES):
        raise RequestFault(s.w("timing.no_rule", rule=s.place.rule))
    return s.place.rule or response_times.RULES[0]


def picked(s: Session, rule: str | None = None) -> Place:
    """What is picked out of a duty, the chosen one if none is said, without anything that this page does not know.

    The clocks are each duty's own: one that was picked of the chosen duty is none of the other.
    """
    place, rule = s.place, rule or rule_of(s)
    clock = place.clock if rule == rule_of(s) else None
    return place.standing(
        rule=rule,
        unit=place.unit,
        counterpart=place.counterpart,
        clock=clock,
        arose_from=place.arose_from,
        arose_to=place.arose_to,
        by=place.by,
    )


def grouped(s: Session, by: By | None, rule: str | None = None, place: Place | None = None) -> list[Days]:
    """The groups of one duty, of what is picked."""
    rows = s.reader.timing(by, wanted(s, place or picked(s, rule)))
    return response_times.groups(rows)


def titles(s: Session) -> dict[str, str]:
    """How the two duties are called."""
    known = {row["rule_id"]: s.w.pick(row["title_zh"], row["title_en"]) for row in s.reader.rules().iter_rows(named=True)}
    return {rule: known[rule] for rule in response_times.RULES}


def controls(s: Session) -> None:
    """Boxes for provider, requester, sharing class and month; each offers what there is without itself."""
    w, place, boxes = s.w, s.place, st.columns(4)
    options = {by: _options(s, by) for by in ("provider", "requester", "clock", "month")}
    for box, (by, value) in zip(boxes, _values(place).items(), strict=True):
        with box:
            named = options[by]
            _pick(w.of("timing_by", by), named, value, by, s)


def _options(s: Session, by: Any) -> dict[str, str]:
    """Key → name of every group there is when this box is left open."""
    found = grouped(s, by, place=_moved(picked(s), by, None))
    return {d.key: _named(d, by, s) for d in found if d.key is not None}


def _values(place: Place) -> dict[str, str | None]:
    month = place.arose_from.isoformat()[:7] if place.arose_from else None
    return {"provider": place.unit, "requester": place.counterpart, "clock": place.clock, "month": month}


def _pick(label: str, named: dict[str, str], value: str | None, by: str, s: Session) -> None:
    options = [None, *named, *([value] if value is not None and value not in named else [])]
    everything = s.w("list.all")
    choose(label, options, value, lambda x: everything if x is None else named.get(x, x), lambda x: _moved(s.place, by, x), f"timing_{by}")


def _moved(place: Place, by: str, key: str | None) -> Place:
    """What is picked when one group of a kind is; None picks all of that kind."""
    if by == "month":
        first = date.fromisoformat(f"{key}-01") if key else None
        return place.moved(arose_from=first, arose_to=first and first.replace(day=monthrange(first.year, first.month)[1]))
    return place.moved(**{{"provider": "unit", "requester": "counterpart", "clock": "clock"}[by]: key})


def of_group(days: Days, by: str, s: Session) -> Place:
    """What is picked behind one line."""
    return _moved(picked(s).moved(by=None), by, days.key)


def group_name(days: Days, by: str, s: Session) -> str:
    """A line's name; it opens the page narrowed to it."""
    if days.key is None:
        return m.e(s.w("timing.not_known"))
    return m.go(_moved(picked(s), by, days.key).href("timing"), m.e(_named(days, by, s)))


def _named(days: Days, by: str, s: Session) -> str:
    if by == "clock":
        return clock_name(days.key, days.limits, s.w)
    return month_name(str(days.key), s.w) if by == "month" else days.name or str(days.key)


def clock_name(clock: str | None, limits: Collection[int], w: Words) -> str:
    """A clock as people say it: the sharing class it is of, and its working days."""
    name = w.of("clock_name", clock or "")
    return w("timing.clock_days", name=name, n="/".join(map(str, sorted(limits)))) if limits else name


def lines(s: Session, by: str) -> str:
    """Links that say what the lines are."""
    place = picked(s)
    named = {x: m.e(s.w.of("timing_by", x)) for x in LINES}
    return " ".join(f"<b>{named[x]}</b>" if x == by else m.go(place.moved(by=x).href("timing"), named[x]) for x in LINES)


def left_out(s: Session) -> str:
    """What has no working days here: lifted, or not to be judged, each with its number."""
    place = picked(s).moved(by=None)
    counts: Counter[str] = Counter()
    for state, n in s.reader.facets(wanted(s, place)).select("state", "obligations").iter_rows():
        counts[state] += n
    told = [
        f"{m.state_word(state, s.w)} {m.go(place.moved(state=state).href('list'), count(counts[state]))}"
        for state in ("exempt", "unknown")
        if counts[state]
    ]
    return f'<p class="ds ds-note">{m.e(s.w("timing.left_out"))} {" ".join(told)}</p>' if told else ""
