"""The npm packages of the OpenID provider that people sign in with, installed beside the other tests of a browser."""

import os
import shutil
import subprocess
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from tests.cities.shared import once

PROVIDER = Path(__file__).parent / "provider"


@cache
def installing() -> Future[Path]:
    """A folder with the provider's packages as locked, made once for all workers, beside what they do meanwhile: most of it is waiting."""
    return ThreadPoolExecutor(1).submit(once, "openid-provider", _install)


def installed() -> Path:
    """That folder. Where npm can't, it is said and the test skipped, or fails."""
    try:
        return installing().result()
    except (OSError, subprocess.SubprocessError) as fault:
        if os.environ.get("REQUIRE_BROWSER"):
            raise
        pytest.skip(f"no OpenID provider, npm can't install it: {fault}")


def _install(folder: Path) -> None:
    shutil.copytree(PROVIDER, folder, dirs_exist_ok=True)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True, timeout=150)
