"""The data service as who asks it has it: what it answers, and what moves its clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse

from data.access import Viewer
from data.calendar import day_of
from data.decisions import tokens
from data.decisions.store import Decisions
from data.settings import Home

ADMIN = Viewer("管理员", "admin", login="root")
NOW = datetime(2026, 8, 1, 2, tzinfo=UTC)
ROWS = 40  # a page of the service: the obligations are more


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Portal:
    """The service and the home behind it. `shift`: moved, the days go by; `seconds`: likewise for the limits."""

    home: Home
    port: int
    decisions: Decisions
    draft: str
    shift: timedelta = timedelta()
    seconds: float = 0.0

    def get(self, path: str, token: str | None = None, method: str = "GET", **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            asked = {"Authorization": f"Bearer {token}"} if token else {}
            connection.request(method, path, headers=asked | headers)
            answer: HTTPResponse = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def token(self, scope: str = "figures", days: int = 30) -> str:
        until = day_of(self.decisions.now()) + timedelta(days=days)
        return tokens.make(self.decisions, ADMIN, "市门户", scope, until, "公布结果")[1]
