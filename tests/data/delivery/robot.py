"""The robot of an office messenger as a real HTTP server: it keeps what it is told and answers by the path it was asked under."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWERS: dict[str, tuple[int, bytes]] = {
    "/good": (200, b'{"errcode": 0, "errmsg": "ok"}'),
    "/feishu": (200, b'{"code": 0, "msg": "success"}'),
    "/refused": (200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}'),
    "/gone": (404, b"not here"),
    "/busy": (503, b"later"),
    "/gateway": (502, b"bad gateway"),
    "/odd": (200, b"<html>hello</html>"),
    "/elsewhere": (302, b""),
}


@contextmanager
def listening() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Its address, and the list of (path, JSON) that it was told."""
    told: list[tuple[str, Any]] = []

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            path = self.path.partition("?")[0]
            told.append((self.path, body))
            if path == "/silent":
                self.close_connection = True
                return
            status, answer = ANSWERS[path]
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Robot)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
