"""The rules reference in docs/ is the rules as they stand, and shows nothing as law that was not read."""

import re

import pytest

from data.settings import PROJECT
from metrics.examples.cases import load_cases
from metrics.examples.reference import READ, STATUS, render
from metrics.rulebook.rulebook import FIRST, load_rules

RULES = load_rules()


@pytest.fixture(scope="module")
def reference() -> str:
    return render(RULES, {rule: load_cases(rule) for rule in RULES})


def section(reference: str, rule: str) -> str:
    """What the page says of one rule."""
    return reference.split(f'<a id="{rule}"></a>')[1].split('<a id="')[0]


def test_the_reference_is_current(reference: str):
    written = (PROJECT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == reference, "run: python cli.py rules --write docs/rules.md"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_shown_whole(reference: str, rule: str):
    shown, spec = section(reference, rule), RULES[rule]
    words = [spec.title_zh, spec.title_en, spec.question_zh, spec.question_en, spec.owed_by_zh, spec.owed_by_en, spec.arises_zh]
    words += [spec.arises_en, spec.met_zh, spec.met_en, str(spec.next_review), spec.sql.strip()]
    words += [case.shows_zh for case in load_cases(rule)] + [case.shows_en for case in load_cases(rule)]
    assert [w for w in words if w not in shown] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_text_that_was_not_read_is_not_shown_as_law(reference: str, rule: str):
    for ground in RULES[rule].grounds:
        lines = [line for line in section(reference, rule).splitlines() if ground.clause_zh in line]
        assert lines
        assert all(READ[ground.read][0] in line and READ[ground.read][1] in line for line in lines)


@pytest.mark.parametrize("rule", RULES)
def test_a_period_says_whether_it_is_law(reference: str, rule: str):
    for clock in RULES[rule].clocks:
        since = f"，{clock.valid_from} 起" if clock.valid_from > FIRST else ""
        assert f"{clock.days} 个工作日（{STATUS[clock.status][0]}{since}）`{clock.name}`" in section(reference, rule)


def test_only_the_regulations_fix_a_period_by_law():
    """The texts that were read in full; a period resting on anything else is a sample."""
    for rule in RULES.values():
        if any(clock.status == "law" for clock in rule.clocks):
            assert all(ground.read == "full" for ground in rule.grounds), rule.id


def test_tables_of_the_reference_are_whole(reference: str):
    """Every row of a Markdown table has as many cells as its head: a stray bar in a value would shift a row."""
    for table in re.findall(r"(?:^\|.*\n)+", reference, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table
