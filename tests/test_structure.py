"""The house keeps its shape: names, lengths, import direction, pins, nothing ambient, nothing of this machine."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from data.settings import PROJECT


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository that match, those not yet committed included."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(listing, cwd=PROJECT, capture_output=True, check=True, text=True).stdout
    return sorted({PROJECT / name for name in names.split("\0") if name and (PROJECT / name).is_file()})


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


PRODUCT = tracked("*.py", ":!tests", ":!benchmarks")


def shown(paths: list[Path]) -> list[str]:
    return [str(p.relative_to(PROJECT)) for p in paths]


def test_a_file_is_named_for_its_subject():
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
    assert shown([p for p in tracked("*.py") if vague & set(p.stem.split("_"))]) == []


def test_a_module_can_be_read_at_one_sitting():
    assert shown([p for p in PRODUCT if lines(p) > 300]) == []


def test_a_room_can_be_taken_in_at_a_glance():
    beside = Counter(path.parent for path in PRODUCT if path.name != "__init__.py")
    assert {str(folder.relative_to(PROJECT)): n for folder, n in beside.items() if n > 25} == {}


def test_a_page_fits_on_a_screen():
    assert shown([p for p in tracked("pages/*page.py") if lines(p) > 80]) == []


def test_a_file_of_commands_has_one_subject():
    assert shown([p for p in tracked("cli.py", "commands/*.py") if p.parent.name != "printing" and lines(p) > 150]) == []


def test_sql_fits_on_a_screen():
    assert shown([p for p in tracked("*.sql") if lines(p) > 80]) == []


def test_no_page_and_no_command_acts_by_being_imported():
    """At the top of a file there are only definitions: what a page shows goes through the gate, and a command is run by its name."""
    allowed = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
    for path in tracked("pages/*.py", "commands/*.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        acts = [n for n in body if not isinstance(n, allowed) and not _is_docstring(n)]
        assert acts == [], f"{path.relative_to(PROJECT)}, line {acts[0].lineno if acts else 0}"


def test_files_are_handed_out_in_one_place_only():
    """There each is checked and written to the trail."""
    calls = re.compile(r"\bdownload_button\(")
    assert shown([p for p in tracked("app.py", "pages/**/*.py", "pages/*.py") if calls.search(p.read_text(encoding="utf-8"))]) == [
        "pages/downloads/button.py"
    ]


def test_html_is_drawn_in_one_place_only():
    """There nothing is drawn for nothing: Streamlit raises for an empty text."""
    assert shown([p for p in tracked("app.py", "pages/**/*.py") if ".html(" in p.read_text(encoding="utf-8")]) == ["pages/look/draw.py"]


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_figures_know_no_clock():
    """What `metrics` computes depends on its arguments alone: `as_of` is one of them."""
    ambient = re.compile(r"\b((now|today|get_current_\w+)\s*\(|(current_(date|time|timestamp)|localtimestamp)\b)", re.IGNORECASE)
    for path in tracked("metrics/*.sql"):
        code = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        assert not ambient.search(code), path.relative_to(PROJECT)
    for path in tracked("metrics/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call)]
        names = {f.attr if isinstance(f, ast.Attribute) else f.id for f in calls if isinstance(f, ast.Attribute | ast.Name)}
        assert not names & {"now", "today", "utcnow", "time_ns", "localtime"}, path.relative_to(PROJECT)


def test_nothing_names_a_machine():
    private = re.compile(r"(?<![\w/.$}])/(work|home/\w+|root|Users)/\w")
    texts = tracked("*.py", "*.toml", "*.md", "*.sql", "*.txt", "*.in", "Makefile", ".ci/*")
    assert shown([p for p in texts if p != Path(__file__) and private.search(p.read_text(encoding="utf-8"))]) == []


def test_every_room_of_pages_stands_within_the_walls():
    """import-linter sees a room without an `__init__.py` only where none beside it has one."""
    assert shown(tracked("pages/__init__.py", "pages/**/__init__.py")) == []


def test_imports_run_one_way():
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    told = subprocess.run([sys.executable, "-c", command], cwd=PROJECT, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr


def test_no_test_imports_another():
    """What tests share stands in a file of its own, named for its subject: a test is only run."""
    for path in tracked("tests/*.py"):
        named = {name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in _imported(node)}
        tests = [name for name in named if name.startswith("tests.") and any(part.startswith("test_") for part in name.split("."))]
        assert tests == [], path.relative_to(PROJECT)


def _imported(node: ast.AST) -> list[str]:
    """What an import may mean by a module: `from tests.data import test_demo` names one as well."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_what_we_ask_for_is_pinned():
    for part in ("requirements", "requirements-dev"):
        asked = [line for line in (PROJECT / f"{part}.in").read_text().splitlines() if line and not line.startswith(("#", "-"))]
        locked = (PROJECT / f"{part}.txt").read_text()
        for line in asked:
            assert re.fullmatch(r"[a-z0-9-]+(\[[a-z,]+\])?==[0-9.]+(post[0-9]+)?", line), f"{part}.in: {line}"
            assert re.sub(r"\[.*\]", "", line) + " \\\n" in locked, f"{line}: run `make lock`"


@pytest.mark.parametrize("part", ["requirements", "requirements-dev"])
def test_every_locked_package_has_hashes(part: str):
    entries = re.split(r"\n(?=[a-z0-9])", (PROJECT / f"{part}.txt").read_text())[1:]
    assert [e.split()[0] for e in entries if "--hash=sha256:" not in e] == []


def test_the_two_locks_agree():
    """What testing installs never moves what running installed."""

    def versions(part: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9-]+==\S+)", (PROJECT / f"{part}.txt").read_text(), re.MULTILINE))

    running, testing = versions("requirements"), versions("requirements-dev")
    names = {pin.split("==")[0] for pin in running}
    assert {pin for pin in testing if pin.split("==")[0] in names} <= running
