"""Pages open on an edition that an earlier program made."""

from pathlib import Path

import pytest

from data.settings import Home
from tests.cities.older_home import EDITION, unpacked
from tests.pages.running import Open
from tests.pages.shown import said, text


@pytest.mark.parametrize(
    "room", ["overview", "ranking", "department", "own", "obligations", "quality", "over_time", "gate", "response", "publish"]
)
def test_its_pages_open(tmp_path: Path, open_page: Open, room: str) -> None:
    folder = unpacked(tmp_path)
    Home(folder).demo_mark(folder).write_text("{}", encoding="utf-8")  # so that it opens without a sign-in
    at = open_page(Home(folder), room, me="leader", run=EDITION)
    assert not at.exception
    assert "refused: " not in said(at)
    assert "2026-06-30" in text(at)
