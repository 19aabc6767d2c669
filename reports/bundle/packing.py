"""The zip of a job: the same papers give the same bytes. Nothing in it is a date of its making, an order of a disk or a compressor's choice."""

import hashlib
import os
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from data import atomic_files
from data.errors import FileFault
from data.runs.editions import digest_of
from reports.bundle.jobs import Job
from reports.bundle.journal import Made
from reports.tables.list_files import STAMP

RIGHTS = 0o100644 << 16  # an ordinary file, as Unix writes it down


def pack(job: Job, made: Sequence[Made], sheets: Mapping[str, bytes]) -> tuple[str, int]:
    """Put the papers and the sheets that check them into the job's zip: its SHA-256 and size in bytes.

    Raises FileFault for a paper that is no longer what it was when it was made.
    """
    papers = {paper.path: paper for paper in made}
    built = job.folder / f"{atomic_files.UNFINISHED}{job.zip.name}"
    with zipfile.ZipFile(built, "w", zipfile.ZIP_STORED) as archive:  # papers are compressed already
        for path in sorted([*papers, *sheets]):
            data = sheets[path] if path in sheets else _whole(job.files / path, papers[path])
            archive.writestr(_entry(path), data)
    atomic_files.land_built(built, job.zip)
    return digest_of(job.zip), os.path.getsize(job.zip)


def unpack(archive: Path, folder: Path) -> None:
    """Lay out what is in a zip of ours."""
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)


def _whole(path: Path, made: Made) -> bytes:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != made.sha256:
        raise FileFault(f"{made.path} 在生成之后被改动，没有打包。请再次继续，它会重新生成。")
    return data


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, STAMP)
    entry.create_system, entry.external_attr = 3, RIGHTS
    return entry
