"""Into a folder: each message is one of its own, with the text and what is attached, whole or not at all."""

import hashlib
import re
import shutil
from email import message_from_bytes, policy
from pathlib import Path

from data import atomic_files
from data.delivery.carrying import Away, Refused, fault_text

TEXT = "正文.txt"


class FolderCarrier:
    """Messages under a folder. The recipient is the place below it, as `place_of` gives it: one folder a unit, one a message."""

    is_repeatable = True

    def __init__(self, root: Path):
        self._root = root
        self._built: Path | None = None
        self._place = root

    def prepare(self, recipient: str, content: bytes) -> None:
        """Build it beside its place."""
        self._place = self._root / recipient
        try:
            self._place.parent.mkdir(parents=True, exist_ok=True)
            self._built = atomic_files.unfinished_folder(self._place.parent)
            for name, data in parts(content):
                (self._built / name).write_bytes(data)
            self._built.chmod(0o755)  # made for its owner alone; who may look in is up to the folder above
        except OSError as fault:
            self.close()
            raise Away(f"文件夹 {self._place.parent} 写不进去：{fault_text(fault)}") from fault

    def hand_over(self) -> None:
        """Put it in its place. One that is there already is the same."""
        assert self._built is not None
        built, self._built = self._built, None
        try:
            atomic_files.land_folder(built, self._place)
        except OSError as fault:
            shutil.rmtree(built, ignore_errors=True)
            raise Refused(f"文件夹 {self._place} 写不进去：{fault_text(fault)}", for_good=False) from fault

    def close(self) -> None:
        """Leave nothing half-built."""
        if self._built is not None:
            shutil.rmtree(self._built, ignore_errors=True)
            self._built = None


def place_of(unit_id: str | None, name: str) -> str:
    """Where a message of a unit lies below the folder; the office's own under `office`."""
    return f"{_safe(unit_id or 'office')}/{_safe(name)}"


def parts(content: bytes) -> list[tuple[str, bytes]]:
    """The text and the attachments of a message as files."""
    message = message_from_bytes(content, policy=policy.default)
    body = message.get_body(("plain",))
    text = "" if body is None else body.get_content()
    subject = str(message["Subject"])
    return [(TEXT, f"{subject}\n\n{text}".encode("utf-8-sig")), *attachments(content)]


def attachments(content: bytes) -> list[tuple[str, bytes]]:
    """What is attached to a message: name and bytes."""
    message, found = message_from_bytes(content, policy=policy.default), []
    for part in message.iter_attachments():
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)  # what we attach is no message of many parts
        found.append((_safe(part.get_filename() or "附件"), data))
    return found


def _safe(name: str) -> str:
    """A name that leads nowhere else and that every system takes; two that differ stay apart."""
    cleaned = re.sub(r"[^\w.（）()、 -]", "_", name).strip(". ")[:120]
    if cleaned == name:
        return name
    stem, dot, ending = cleaned.rpartition(".")
    return f"{stem or ending}-{hashlib.sha256(name.encode()).hexdigest()[:8]}" + (f".{ending}" if stem and dot else "")
