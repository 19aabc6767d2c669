"""What of a job is made already: a line a paper with its digest. A paper that doesn't have the bytes its line says is made again."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from data import atomic_files
from data.runs.editions import digest_of
from reports.bundle.jobs import Job


@dataclass(frozen=True)
class Made:
    """A paper in its place. `path`: in the zip; `size` in bytes."""

    path: str
    sha256: str
    size: int


def put(job: Job, path: str, data: bytes) -> Made:
    """Put a paper in its place, whole."""
    place = job.files / path
    place.parent.mkdir(parents=True, exist_ok=True)
    atomic_files.replace_file(place, data)
    return Made(path, hashlib.sha256(data).hexdigest(), len(data))


def note(job: Job, made: Made) -> None:
    """Add the line of a paper that has its place."""
    with job.made.open("a", encoding="utf-8") as stream:
        stream.write(_line(made))


def recovered(job: Job, wanted: Collection[str]) -> list[Made]:
    """The papers of those wanted that are in their places, every byte of them, after whatever end the last process came to."""
    whole = [made for made in _read(job) if made.path in wanted and _is_whole(job, made)]
    atomic_files.replace_file(job.made, "".join(map(_line, whole)).encode())
    return whole


def _read(job: Job) -> list[Made]:
    found: dict[str, Made] = {}
    for line in job.made.read_text(encoding="utf-8").splitlines() if job.made.exists() else ():
        try:
            made = Made(*json.loads(line))
        except (ValueError, TypeError):  # cut off while it was written
            continue
        found[made.path] = made
    return list(found.values())


def _is_whole(job: Job, made: Made) -> bool:
    place = job.files / made.path
    return place.exists() and digest_of(place) == made.sha256


def _line(made: Made) -> str:
    return json.dumps([made.path, made.sha256, made.size], ensure_ascii=False) + "\n"
