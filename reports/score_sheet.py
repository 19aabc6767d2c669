"""The first sheet of a scorecard: head, items with what they were worth and cost, adjustments, and the lines that check the sum."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from xlsxwriter.worksheet import Worksheet

from metrics.scoring import NOT_APPLICABLE
from reports.sheet_dress import Dress
from reports.standing import source, standing

SAMPLE = "示例，待主管部门核定"
HEAD = ("指标", "应办", "按期完成", "逾期完成", "逾期未完成", "未落实", "指标值", "满分", "得分", "失分（折算）")
WIDTHS = (34, 8, 9, 9, 11, 8, 11, 8, 9, 12)
COUNTS = ("counted", "met", "late", "overdue", "unmet")
VALUE_LOOK = {"on_time_rate": "rate", "completion_rate": "rate", "mean_days": "days", "median_days": "days", "p90_days": "days"}
TOP = 8  # rows above the table: title, facts, mark


def write_score(dress: Dress, unit: Mapping[str, Any], meta: Mapping[str, str], items: pl.DataFrame, adjustments: pl.DataFrame) -> None:
    """Write the sheet. Sums are formulas that carry their values, so that they can be followed and also read without Excel."""
    sheet = dress.sheet("考核得分", WIDTHS, f"督数 {source(meta)}", landscape=True)
    _head(sheet, dress, unit, meta)
    for column, title in enumerate(HEAD):
        sheet.write_string(TOP, column, title, dress.format("head"))
    sheet.freeze_panes(TOP + 1, 1)
    sheet.repeat_rows(TOP)
    row = TOP + 1
    for (_, title), part in items.sort("ord").group_by("section_id", "section_title", maintain_order=True):
        sheet.merge_range(row, 0, row, len(HEAD) - 1, str(title), dress.format("part"))
        for number, item in enumerate(part.iter_rows(named=True), row + 1):
            _item(sheet, dress, number, item)
        row += 1 + len(part)
    last_item = row
    for line in adjustments.sort("ord").iter_rows(named=True):
        _adjustment(sheet, dress, row, line)
        row += 1
    _checks(sheet, dress, row, (last_item, unit, float(meta["total"]), items, adjustments))


def _head(sheet: Worksheet, dress: Dress, unit: Mapping[str, Any], meta: Mapping[str, str]) -> None:
    sheet.write_string(0, 0, f"{unit['unit_name']} 公共数据共享监督考核表", dress.format("title"))
    sheet.set_row(0, 28)
    rank = "不参与排名" if unit["rank"] is None else f"第 {unit['rank']} 名"
    facts = [
        ("考核期", f"{meta['period']}（{meta['period_start']} 至 {meta['period_end']}）", "统计日", meta["as_of"]),
        ("考核分组", unit["unit_group"], "名次", rank),
        ("总分", "不适用" if unit["total"] is None else float(unit["total"]), "等次", unit["grade"] or "不适用"),
        ("考核方案", f"{meta['scheme_title']}（{meta['scheme_id']}）", "测算编号", meta["run_id"]),
    ]
    for row, (left, left_value, right, right_value) in enumerate(facts, 1):
        sheet.write_string(row, 0, left, dress.format("label"))
        sheet.write(row, 1, left_value, dress.format("fact"))
        sheet.write_string(row, 6, right, dress.format("label"))
        sheet.write(row, 7, right_value, dress.format("fact"))
    marks = [standing(meta)] + ([f"方案与权重：{SAMPLE}"] if meta["scheme_status"] == "sample" else [])
    sheet.merge_range(6, 0, 6, len(HEAD) - 1, "；".join(marks), dress.format("warn"))


def _item(sheet: Worksheet, dress: Dress, row: int, item: Mapping[str, Any]) -> None:
    name = item["title"] + ("（样本不足）" if item["is_small"] else "")
    sheet.write_string(row, 0, name, dress.format("text"))
    for column, count in enumerate(COUNTS, 1):
        sheet.write_number(row, column, item[count], dress.format("count"))
    sheet.write_number(row, 7, item["points_max"], dress.format("points"))
    if not item["is_applicable"]:
        for column in (6, 8, 9):
            sheet.write_string(row, column, "不适用", dress.format("text"))
        return
    sheet.write_number(row, 6, item["value"], dress.format(VALUE_LOOK.get(item["measure"], "count")))
    sheet.write_number(row, 8, item["points"], dress.format("points"))
    sheet.write_number(row, 9, float(item["lost"]), dress.format("points"))


def _adjustment(sheet: Worksheet, dress: Dress, row: int, line: Mapping[str, Any]) -> None:
    name = f"加减分：{line['title']}"
    is_cut = line["kind"] == "decision" and round(line["asked"] - line["points"], 2) != 0
    if is_cut and not line["title"].endswith(NOT_APPLICABLE):
        name += f"（裁定 {line['asked']:+.2f} 分，超出部分不计）"
    sheet.write_string(row, 0, name, dress.format("text"))
    for column in range(1, 8):
        sheet.write_blank(row, column, None, dress.format("text"))
    if line["value"] is not None:
        sheet.write_number(row, 6, line["value"], dress.format("count"))
    sheet.write_number(row, 8, line["points"], dress.format("points"))
    sheet.write_number(row, 9, float(line["lost"]), dress.format("points"))


def _checks(sheet: Worksheet, dress: Dress, row: int, told: tuple[int, Mapping[str, Any], float, pl.DataFrame, pl.DataFrame]) -> None:
    """Items' sum of points, sum of what was lost, and the full score less that: the total above."""
    last_item, unit, full, items, adjustments = told
    judged = items.filter(pl.col("is_applicable"))
    lost = float(items["lost"].sum() or 0) + float(adjustments["lost"].sum() or 0)
    first, look = TOP + 2, dress.format("sum")
    sheet.write_string(row, 0, "合计", look)
    for column in range(1, 8):
        sheet.write_blank(row, column, None, look)
    sheet.write_formula(row, 7, f'=SUMIF(I{first}:I{last_item},">=0",H{first}:H{last_item})', look, float(judged["points_max"].sum()))
    sheet.write_formula(row, 8, f"=SUM(I{first}:I{last_item})", look, float(judged["points"].sum()))
    sheet.write_formula(row, 9, f"=SUM(J{first}:J{row})", look, round(lost, 2))
    sheet.write_string(row + 1, 0, "核对：满分 − 失分合计 = 总分", look)
    for column in range(1, 9):
        sheet.write_blank(row + 1, column, None, look)
    sheet.write_formula(row + 1, 9, f"=ROUND({full:g}-J{row + 1},2)", look, round(full - lost, 2) if unit["total"] is not None else full)
    note = (
        "不适用：本期没有可判定的义务，该指标不计入满分；得分按适用指标折算为百分制，再加减分。失分为折算后的分值，各行相加等于满分减总分。"
    )
    sheet.merge_range(row + 3, 0, row + 3, len(HEAD) - 1, note, dress.format("note"))
    sheet.set_row(row + 3, 30)
