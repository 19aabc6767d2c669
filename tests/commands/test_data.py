"""Published data at the terminal: files, tokens, and the service as a process of its own beside a writer."""

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from data.calendar import day_of
from data.decisions.store import utc_now
from data.settings import PROJECT, Home
from tests.cities.small_editions import bring_to
from tests.commands.terminal import dushu
from tests.data.decisions.postgres import free_port


@pytest.fixture
def published(home: Home) -> Path:
    bring_to("published", home).close()
    return home.path


def test_files_of_an_edition(published: Path, tmp_path: Path):
    done = dushu(published, "export", "--edition", "2026H1-1", "--format", "csv, parquet", "--out", tmp_path / "out")
    assert (done.returncode, "8 个文件" in done.stdout) == (0, True), done.stderr
    assert (tmp_path / "out" / "2026H1-1-obligations.parquet").exists()
    wrong = dushu(published, "export", "--edition", "2026H1-7", "--format", "csv", "--out", tmp_path / "none")
    assert (wrong.returncode, "没有编号为 2026H1-7 的已发布版本" in wrong.stderr, (tmp_path / "none").exists()) == (2, True, False)


def test_the_service_as_a_process_opens_to_a_token_and_shuts_when_it_is_revoked(published: Path):
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-W", "error", "cli.py", "api"], cwd=PROJECT, stdout=subprocess.DEVNULL,
        env=os.environ | {"DUSHU_HOME": str(published), "DUSHU_API_PORT": str(port)},
    )  # fmt: skip
    try:
        made = dushu(
            published, "tokens", "make", "--name", "市门户", "--until", str(day_of(utc_now()) + timedelta(days=30)), "--reason", "公布"
        )
        assert made.returncode == 0, made.stderr
        token = made.stdout.splitlines()[-1]
        (listed,) = json.loads(dushu(published, "tokens", "list", "--json").stdout)
        assert token not in json.dumps(listed)
        address = f"http://127.0.0.1:{port}/v1/editions/2026H1-1/totals.json"
        await_door(port)
        assert len(json.loads(read(address, token))["rows"]) == 6
        assert dushu(published, "tokens", "revoke", listed["token_id"], "--reason", "停用").returncode == 0
        with pytest.raises(HTTPError, match="401"):
            read(address, token)
    finally:
        server.terminate()
        assert server.wait(20) in (0, -15)


def read(address: str, token: str) -> bytes:
    with urlopen(Request(address, headers={"Authorization": f"Bearer {token}"}), timeout=20) as answer:
        body: bytes = answer.read()
        return body


def await_door(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
