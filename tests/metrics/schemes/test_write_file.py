"""A scheme as a TOML file: read back it is the very same scheme, whatever its words are."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, Scheme, load_scheme
from metrics.schemes.write_file import scheme_file

RULES = load_rules()
BASE = load_scheme(SAMPLE, RULES)


def read(text: str) -> Scheme:
    return Scheme.model_validate(tomllib.loads(text))


@given(st.text(st.characters(exclude_categories=("Cs",))), st.floats(0.001, 1e6), st.floats(-1e-7, 1e7))
def test_any_words_and_numbers_come_back(words: str, points: float, floor: float):
    spec: dict[str, Any] = BASE.model_dump(mode="json") | {"title": words, "author": words}
    spec["items"][0] |= {"title": words, "points": points, "score": {"kind": "linear", "floor": floor, "target": 2e7}}
    scheme = Scheme.model_validate(spec)
    assert read(scheme_file(scheme)) == scheme


@pytest.mark.parametrize("changes", [{}, {"adjustments": []}, {"status": "approved", "valid_from": date(2027, 1, 1), "approver": "赵"}])
def test_the_file_is_one_that_assess_takes(tmp_path: Path, changes: dict):
    scheme = Scheme.model_validate(BASE.model_dump() | changes)
    (tmp_path / "v1.toml").write_text(scheme_file(scheme), encoding="utf-8")
    assert load_scheme(tmp_path / "v1.toml", RULES) == scheme
    assert load_scheme(tmp_path / "v1.toml", RULES).digest == scheme.digest
    assert ("示例，待主管部门核定" in scheme_file(scheme)) is (scheme.status == "sample")
