"""Evidence: what is taken, where it lies, and who may see it."""

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from data import atomic_files
from data.access import Viewer
from data.decisions.acts import Act
from data.decisions.bodies import Exemption, Note
from data.decisions.evidence import EvidenceFile, fetch, files_of, hand_in, missing, sweep
from data.decisions.file_types import DOCX, JPEG, OFD, PDF, PNG, XLSX, FileType, clean_name, file_type
from data.decisions.store import Decisions, Forbidden
from data.errors import FileFault, RequestFault
from data.settings import Home, Settings
from tests.data.decisions.conftest import ADMIN, CONTRACTOR, LEADER, OFFICER, STRANGER, UNIT
from tests.data.decisions.sample_acts import LIFTED, OBJECTION, lift

PNG_FILE = b"\x89PNG\r\n\x1a\n" + b"0" * 20
PDF_FILE = b"%PDF-1.7\n%...\n"
ANALYST = Viewer("分析", "analyst", login="fen")
CONTENT_TYPES = '<Types><Override PartName="/word/document.xml" ContentType="{}"/></Types>'


def workbook() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


WORD = CONTENT_TYPES.format(DOCX.media_type + ".main+xml")
SHEET_FILE = workbook()


def zipped(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def docx(content_types: str = WORD, *more: str) -> bytes:
    return zipped({"[Content_Types].xml": content_types, "word/document.xml": "<w/>", **dict.fromkeys(more, "x")})


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF_FILE, PDF),
        (PNG_FILE, PNG),
        (b"\xff\xd8\xff\xe0JFIF", JPEG),
        (docx(), DOCX),
        (SHEET_FILE, XLSX),
        (zipped({"OFD.xml": "<ofd:OFD/>"}), OFD),
    ],
    ids=["pdf", "png", "jpeg", "docx", "xlsx", "ofd"],
)
def test_what_a_file_is_is_told_by_its_bytes(data: bytes, kind: FileType):
    assert file_type(data) == kind


MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
OLD = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "空的"),
        (b"MZ\x90\x00", "按内容识别"),
        (b"<html>", "按内容识别"),
        (b" " + PDF_FILE, "按内容识别"),
        (OLD + b"\0" * 500, "旧版 Office"),
        (OLD + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "打开口令"),
        (docx(CONTENT_TYPES.format(MACRO)), "带有宏"),
        (docx(WORD, "word/vbaProject.bin"), "带有宏"),
        (docx(WORD, "xl/macrosheets/sheet1.xml"), "带有宏"),
        (docx("<Types/>"), "按内容识别"),
        (docx()[:-30], "已损坏"),
        (b"PK\x03\x04" + b"\0" * 100, "已损坏"),
        (SHEET_FILE.replace(b"[Content_Types].xml", b"[Content_Typos].xml"), "按内容识别"),
    ],
)
def test_what_is_not_taken_is_told_why(data: bytes, told: str):
    with pytest.raises(FileFault, match=told):
        file_type(data)


def test_a_package_behind_a_password_is_told():
    data = bytearray(docx())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + flags] |= 1
    with pytest.raises(FileFault, match="打开口令"):
        file_type(bytes(data))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("情况说明.pdf", "情况说明.pdf"),
        ("情况说明.PDF", "情况说明.PDF"),
        ("C:\\文件\\说明.pdf", "说明.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("账单.pdf.exe", "账单.pdf.exe.pdf"),
        ("倒\u202efdp.exe", "倒fdp.exe.pdf"),
        ("换\n行\0.pdf", "换行.pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("", "证据.pdf"),
        ("...", "证据.pdf"),
        (".pdf", "证据.pdf"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_and_ends_in_what_the_file_is(given: str, kept: str):
    assert clean_name(given, PDF) == kept


def test_the_same_bytes_lie_there_once_under_each_givers_name(decisions: Decisions):
    one, two = hand_in(decisions, UNIT, "甲.png", PNG_FILE, "JM002"), hand_in(decisions, STRANGER, "乙.png", PNG_FILE, "JM003")
    sha256 = hashlib.sha256(PNG_FILE).hexdigest()
    assert one != two
    assert {path.name for path in decisions.home.evidence.iterdir()} == {sha256, "lock"}
    assert fetch(decisions, UNIT, sha256).file_name == "甲.png"
    assert fetch(decisions, STRANGER, sha256).file_name == "乙.png"
    assert fetch(decisions, OFFICER, sha256).data == PNG_FILE
    assert [(line.what, line.login) for line in decisions.trail_lines()] == [
        ("evidence", "chen"), ("evidence", "huang"), ("export", "chen"), ("export", "huang"), ("export", "wang"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("viewer", "unit_id", "may"),
    [
        (UNIT, "JM002", True), (UNIT, "JM003", False), (UNIT, None, False), (OFFICER, "JM002", True), (OFFICER, None, True),
        (LEADER, None, True), (ANALYST, "JM003", True), (CONTRACTOR, None, False), (CONTRACTOR, "JM002", False), (ADMIN, None, False),
    ],
    ids=lambda value: value.role if isinstance(value, Viewer) else str(value),
)  # fmt: skip
def test_who_may_hand_in_for_whom(decisions: Decisions, viewer: Viewer, unit_id: str | None, may: bool):
    if may:
        assert hand_in(decisions, viewer, "x.pdf", PDF_FILE, unit_id) == 1
        return
    with pytest.raises(Forbidden):
        hand_in(decisions, viewer, "x.pdf", PDF_FILE, unit_id)
    assert list(decisions.home.evidence.iterdir()) == decisions.trail_lines() == []


def test_a_file_that_is_too_large_is_told(home: Home):
    decisions = Decisions(home, Settings(home=home.path, evidence_mb=1))
    assert hand_in(decisions, UNIT, "x.pdf", PDF_FILE + b"0" * (2**20 - len(PDF_FILE)), "JM002")
    with pytest.raises(FileFault, match=r"1\.0 MB，超过 1 MB"):
        hand_in(decisions, UNIT, "x.pdf", PDF_FILE + b"0" * 2**20, "JM002")
    decisions.close()


def sees(decisions: Decisions, viewer: Viewer, data: bytes) -> bool:
    try:
        return fetch(decisions, viewer, hashlib.sha256(data).hexdigest()).data == data
    except RequestFault:
        return False


def attached(decisions: Decisions, about: str, body, viewer: Viewer = OFFICER, unit_id: str | None = None) -> Act:
    number = hand_in(decisions, viewer, "附件.pdf", PDF_FILE, unit_id)
    return decisions.act(viewer, about, "x", "filed" if about == "objection" else "made", body, reason="见附件", evidence=[number])


AUTHORITY = {"officer", "leader", "analyst"}
EVERYBODY = [OFFICER, LEADER, ANALYST, UNIT, STRANGER, CONTRACTOR, ADMIN]


@pytest.mark.parametrize(
    ("about", "body", "giver", "unit_id", "units"),
    [
        ("exemption", LIFTED, OFFICER, None, {"chen"}),
        ("exemption", Exemption(rule_id="R01", start=date(2026, 1, 1)), OFFICER, None, set()),
        ("exemption", Exemption(rule_id="R01", start=date(2026, 1, 1)), OFFICER, "JM003", {"huang"}),
        ("objection", OBJECTION, UNIT, "JM002", {"chen"}),
        ("note", Note(period="2026", unit_id="JM002", is_shown_to_unit=True), OFFICER, None, {"chen"}),
        ("note", Note(period="2026", unit_id="JM002"), OFFICER, None, set()),
    ],
    ids=["of one unit", "of all", "handed in for another", "an objection", "a note it is shown", "a note it is not shown"],
)
def test_who_may_see_what(decisions: Decisions, about: str, body, giver: Viewer, unit_id: str | None, units: set[str]):
    act = attached(decisions, about, body, giver, unit_id)
    may = {viewer.login for viewer in EVERYBODY if viewer.role in AUTHORITY} | units
    assert {viewer.login for viewer in EVERYBODY if sees(decisions, viewer, PDF_FILE)} == may
    assert {viewer.login for viewer in EVERYBODY if files_of(decisions, viewer, act)} == may


def test_an_answer_to_a_unit_opens_its_files_to_it(decisions: Decisions):
    decisions.act(UNIT, "objection", "o", "filed", OBJECTION, reason="数据有误")
    number = hand_in(decisions, OFFICER, "核查.pdf", PDF_FILE, None)
    assert not sees(decisions, UNIT, PDF_FILE)
    act = decisions.act(OFFICER, "objection", "o", "rejected", reason="见核查", seen=1, evidence=[number])
    assert sees(decisions, UNIT, PDF_FILE)
    assert not sees(decisions, STRANGER, PDF_FILE)
    assert files_of(decisions, UNIT, act) == [EvidenceFile(number, act.evidence[0], "核查.pdf", "application/pdf", len(PDF_FILE))]


def test_nobody_opens_a_strangers_file_by_attaching_it(decisions: Decisions):
    number = hand_in(decisions, STRANGER, "私.pdf", PDF_FILE, "JM003")
    with pytest.raises(RequestFault, match="不属于您的单位"):
        decisions.act(UNIT, "objection", "o", "filed", OBJECTION, reason="数据有误", evidence=[number])
    assert not sees(decisions, UNIT, PDF_FILE)


def test_what_is_not_there_is_told_like_what_may_not_be_seen(decisions: Decisions):
    hand_in(decisions, STRANGER, "私.pdf", PDF_FILE, "JM003")
    told = set()
    for data in (PDF_FILE, b"never handed in"):
        with pytest.raises(RequestFault) as fault:
            fetch(decisions, UNIT, hashlib.sha256(data).hexdigest())
        told.add(str(fault.value))
    assert told == {"没有这个证据文件，或您无权查看。请从申诉或决定的页面打开。"}


@pytest.mark.parametrize(("damage", "told"), [(Path.unlink, "不在"), (lambda path: path.write_bytes(b"x" * 14), "内容与提交时不符")])
def test_bytes_that_are_gone_or_damaged_are_told(decisions: Decisions, damage, told: str):
    lift(decisions, evidence=[hand_in(decisions, OFFICER, "附件.pdf", PDF_FILE, None)])
    sha256 = hashlib.sha256(PDF_FILE).hexdigest()
    assert missing(decisions) == []
    path = decisions.home.evidence / sha256
    path.chmod(0o600)
    damage(path)
    with pytest.raises(FileFault, match=f"证据“附件.pdf”.*{told}.*从备份恢复"):
        fetch(decisions, OFFICER, sha256)
    assert [file.file_name for file in missing(decisions)] == ([] if path.exists() else ["附件.pdf"])


def test_nothing_is_swept_while_an_upload_runs(decisions: Decisions):
    hand_in(decisions, OFFICER, "附件.pdf", PDF_FILE, None)
    half = decisions.home.evidence / ".unfinished-x"
    half.write_bytes(b"half")
    with atomic_files.building(decisions.home.evidence / "lock"):
        assert sweep(decisions.home) == []
    assert half.exists()
    assert len(sweep(decisions.home)) == 1
    assert not half.exists()
