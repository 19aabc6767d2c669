"""How a word of a file that means nothing yet is shown, and what it can be taken for: a zone is known by its column."""

from data.contracts.contracts import Contracts
from pages.language.words import Words


def shown(kind: str, scope: str, text: str, contracts: Contracts) -> str:
    """The word as people know it: of a zone the column whose times of day are all 16:00:00."""
    columns = contracts.exports[scope].columns if kind == "zone" and scope in contracts.exports else ()
    return next((column.label for column in columns if column.name == text), text)


def meaning(kind: str, target: str, name: str, w: Words) -> str:
    """What a word is taken for. `name`: how the target is called."""
    if kind == "zone":
        return w.of("midnight", target)
    return w("list.choice", name=name, n=target) if kind == "department" else name
