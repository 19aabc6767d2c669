"""A sample city (`clean`, `messy`, `partial`) brought in and assessed at the terminal, made once for all workers. Who changes one takes a copy."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.settings import Home
from tests.cities.shared import copied, once
from tests.commands.terminal import H1, dushu, process

SAMPLES = Path(__file__).parent


@dataclass(frozen=True)
class SampleCity:
    """`sample`: its folder; `home`: not to be changed; `out`: the figures as CSV; `said`, `done`: what ingest and assess said."""

    sample: Path
    home: Home
    out: Path
    said: list[dict[str, Any]]
    done: dict[str, Any]

    @property
    def run_id(self) -> str:
        """The run of its half year, the only one there."""
        return str(self.done["run"]["run_id"])

    def copy(self, folder: Path) -> Path:
        """A home of one's own with all that is in it."""
        return copied(self.home, folder).path


def assessed(name: str) -> SampleCity:
    """The city of that name."""
    made = once(f"sample-city-{name}", lambda folder: _make(SAMPLES / name, folder))
    said, done = (json.loads((made / f"{file}.json").read_text(encoding="utf-8")) for file in ("said", "done"))
    return SampleCity(SAMPLES / name, Home(made / "home"), made / "out", said, done)


def _make(sample: Path, folder: Path) -> None:
    """The one in processes of its own, where every warning is a fault; the other in this one, which takes half the time."""
    command, home = (process if sample.name == "clean" else dushu), folder / "home"
    told = []
    for path, day in given(sample):
        said = command(home, "ingest", path, "--exported-on", day, "--json")
        assert said.returncode in {"clean": (0,), "messy": (1,)}.get(sample.name, (0, 1)), said.stderr
        told += json.loads(said.stdout)
    done = command(home, "assess", *H1, "--scheme", sample / "scheme.toml", "--out", folder / "out", "--no-history", "--json")
    assert done.returncode == 0, done.stderr
    (folder / "said.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "done.json").write_text(done.stdout, encoding="utf-8")


def given(sample: Path) -> list[tuple[Path, str]]:
    """(file or folder, the day that it speaks for) in the order in which they come in: all of one day at once, else the directory first."""
    days = json.loads((sample / "expected" / "intake.json").read_text(encoding="utf-8")).get("exported_on")
    if days is None:
        return [(sample / "exports", "2026-06-30")]
    files = sorted((sample / "exports").iterdir(), key=lambda path: (path.stem != "部门名录", path.name))
    return [(path, days[path.stem]) for path in files]
