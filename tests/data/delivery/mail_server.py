"""A mail server as a process of its own. What it takes lies in a folder, a file a message; what it refuses goes by the recipient's name.

`python -W ignore mail_server.py FOLDER PORT [CERTIFICATE KEY]`; with a certificate it wants STARTTLS and the user `dushu`.
"""

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from socket import create_connection

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

PASSWORD = "geheim-5d1c"
VICTIM = "victim"  # the file that holds the pid of who is killed


class Handler:
    """Takes what comes, unless the recipient's name says otherwise."""

    def __init__(self, folder: Path):
        self.folder, self.count = folder, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.partition("@")[0]
        if name == "kill-rcpt":
            self._kill()
        if name.startswith("rcpt"):
            return f"{name[4:7]} no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].partition("@")[0]
        if name.startswith("data"):
            return f"{name[4:7]} not this content"
        self.count += 1
        place = self.folder / f"{os.getpid()}-{self.count:04}.eml"
        place.write_bytes(f"X-To: {','.join(envelope.rcpt_tos)}\r\nX-From: {envelope.mail_from}\r\n".encode() + envelope.content)
        if name == "kill-taken":
            self._kill()
        if name == "hangup":
            session.peer and server.transport.abort()
        return "250 taken"

    def _kill(self) -> None:
        os.kill(int((self.folder / VICTIM).read_text()), signal.SIGKILL)
        time.sleep(0.2)


def main(folder: str, port: str, *certificate: str) -> None:
    options = {}
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)

        def login(server, session, envelope, mechanism, data):
            good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"dushu", PASSWORD.encode())
            return AuthResult(success=good, handled=good)

        options = {"tls_context": context, "require_starttls": True, "authenticator": login, "auth_required": True}
    controller = Controller(Handler(Path(folder)), hostname="127.0.0.1", port=int(port), **options)
    controller.start()
    sys.stdin.read()
    controller.stop()


class Mailbox:
    """What a server has taken. `port`: where it listens."""

    def __init__(self, folder: Path, port: int):
        self.folder, self.port = folder, port

    def taken(self) -> list[EmailMessage]:
        found = sorted(self.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]  # type: ignore[misc]

    def empty(self) -> "Mailbox":
        for path in self.folder.glob("*.eml"):
            path.unlink()
        return self


@contextmanager
def serving(folder: Path, port: int, *certificate: Path) -> Iterator[Mailbox]:
    """A server over a folder; gone when the block ends."""
    command = [sys.executable, "-W", "ignore", __file__, str(folder), str(port), *map(str, certificate)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        yield Mailbox(folder, port)
    finally:
        assert server.stdin is not None
        server.stdin.close()
        server.wait(20)


if __name__ == "__main__":
    main(*sys.argv[1:])
