"""The rules' texts keep to the SQL that DuckDB and Spark both run alike; the tests of this list can fail, and do on what is not in it."""

import re
from pathlib import Path

import pytest

from data.settings import PROJECT

METRICS = PROJECT / "metrics"
TEXTS = sorted(
    [
        *METRICS.glob("rules/*/rule.sql"),
        *(
            METRICS / "obligations" / f"{name}.sql"
            for name in ("clocked", "judgements", "obligations", "indicators", "cycles", "follow_ups")
        ),
    ]
)

FUNCTIONS = {
    "min",
    "max",
    "count",
    "avg",
    "coalesce",
    "nullif",
    "greatest",
    "least",
    "concat",
    "concat_ws",
    "percentile_cont",
    "row_number",
    "array_contains",
}
BEFORE_A_BRACKET = {"as", "in", "from", "by", "and", "or", "not", "values", "group", "on", "when", "then", "else", "where", "over"}
FOREIGN = {
    "an interval: two of them in one SELECT came out alike in DuckDB": r"\binterval\b",
    "date arithmetic: due days come from the calendar": r"\w+_on\s*[-+]|[-+]\s*\w+_on\b|\bday\s*[-+]|[-+]\s*\w+\.day\b",
    "a :: cast": r"::",
    "a cast: Spark raises where DuckDB gives nothing": r"\bcast\s*\(",
    "whole-number division differs": r"[\w)]\s*/{1,2}\s*[\w(]",
    "group by all, order by all": r"\bby\s+all\b",
    "select * exclude / replace": r"\*\s*(exclude|replace|rename)\b",
    "qualify": r"\bqualify\b",
    "a filtered aggregate": r"\)\s*filter\s*\(",
    "a list or struct literal": r"[\[\]{}]",
    "positional joins, asof, pivot, sampling": r"\b(positional|asof|pivot|unpivot|tablesample|using sample)\b",
    "ilike, similar to, glob": r"\b(ilike|similar\s+to|glob)\b",
    "a second statement": r";",
    "an order without its nulls": r"\border\s+by\b(?![^()]*nulls\s+(first|last))(?!\s+case\b)",
}


def code(text: str) -> str:
    """A text without comments and the words in quotes."""
    return re.sub(r"'[^']*'", "''", re.sub(r"--.*", "", text)).lower()


def faults(text: str) -> list[str]:
    """What in a text is not in the common subset."""
    plain = code(text)
    # Names of common tables and their columns are defined by an AS or a comma before the bracket; only calls are of interest.
    called = {name for name in re.findall(r"\b([a-z_]\w*)\s*\(", plain) if name not in BEFORE_A_BRACKET}
    named = set(re.findall(r"\bas\s+(\w+)\s*\(", plain))
    return [f"function {name}" for name in sorted(called - FUNCTIONS - named)] + [why for why, p in FOREIGN.items() if re.search(p, plain)]


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.parent.name if p.stem == "rule" else p.stem)
def test_text_is_portable(path: Path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [p for p in TEXTS if p.stem == "rule"], ids=lambda p: p.parent.name)
def test_a_rule_leaves_due_days_to_the_common_step(path: Path):
    """Only the freshness rules look at the calendar, and only at its running number of days."""
    plain = code(path.read_text(encoding="utf-8"))
    assert "working_index" not in plain
    assert ("calendar" in plain) == path.parent.name.endswith("_freshness")


@pytest.mark.parametrize(
    "text",
    [
        "select received_on + interval '10' day from share_requests",
        "select replied_on - received_on from share_requests",
        "select received_on::varchar from share_requests",
        "select cast(received_on as text) from share_requests",
        "select date_diff('day', received_on, replied_on) from share_requests",
        "select list_contains(aliases, name) from departments",
        "select unnest(aliases) from departments",
        "select string_agg(name, '、') from departments",
        "select strftime(received_on, '%Y') from share_requests",
        "select calls / 2 from usage",
        "select provider_id, count(*) from share_requests group by all",
        "select * exclude (reply) from share_requests",
        "select count(*) filter (where reply = '同意') from share_requests",
        "select * from share_requests order by received_on",
        "select any_value(name) from departments",
        "select 1; select 2",
    ],
)
def test_what_is_not_portable_is_found(text: str):
    assert faults(text) != []


def test_words_in_quotes_and_comments_are_not_sql():
    assert faults("-- interval\nselect 'a::b; [c]' as x from systems where name = 'cast(1)'") == []
