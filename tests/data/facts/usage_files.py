"""Files of which services were used, brought in for the last days of three months."""

from datetime import UTC, date, datetime, timedelta

from data.contracts.contracts import load_contracts
from data.facts.batch import Batch
from data.facts.store import Facts
from data.intake import ingest

NOW = datetime(2026, 7, 1, tzinfo=UTC)
JUNE, MAY, APRIL = date(2026, 6, 30), date(2026, 5, 31), date(2026, 4, 30)
DEPARTMENTS = "部门编码,部门名称,所属区划,考核分组\nJM003,江门市教育局,江门市,市直部门\n"
USAGE = "申请编号,首次使用时间\n"


def take(store: Facts, text: str, day: date, minute: int = 0, **said) -> Batch:
    at = NOW + timedelta(minutes=minute)
    (outcome,) = ingest([("a.csv", text.encode())], store, load_contracts(), exported_on=day, by="测试", received_at=at, **said)
    assert outcome.batch, outcome.sentence
    return outcome.batch
