"""By mail: one connection for all messages, one recipient each. The content leaves only in `hand_over`."""

import re
import smtplib
import ssl
from contextlib import suppress
from ipaddress import ip_address

from data.delivery.carrying import Away, NoAnswer, Refused, fault_text
from data.errors import ConfigFault
from data.settings import Settings

SECONDS = 60  # for each step of the talk
LOOPBACK = ("localhost", "localhost.localdomain")
TEMPORARY, PERMANENT = 400, 500


class MailCarrier:
    """Mail by the settings' server. Raises ConfigFault when these can't be used together."""

    is_repeatable = False

    def __init__(self, settings: Settings):
        if not settings.mail_from or "@" not in settings.mail_from:
            raise ConfigFault("设了 DUSHU_SMTP_HOST 而没有发件地址。请用 DUSHU_MAIL_FROM 设定，如 dushu@example.gov.cn。")
        if settings.smtp_password and settings.smtp_security == "none" and not is_loopback(str(settings.smtp_host)):
            raise ConfigFault(
                "DUSHU_SMTP_SECURITY 为 none 时口令会明文传输，没有发送。请改为 starttls 或 tls，或去掉 DUSHU_SMTP_PASSWORD。"
            )
        self._settings, self._sender = settings, settings.mail_from
        self._smtp: smtplib.SMTP | None = None
        self._content, self._is_open = b"", False  # open: the server takes whatever comes for content

    def prepare(self, recipient: str, content: bytes) -> None:
        """Sender and recipient are accepted and the server waits for the content."""
        self._content = content
        try:
            smtp = self._connected()
            self._step(smtp.mail(self._sender), is_ours=False)
            self._step(smtp.rcpt(recipient))
            self._step(smtp.docmd("DATA"), wanted=354)
            self._is_open = True
        except (smtplib.SMTPException, OSError) as fault:
            self.close()
            raise Away(f"邮件服务器 {self._settings.smtp_host} 连接不上：{fault_text(fault)}") from fault

    def hand_over(self) -> None:
        """The content, and the server's word on it."""
        smtp = self._smtp
        assert smtp is not None
        try:
            smtp.send(as_sent(self._content))
            code, text = smtp.getreply()
        except (smtplib.SMTPException, OSError) as fault:
            self.close()
            raise NoAnswer(f"内容已交给邮件服务器，没有等到答复：{fault_text(fault)}") from fault
        self._is_open = False
        if code != 250:
            raise Refused(f"邮件服务器没有接收：{told(code, text)}", for_good=code >= PERMANENT)

    def close(self) -> None:
        """Take leave; a server that is gone already needs none."""
        smtp, is_open = self._smtp, self._is_open
        self._smtp, self._is_open = None, False
        if smtp is None:
            return
        with suppress(smtplib.SMTPException, OSError):  # it may have hung up first
            if not is_open and smtp.sock is not None:
                smtp.sock.settimeout(5)  # a dead one is not waited for
                smtp.docmd("QUIT")
        smtp.close()

    def _connected(self) -> smtplib.SMTP:
        """The connection of the message before, if the server still holds it, else a new one."""
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):  # it has hung up: a new connection is made below
                if self._smtp.rset()[0] == 250:
                    return self._smtp
            self.close()
        self._smtp = self._opened()
        return self._smtp

    def _opened(self) -> smtplib.SMTP:
        said = self._settings
        name = self._sender.rpartition("@")[2].rstrip(">")  # asking the network for our own name can take long where there is none
        trusted = ssl.create_default_context(cafile=str(said.smtp_ca) if said.smtp_ca else None)
        if said.smtp_security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(str(said.smtp_host), said.smtp_port, name, timeout=SECONDS, context=trusted)
        else:
            smtp = smtplib.SMTP(str(said.smtp_host), said.smtp_port, name, timeout=SECONDS)
        try:
            smtp.ehlo_or_helo_if_needed()
            if said.smtp_security == "starttls":
                smtp.starttls(context=trusted)
                smtp.ehlo()
            if said.smtp_user and said.smtp_password:
                smtp.login(said.smtp_user, said.smtp_password.get_secret_value())
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _step(self, answer: tuple[int, bytes], wanted: int = 250, *, is_ours: bool = True) -> None:
        """What the server answered must be what was hoped for. 421 is its farewell; what is not of this message is of every other, too."""
        code, text = answer
        if code == wanted or (wanted == 250 and code == 251):
            return
        if code < TEMPORARY or code == 421 or not is_ours:
            self.close()
            raise Away(f"邮件服务器 {self._settings.smtp_host} 答复 {told(code, text)}")
        raise Refused(f"邮件服务器答复 {told(code, text)}", for_good=code >= PERMANENT)


def told(code: int, text: bytes) -> str:
    """A server's answer in one line."""
    return f"{code} {text.decode('utf-8', 'replace')}"[:250]


def as_sent(content: bytes) -> bytes:
    """The content as SMTP carries it: whole lines, a period doubled where it begins one, a period alone at the end."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host in LOOPBACK:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
