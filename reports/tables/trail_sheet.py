"""The trail as a CSV file that Excel opens, for whoever inspects who did and saw what."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date

from data.access import Viewer
from data.calendar import CHINA, day_of
from data.decisions.store import Decisions, Forbidden
from data.decisions.trail import Line
from data.errors import RequestFault

HEADINGS = ("行号", "时间（北京）", "账号", "姓名", "角色", "来源地址", "事件", "对象", "详情", "前一行哈希", "本行哈希")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def trail_sheet(decisions: Decisions, viewer: Viewer, start: date | None = None, end: date | None = None) -> bytes:
    """The lines from one day to another, both included (Beijing's days; None: no limit), as CSV in UTF-8 with its mark.

    That they were taken out is a line of the trail too, written first. Raises Forbidden when the viewer may not read the trail.
    """
    if not viewer.may("read_trail"):
        raise Forbidden(f"{viewer.name}无权查看日志。请由考核人员登录后导出。")
    if start and end and end < start:
        raise RequestFault(f"起止日期颠倒：{start} 晚于 {end}。")
    decisions.trace(viewer, "export", "trail", start=start, end=end)
    chosen = (line for line in decisions.trail_lines() if (start or date.min) <= day_of(line.at) <= (end or date.max))
    return trail_csv(chosen)


def trail_csv(lines: Iterable[Line]) -> bytes:
    """Some lines as such a file, in the order given."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    for line in lines:
        at = line.at.astimezone(CHINA).isoformat(sep=" ", timespec="microseconds")
        said = json.dumps(line.detail, ensure_ascii=False, sort_keys=True)
        texts = (at, line.login, line.name, line.role, line.address, line.what, line.target, said, line.previous, line.hash)
        writer.writerow([line.line, *map(harmless, texts)])
    return stream.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula: what could begin one has an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
