"""Which role may do what, written from the one table that decides it."""

from typing import get_args

from data.access import MAY, ROLES, Action
from pages.language.words import Words
from pages.look import markup as m

ACTIONS: tuple[Action, ...] = get_args(Action)


def matrix(w: Words) -> str:
    """One row an action, one column a role."""
    head = [m.th(w("people.action")), *(m.th(w.of("role", role), "c") for role in ROLES)]
    return m.table(head, [m.tr([m.td(m.e(w.of("action", action))), *_cells(action, w)]) for action in ACTIONS], "matrix")


def _cells(action: Action, w: Words) -> list[str]:
    yes, no = m.e(w("people.may")), m.e(w("people.may_not"))
    told = {True: f'<b data-may="1" title="{yes}" aria-label="{yes}">✓</b>', False: f'<span title="{no}" aria-label="{no}">—</span>'}
    return [m.td(told[action in MAY[role]], "c" if action in MAY[role] else "c s") for role in ROLES]
