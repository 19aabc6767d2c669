"""The small run ordered by an officer, in a home of its own."""

import pytest

from data.settings import Home
from tests.reports.bundle.ordered_city import City


@pytest.fixture
def city(home: Home) -> City:
    return City(home)
