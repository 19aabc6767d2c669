"""Published editions as they lie on the disk: a folder each, named by the edition, sealed by a manifest that its act vouches for.

An edition exists from the moment its act is recorded. The folder is built beside, synced and renamed before that; a folder without an
act is an attempt that was cut off. It is put aside and not deleted: who starts the program on the wrong decisions loses no edition.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data import atomic_files
from data.decisions.periods import Edition, all_standing
from data.decisions.store import Decisions
from data.errors import FileFault, RequestFault
from data.settings import Home

LOCK = "lock"
ASIDE = ".aside-"
MANIFEST, RUN, DESCRIPTION, CHANGES = "manifest.json", "run.duckdb", "run.json", "changes.json"


def published(decisions: Decisions) -> tuple[Edition, ...]:
    """Every edition of every period, in the order in which they were published."""
    found = (edition for standing in all_standing(decisions).values() for edition in standing.editions)
    return tuple(sorted(found, key=lambda edition: edition.act_id))


def folder_of(home: Home, edition_id: str) -> Path:
    """Where the frozen copy of an edition lies."""
    return home.editions / edition_id


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """While one publishes, nobody else does. Raises RequestFault at once when somebody is at it."""
    with atomic_files.sweeping(home.create().editions / LOCK) as first:
        if not first:
            raise RequestFault("另一位人员正在发布。请稍候刷新页面，看过最新情况后再办理。")
        yield


def sweep(home: Home, decisions: Callable[[], Decisions]) -> list[str]:
    """Clear away what a publication left that was cut off, one sentence each. Does nothing while somebody publishes.

    `decisions` are opened only where there is something to look at.
    """
    with atomic_files.sweeping(home.create().editions / LOCK) as first:
        has_any = any(path.is_dir() for path in home.editions.iterdir())
        return clear(home, published(decisions())) if first and has_any else []


def clear(home: Home, known: tuple[Edition, ...]) -> list[str]:
    """The same for who holds the lock already."""
    told = []
    for left in atomic_files.leftovers(home.editions):
        shutil.rmtree(left)
        told.append("上次发布在中途停止，已清除未完成的副本；此前发布的版本完好，请重新发布。")
    ids = {edition.edition_id for edition in known}
    for folder in sorted(p for p in home.editions.iterdir() if p.is_dir() and not p.name.startswith(".") and p.name not in ids):
        aside = next(p for n in range(1, 10_000) if not (p := home.editions / f"{ASIDE}{folder.name}-{n}").exists())
        folder.rename(aside)
        told.append(
            f"{folder.name} 有冻结副本而没有发布记录：发布在中途停止，未生效，副本已移到 {aside}，请重新发布。"
            "若它确已发布，请检查 DUSHU_DECISIONS 是否指向原来的决定库，再将文件夹改回原名。"
        )
    return told


def keep_original(original: Path, sha256: str, place: Path) -> None:
    """Put an original into a frozen copy: the same bytes on the disk where it can link, else a copy. Raises FileFault for other bytes."""
    if not original.exists() or digest_of(original) != sha256:
        raise FileFault(f"原件 {original.name} 缺失或内容已被改动，不能发布。请从备份恢复 {original} 后重试。")
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(original, place)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(original, place)


def seal(folder: Path, told: Mapping[str, Any]) -> str:
    """Write the manifest, which names every file with its SHA-256 beside what is `told`; nothing is written after. Its own SHA-256."""
    written = json.dumps({**told, "files": _digests(folder)}, ensure_ascii=False, indent=1, sort_keys=True).encode()
    (folder / MANIFEST).write_bytes(written)
    for path in _files(folder):
        path.chmod(0o444)
    return hashlib.sha256(written).hexdigest()


def manifest(folder: Path) -> dict[str, Any]:
    """What the manifest of a frozen copy says. Raises FileFault when it can't be read."""
    try:
        return dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        raise FileFault(f"版本 {folder.name} 的清单读不出来（{folder / MANIFEST}），请从备份恢复该文件夹。") from fault


def broken(folder: Path, digest: str) -> list[str]:
    """A sentence for each file of a frozen copy that was changed, removed or added. `digest`: the manifest's, as its act says."""
    if not (folder / MANIFEST).exists():
        return [f"清单 {folder / MANIFEST} 不存在。"]
    told = [] if digest_of(folder / MANIFEST) == digest else ["清单 manifest.json 与发布记录中的摘要不符，已被改动。"]
    try:
        sealed: dict[str, str] = manifest(folder)["files"]
    except (FileFault, KeyError, TypeError):
        return [*told, "清单 manifest.json 读不懂，无法逐一核对文件。"]
    found = _digests(folder)
    told += [f"缺少文件 {name}。" for name in sorted(sealed.keys() - found.keys())]
    told += [f"多出文件 {name}，不在清单中。" for name in sorted(found.keys() - sealed.keys())]
    return told + [f"文件 {name} 已被改动。" for name in sorted(sealed.keys() & found.keys()) if sealed[name] != found[name]]


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digests(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): digest_of(p) for p in _files(folder) if p.name != MANIFEST or p.parent != folder}


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())
