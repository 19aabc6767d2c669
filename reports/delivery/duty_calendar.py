"""What a unit owes as a calendar file: an all-day event at each due day. Brought in again, it updates what is there and doubles nothing."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import polars as pl

from data.calendar import CHINA
from data.errors import RequestFault
from metrics.run.filter import Filter
from metrics.run.reader import Reader
from metrics.run.upcoming import Ahead, ahead
from reports.wording import evidence
from reports.wording.standing import source
from reports.wording.wording import Wording

AHEAD = 3  # working days before the due day that the alarm rings
AT = 9  # o'clock in the morning
FIRST_DAY = date(2020, 1, 1)  # revisions of an event are numbered by the days since, so that the later assessment wins
STATES = {
    "pending": "未到期",
    "overdue": "逾期未完成",
    "met": "已按期完成",
    "late": "已逾期完成",
    "exempt": "已豁免",
    "unknown": "无法判定",
}

Row = Mapping[str, Any]


def duty_calendar(reader: Reader, unit_id: str) -> bytes:
    """The iCalendar file of one unit: what is overdue and what falls due to the end of next month; with an alarm, what is not due yet.

    What was due since the month before and is done or lifted is in it as cancelled, so that it leaves a calendar that held it.
    Raises RequestFault for a unit that the viewer may not see or that is not in the run.
    """
    units = reader.units().filter(unit_id=unit_id)
    if units.is_empty():
        raise RequestFault(f"没有编码为 {unit_id} 的被考核部门，或您无权查看，未生成日历文件。请从“我的部门”重新进入。")
    span = ahead(reader, unit_id)
    book = icalendar.Calendar()
    for name, value in (("prodid", "-//dushu//duties//ZH"), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        book.add(name, value)
    book.add("x-wr-calname", f"{units['unit_name'][0]}数据共享义务")
    book.add("x-wr-timezone", "Asia/Shanghai")
    alarms = _alarm_days(reader, span)
    rules, note = {row["rule_id"]: row for row in reader.rules().iter_rows(named=True)}, source(reader.meta(), Wording("zh"))
    for row in _numbered(_shown(reader, span)).iter_rows(named=True):
        book.add_component(_event(row, rules[row["rule_id"]], span.as_of, alarms, note))
    return bytes(book.to_ical())


def _shown(reader: Reader, span: Ahead) -> pl.DataFrame:
    """Everything of the unit that can have a number, and whether it belongs into the file."""
    since = (span.as_of.replace(day=1) - timedelta(days=1)).replace(day=1)
    rows = reader.obligations(Filter(unit_id=span.unit_id)).filter(pl.col("due_on").is_not_null() & (pl.col("due_on") <= span.next_month))
    return rows.with_columns(shown=(pl.col("state") == "overdue") | (pl.col("due_on") >= since))


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Several of one name are told apart by their order of due days, whichever of them is done."""
    ordered = rows.sort("rule_id", "subject_id", "department_id", "arose_on", "due_on", "batch_id", "row_no")
    numbered = ordered.with_columns(nth=pl.int_range(pl.len()).over("rule_id", "subject_id", "department_id"))
    return numbered.filter("shown").sort("due_on", "rule_id", "subject_id", "nth")


def _event(row: Row, rule: Row, as_of: date, alarms: Mapping[date, date], note: str) -> icalendar.Event:
    event, is_open = icalendar.Event(), row["state"] in ("pending", "overdue")
    stamp = datetime.combine(as_of, time(), CHINA).astimezone(UTC)
    told = {
        "uid": uid(row), "dtstamp": stamp, "last-modified": stamp, "sequence": (as_of - FIRST_DAY).days,
        "dtstart": row["due_on"], "dtend": row["due_on"] + timedelta(days=1), "transp": "TRANSPARENT",
        "status": "CONFIRMED" if is_open else "CANCELLED", "summary": _summary(row), "description": _description(row, rule, as_of, note),
        "categories": ["数据共享义务"],
    }  # fmt: skip
    for name, value in told.items():
        event.add(name, value)
    if row["state"] == "pending" and row["due_on"] in alarms:
        event.add_component(_alarm(row, alarms[row["due_on"]]))
    return event


def uid(row: Row) -> str:
    """The name of an obligation for calendars: the same in every file, whatever became of it since."""
    named = "/".join(str(row[part]) for part in ("rule_id", "subject_id", "department_id", "nth"))
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@dushu"


def _alarm(row: Row, day: date) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"还有 {AHEAD} 个工作日到期：{_summary(row)}")
    alarm.add("trigger", timedelta(days=(day - row["due_on"]).days, hours=AT))
    return alarm


def _alarm_days(reader: Reader, span: Ahead) -> dict[date, date]:
    """Due day → the working day that lies so many before it."""
    days = reader.calendar(span.as_of - timedelta(days=60), span.next_month)
    working = {row["working_index"]: row["day"] for row in days.iter_rows(named=True) if row["is_working"]}
    found = ((row["day"], working.get(row["working_index"] - AHEAD)) for row in days.iter_rows(named=True))
    return {day: before for day, before in found if before is not None}


def _summary(row: Row) -> str:
    done = "" if row["state"] in ("pending", "overdue") else "（" + STATES[row["state"]] + "）"
    return f"{row['rule_title_zh']}到期：{row['subject_name'] or row['subject_id']}{done}"


def _description(row: Row, rule: Row, as_of: date, note: str) -> str:
    return "\n".join(_lines(row, rule, as_of, note))


def _lines(row: Row, rule: Row, as_of: date, note: str) -> Iterator[str]:
    yield f"事项编号：{row['subject_id']}"
    yield f"责任部门：{row['department_name'] or row['unit_name']}"
    yield f"状态：{STATES[row['state']]}"
    if wanting := evidence.want(row, rule, as_of, Wording("zh")):
        yield wanting
    yield f"依据：{rule['clause_zh']}"
    if rule["clock_status"] == "sample":
        yield "期限为示例，待主管部门核定"
    if row["is_provisional"]:
        yield "到期日暂定：该年工作日历尚未公布"
    yield f"完成以此为准：{rule['met_zh']}"
    yield note
