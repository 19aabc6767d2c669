"""Rejected rows go out as a workbook and, corrected, come back as a supplement of their batch; the drill-down shows the original row."""

from io import BytesIO

import openpyxl
import polars as pl
import pytest

from data.errors import FileFault, RequestFault
from data.intake import ingest, original_rows, rejects_workbook
from tests.data.intake.made_files import DAY, NOW, REQUESTS, request_row, saved, text, workbook

ROWS = [request_row(1), request_row(2, 申请部门="=1+1", 答复时间="待定"), request_row(3), request_row(3, 拒绝原因="改了")]


@pytest.fixture
def batch(facts, contracts):
    (outcome,) = ingest([("共享申请.csv", text(REQUESTS, *ROWS).encode())], facts, contracts, exported_on=DAY, by="t", received_at=NOW)
    return outcome.batch


@pytest.fixture
def sent_out(facts, contracts, batch) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(rejects_workbook(batch, facts.rejected(batch), contracts)))


def _take(facts, contracts, data: bytes, **said):
    (outcome,) = ingest([("改正.xlsx", data)], facts, contracts, **{"exported_on": None, "by": "t", "received_at": NOW, **said})
    return outcome


def test_original_cells_marks_and_reasons(sent_out):
    sheet = sent_out["退回行"]
    assert [cell.value for cell in sheet[2] if cell.value] == ["退回原因", "原行号", *REQUESTS]
    assert sheet["B3"].value == 3
    assert sheet["E3"].value == "=1+1"
    assert sheet["E3"].data_type == "s"  # text, never a formula
    marked = {cell.column_letter for cell in sheet[3] if cell.fill.fgColor.rgb == "FFFFC7CE"}
    assert marked == {"E", "H"}
    assert "申请部门“=1+1”在部门名录中找不到" in sheet["A3"].value
    assert "答复时间“待定”" in sheet["A3"].value
    assert sent_out["_督数"].sheet_state == "veryHidden"


def test_corrected_rows_supplement_their_batch(facts, contracts, batch, sent_out):
    sheet = sent_out["退回行"]
    sheet["E3"], sheet["H3"] = "江门市教育局", "2026-03-09"
    sheet.delete_rows(4)
    outcome = _take(facts, contracts, saved(sent_out), division="台山市")
    assert outcome.status == "taken", outcome.sentence
    found = outcome.batch
    assert (found.mode, found.supplements, found.exported_on, found.division) == ("cumulative", batch.batch_id, DAY, "江门市")
    assert found.counts.model_dump() == {"read": 1, "accepted": 1, "merged": 0, "rejected": 0, "skipped": 0}
    in_force = facts.in_force(DAY)["share_requests"]
    assert [b.batch_id for b in in_force] == [batch.batch_id, found.batch_id]
    rows = pl.concat([pl.read_parquet(facts.rows_path(b)) for b in in_force])
    assert sorted(rows["request_id"]) == ["SQ1", "SQ2", "SQ3"]
    assert _take(facts, contracts, saved(sent_out)).status in ("already", "taken")


def test_rows_rejected_again_can_be_corrected_again(facts, contracts, batch, sent_out):
    again = _take(facts, contracts, saved(sent_out)).batch
    assert again.counts.rejected >= 1
    third = openpyxl.load_workbook(BytesIO(rejects_workbook(again, facts.rejected(again), contracts)))
    sheet = third["退回行"]
    for column, cell in enumerate(sheet[2], start=1):
        if cell.value == "申请部门":
            sheet.cell(3, column).value = "江门市教育局"
        if cell.value == "答复时间":
            sheet.cell(3, column).value = "2026-03-09"
    last = _take(facts, contracts, saved(third)).batch
    assert last.counts.accepted == 1
    assert [b.batch_id for b in facts.in_force(DAY)["share_requests"]] == [batch.batch_id, again.batch_id, last.batch_id]


def test_without_the_hidden_sheet_the_title_tells(facts, contracts, batch, sent_out):
    del sent_out["_督数"]
    assert _take(facts, contracts, saved(sent_out)).batch.supplements == batch.batch_id


def test_without_any_mark_it_never_replaces_the_listing(facts, contracts, batch, sent_out):
    del sent_out["_督数"]
    sent_out["退回行"].delete_rows(1)
    outcome = _take(facts, contracts, saved(sent_out), exported_on=DAY)
    assert outcome.status == "refused"
    assert "标记已丢失" in outcome.sentence


def test_a_supplement_of_a_batch_that_is_not_there(facts, contracts, sent_out):
    sent_out["_督数"]["A1"] = "补正批次 0123456789abcdef"
    sent_out["退回行"]["A1"] = "x"
    assert "不在库中" in _take(facts, contracts, saved(sent_out)).sentence


def test_the_original_row_and_its_neighbours(facts, batch):
    found = original_rows(facts, batch, 3, around=1)
    assert [(row.row_no, row.is_asked) for row in found.rows] == [(2, False), (3, True), (4, False)]
    assert found.rows[1].cells[: len(REQUESTS)] == tuple(ROWS[1])
    assert found.labels[found.positions["requester"]] == "申请部门"
    assert [row.row_no for row in original_rows(facts, batch, 5).rows] == [2, 3, 4, 5]
    for outside in (0, 1, 6, -3):
        with pytest.raises(RequestFault, match="没有第"):
            original_rows(facts, batch, outside)


def test_the_original_row_shows_no_phone_numbers(facts, contracts):
    data = workbook([*REQUESTS, "电话"], [*request_row(1), "13812345678"])
    (outcome,) = ingest([("a.xlsx", data)], facts, contracts, exported_on=DAY, by="t", received_at=NOW)
    assert "138****5678" in original_rows(facts, outcome.batch, 2).rows[0].cells


def test_a_lost_original_is_said_to_the_reader(facts, contracts):
    data = workbook(REQUESTS, request_row(77))
    (outcome,) = ingest([("a.xlsx", data)], facts, contracts, exported_on=DAY, by="t", received_at=NOW)
    (facts.home.originals / outcome.batch.sha256).unlink()
    with pytest.raises(FileFault, match="从备份恢复"):
        original_rows(facts, outcome.batch, 2)
