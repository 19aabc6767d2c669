"""A home that the commit 9c88a38 of 29 November 2026 left: data, a decision and an edition. `home-9c88a38.tar.xz` was made by that program."""

import tarfile
from pathlib import Path

ARCHIVE = Path(__file__).with_name("home-9c88a38.tar.xz")
EDITION = "2026H1-1"


def unpacked(folder: Path) -> Path:
    """The home, in a folder of one's own."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder / "home"
