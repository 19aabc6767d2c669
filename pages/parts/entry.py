"""What a page is to the app: its address, its title, what one must be allowed to do to open it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from data.access import Action
from pages.parts.session import Session

Group = Literal["results", "analysis", "work", "keeping"]


@dataclass(frozen=True)
class Entry:
    """One page. `path`: its address, never the name of a file in `pages/`, "" for the first. `title`: its key under "page" in the words.

    `group`: the heading in the side that it stands under. `needs`: what a role must be allowed.
    `needs_run`: the page shows figures of a run, so a look at it is written to the trail. `bears_none`: it has something to show without one.
    """

    path: str
    title: str
    icon: str
    render: Callable[[Session], None]
    group: Group = "results"
    needs: Action = "see_figures"
    is_listed: bool = True
    needs_run: bool = True
    bears_none: bool = False
