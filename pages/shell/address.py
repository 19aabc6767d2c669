"""What a view shows stands in its address, so that every view has a link of its own that opens the same in a fresh session.

A value in the address that can't be read is said in a sentence, never passed over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from data.errors import RequestFault
from metrics.comparison.carried_over import CHANGES
from pages.language.words import LANGS, Words
from pages.look.states import STATES

HOME = "./"  # the default page answers at the root only; relative, so that it works behind a base path


@dataclass(frozen=True)
class Place:
    """One view: the language, who looks (demo data only), the run, and what is picked out of it. None = not said.

    `counted`/`backlog`: obligations that the headline figures count / open ones from earlier periods. `late`: at least so many working days late.
    `provisional`: due beyond the published calendar. `undecided`: for want of evidence. `reason`: why a state is what it is.
    `sheet`: page of a long list, from 1.
    `subject`: one obligation of `rule`. `batch`: one batch. `item`: one scored item. `objection`: the number of one.
    `order`: the number of a rectification order; of a list, the obligations that it names.
    `counterpart`: the department on the other side. `clock`: by its name in the rule. `days_from`, `days_to`: working days taken so far.
    `done`: whether it is done, in time or not. `by`: what a table's lines are, or which of two views. `cols`: columns of the list, with commas between.
    `sort`: the column that a table is in the order of. `project`, `system`: which one is checked before an approval.
    `wall`: the page hangs on a wall. `scheme`: a version of the weights; `edit`: the form for another one made from it is open.
    `open`: overdue or unmet. `change`: what became of an open obligation since the month before (`metrics.comparison.carried_over`).
    `who`, `what`, `since`, `until`: of the trail's lines; `who` is also one person's login, `what` how far an asset of the register is.
    """

    lang: str | None = None
    me: str | None = None
    period: str | None = None
    as_of: date | None = None
    run: str | None = None
    unit: str | None = None
    group: str | None = None
    rule: str | None = None
    state: str | None = None
    done: bool | None = None
    counted: bool | None = None
    backlog: bool | None = None
    counterpart: str | None = None
    clock: str | None = None
    arose_from: date | None = None
    arose_to: date | None = None
    days_from: int | None = None
    days_to: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    refreshed_from: date | None = None
    refreshed_to: date | None = None
    late: int | None = None
    q: str | None = None
    provisional: bool | None = None
    undecided: bool | None = None
    reason: str | None = None
    open: bool | None = None
    change: str | None = None
    by: str | None = None
    sort: str | None = None
    cols: str | None = None
    sheet: int | None = None
    subject: str | None = None
    batch: str | None = None
    item: str | None = None
    objection: str | None = None
    order: str | None = None
    who: str | None = None
    what: str | None = None
    since: date | None = None
    until: date | None = None
    project: str | None = None
    system: str | None = None
    wall: bool | None = None
    scheme: str | None = None
    edit: bool | None = None

    def standing(self, **picked: Any) -> "Place":
        """The same language, person and run with nothing but `picked` picked out."""
        return Place(lang=self.lang, me=self.me, period=self.period, as_of=self.as_of, run=self.run, **picked)

    def moved(self, **changes: Any) -> "Place":
        """This view with some values changed; what was a page of a list starts at its first again."""
        return replace(self, **{"sheet": None, **changes})

    def query(self) -> dict[str, str]:
        """The address as pairs, in a fixed order, nothing that is not said."""
        return {f.name: _write(v) for f in fields(self) if (v := getattr(self, f.name)) is not None}

    def href(self, page: str) -> str:
        """The link to `page` (its address, "" for the overview) that opens this view."""
        query = urlencode(self.query())
        return (page or HOME) + (f"?{query}" if query else "")


def read_place(query: Mapping[str, str], w: Words) -> Place:
    """The view that an address asks for. Raises RequestFault naming every value that can't be read, and every unknown name."""
    faults: list[str] = []
    values: dict[str, Any] = {}
    for name, text in query.items():
        if name not in _READERS:
            faults.append(w("link.unknown", name=name))
            continue
        read, expected = _READERS[name]
        try:
            values[name] = read(text)
        except ValueError:
            faults.append(w("link.unreadable", name=name, text=text, expected=w.of("link", expected)))
    if faults:
        raise RequestFault("\n".join(faults))
    return Place(**values)


def _write(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _option(*options: str) -> Callable[[str], str]:
    return lambda text: options[options.index(text)]


def _flag(text: str) -> bool:
    return bool(("0", "1").index(text))


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError(text)
    return int(text)


def _page(text: str) -> int:
    if _count(text) < 1:
        raise ValueError(text)
    return _count(text)


_TEXTS = (
    "me", "period", "run", "unit", "group", "rule", "reason", "q", "subject", "batch", "item", "objection", "order", "who", "what",
    "counterpart", "clock", "by", "cols", "sort", "project", "system", "scheme",
)  # fmt: skip
_DAYS = (
    "as_of", "due_from", "due_to", "since", "until", "arose_from", "arose_to",
    "refreshed_from", "refreshed_to",
)  # fmt: skip
_READERS: dict[str, tuple[Callable[[str], Any], str]] = {
    **dict.fromkeys(_TEXTS, (str, "text")),
    **dict.fromkeys(_DAYS, (date.fromisoformat, "date")),
    **dict.fromkeys(("counted", "backlog", "provisional", "undecided", "done", "open", "wall", "edit"), (_flag, "flag")),
    **dict.fromkeys(("late", "days_from", "days_to"), (_count, "count")),
    "lang": (_option(*LANGS), "lang"),
    "state": (_option(*STATES), "state_name"),
    "change": (_option(*CHANGES), "change"),
    "sheet": (_page, "page"),
}
