"""What a file is, told by its bytes and never by its name: the kinds that are taken as evidence, and why others are not."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from data.errors import FileFault

OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # old Office files, and new ones that a password protects
LONGEST_NAME = 120
MOST_UNPACKED = 1 << 20  # of a part that is looked into


@dataclass(frozen=True)
class FileType:
    """A kind of file. `suffixes`: what its names end in, the usual one first."""

    media_type: str
    suffixes: tuple[str, ...]


PDF = FileType("application/pdf", (".pdf",))
PNG = FileType("image/png", (".png",))
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))
OFD = FileType("application/ofd", (".ofd",))
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
STARTS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


def file_type(data: bytes) -> FileType:
    """The kind of a file. Raises FileFault with why it is not taken."""
    if not data:
        raise FileFault("文件是空的，请选择有内容的文件。")
    if found := next((kind for start, kind in STARTS.items() if data.startswith(start)), None):
        return found
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FileFault("文件设了打开口令，无法查验。请去掉口令后重新上传。")
        raise FileFault("这是旧版 Office 文件。请另存为 docx、xlsx 或 pdf 后重新上传。")
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    raise _unknown()


def _packed(data: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {entry.filename for entry in package.infolist()}
            if any(entry.flag_bits & 1 for entry in package.infolist()):
                raise FileFault("文件设了打开口令，无法查验。请去掉口令后重新上传。")
            if "OFD.xml" in names:
                return OFD
            found = next((kind for part, kind in MAIN_PARTS.items() if part in names), None)
            if found is None or "[Content_Types].xml" not in names:
                raise _unknown()
            with package.open("[Content_Types].xml") as part:
                types = part.read(MOST_UNPACKED)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as fault:
        raise FileFault("文件已损坏，打不开。请重新导出或扫描后上传。") from fault
    if b"macroenabled" in types.lower() or any(re.search(r"vbaproject\.bin$|/macrosheets/", name.lower()) for name in names):
        raise FileFault("文件带有宏，不能作为证据。请另存为不带宏的 docx、xlsx 或 pdf 后重新上传。")
    if found.media_type.encode() + b".main+xml" not in types:
        raise _unknown()
    return found


def _unknown() -> FileFault:
    return FileFault("不是可以作为证据的文件。请上传 pdf、ofd、docx、xlsx、png 或 jpg（按内容识别，与扩展名无关）。")


def clean_name(name: str, kind: FileType) -> str:
    """A name that is safe on every system: no folder, no control or direction signs, not too long, ending in what the file is."""
    last = re.split(r"[\\/]", name)[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    plain = re.sub(r'[<>:"|?*]', "_", visible).strip().rstrip(".")
    stem, dot, suffix = plain.rpartition(".")
    if f"{dot}{suffix}".lower() not in kind.suffixes:
        stem, suffix = plain, kind.suffixes[0][1:]
    return f"{stem[:LONGEST_NAME].strip(' .') or '证据'}.{suffix}"
