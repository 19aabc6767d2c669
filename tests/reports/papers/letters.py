"""A small paper to try templates on, and what a finished one says."""

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdf

from reports.papers.paper import Paper
from reports.papers.sources import Cell, Figure
from reports.papers.templates import FOLDER, SHIPPED

AMOUNT = Figure(886.13, "886.13", Cell("run", "gate_checks", "amount", (("project_id", "P1"), ("node", "立项"))))
MARK = "草稿　未公布"


def given(**more: Any) -> dict[str, Any]:
    """What a project slip says."""
    step = {
        "name": "立项", "standing": "已通过 2026-01-05", "cataloged_on": "2026-01-01", "aggregated_on": "—", "amount": AMOUNT, "said": "—",
    }  # fmt: skip
    told = {
        "mark": MARK, "sample_note": "", "is_draft": True, "authority": "江门市政务服务和数据管理局", "period": "2026年上半年",
        "as_of": "2026年6月30日", "day": "年月日", "run_id": "abc123", "edition": "草稿", "object": "一网共享平台", "number": "P1",
        "unit": "江门市公安局", "is_project": True, "is_passed": False, "is_failed": True, "is_open": False, "verdict": "不具备通过条件",
        "why": "", "against": [{"name": "验收", "reason": "数据未汇聚"}], "steps": [step], "duties": [],
        "clauses": [{"rule": "项目把关", "clause": "《政务数据共享条例》第三十八条", "read": "已通读条文"}],
    }  # fmt: skip
    return told | more


def slip(**more: Any) -> Paper:
    """A paper of that."""
    told = given(**more)
    return Paper("project_slip", "zh", "项目把关意见", told, mark=told["mark"], must=(told["sample_note"], told["run_id"]))


def edit(site: Path, change: Any, name: str = "project_slip.zh.docx") -> Path:
    """A site's own template: the product's, with a change that is made as in Word."""
    own = site / FOLDER / name
    own.parent.mkdir(parents=True, exist_ok=True)
    document = docx.Document(str(SHIPPED / name))
    change(document)
    document.save(str(own))
    return own


def said(made: bytes) -> str:
    """All text of a docx, in its order, tables too."""
    body = docx.Document(BytesIO(made)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in body.iter(W + "p"))


def printed(made: bytes) -> str:
    """All text of a PDF, without the breaks that setting brings."""
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(made)).pages)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
