"""An authority of time for tests: it listens on this machine and answers as it is told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.utils.timezone import now

from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.adapters.signatures.keys import read_key
from izdes.web.config import configuration
from izdes.web.correspondence.orders import signers, stamping

Serving = Callable[[Callable[[bytes], bytes]], None]


def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """Yield what sets up an authority that answers as it is told, and configures it."""
    servers: list[HTTPServer] = []

    def served(answer: Callable[[bytes], bytes]) -> None:
        server = HTTPServer(("127.0.0.1", 0), _answering(answer))
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        configure(monkeypatch, f"http://127.0.0.1:{server.server_port}/tsa")

    yield served
    for server in servers:
        server.shutdown()
        server.server_close()


def configure(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Configure the address of an authority."""
    told = replace(configuration(), stamps_address=address)
    monkeypatch.setattr(stamping, "configuration", lambda: told)


def trusted_stamp(request: bytes) -> bytes:
    """Answer as the authority that this installation trusts."""
    signers.trusted(at=now())
    time = configuration().home / "pki" / "authority" / "time.pem"
    return answer_stamp(request, read_key(time.read_bytes()), at=now())


def _answering(answer: Callable[[bytes], bytes]) -> type[BaseHTTPRequestHandler]:
    """Return a handler that gives each request to a function."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            told = answer(asked)
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            """Keep the output of the tests clean."""

    return Handler
