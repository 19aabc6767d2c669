"""Door 2 as a person at the terminal has it: a command over a home, in this process or in one of its own, and what it said."""

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

import cli
from data.settings import PROJECT, settings

Said = subprocess.CompletedProcess[str]
H1 = ("--period", "2026H1", "--as-of", "2026-06-30", "--authority", "JM001")


def dushu(home: Path, *arguments: object, **environment: str) -> Said:
    """Run a command in this process, which takes a fifth of the time. What it was set to is forgotten after it."""
    given, around = list(map(str, arguments)), {"DUSHU_HOME": str(home), "COLUMNS": "200"} | environment
    settings.cache_clear()
    try:
        done = CliRunner().invoke(cli.app, given, env=around, catch_exceptions=False)
    finally:
        settings.cache_clear()
    return subprocess.CompletedProcess(given, done.exit_code, done.stdout, done.stderr)


def process(home: Path, *arguments: object, **environment: str) -> Said:
    """The same in a process of its own, where every warning is a fault."""
    return subprocess.run(
        [sys.executable, "-W", "error", "cli.py", *map(str, arguments)],
        cwd=PROJECT,
        env=os.environ | {"DUSHU_HOME": str(home), "COLUMNS": "200", "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
