"""Zips and workbooks that would unpack to more than a machine can hold are turned away before any reader sees them."""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from data.errors import FileFault

CHUNK = 1 << 20
OVERLAP = 32  # bytes repeated at a chunk's border, longer than any cell reference

# A reader holds a sheet as one dense rectangle, so two far cells in a tiny file can ask for gigabytes.
FAR_RIGHT = re.compile(rb' r="(?:[A-Z]{3}|[B-Z][A-Z])\d')  # column BA or further
FAR_DOWN = re.compile(rb' r="[A-Z]{1,3}\d{6}')  # row 100,000 or further
BEYOND = re.compile(rb' r="[A-Z]{3}\d')  # column AAA or further

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)  # what zipfile says of a damaged archive


def member_bytes(zipped: bytes | Path, member: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of one member, no more than the directory declares. Raises FileFault."""
    if member.flag_bits & 1:
        raise FileFault(f"“{name}”所在的压缩包有密码，请解压后上传。")
    try:
        with zipfile.ZipFile(zipped if isinstance(zipped, Path) else BytesIO(zipped)) as archive, archive.open(member) as stream:
            return stream.read()
    except BROKEN as fault:
        raise FileFault(f"“{name}”在压缩包里已损坏，请重新打包后上传。") from fault


def check_workbook(data: bytes, name: str, max_unpacked_mb: int) -> None:
    """Raise FileFault when a workbook unpacks to more than the limit, declared or real, or spreads over too many cells."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            members = book.infolist()
            unpacked = sum(m.file_size for m in members)
            if unpacked > max_unpacked_mb * CHUNK:
                raise FileFault(f"“{name}”解压后有 {unpacked // CHUNK} MB，超过上限 {max_unpacked_mb} MB，未读取；请拆分后上传。")
            for member in members:
                _check_member(book, member, name)
    except BROKEN as fault:
        raise FileFault(f"“{name}”不完整或已损坏，打不开，请重新导出或重新传输。") from fault


def _check_member(book: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    if member.flag_bits & 1:
        raise FileFault(f"“{name}”有密码保护，请取消密码后重新保存再上传。")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileFault(f"“{name}”用了不常见的压缩方式，请在 Excel 中打开后另存为 xlsx 再上传。")
    declared, real = member.file_size, 0
    is_sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
    spread = _Spread()
    member.file_size = 1 << 62  # zipfile would stop at the declared size; the reader that follows would not
    with book.open(member) as stream:
        while chunk := stream.read(CHUNK):
            real += len(chunk)
            if real > declared:
                raise FileFault(f"“{name}”解压后的大小与文件的记载不符，可能是恶意文件，未读取。")
            if is_sheet and spread.is_too_far(chunk):
                raise FileFault(f"“{name}”的工作表列数过多或单元格散布过广，不像导出表，未读取；请删去无关的行列后上传。")


class _Spread:
    """How far the cells of one sheet lie, learned chunk by chunk."""

    def __init__(self) -> None:
        self.tail, self.is_wide, self.is_tall = b"", False, False

    def is_too_far(self, chunk: bytes) -> bool:
        text = self.tail + chunk
        self.tail = text[-OVERLAP:]
        self.is_wide = self.is_wide or bool(FAR_RIGHT.search(text))
        self.is_tall = self.is_tall or bool(FAR_DOWN.search(text))
        return self.is_wide and (self.is_tall or bool(BEYOND.search(text)))
