"""Which columns of files may count as missing though they are there."""

from datetime import date

from metrics.obligations.evidence import File, empty_columns
from metrics.rulebook.rulebook import load_rules

RULES = [load_rules()["correction"]]
DAY = date(2026, 6, 30)
EMPTY = frozenset({"fed_back_on"})


def file(name: str, division: str = "江门市", empty: frozenset[str] = EMPTY) -> File:
    return File(name, "corrections", division, DAY, frozenset(), empty)


def doubted(*files: File) -> list[str]:
    return empty_columns(RULES, files)["batch_id"].to_list()


def test_a_column_that_holds_nothing_is_in_doubt_file_by_file():
    assert doubted(file("a")) == ["a"]
    assert doubted(file("a"), file("b", "恩平市")) == ["a", "b"]


def test_where_another_file_in_force_fills_it_it_was_exported():
    """Corrected rows of a listing, or rows added to it, may have nothing in a column because there is nothing."""
    assert doubted(file("a", empty=frozenset()), file("b")) == []
    assert doubted(file("a", empty=frozenset()), file("b", "恩平市")) == ["b"]
