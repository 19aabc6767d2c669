"""The SQL texts that a run is asked by, and the conditions of a filter in them."""

from functools import cache
from pathlib import Path

from data.runs.store import PROVEN

QUERIES = Path(__file__).parent / "queries"
PLACED = 5  # the layout since which obligations know their place in a list, and a run how many there are of each kind
KNOWN = {PROVEN: "known", PLACED: "known_unproven", 0: "known_before"}  # what is null in which layout
# In place of the tables that editions of earlier layouts don't have.
NONE = {
    "follow_ups": "(select null::varchar as rule_id, null::varchar as subject_id, null::varchar as brings where false)",
    "confirmed_empty": "(select null::varchar as export, null::varchar as column_name, null::varchar as unit_id, 0 as obligations where false)",
}


@cache
def query_text(query: str) -> str:
    """The text of a query of `queries/`."""
    return (QUERIES / f"{query}.sql").read_text(encoding="utf-8")


@cache
def without(query: str, table: str) -> str:
    """The text of a query that joins a table, for a run that doesn't have it: nothing is joined."""
    return query_text(query).replace(f"join {table} ", f"join {NONE[table]} ")


@cache
def conditions_asked(unasked: frozenset[str]) -> str:
    """The text that matches, without the conditions that ask for nothing, each a line of its own: to plan them costs more than to count.

    What a viewer may see is no part of a filter, and is asked always.
    """
    return "\n".join(line for line in query_text("matching").splitlines() if not any(f"${name}::" in line for name in unasked)) + "\n"


def obligations_text(layout: int) -> str:
    """The obligations of a run as a common table, whatever its layout: what an earlier one did not keep is null."""
    return query_text(next(name for since, name in KNOWN.items() if layout >= since))
