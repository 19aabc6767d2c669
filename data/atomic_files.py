"""Putting files in place so that a kill at any moment leaves either nothing or the whole: built beside, synced, renamed.

Commits need no lock among themselves: names are content-addressed and a rename is atomic, so two that land the same batch
land the same bytes, and the second finds it there. A lock is needed only against the sweeper, which must not take a
half-built folder for a dead one: commits hold it shared, the sweeper alone. The kernel lets go of it when a process dies.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".unfinished-"


@contextmanager
def building(lock: Path) -> Iterator[None]:
    """While something is being built: waits for a sweep to end."""
    with lock.open("a+b") as handle:
        _take(handle.fileno(), alone=False, wait=True)
        yield


@contextmanager
def sweeping(lock: Path) -> Iterator[bool]:
    """True while nothing is being built; False at once when something is."""
    with lock.open("a+b") as handle:
        yield _take(handle.fileno(), alone=True, wait=False)


@contextmanager
def in_turn(lock: Path) -> Iterator[None]:
    """One after the other: waits until nobody else is inside."""
    with lock.open("a+b") as handle:
        _take(handle.fileno(), alone=True, wait=True)
        yield


def is_taken(lock: Path) -> bool:
    """Whether somebody is inside. Two who ask at once don't take each other for one who is."""
    with lock.open("a+b") as handle:
        return not _take(handle.fileno(), alone=False, wait=False)


def replace_file(path: Path, data: bytes) -> None:
    """Put a file in place of the one that is there, whole. It is not synced: for what is made again when a power cut takes it."""
    handle, temporary = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)  # a full disk gets its room back
        raise


def remove_folder(path: Path) -> None:
    """Take a folder away under a name that nobody reads, then delete it."""
    gone = unfinished_folder(path.parent)
    os.replace(path, gone / path.name)
    shutil.rmtree(gone)


def land_file(path: Path, data: bytes, rights: int = 0o444) -> None:
    """Put a read-only file in place, whole. One that is there already has the same bytes and stays."""
    if path.exists():
        return
    handle, temporary = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.chmod(temporary, rights)
    os.replace(temporary, path)
    sync_folder(path.parent)


def unfinished_folder(beside: Path) -> Path:
    """A new folder to build in, on the same disk as where it will land."""
    return Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=beside))


def land_folder(built: Path, path: Path) -> bool:
    """Rename a built folder into place. False when one is there already, which then has the same content; the built one is removed."""
    for inner in sorted(built.rglob("*"), reverse=True):  # what lies deepest first
        if inner.is_dir():
            sync_folder(inner)
        else:
            _sync_file(inner)
    sync_folder(built)
    try:
        os.rename(built, path)
    except OSError:
        if not path.is_dir():
            raise
        shutil.rmtree(built)
        return False
    sync_folder(path.parent)
    return True


def land_built(built: Path, path: Path) -> None:
    """Sync a file that was built and rename it into place, over one of the same name."""
    with built.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(built, path)
    sync_folder(path.parent)


def _sync_file(path: Path) -> None:
    """A file that is read-only already was synced when it was made so, or is about to be: only Windows must open it for writing."""
    if os.name != "nt":
        sync_folder(path)
    elif os.access(path, os.W_OK):
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())


def leftovers(folder: Path) -> list[Path]:
    """What was being built in a folder when a process died."""
    return sorted(folder.glob(f"{UNFINISHED}*"))


def sync_folder(path: Path) -> None:
    """Make names in a folder survive a power cut. Windows syncs them by itself and can't open folders."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int, *, alone: bool, wait: bool) -> bool:
        """Windows has no shared byte locks: builders take turns."""
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            if wait:
                raise
            return False
        return True

else:
    import fcntl

    def _take(handle: int, *, alone: bool, wait: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
