"""The small run ordered by an officer, in a home of its own."""

import os
import subprocess
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from data.settings import Home
from reports.bundle import crew
from tests.forked import popen
from tests.reports.bundle.ordered_city import City


@pytest.fixture(scope="package", autouse=True)
def forked_makers() -> Iterator[None]:
    """What is made here is made by processes that need not import first. Those that a process of its own starts are as people have them."""
    with pytest.MonkeyPatch.context() as patch:
        if os.name == "posix":
            patch.setattr(crew, "subprocess", SimpleNamespace(Popen=popen, PIPE=subprocess.PIPE))
        yield


@pytest.fixture
def city(home: Home) -> City:
    return City(home)
