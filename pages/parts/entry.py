"""What a page is to the app: its address, its title, who may open it."""

from collections.abc import Callable
from dataclasses import dataclass

from pages.parts.session import Session


@dataclass(frozen=True)
class Entry:
    """One page. `path`: its address, never the name of a file in `pages/`, "" for the first. `title`: its key under "page" in the words."""

    path: str
    title: str
    icon: str
    render: Callable[[Session], None]
    is_listed: bool = True
    is_officers: bool = False
    needs_run: bool = True
