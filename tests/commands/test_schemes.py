"""Schemes at the terminal: proposed from a file, refused to its own author, written out as the same scheme, assessed by its id."""

import json
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from commands.printing import schemes as scheme_terminal
from data.decisions import schemes
from data.decisions.bodies import SchemeApproval
from data.settings import Home
from metrics.rulebook.rulebook import load_rules
from metrics.schemes import versions as scheme_versions
from metrics.schemes.scheme import SAMPLE, load_scheme
from tests.cities.small_editions import LEADER, ZHANG, bring_to, decisions_of
from tests.commands.terminal import dushu

RULES = load_rules()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Another scheme than the sample, which says of itself that it is approved."""
    text = SAMPLE.read_text(encoding="utf-8").replace('id = "sample-2026"', 'id = "jm-2027"').replace("points = 10", "points = 12")
    path = tmp_path / "方案.toml"
    path.write_text(text.replace("points = 6\n", "points = 4\n", 1).replace('status = "sample"', 'status = "approved"'), encoding="utf-8")
    return path


def test_from_a_file_to_a_run(home: Home, file: Path, tmp_path: Path):
    decisions = bring_to("begun", home)
    proposed = dushu(home.path, "schemes", "propose", file, "--reason", "新年度")
    assert (proposed.returncode, "jm-2027：已提出" in proposed.stdout) == (0, True), proposed.stderr
    own = dushu(home.path, "schemes", "approve", "jm-2027", "--from", "2026-01-01", "--reason", "同意")
    assert (own.returncode, "须由另一位人员" in own.stderr) == (2, True)
    schemes.approve(decisions, LEADER, schemes.version(decisions, "jm-2027"), SchemeApproval(valid_from=date(2026, 1, 1)), "同意")
    scheme = scheme_versions.scheme_of(schemes.version(decisions, "jm-2027"))
    shown = dushu(home.path, "schemes", "show", "jm-2027", "--out", tmp_path / "out.toml")
    assert shown.returncode == 0, shown.stderr
    assert load_scheme(tmp_path / "out.toml", RULES).digest == scheme.digest
    period = ("--period", "2026H1", "--as-of", "2026-06-30", "--authority", "A0", "--no-history", "--json")
    done = dushu(home.path, "assess", *period, "--scheme", "jm-2027")
    assert done.returncode == 0, done.stderr
    run = json.loads(done.stdout)["run"]
    assert (run["scheme_id"], run["scheme_status"]) == ("jm-2027", "approved")
    decisions.close()


def test_what_was_returned_is_listed_with_its_reason(home: Home, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch):
    decisions = decisions_of(home)
    scheme_versions.propose(decisions, ZHANG, load_scheme(file, RULES), RULES, "sample-2026", "新年度")
    returned = dushu(home.path, "schemes", "return", "jm-2027", "--reason", "依据不足")
    assert returned.returncode == 0, returned.stderr
    sample, one = json.loads(dushu(home.path, "schemes", "list", "--json").stdout)
    assert (sample["id"], one["id"], one["state"], one["decided_reason"]) == ("sample-2026", "jm-2027", "returned", "依据不足")
    monkeypatch.setattr(scheme_terminal, "out", Console(width=200))
    found = {version: scheme_versions.scheme_of(version) for version in schemes.versions(decisions).values()}
    scheme_terminal.table_schemes(scheme_versions.shipped(RULES), found)
    told = capsys.readouterr().out
    assert [word in told for word in ("示例，待主管部门核定", "jm-2027", "已退回", "依据不足")] == [True] * 4
    decisions.close()
