"""To the robot of the office messenger: the text alone, in the shape that the messenger wants."""

import http.client
import json
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import urlsplit

from data.delivery.carrying import Away, NoAnswer, Refused, fault_text
from data.errors import ConfigFault

SECONDS = 30
MOST = 2000  # bytes of text; the narrowest messenger takes 2048
SURELY_NOT = (429, 503)  # after any other 5xx the message may have got through


class WebhookCarrier:
    """One messenger's robot. `form`: which messenger. The address holds the robot's key, so it is told nowhere."""

    is_repeatable = False

    def __init__(self, address: str, form: str):
        self._address, self._form = urlsplit(address), form
        if self._address.scheme not in ("http", "https") or not self._address.hostname:
            raise ConfigFault("DUSHU_WEBHOOK 不是网址，请按即时通信后台给出的机器人地址填写（https://…）。")
        self._connection: http.client.HTTPConnection | None = None
        self._body = b""

    def prepare(self, recipient: str, content: bytes) -> None:
        """Connect; nothing is said yet."""
        self.close()
        kind = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
        self._body = body_of(self._form, content)
        self._connection = kind(str(self._address.hostname), self._address.port, timeout=SECONDS)
        try:
            self._connection.connect()
        except OSError as fault:
            self.close()
            raise Away(f"即时通信 {self._address.hostname} 连接不上：{fault_text(fault)}") from fault

    def hand_over(self) -> None:
        """Say it, and read what the robot answers."""
        connection = self._connection
        assert connection is not None
        path = (self._address.path or "/") + (f"?{self._address.query}" if self._address.query else "")
        try:
            connection.request("POST", path, self._body, {"Content-Type": "application/json; charset=utf-8"})
            answer = connection.getresponse()
            told = answer.read(100_000)
        except (OSError, http.client.HTTPException) as fault:
            raise NoAnswer(f"内容已交给即时通信，没有等到答复：{fault_text(fault)}") from fault
        finally:
            self.close()
        _judge(answer.status, told)

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def body_of(form: str, content: bytes) -> bytes:
    """The JSON that a messenger takes, with the text of a message, cut where it is too long."""
    message = message_from_bytes(content, policy=policy.default)
    body = message.get_body(("plain",))
    text = str(message["Subject"]) + "\n" + ("" if body is None else body.get_content().strip())
    cut = text.encode()[:MOST].decode("utf-8", "ignore")
    said: dict[str, Any] = {"msgtype": "text", "text": {"content": cut}}
    if form == "feishu":
        said = {"msg_type": "text", "content": {"text": cut}}
    return json.dumps(said, ensure_ascii=False).encode()


def _judge(status: int, told: bytes) -> None:
    """Taken only when the robot says so itself: it answers 200 to what it refuses, too."""
    shown = f"{status} {told[:200].decode('utf-8', 'replace')}"
    if status >= 500 and status not in SURELY_NOT:
        raise NoAnswer(f"即时通信答复 {shown}，是否已发出无从得知")
    if status != 200:
        raise Refused(f"即时通信答复 {shown}", for_good=status not in SURELY_NOT)
    try:
        said = json.loads(told)
        code = said.get("errcode", said.get("code"))
    except (ValueError, AttributeError):
        code = None
    if code is None:
        raise NoAnswer(f"即时通信的答复读不懂（{shown}），是否已发出无从得知")
    if code != 0:
        raise Refused(f"即时通信没有发出：{shown}", for_good=False)
