"""The SQL texts that a run is asked by, and the conditions of a filter in them."""

from functools import cache
from pathlib import Path

QUERIES = Path(__file__).parent / "queries"


@cache
def query_text(query: str) -> str:
    """The text of a query of `queries/`."""
    return (QUERIES / f"{query}.sql").read_text(encoding="utf-8")


@cache
def conditions_asked(unasked: frozenset[str]) -> str:
    """The text that matches, without the conditions that ask for nothing, each a line of its own: to plan them costs more than to count.

    What a viewer may see is no part of a filter, and is asked always.
    """
    return "\n".join(line for line in query_text("matching").splitlines() if not any(f"${name}::" in line for name in unasked)) + "\n"
