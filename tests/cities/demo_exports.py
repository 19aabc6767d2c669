"""The files of the demo city, written once for all workers. They are never changed."""

import json
from datetime import date
from pathlib import Path

from data.demo import DemoFile, write_exports
from tests.cities.shared import once

LIST = "files.json"


def folder() -> Path:
    """The folder with a folder for each month."""
    return once("demo-exports", _make) / "exports"


def written() -> list[DemoFile]:
    """The files in order of time."""
    place = folder()
    told = json.loads((place.parent / LIST).read_text(encoding="utf-8"))
    return [DemoFile(place / path, export, date.fromisoformat(day), division) for path, export, day, division in told]


def _make(made: Path) -> None:
    place = made / "exports"
    files = write_exports(place)
    told = [[str(one.path.relative_to(place)), one.export, one.exported_on.isoformat(), one.division] for one in files]
    (made / LIST).write_text(json.dumps(told), encoding="utf-8")
