"""The sample folders, to the row; and each of their files known from its content alone."""

import json
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from data.facts.store import Facts
from data.intake import ingest
from data.settings import Home
from tests.cities.sample_city import assessed
from tests.conftest import SAMPLES

DAY, NOW = date(2026, 6, 30), datetime(2026, 7, 1, tzinfo=UTC)
FOLDERS = [SAMPLES / name for name in ("clean", "messy")]


def _files(folder: Path, reverse: bool = False) -> list[tuple[str, bytes]]:
    """The files of a folder under names that say nothing, in one order or the other."""
    paths = sorted((folder / "exports").iterdir(), reverse=reverse)
    return [(f"a{i}", path.read_bytes()) for i, path in enumerate(paths)]


@pytest.mark.parametrize("folder", [*FOLDERS, SAMPLES / "partial"], ids=lambda f: f.name)
def test_counts_are_the_expected_ones(folder):
    expected = json.loads((folder / "expected" / "intake.json").read_text())["intake"]
    batches = Facts(assessed(folder.name).home).batches()
    found = {batch.export: batch.counts.model_dump(exclude={"skipped"}) for batch in batches}
    assert len(batches) == len(found)
    assert found == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_files_are_known_without_their_names_in_any_order_and_zipped(folder, tmp_path, contracts):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in (folder / "exports").iterdir():
            archive.writestr(f"导出/{path.name}", path.read_bytes())
    ways = {"forward": _files(folder), "backward": _files(folder, reverse=True), "zip": [("a.zip", stream.getvalue())]}
    ids = {}
    for way, paths in ways.items():
        outcomes = ingest(paths, Facts(Home(tmp_path / way)), contracts, exported_on=DAY, by=way, received_at=NOW)
        assert {o.status for o in outcomes} == {"taken"}
        ids[way] = {(o.batch.export, o.batch.batch_id) for o in outcomes}
    assert len(ids["forward"]) == 16
    assert ids["forward"] == ids["backward"] == ids["zip"]


def test_the_same_folder_twice_is_taken_once(tmp_path, contracts):
    city = assessed("messy")
    facts = Facts(Home(city.copy(tmp_path / "home")))
    again = ingest([city.sample / "exports"], facts, contracts, exported_on=DAY, by="u", received_at=NOW)
    assert {o.status for o in again} == {"already"}
    assert len(facts.batches()) == len(city.said) == len(again) == 16
