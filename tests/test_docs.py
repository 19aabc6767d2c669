"""The documents say what the product does: settings, site files, commands, links, folders."""

import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer.core

import cli
from data.calendar import load_calendar
from data.contracts.contracts import load_contracts
from data.settings import PROJECT, Home, Settings
from metrics.rulebook.rulebook import load_rules
from pages.language.words import catalogue

DOCUMENTS = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")]
READMES = ("README.md", "README.zh-CN.md")


def read(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def test_every_setting_is_documented():
    written = [line for line in read("docs/settings.md").splitlines() if line.startswith("| `")]
    assert written == [settings_row(name) for name in Settings.model_fields]


def settings_row(name: str) -> str:
    field = Settings.model_fields[name]
    default = field.default.relative_to(PROJECT) if isinstance(field.default, Path) else field.default
    shown = "–" if default in (None, "") else f"`{default}`"
    return f"| `DUSHU_{name.upper()}` | {shown} | {field.description} |"


def site_examples() -> dict[str, str]:
    """What docs/site.md shows for each site file."""
    return dict(re.findall(r"`site/(\w+\.toml)`:\n\n```toml\n(.*?)```", read("docs/site.md"), re.DOTALL))


@pytest.fixture
def site(home: Home) -> Path:
    for name, text in site_examples().items():
        (home.site / name).write_text(text, encoding="utf-8")
    return home.site


def test_each_site_file_has_an_example():
    assert set(site_examples()) == {"labels.toml", "dictionaries.toml", "calendar.toml", "clocks.toml"}


def test_site_labels_and_dictionaries_work_as_shown(site: Path):
    contracts, plain = load_contracts(site), load_contracts()
    for export, columns in tomllib.loads(site_examples()["labels.toml"]).items():
        for column, labels in columns.items():
            assert set(contracts.exports[export].column(column).labels) - set(plain.exports[export].column(column).labels) == set(labels)
    for dictionary, values in tomllib.loads(site_examples()["dictionaries.toml"]).items():
        for value, ways in values.items():
            assert set(ways) <= set(contracts.dictionaries[dictionary][value])
            assert not set(ways) & set(plain.dictionaries[dictionary][value])


def test_site_calendar_works_as_shown(site: Path):
    shown = tomllib.loads(site_examples()["calendar.toml"])
    calendar, plain = load_calendar(site), load_calendar()
    assert calendar.last_year == max(map(int, shown)) > plain.last_year
    assert calendar.version != plain.version
    days = {row["day"]: row for row in calendar.days.iter_rows(named=True)}
    for year in shown.values():
        assert all(days[day]["is_working"] and day.weekday() >= 5 for day in year["workdays"])


def test_site_clocks_work_as_shown(site: Path):
    rules, plain = load_rules(site), load_rules()
    for rule, said in tomllib.loads(site_examples()["clocks.toml"]).items():
        told = {"clocks": said} if isinstance(said, list) else said
        added = [c.model_dump() for c in rules[rule].clocks[len(plain[rule].clocks) :]]
        assert added == [{"valid_from": told.get("effective_from")} | clock for clock in told.get("clocks", [])]
        assert rules[rule].effective_from == told.get("effective_from", plain[rule].effective_from)
        assert rules[rule].due_by == told.get("due_by", "clock")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(PROJECT)))
def test_links_lead_somewhere(document: Path):
    targets = [unquote(t).split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))]
    local = [t for t in targets if t and "://" not in t]
    assert [t for t in local if not (document.parent / t).exists()] == []


def plain(commands: str) -> str:
    """Commands without the words that are translated."""
    return re.sub(r"\s+#.*", "", commands).replace("导出表文件夹", "EXPORTS")


def test_both_readmes_give_the_same_commands():
    english, chinese = (re.findall(r"```\w+\n(.*?)```", read(name), re.DOTALL) for name in READMES)
    assert [plain(block) for block in english] == [plain(block) for block in chinese]


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_what_is_said_about_make_is_so(name: str):
    made = set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", read(name), re.MULTILINE)) <= made


def test_the_glossary_speaks_as_the_pages_do():
    written = dict(re.findall(r"^\| ([\w -]+?) \| ([^|]+?) \|", read("docs/glossary.md"), re.MULTILINE))
    words = catalogue("zh")
    shown = {key.removeprefix("state."): word for key, word in words.items() if key.startswith("state.")}
    shown |= {end: words[f"rows.{end}"] for end in ("read", "accepted", "merged", "rejected", "skipped")}
    shown |= {"period": words["header.period"], "as of": words["side.as_of"], "run": words["side.run"]}
    assert {word: written.get(word) for word in shown} == shown


def test_the_folder_map_is_the_house():
    tree = re.search(r"```\napp\.py.*?```", read("docs/architecture.md"), re.DOTALL)
    assert tree is not None
    depth: list[str] = []
    for indent, name in re.findall(r"^( *)([\w./<>]+?)/?  +\S", tree.group().replace("```\n", "", 1), re.MULTILINE):
        depth = [*depth[: len(indent) // 2], name]
        assert list(PROJECT.glob("/".join(depth).replace("<rule>", "*"))), "/".join(depth)


def commands() -> dict[str, typer.core.TyperCommand]:
    return typer.main.get_command(cli.app).commands


def test_every_command_and_option_is_documented():
    sections = dict(re.findall(r"^## `([\w-]+)`.*?\n(.*?)(?=^## |\Z)", read("docs/cli.md"), re.MULTILINE | re.DOTALL))
    assert sorted(sections) == sorted(commands())
    for name, command in commands().items():
        alone = getattr(command, "commands", {"": command}).values()
        options = {o for single in alone for p in single.params for o in p.opts if o.startswith("--")} - {"--help"}
        written = set(re.findall(r"^\| `(--[\w-]+)", sections[name], re.MULTILINE))
        assert written == options, name
