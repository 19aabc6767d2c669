"""Files made on the spot for a small city's departments, and why rows of one were rejected."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import xlwt

from data.intake import Reading

DAY = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)

DEPARTMENTS = """部门编码,部门名称,别名,所属区划,考核分组,考核对象编码,承接部门编码,启用日期,停用日期
JM001,江门市政务服务和数据管理局,市政务和数据局,江门市,市直部门,JM001,,2024-04-01,
JM099,江门市政务服务数据管理局,"市政务服务数据管理局,市政数局",江门市,市直部门,JM001,JM001,2019-01-01,2024-03-31
JM003,江门市教育局,市教育局,江门市,市直部门,JM003,,2019-01-01,
JM020,江门市市场监督管理局,市市场监管局,江门市,市直部门,JM020,,2019-01-01,
JM031,江门海关,,江门市,市直部门,JM031,,2019-01-01,
JM040,江门市发展和改革局,"市发改局,发改局",江门市,市直部门,JM040,,2019-01-01,
JM041,江门市发展改革研究中心,发改局,江门市,市直部门,JM041,,2019-01-01,
XQ01,台山市人民政府,,台山市,县（市、区）,XQ01,,2019-01-01,
XQ0101,台山市教育局,市教育局,台山市,县（市、区）,XQ01,,2019-01-01,
"""

REQUESTS = ["申请编号", "目录编码", "申请部门", "数据提供部门", "申请时间", "答复时间", "答复结果", "拒绝原因"]


def request_row(number: int = 1, **cells: object) -> list:
    """A faultless row under REQUESTS; cells by label replace its own."""
    row = dict(
        zip(
            REQUESTS,
            [f"SQ{number}", "3070400000001/000001", "江门市教育局", "江门海关", "2026-03-02", "2026-03-05", "同意", None],
            strict=True,
        )
    )
    return list((row | cells).values())


def workbook(*rows: list, sheet: str = "Sheet1", more: dict[str, list[list]] | None = None) -> bytes:
    """An xlsx of these rows, and of further sheets."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for name, content in {sheet: list(rows), **(more or {})}.items():
        page = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in content:
            page.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def old_workbook(*rows: list) -> bytes:
    """A true BIFF8 xls of these rows."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def text(*rows: list, delimiter: str = ",") -> str:
    """Delimited text of these rows."""
    return "".join(delimiter.join("" if cell is None else str(cell) for cell in row) + "\r\n" for row in rows)


def reasons(found: Reading) -> dict[int, str]:
    """Row number → all reasons of a rejected row."""
    return {row["row_no"]: "；".join(row["reasons"]) for row in found.rejected.iter_rows(named=True)}
