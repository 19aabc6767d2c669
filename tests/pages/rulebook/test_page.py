"""The page of the rules: every rule opens whole, in its own words, with figures that tie to the list."""

import re

import pytest

from data.settings import Home
from metrics.examples.cases import load_cases
from metrics.rulebook.rulebook import load_rules
from tests.pages.running import Open
from tests.pages.shown import figures, page, said, text

RULES = load_rules()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rule", ["share_reply", "project_gate", "officer_appointment"])
def test_a_rule_is_shown_whole(small_city: Home, open_page: Open, rule: str, lang: str):
    at = open_page(small_city, "rulebook", rule=rule, lang=lang)
    assert not at.exception
    markdown = "\n".join(element.value for element in at.markdown)
    assert RULES[rule].sql.strip().splitlines()[-1] in markdown
    ground, other = RULES[rule].grounds[0].clause_zh, RULES[rule].grounds[0].clause_en
    assert (ground in markdown, other in markdown) == (lang == "zh", lang == "en"), "in the viewer's language and in no other"
    shown = load_cases(rule)[0]
    assert (shown.shows_zh in markdown, shown.shows_en in markdown) == (lang == "zh", lang == "en")
    assert (RULES[rule].question_zh if lang == "zh" else RULES[rule].question_en) in text(at)


def test_every_rule_can_be_picked_and_an_unknown_one_is_said(small_city: Home, open_page: Open):
    assert "没有编号为 none 的义务规则" in said(open_page(small_city, "rulebook", rule="none"))
    at = open_page(small_city, "rulebook")
    box = next(b for b in at.selectbox if b.label == "规则")
    assert len(box.options) == len(RULES)
    assert box.options[0].startswith("1. ")


def test_no_name_of_the_rules_files_is_shown(small_city: Home, open_page: Open):
    for lang, called in (("zh", "有条件共享（经延长）"), ("en", "Conditional, extended")):
        facts = open_page(small_city, "rulebook", rule="share_reply", lang=lang).markdown[0].value
        assert called in facts
        assert not re.findall(r"`|_rate|conditional_", facts)


def test_a_department_sees_only_its_own_figures(small_city: Home, open_page: Open):
    def total(**query: str) -> int:
        return sum(n for _, n in figures(page(open_page(small_city, "rulebook", rule="share_reply", **query))))

    assert 0 < total(me="department:JM013") < total(me="officer")
