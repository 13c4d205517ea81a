"""A server that answers as it is told to: for what a real one does only when its disk is full or its net is down."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Answer = tuple[int, dict[str, Any]]
Script = Callable[[str, str, str], Answer]
"""method, path and body to status and JSON"""


class FakeServer:
    """Answers every request by a script, and keeps what it was asked."""

    def __init__(self, script: Script) -> None:
        self.requests: list[tuple[str, str, str]] = []
        self.headers: list[dict[str, str]] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                import gzip

                data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = gzip.decompress(data) if self.headers.get("Content-Encoding") == "gzip" else data
                request = (self.command, self.path.partition("?")[0], body.decode())
                fake.requests.append(request)
                fake.headers.append(dict(self.headers))
                status, answer = script(*request)
                told = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer

            def log_message(self, *_: object) -> None:
                """Nothing on stderr."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def refusal(kind: str, reason: str = "") -> dict[str, Any]:
    """The body of an error, as OpenSearch writes it."""
    return {"error": {"type": kind, "reason": reason, "root_cause": [{"type": kind}]}}
