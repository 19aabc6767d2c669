"""The read-only data service: published tables over HTTP, for who shows a token. It can't write, and knows no draft.

What does not exist and what a token may not see are answered alike, so nobody learns what there is.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, cast
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data.access import Viewer
from data.calendar import CHINA
from data.decisions import sign_ins, tokens
from data.decisions.periods import Edition
from data.decisions.store import Decisions
from data.decisions.tokens import Holder
from data.errors import DushuError
from data.runs.editions import published
from data.runs.store import RunStore
from data.settings import VERSION, Home, Settings
from metrics.run.reader import Reader
from reports.open_data.description import TABLES, Table, version
from reports.open_data.limits import Limiter
from reports.open_data.tables import FORMATS, MEDIA, Format, as_file, dictionary_file, facts_of, page

log = logging.getLogger("uvicorn.error")
AT_ONCE = 2  # tables that are made at the same time; who comes later waits a moment
WRONG_TOKENS = 20  # a minute and address that are written to the trail
VISIBLE: dict[str, tuple[Table, ...]] = {"figures": ("totals", "indicators"), "obligations": TABLES}
SENTENCES = {
    401: ("没有令牌，或令牌无效、已过期、已撤销。请向主管部门申请数据令牌，放在 Authorization: Bearer 之后。",
          "No token, or one that is not valid, expired or revoked. Ask the authority for one and send it after Authorization: Bearer."),
    404: ("没有这份数据，或令牌无权读取。", "There is no such data, or the token may not read it."),
    400: ("limit 和 offset 须是不小于零的整数，limit 不为零。", "limit and offset are whole numbers from zero on, limit not zero."),
    429: ("请求过于频繁，请稍后再试。", "Too many requests; try again later."),
    500: ("数据暂时读不出来，请联系主管部门的系统管理员。", "The data can't be read at the moment; tell the authority's administrator."),
}  # fmt: skip
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache"}


class Said(Exception):
    """An answer other than the data: the status, and after how many seconds to ask again."""

    def __init__(self, status: int, wait: int = 0):
        super().__init__(status)
        self.status, self.wait = status, wait


@dataclass(frozen=True)
class Asked:
    """A page of a table of an edition in a format."""

    edition: Edition
    table: Table
    kind: Format
    offset: int
    limit: int

    @property
    def tag(self) -> str:
        """The same as long as the answer would be: an edition never changes, so it is known before anything is read."""
        told = (self.edition.manifest, self.table, self.kind, self.offset, self.limit, version(), VERSION)
        return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


def service(home: Home, settings: Settings, decisions: Decisions, clock: Callable[[], float] = time.monotonic) -> Starlette:
    """The application, for an ASGI server. `clock`: seconds, for the limits."""
    desk = Desk(home, settings, decisions, clock)
    routes = [
        Route("/healthz", lambda request: JSONResponse({"status": "ok"})),
        Route("/v1/editions", desk.editions),
        Route("/v1/dictionary.{kind}", desk.dictionary),
        Route("/v1/editions/{edition}/{table}.{kind}", desk.table),
    ]
    handlers = {Said: _said, DushuError: _broken, 404: lambda request, fault: _answer(404), 405: _no_method}
    return Starlette(routes=routes, exception_handlers=cast(Any, handlers))


class Desk:
    """Answers for one home. Safe among threads."""

    def __init__(self, home: Home, settings: Settings, decisions: Decisions, clock: Callable[[], float]):
        self.decisions, self.settings = decisions, settings
        self.store = RunStore(home, settings, lambda: published(decisions))
        self.reads, self.wrong = Limiter(settings.api_reads, clock), Limiter(WRONG_TOKENS, clock)
        self.turns = BoundedSemaphore(AT_ONCE)

    def editions(self, request: Request) -> Response:
        """Every published edition, the newest first, and the tables of it that the token may read."""
        holder = self._holder(request)
        found = published(self.decisions)
        newest = {edition.period: edition.edition_id for edition in found}
        told = [_edition(one, newest[one.period], VISIBLE[holder.token.scope]) for one in reversed(found)]
        self._trace(request, holder, "editions", rows=len(told))
        return JSONResponse({"editions": told}, headers=HEADERS)

    def dictionary(self, request: Request) -> Response:
        """The meaning, unit and type of every column that the token may read."""
        holder, kind = self._holder(request), request.path_params["kind"]
        if kind not in ("json", "csv"):
            raise Said(404)
        self._trace(request, holder, f"dictionary.{kind}")
        return Response(dictionary_file(kind, VISIBLE[holder.token.scope]), media_type=MEDIA[cast(Format, kind)], headers=HEADERS)

    def table(self, request: Request) -> Response:
        """A page of a table; 304 to who has it already."""
        holder = self._holder(request)
        asked = self._asked(request, holder)
        name = f"{asked.edition.edition_id}/{asked.table}.{asked.kind}"
        headers = HEADERS | {"ETag": asked.tag}
        if asked.tag in [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]:
            self._trace(request, holder, name, rows=0)
            return Response(status_code=304, headers=headers)
        with self.turns:
            reader = Reader(self.store, asked.edition.edition_id, _viewer(request, holder))
            found = page(reader, asked.table, asked.limit, asked.offset)
            data = as_file(found.rows, asked.kind, facts_of(reader, asked.table))
        self._trace(request, holder, name, rows=len(found.rows), offset=asked.offset)
        headers["Content-Disposition"] = f'attachment; filename="{asked.edition.edition_id}-{asked.table}.{asked.kind}"'
        headers["X-Total-Count"] = str(found.of)
        if asked.offset + asked.limit < found.of:
            after = urlencode({"offset": asked.offset + asked.limit, "limit": asked.limit})
            headers["Link"] = f'<{request.url.path}?{after}>; rel="next"'
        return Response(data, media_type=MEDIA[asked.kind], headers=headers)

    def _holder(self, request: Request) -> Holder:
        """Whose token it is that was shown. Raises Said(401), and writes it down; Said(429) to who asks too often."""
        kind, _, text = request.headers.get("authorization", "").partition(" ")
        holder = tokens.holder(self.decisions, text.strip()) if kind.lower() == "bearer" else None
        if holder is None:
            if wait := self.wrong.wait(_peer(request)):
                raise Said(429, wait)
            sign_ins.refuse(self.decisions, "", _peer(request), "token")
            raise Said(401)
        if wait := self.reads.wait(holder.token_id):
            raise Said(429, wait)
        return holder

    def _asked(self, request: Request, holder: Holder) -> Asked:
        path = request.path_params
        edition = next((one for one in published(self.decisions) if one.edition_id == path["edition"]), None)
        if edition is None or path["table"] not in VISIBLE[holder.token.scope] or path["kind"] not in FORMATS:
            raise Said(404)
        most = self.settings.api_rows
        offset, limit = _number(request, "offset", 0), min(_number(request, "limit", most), most)
        if limit == 0:
            raise Said(400)
        return Asked(edition, path["table"], path["kind"], offset, limit)

    def _trace(self, request: Request, holder: Holder, what: str, **detail: Any) -> None:
        """Every answer with data in it has a line in the trail, written before it leaves."""
        self.decisions.trace(_viewer(request, holder), "export", f"api/{what}", **detail)


def _viewer(request: Request, holder: Holder) -> Viewer:
    """Who reads, for the gate and the trail: what is published of the whole city."""
    return Viewer(holder.token.name, "analyst", login=f"token:{holder.token_id}", address=_peer(request))


def _peer(request: Request) -> str:
    return request.client.host if request.client else ""


def _edition(one: Edition, newest: str, tables: tuple[Table, ...]) -> dict[str, Any]:
    return {
        "edition": one.edition_id, "period": one.period, "number": one.number, "published_at": one.at.astimezone(CHINA).isoformat(timespec="seconds"),
        "is_superseded": one.edition_id != newest, "tables": tables, "formats": FORMATS,
    }  # fmt: skip


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Said(400)
    return int(text)


def _answer(status: int, wait: int = 0) -> Response:
    zh, en = SENTENCES[status]
    headers = dict(HEADERS)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if wait:
        headers["Retry-After"] = str(wait)
    return JSONResponse({"error": zh, "error_en": en}, status, headers)


def _said(request: Request, fault: Said) -> Response:
    return _answer(fault.status, fault.wait)


def _broken(request: Request, fault: DushuError) -> Response:
    """What can't be read is the office's business: the sentence that names files goes into the server's own log."""
    log.error("%s: %s", request.url.path, fault)
    return _answer(500)


def _no_method(request: Request, fault: Exception) -> Response:
    return JSONResponse({"error": "只能读取（GET）。", "error_en": "Only reading (GET)."}, 405, {**HEADERS, "Allow": "GET, HEAD"})
