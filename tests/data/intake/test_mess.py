"""The mess that real files bring: one real file a line of the table, by its number."""

from datetime import date, datetime

import openpyxl
import pytest

from data.contracts.contracts import UNKNOWN
from data.errors import FileFault
from data.intake.columns.headers import display_label
from tests.data.intake.made_files import REQUESTS, old_workbook, reasons, request_row, saved, text, workbook


def test_01_title_blank_merged_header_code_and_type_rows(reading):
    found = reading(
        workbook(
            ["江门市共享申请（截至2026-06-30）"],
            [],
            ["编号信息", None, "申请信息", None, None, "办理信息"],
            ["申请", None, "双方", None, None, "答复", None, None],
            ["编号", "目录编码", "申请部门", "数据提供部门", "申请时间", "时间", "答复结果", "拒绝原因"],
            ["request_id", "catalog_id", "requester", "provider", "received_on", "replied_on", "reply", "reason"],
            ["字符型", "字符型", "字符型", "字符型", "日期", "日期", "字典", "文本"],
            request_row(1),
            request_row(2),
        )
    )
    assert (found.export, found.header_row, found.counts.read, found.counts.accepted) == ("share_requests", 5, 2, 2)
    assert found.mapping["request_id"] == "编号"
    assert found.mapping["replied_on"] == "时间"
    assert found.skipped["reason"].to_list() == ["字段代码行", "类型行"]
    assert found.accepted["row_no"].to_list() == [8, 9]


def test_02_labels_with_line_breaks_asterisks_and_brackets(reading):
    labels = [
        "申请\n编号*",
        "（目录编码）",
        " 申请部门（必填项）",
        "数据提供部门）",
        "*申请时间\n（必填）",
        "答复时间（选填）",
        "【答复结果】",
        "拒绝原因",
    ]
    found = reading(workbook(labels, request_row()))
    assert set(found.mapping) == {
        "request_id",
        "catalog_id",
        "requester",
        "provider",
        "received_on",
        "replied_on",
        "reply",
        "refusal_reason",
    }
    assert found.unmatched == []


@pytest.mark.parametrize("text", ["挂接时间（必填项）", "挂接时间(必填)", "*挂接\n时间【选填】", "挂接时间"])
def test_02_a_label_is_told_without_what_is_left_of_a_bracket(text: str):
    assert display_label(text) == "挂接时间"


def test_02_a_unit_in_brackets_is_part_of_the_label(reading):
    labels = ["项目编码", "项目名称", "项目单位", "项目类型", "审批环节", "审批结果", "金额（元）"]
    found = reading(workbook(labels, ["XM1", "甲", "江门海关", "新建", "立项", "通过", "12000000"]))
    assert found.unmatched == ["金额（元）"]
    assert found.accepted["amount"].to_list() == [None]


def test_03_instruction_columns_and_sample_rows(reading):
    header = [*REQUESTS, "填写说明"]
    found = reading(
        workbook(
            header,
            [*request_row(0, 申请部门="xx市xxx局"), "模板数据，请删除后使用"],
            [*request_row(1), "如实填写"],
        )
    )
    assert found.unmatched == ["填写说明"]
    assert found.skipped.select("row_no", "reason").rows() == [(2, "样例行")]
    assert found.counts.accepted == 1


def test_04_extra_sheets(reading):
    more = {"下拉选框附页": [["选项"], ["是"], ["否"]], "Sheet2": []}
    found = reading(workbook(REQUESTS, request_row(), sheet="数据", more=more))
    assert found.sheet == "数据"
    assert found.sheets_skipped == {"下拉选框附页": "没有可识别的表头", "Sheet2": "空表"}


def test_04_the_right_sheet_may_stand_last(reading):
    found = reading(workbook(["说明"], ["本表用于共享申请"], sheet="说明", more={"导出": [REQUESTS, request_row()]}))
    assert found.sheet == "导出"


def test_05_totals_and_footers(of_requests):
    found = of_requests(
        request_row(1),
        ["小计", None, None, None, None, None, None, "1"],
        [],
        request_row(2),
        ["合 计", None, None, "2"],
        [None, None, "总计：2 条"],
        ["注：数据来源于平台导出"],
        ["数据来源：一网共享平台"],
    )
    assert found.skipped["reason"].to_list() == ["合计行", "空行", "合计行", "合计行", "说明行", "说明行"]
    assert found.counts.read == found.counts.accepted == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_06_text_of_every_encoding_and_delimiter(reading, encoding, delimiter):
    rows = [REQUESTS, request_row(1, 拒绝原因="𠮷字与㐀"), request_row(2)]
    found = reading(text(*rows, delimiter=delimiter).encode(encoding))
    assert found.accepted["refusal_reason"].to_list() == ["𠮷字与㐀", None]
    assert found.form.startswith({"utf-8-sig": "UTF-8", "utf-16": "UTF-8"}.get(encoding, encoding.upper()))


def test_06_row_numbers_stay_true_over_blank_lines_and_quoted_line_breaks(reading):
    lines = [
        ",".join(REQUESTS),
        "",
        'SQ1,C1,江门市教育局,江门海关,2026-03-02,,,"一行\n又一行，""引""号"',
        "",
        "SQ2,C1,无此局,江门海关,2026-03-02,,,",
    ]
    found = reading(("\r\n".join(lines) + "\r\n").encode())
    assert found.accepted.select("row_no", "refusal_reason").rows() == [(3, '一行\n又一行，"引"号')]
    assert list(reasons(found)) == [5]
    assert found.skipped["row_no"].to_list() == [2, 4]


def test_06_a_stray_quote_does_not_swallow_rows(reading):
    found = reading(text(REQUESTS, request_row(1, 拒绝原因='5" 盘'), request_row(2, 拒绝原因='又一个"'), request_row(3)).encode())
    assert found.accepted["request_id"].to_list() == ["SQ1", "SQ2", "SQ3"]
    assert found.accepted["refusal_reason"].to_list() == ['5" 盘', '又一个"', None]


def test_06_an_unquoted_comma_is_told_and_not_read_askew(reading):
    found = reading(text(REQUESTS, request_row(1), [*request_row(2), "多出的"]).encode())
    assert found.counts.accepted == 1
    assert "比表头多" in reasons(found)[3]


def test_07_dates_in_every_form_in_one_column(of_requests):
    forms = [
        date(2026, 3, 1),
        datetime(2026, 3, 1, 23, 59),
        "2026-3-1",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        20260301,
        "2026-03-01 08:30:09",
        "2026/3/1 8:30",
        46082,
        "46082.75",
        1772294400000,
        "２０２６－０３－０１",
        "2026-03-01T00:00:00+08:00",
    ]
    found = of_requests(*(request_row(i, 申请时间=form, 答复时间=None) for i, form in enumerate(forms)))
    assert found.counts.accepted == len(forms)
    assert set(found.accepted["received_on"]) == {date(2026, 3, 1)}


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("2026-13-45", "日历"),
        ("2026-02-30", "日历"),
        ("待定", "不是可识别的日期"),
        ("2026-03", "年月"),
        ("2026年3月", "年月"),
        ("2026-03-01至2026-03-05", "一段时间"),
        ("26-3-1", "不是可识别的日期"),
        ("3/1/2026", "不是可识别的日期"),
    ],
)
def test_07_what_is_no_day_is_rejected_with_its_reason(of_requests, form, why):
    found = of_requests(request_row(1, 答复时间=form), request_row(2))
    assert why in reasons(found)[2]
    assert form in found.rejected["cells"][0].to_list()


def test_08_an_end_in_2099_is_no_end(of_requests):
    found = of_requests(request_row(1, 答复时间="2099-12-31"), request_row(2, 答复时间="9999/12/31"))
    assert found.accepted["replied_on"].to_list() == [None, None]


def test_09_damaged_codes_are_rejected_as_keys_and_told_elsewhere(reading):
    rows = [request_row(f"{i}") for i in range(3)]
    rows[0][0], rows[1][0], rows[2][1] = "8.68533E+14", "123.0", "8.68533E+14"
    found = reading(text(REQUESTS, *rows).encode())
    assert {row: "科学计数法" in why for row, why in reasons(found).items()} == {2: True, 3: True}
    assert found.accepted["catalog_id"].to_list() == ["8.68533E+14"]
    assert any("改坏" in warning and "8.68533E+14" in warning for warning in found.warnings)


def test_09_long_codes_cut_to_fifteen_digits(of_requests):
    cut = [request_row(i, 目录编码="x") for i in range(4)]
    for i, row in enumerate(cut):
        row[0] = 868533123456789000 + i * 1000
    found = of_requests(*cut)
    assert found.counts.rejected == 4


def test_09_one_code_that_ends_in_zeros_is_right(of_requests):
    rows = [request_row(i) for i in range(4)]
    for row, code in zip(rows, ["306123456789000000", "306123456789000001", "306123456789000002", "00012/X_1"], strict=True):
        row[0] = code
    found = of_requests(*rows)
    assert found.accepted["request_id"].to_list() == [row[0] for row in rows]


def test_10_what_can_not_be_seen_is_stripped_and_full_width_matches(of_requests):
    row = request_row(
        1, 目录编码="３０７/０１\t", 申请部门="\u3000江门市\u200b教育局 ", 数据提供部门="江门 海关\x00".replace("\x00", "\u200d")
    )
    row[0] = "\ufeffＳＱ００１\u3000\t"
    found = of_requests(row)
    assert found.accepted.select("request_id", "catalog_id", "requester", "requester_id", "provider_id").row(0) == (
        "SQ001",
        "307/01",
        "江门市教育局",
        "JM003",
        "JM031",
    )


def test_11_one_unit_a_column_of_percentages():
    import polars as pl

    from data.intake.cells.numbers import read_numbers

    assert read_numbers(pl.Series(["98.33%", "50%"]))[0].to_list() == pytest.approx([0.9833, 0.5])
    assert read_numbers(pl.Series(["98.33%", "97"]))[0].to_list() == pytest.approx([0.9833, 0.97])
    assert read_numbers(pl.Series(["98.33%", "0.97"]))[0].to_list() == pytest.approx([0.9833, 0.97])
    assert read_numbers(pl.Series(["98.33", "0.97"]))[0].to_list() == [98.33, 0.97]
    assert "百分数" in read_numbers(pl.Series(["98.33%", "97"]))[1]


def test_12_thousands_and_dashes(reading):
    labels = ["申请编号", "首次使用时间", "最近使用时间", "调用次数"]
    values = ["1,617", "１，６１７", "1617.0", "-", "／", "—", "", "1,61", "12条", "1617.5"]
    found = reading(workbook(labels, *([f"SQ{i}", "2026-03-01", "无", value] for i, value in enumerate(values))))
    assert found.accepted["calls"].to_list() == [1617, 1617, 1617, None, None, None, None]
    assert found.accepted["last_used_on"].to_list() == [None] * 7
    assert {row: "不是整数" in why for row, why in reasons(found).items()} == {9: True, 10: True, 11: True}


def test_13_one_label_twice(reading):
    header = [*REQUESTS, "申请时间"]
    same = reading(workbook(header, [*request_row(1), "2026-03-02"]))
    assert any("出现多次且内容相同" in warning for warning in same.warnings)
    with pytest.raises(FileFault, match="同名的列“申请时间”（第 5 列、第 9 列）"):
        reading(workbook(header, [*request_row(1), "2026-03-03"]))


def test_13_a_label_twice_outside_the_contract_stays_by_position(reading):
    found = reading(workbook([*REQUESTS, "备注", "备注"], [*request_row(1), "甲", "乙"]))
    assert found.unmatched == ["备注", "备注"]
    assert found.labels[-2:] == ("备注", "备注")


def test_14_the_first_bytes_decide(reading):
    xlsx, xls = workbook(REQUESTS, request_row()), old_workbook(REQUESTS, request_row())
    for data, name in (
        (xlsx, "真xlsx.xls"),
        (xlsx, "其实是xlsx.csv"),
        (xls, "旧.xls"),
        (xls, "其实是xls.xlsx"),
        (text(REQUESTS, request_row()).encode(), "文本.xlsx"),
    ):
        assert reading(data, name=name).counts.accepted == 1


def test_16_formulas_without_cached_values(reading):
    book = openpyxl.Workbook()
    book.active.append(REQUESTS)
    for i in range(3):
        row = request_row(i)
        row[5] = '=TEXT(TODAY(),"yyyy-mm-dd")'
        book.active.append(row)
    found = reading(saved(book))
    assert any("答复时间整列为空" in warning and "公式" in warning for warning in found.warnings)


def test_16_excel_errors_are_told_not_emptied(of_requests):
    found = of_requests(request_row(1, 答复时间="#N/A"), request_row(2))
    assert "#N/A" in reasons(found)[2]


def test_17_name_and_code_in_one_cell(of_requests):
    row = request_row(
        1, 目录编码="企业信息（省级）(3070400000001/000001)", 申请部门="江门市教育局（JM003）", 数据提供部门="某某局（JM031）"
    )
    found = of_requests(row, request_row(2, 申请部门="江门市教育局（JM031）"))
    assert found.accepted.select("catalog_id", "requester_id", "provider_id").row(0) == ("3070400000001/000001", "JM003", "JM031")
    assert "名称与编码不一致" in reasons(found)[3]


def test_18_departments_by_full_short_old_name_and_division(of_requests):
    names = ["江门市教育局", "市教育局", "市政数局", "江门市政务服务数据管理局", "市市场监管局", "台山市教育局"]
    found = of_requests(*(request_row(i, 申请部门=name) for i, name in enumerate(names)))
    assert found.accepted["requester_id"].to_list() == ["JM003", "JM003", "JM099", "JM099", "JM020", "XQ0101"]
    county = of_requests(*(request_row(i, 申请部门=name) for i, name in enumerate(names[:2])), division="台山市")
    assert county.accepted["requester_id"].to_list() == ["JM003", "XQ0101"]


def test_19_bare_numbers_stay_unknown(reading):
    labels = ["信息资源代码", "信息资源名称", "信息资源提供方", "更新周期", "目录状态"]
    found = reading(workbook(labels, ["C1", "甲", "江门海关", "1", "已发布"], ["C2", "乙", "江门海关", "每日", "3"]))
    assert found.accepted["update_cycle"].to_list() == [UNKNOWN]
    assert any("更新周期有 1 个值不在字典中" in warning and "“1”（1 次）" in warning for warning in found.warnings)
    assert "只是编号" in reasons(found)[3]


def test_20_dictionary_variants(reading):
    labels = ["资源编码", "目录编码", "挂接方式", "挂接时间", "挂接状态"]
    modes = {"API": "接口", "服务接口": "接口", "库表交换": "库表", "ａｐｉ": "接口", " 文件": "文件", "数据库": "库表"}
    found = reading(workbook(labels, *([f"Z{i}", "C1", mode, "2026-01-05", "正常"] for i, mode in enumerate(modes))))
    assert found.accepted["mode"].to_list() == list(modes.values())
    labels = ["信息资源代码", "信息资源名称", "信息资源提供方", "更新周期", "目录状态", "是否应汇聚"]
    cycles = {"每季": "每季度", "季度": "每季度", "按月": "每月", "年度": "每年"}
    answers = {"Y": "是", "无": "否", "有": "是", "n": "否"}
    rows = [[f"C{i}", "甲", "江门海关", c, "已发布", a] for i, (c, a) in enumerate(zip(cycles, answers, strict=True))]
    found = reading(workbook(labels, *rows))
    assert found.accepted["update_cycle"].to_list() == list(cycles.values())
    assert found.accepted["must_aggregate"].to_list() == list(answers.values())


def test_21_personal_data_is_not_stored(reading):
    header = [*REQUESTS, "联系人", "联系电话"]
    told = "联系张三13812345678,13912345678，证件440701199001011234，申请0012345678901"
    found = reading(workbook(header, [*request_row(1, 拒绝原因=told), "张三", "13812345678"]))
    stored = str(found.accepted.rows())
    assert "13812345678" not in stored
    assert "13912345678" not in stored
    assert "440701199001011234" not in stored
    assert "138****5678" in stored
    assert "0012345678901" in stored
    assert found.unmatched == ["联系人", "联系电话"]


def test_22_an_end_before_its_start_is_kept_and_told(of_requests):
    found = of_requests(request_row(1, 申请时间="2026-03-05", 答复时间="2026-03-02"), request_row(2))
    assert found.counts.accepted == 2
    assert found.contradictions.rows() == [(2, "答复时间 2026-03-02 早于申请时间 2026-03-05")]
