"""What a page is to the app: its address, its title, what one must be allowed to do to open it; and which pages there are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Literal, get_args

from data.access import Action
from pages.shell.session import Session

Group = Literal["results", "analysis", "work", "keeping"]
GROUPS: tuple[Group, ...] = get_args(Group)
ROOMS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Entry:
    """One page. `path`: its address, "" for the first. `title`: its key under "page" in the words.

    `group`: the heading in the side that it stands under; `order`: its place there. `needs`: what a role must be allowed.
    `needs_run`: the page shows figures of a run, so a look at it is written to the trail. `bears_none`: it has something to show without one.
    """

    path: str
    title: str
    icon: str
    render: Callable[[Session], None]
    group: Group = "results"
    order: int = 0
    needs: Action = "see_figures"
    is_listed: bool = True
    needs_run: bool = True
    bears_none: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among all pages of the side."""
        return GROUPS.index(self.group), self.order


@cache
def entries() -> tuple[Entry, ...]:
    """The pages of all rooms in the order of the side: a room with a `page.py` says in its `ENTRIES` where the app is to show it."""
    rooms = sorted(file.parent.name for file in ROOMS.glob("*/page.py"))
    found: list[Entry] = [entry for room in rooms for entry in import_module(f"pages.{room}.page").ENTRIES]
    return tuple(sorted(found, key=lambda entry: entry.place))
