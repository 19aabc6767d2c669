"""What is no export, by mistake or by malice: one clear sentence each, quickly, in little memory, and nothing changed."""

import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO

import msoffcrypto
import pytest

from data.errors import FileFault
from data.intake import Fault, Source, find_files, ingest
from tests.data.intake.made_files import DAY, NOW, REQUESTS, old_workbook, request_row, text, workbook

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 200
MEGABYTE = 1 << 20


def _locked() -> bytes:
    stream = BytesIO()
    msoffcrypto.OfficeFile(BytesIO(workbook(REQUESTS, request_row()))).encrypt("口令", stream)
    return stream.getvalue()


def _locked_xls() -> bytes:
    """A BIFF8 workbook with the FILEPASS record that Excel writes for one that needs a password."""
    data = old_workbook(REQUESTS, request_row())
    start = data.index(struct.pack("<HH", 0x0809, 16))  # the workbook's first BOF record
    after = start + 20
    record = struct.pack("<HH", 0x002F, 54) + struct.pack("<HHH", 1, 1, 1) + b"\x01" * 48
    return data[:after] + record + data[after + len(record) :]


def _unpacks_to(size: int, declared: int | None = None) -> bytes:
    """A workbook whose sheet unpacks to `size` bytes, whatever its directory declares."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook(REQUESTS, request_row()))) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            if name != "xl/worksheets/sheet1.xml":
                bomb.writestr(name, source.read(name))
        with bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(size // MEGABYTE):
                sheet.write(b" " * MEGABYTE)
        if declared is not None:
            bomb.infolist()[-1].file_size = declared
    return stream.getvalue()


def _two_far_cells() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook(REQUESTS, request_row()))) as source, zipfile.ZipFile(stream, "w") as sparse:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
                data = data.replace(b"</sheetData>", far)
            sparse.writestr(name, data)
    return stream.getvalue()


def _zip_in_zip() -> bytes:
    inner, outer = BytesIO(), BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", "1,2\n")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    return outer.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {  # what is made when it is its turn, and what is said of it
    "empty": (lambda: b"", "空文件"),
    "image": (lambda: PNG, "图片"),
    "password": (_locked, "密码"),
    "password_xls": (_locked_xls, "密码"),
    "truncated": (lambda: workbook(REQUESTS, *(request_row(i) for i in range(200)))[:3000], "不完整或已损坏"),
    "truncated_xls": (lambda: old_workbook(REQUESTS, request_row())[:2000], "不完整或已损坏"),
    "declared_bomb": (lambda: _unpacks_to(100 * MEGABYTE), "超过上限"),
    "lying_bomb": (lambda: _unpacks_to(100 * MEGABYTE, declared=1000), "不符"),
    "two_far_cells": (_two_far_cells, "散布过广"),
    "headers_only": (lambda: workbook(["标题"], REQUESTS), "没有数据行"),
    "headers_and_total": (lambda: workbook(REQUESTS, ["合计", None, None, "0"]), "没有数据行"),
    "blank_sheet": (lambda: workbook(), "没有任何数据"),
    "unknown_kind": (lambda: workbook(["姓名", "年龄"], ["张三", "30"]), "不是可识别的导出表"),
    "nearly_requests": (
        lambda: workbook([*REQUESTS[:2], *REQUESTS[4:]], ["SQ1", "C", "2026-03-02"]),
        "最接近“共享申请”，但缺少必需的列：申请部门、数据提供部门",
    ),
    "million_columns": (lambda: b",".join(b"c%d" % i for i in range(1_000_000)) + b"\n" + b"1," * 1_000_000, "列数超过"),
    "web_page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
    "binary": (lambda: bytes(range(256)) * 20, "不是表格"),
    "broken_text": (lambda: text(REQUESTS, request_row()).encode("gb18030") + b"\xff\xff\x81", "编码"),
    "cut_utf8": (lambda: text(REQUESTS, request_row()).encode()[:-1] + "，".encode()[:2], "编码"),
    "only_a_byte_order_mark": (lambda: b"\xef\xbb\xbf", "没有任何数据"),
    "only_blanks": (lambda: b"  \r\n\r\n", "没有任何数据"),
    "zip_in_zip": (_zip_in_zip, "压缩包里的压缩包"),
    "bare_zip_end": (lambda: b"PK\x05\x06" + b"\x00" * 18, "空的压缩包"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_one_sentence_and_nothing_changed(kind, facts, contracts, limits):
    made, said = HOSTILE[kind]
    data = made()
    before = sorted(str(p) for p in facts.home.facts.rglob("*"))
    started = time.monotonic()
    tracemalloc.start()
    outcomes = ingest([("导出.xlsx", data)], facts, contracts, exported_on=DAY, by="t", received_at=NOW, limits=limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [o.status for o in outcomes] == ["refused"]
    assert said in outcomes[0].sentence
    assert "导出.xlsx" in outcomes[0].sentence
    assert "\n" not in outcomes[0].sentence
    assert sorted(str(p) for p in facts.home.facts.rglob("*")) == before
    assert time.monotonic() - started < 10
    assert peak < 5 * len(data) + 64 * MEGABYTE


def test_a_parser_that_panics_is_a_broken_file(facts, contracts, monkeypatch):
    class PanicException(BaseException):
        """What a Rust library's panic looks like from here."""

    def panic(*_args: object) -> None:
        raise PanicException("range end index 4 out of range")

    monkeypatch.setattr("fastexcel.read_excel", panic)
    (outcome,) = ingest([("a.xlsx", workbook(REQUESTS, request_row()))], facts, contracts, exported_on=DAY, by="t", received_at=NOW)
    assert "不完整或已损坏" in outcome.sentence


def test_a_file_that_can_not_be_read_is_said(tmp_path, facts, contracts, monkeypatch):
    (tmp_path / "共享.csv").write_text(text(REQUESTS, request_row()))
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda _: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    (outcome,) = ingest([tmp_path / "共享.csv"], facts, contracts, exported_on=DAY, by="t", received_at=NOW)
    assert "“共享.csv”读不出来" in outcome.sentence


def test_too_large_a_file_is_turned_away_unread(tmp_path, limits):
    path = tmp_path / "大.csv"
    with path.open("wb") as stream:
        stream.truncate(65 * MEGABYTE)
    (found,) = find_files([path], limits)
    assert isinstance(found, Fault)
    assert "超过上限 64 MB" in found.sentence


def test_lock_files_and_system_files_are_skipped_aloud(tmp_path, limits):
    for name in ("~$共享申请.xlsx", ".DS_Store", "__MACOSX/._共享申请.xlsx", "共享申请.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"1,2\n")
    found = find_files([tmp_path], limits)
    junk = [f for f in found if isinstance(f, Fault)]
    assert len(junk) == 3
    assert all(f.is_junk and f.name in f.sentence for f in junk)
    assert [f.name for f in found if isinstance(f, Source)] == ["共享申请.csv"]


def test_paths_in_a_zip_lead_nowhere(tmp_path, facts, contracts):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../逃逸.csv", text(REQUESTS, request_row()))
    outcomes = ingest([("a.zip", stream.getvalue())], facts, contracts, exported_on=DAY, by="t", received_at=NOW)
    assert [o.status for o in outcomes] == ["taken"]
    assert not list(tmp_path.parent.rglob("*逃逸*"))


def test_names_in_gbk_and_nested_folders(limits):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("PLACE")
        archive.writestr(info, "1,2\n")
        archive.writestr("一层/二层/共享.csv", "1,2\n")
    raw = "共享".encode("gb18030") + b"x"
    data = stream.getvalue().replace(b"PLACE", raw)
    assert [f.name for f in find_files([("包.zip", data)], limits)] == ["包.zip/一层/二层/共享.csv", "包.zip/共享x"]


def test_what_is_not_there_is_said(tmp_path, limits):
    (found,) = find_files([tmp_path / "没有"], limits)
    assert "找不到" in found.sentence


def test_departments_come_first(empty, contracts):
    (outcome,) = ingest([("a", workbook(REQUESTS, request_row()))], empty, contracts, exported_on=DAY, by="t", received_at=NOW)
    assert outcome.status == "refused"
    assert "请先接入部门名录" in outcome.sentence
    assert empty.batches() == []


def test_the_day_is_asked_for_or_found(reading):
    data = workbook(["共享申请（截至2026年5月31日）"], REQUESTS, request_row())
    assert str(reading(data, exported_on=None).exported_on) == "2026-05-31"
    assert str(reading(workbook(REQUESTS, request_row()), name="共享申请20260430.xlsx", exported_on=None).exported_on) == "2026-04-30"
    with pytest.raises(FileFault, match="请指明"):
        reading(workbook(REQUESTS, request_row()), exported_on=None)


def test_a_sentence_for_a_division_that_is_not_listed(of_requests):
    with pytest.raises(FileFault, match="没有区划“火星市”，请改为：台山市、江门市"):
        of_requests(request_row(), division="火星市")


def test_the_title_may_name_the_division(reading):
    county = request_row(1, 申请部门="市教育局")
    found = reading(workbook(["台山市共享申请（截至2026-06-30）"], REQUESTS, county))
    assert (found.division, found.accepted["requester_id"].to_list()) == ("台山市", ["XQ0101"])
    found = reading(workbook(["江门市共享申请（截至2026年5月31日）"], REQUESTS, county))
    assert "标题写的是截至 2026-05-31，按指定的 2026-06-30 接入。" in found.warnings
    assert (found.division, found.accepted["requester_id"].to_list()) == ("江门市", ["JM003"])
