"""Every word stands in both languages, is asked for by the code, and takes the same values."""

import ast
import re
from string import Formatter

import pytest

from data.settings import PROJECT
from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme
from pages.language.words import LANGS, Words, catalogue
from pages.look.states import STATES

CODE = [PROJECT / "app.py", *(PROJECT / "pages").rglob("*.py")]
HAN = re.compile(r"[\u4e00-\u9fff]")
BILINGUAL = {"page.product", "side.lang"}  # found by people who read the other language


def asked_for() -> tuple[set[str], set[str]]:
    """(keys that the code asks for as they stand, sections of which it picks by data)."""
    keys, sections = set(), set()
    for path in CODE:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in catalogue("zh"):
                keys.add(node.value)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "of" and node.args:
                sections.add(node.args[0].value if isinstance(node.args[0], ast.Constant) else "")
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                sections |= {match[0] for match in re.findall(r"^((\w+)\.)$", node.values[0].value)}
    return keys, {s.rstrip(".") for s in sections}


def wanted() -> set[str]:
    """Keys that are written out as the first argument of a call of the words."""
    found = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
                if name == "w":
                    found.add(node.args[0].value)
    return found


def test_both_languages_have_the_same_words():
    zh, en = catalogue("zh"), catalogue("en")
    assert sorted(zh.keys() ^ en.keys()) == []


def test_a_word_takes_the_same_values_in_both_languages():
    def values(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert [k for k, text in catalogue("zh").items() if values(text) != values(catalogue("en")[k])] == []


def test_every_word_that_the_code_asks_for_is_written():
    assert sorted(wanted() - catalogue("zh").keys()) == []


def test_no_word_is_written_for_nobody():
    keys, sections = asked_for()
    assert [k for k in catalogue("zh") if k not in keys and k.split(".")[0] not in sections] == []


def test_english_is_english():
    assert [k for k, text in catalogue("en").items() if HAN.search(text) and k not in BILINGUAL] == []


@pytest.mark.parametrize("lang", LANGS)
def test_closed_lists_have_a_word_for_each_value(lang: str):
    w = Words(lang)
    reasons = {
        r
        for path in (PROJECT / "metrics" / "rules").glob("*/rule.sql")
        for r in re.findall(r"then '([a-z_]+)'[^,]*? end as reason", path.read_text(encoding="utf-8"), re.DOTALL)
    }
    assert reasons
    assert [s for s in STATES if w.of("state", s) == s] == []
    assert [r for r in {*reasons, "contradiction"} if w.of("reason", r) == r] == []


def test_the_sample_scheme_has_english_names():
    scheme, w = load_scheme(SAMPLE, load_rules()), Words("en")
    names = [
        scheme.title,
        *(g.name for g in scheme.grades),
        *(s.title for s in scheme.sections),
        *(x.title for x in (*scheme.items, *scheme.adjustments)),
    ]
    assert [name for name in names if HAN.search(w.name(name))] == []
