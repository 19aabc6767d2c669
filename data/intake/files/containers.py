"""What was handed in, as a list of sources: files, folders, zips of them. Decided by the first bytes, never by the name."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Literal

import olefile

from data.errors import FileFault
from data.intake.files.limits import member_bytes
from data.settings import Settings

Kind = Literal["workbook", "legacy", "text", "archive"]

MB = 1024 * 1024
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
JUNK = {".ds_store", "thumbs.db", "desktop.ini"}
BY_FIRST_BYTES = {
    b"\x89PNG": "是图片",
    b"\xff\xd8\xff": "是图片",
    b"GIF8": "是图片",
    b"BM": "是图片",
    b"%PDF": "是 PDF 文档",
    b"Rar!": "是 RAR 压缩包",
    b"7z\xbc\xaf": "是 7z 压缩包",
    b"\x1f\x8b": "是 gz 压缩包",
}


@dataclass(frozen=True)
class Source:
    """One file that was handed in: its name as shown, and how to get its bytes (raises FileFault)."""

    name: str
    load: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True)
class Fault:
    """One thing that was handed in and is not read. `is_junk`: nothing that anybody meant to send, like a lock file."""

    name: str
    sentence: str
    is_junk: bool = False


def find_files(paths: Iterable[Path | tuple[str, bytes]], settings: Settings) -> list[Source | Fault]:
    """Every file among the paths, folders and zips, in the order of names. Nothing is unpacked to disk."""
    return [found for path in paths for found in _find(path, settings)]


def kind_of(data: bytes, name: str) -> Kind:
    """What the bytes are. Raises FileFault with one sentence for what is no table."""
    if not data:
        raise FileFault(f"“{name}”是空文件（0 字节），请重新从平台导出。")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _kind_of_zip(data, name)
    if data[:8] == bytes.fromhex("d0cf11e0a1b11ae1"):
        return _kind_of_ole(data, name)
    for start, what in BY_FIRST_BYTES.items():
        if data.startswith(start):
            raise FileFault(f"“{name}”{what}，不是表格，请上传从平台导出的 xlsx、xls 或 csv 文件。")
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        raise FileFault(f"“{name}”其实是网页格式，请用 Excel 打开后另存为 xlsx 再上传。")
    if b"\x00" in data[:4096] and data[:2] not in UTF_16:
        raise FileFault(f"“{name}”不是表格文件，请上传从平台导出的 xlsx、xls 或 csv 文件。")
    return "text"


def _kind_of_zip(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise FileFault(f"“{name}”不完整或已损坏，打不开，请重新导出或重新传输。") from fault
    if any(n.startswith("xl/workbook.") for n in names) or "content.xml" in names:
        return "workbook"
    if "[Content_Types].xml" in names:
        raise FileFault(f"“{name}”是 Word、PPT 等文档或不完整的工作簿，不是表格，请上传从平台导出的 xlsx、xls 或 csv 文件。")
    return "archive"


def _kind_of_ole(data: bytes, name: str) -> Kind:
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            streams = {"/".join(path) for path in ole.listdir()}
    except (OSError, ValueError, IndexError) as fault:
        raise FileFault(f"“{name}”不完整或已损坏，打不开，请重新导出或重新传输。") from fault
    if "EncryptedPackage" in streams:
        raise FileFault(f"“{name}”有密码保护，请在 Excel 中取消密码后重新保存再上传。")
    if not streams & {"Workbook", "Book"}:
        raise FileFault(f"“{name}”不是 Excel 工作簿，请上传从平台导出的 xlsx、xls 或 csv 文件。")
    return "legacy"


def _find(path: Path | tuple[str, bytes], settings: Settings) -> Iterator[Source | Fault]:
    if isinstance(path, tuple):
        name, data = path
        yield from _file(name, len(data), data, settings)
    elif path.is_dir():
        for file in sorted(p for p in path.rglob("*") if p.is_file()):
            yield from _file(str(file.relative_to(path)), file.stat().st_size, file, settings)
    elif path.is_file():
        yield from _file(path.name, path.stat().st_size, path, settings)
    else:
        yield Fault(str(path), f"找不到“{path}”，请检查路径。")


def _file(name: str, size: int, content: bytes | Path, settings: Settings) -> Iterator[Source | Fault]:
    name = name.encode("utf-8", "replace").decode()  # a name that is no UTF-8 could not be written down
    if junk := _junk(name):
        yield Fault(name, junk, is_junk=True)
    elif size > settings.max_file_mb * MB:
        yield Fault(name, f"“{name}”有 {size // MB} MB，超过上限 {settings.max_file_mb} MB，请拆分后上传。")
    elif (members := _members_of(content)) is not None:
        yield from _members(name, content, members, settings)
    elif isinstance(content, Path):
        yield Source(name, partial(_file_bytes, content, name))
    else:
        yield Source(name, lambda: content)


def _file_bytes(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise FileFault(f"“{name}”读不出来（{fault.strerror}），请检查文件权限或磁盘后重试。") from fault


def _junk(name: str) -> str | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.name.startswith("~$"):
        return f"“{name}”是 Excel 打开文件时留下的锁文件，已跳过；请上传同名的正式文件。"
    if path.name.lower() in JUNK or path.name.startswith("._") or "__MACOSX" in path.parts:
        return f"“{name}”是系统自动生成的文件，已跳过。"
    return None


def _members_of(content: bytes | Path) -> list[zipfile.ZipInfo] | None:
    """The files in a zip of files; None for a workbook, anything else, and what `kind_of` will name when it is read."""
    try:
        with zipfile.ZipFile(content if isinstance(content, Path) else BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    return None if _is_document({m.filename for m in members}) else [m for m in members if not m.is_dir()]


def _is_document(names: set[str]) -> bool:
    return bool(names & {"[Content_Types].xml", "content.xml"}) or any(n.startswith("xl/workbook.") for n in names)


def _members(zip_name: str, content: bytes | Path, members: list[zipfile.ZipInfo], settings: Settings) -> Iterator[Source | Fault]:
    if not members:
        yield Fault(zip_name, f"“{zip_name}”是空的压缩包，请重新打包后上传。")
    if sum(m.file_size for m in members) > settings.max_unpacked_mb * MB:
        yield Fault(zip_name, f"“{zip_name}”解压后超过上限 {settings.max_unpacked_mb} MB，请分批上传。")
        return
    for member in sorted(members, key=_member_name):
        name = f"{zip_name}/{_member_name(member)}"
        if junk := _junk(name):
            yield Fault(name, junk, is_junk=True)
        else:
            yield Source(name, partial(member_bytes, content, member, name))


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: UTF-8 by its flag, else tried as UTF-8, else as the GBK that Chinese Windows writes."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
