"""Timestamps: where an authority is configured, every signature carries its answer."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    LEAD,
    PROSECUTOR,
    drafted,
    running_case,
    sanctioned,
    signed,
)

from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.adapters.signatures.keys import read_key
from izdes.core.orders.checks import VerificationReport
from izdes.core.orders.papers import read_paper
from izdes.web.config import configuration
from izdes.web.correspondence import signers, stamping
from izdes.web.correspondence.errors import StampAbsent
from izdes.web.correspondence.models import Request, Signature, Verification
from izdes.web.correspondence.services import decide, send, submit

pytestmark = pytest.mark.enable_socket

_Serving = Callable[[Callable[[bytes], bytes]], None]


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Serving]:
    """Return what sets up an authority that answers as it is told, and configures it."""
    servers: list[HTTPServer] = []

    def served(answer: Callable[[bytes], bytes]) -> None:
        server = HTTPServer(("127.0.0.1", 0), _answering(answer))
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/tsa"
        told = replace(configuration(), stamps_address=address)
        monkeypatch.setattr(stamping, "configuration", lambda: told)

    yield served
    for server in servers:
        server.shutdown()
        server.server_close()


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


def _stamp(request: bytes) -> bytes:
    """Answer as the authority that this installation trusts."""
    signers.trusted(at=now())
    time = configuration().home / "pki" / "authority" / "time.pem"
    return answer_stamp(request, read_key(time.read_bytes()), at=now())


def _codes(cast: Cast, request: Request, step: str) -> list[str]:
    """Return what the kept report of a step found about timestamps."""
    with cast.acts(LEAD):
        row = Verification.objects.get(request=request, step=step)
    report = read_paper(bytes(row.report))
    assert isinstance(report, VerificationReport)
    assert row.is_accepted
    checks = [check for one in report.signatures for check in one.checks]
    return [check.code for check in checks if check.code.startswith("sign_stamp")]


def test_an_order_and_its_sanction_are_stamped_and_the_reports_say_so(
    cast: Cast, serving: _Serving
) -> None:
    serving(_stamp)

    request = sanctioned(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        rows = list(Signature.objects.filter(request=request))
    assert len(rows) == 4
    assert all(one.stamp for one in rows)
    assert _codes(cast, request, "sign") == ["sign_stamp_ok"] * 2
    assert _codes(cast, request, "decide") == ["sign_stamp_ok"] * 4
    with cast.acts(LEAD) as officer:
        assert send(request=request, officer=officer).state == "sent"
    assert _codes(cast, request, "send") == ["sign_stamp_ok"] * 4


def test_without_an_authority_nothing_is_stamped(cast: Cast) -> None:
    request = signed(cast, drafted(cast, running_case(cast)))

    with cast.acts(LEAD):
        assert not Signature.objects.filter(request=request, stamp__isnull=False).exists()
    assert _codes(cast, request, "sign") == ["sign_stamp_none"] * 2


@pytest.mark.parametrize("answer", [b"", b"no stamp", b"0" * 100_000])
def test_nothing_is_signed_where_the_authority_gives_no_stamp(
    cast: Cast, serving: _Serving, answer: bytes
) -> None:
    serving(lambda _: answer)
    request = drafted(cast, running_case(cast))

    with pytest.raises(StampAbsent):
        signed(cast, request)

    with cast.acts(LEAD):
        assert Request.objects.get(pk=request.pk).state == "draft"


def test_nothing_is_signed_where_the_authority_is_not_reached(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = replace(configuration(), stamps_address="http://127.0.0.1:9/tsa")
    monkeypatch.setattr(stamping, "configuration", lambda: told)

    with pytest.raises(StampAbsent):
        signed(cast, drafted(cast, running_case(cast)))


def test_a_prosecutor_signs_nothing_without_a_stamp_either(cast: Cast, serving: _Serving) -> None:
    serving(_stamp)
    request = drafted(cast, running_case(cast))
    signed(cast, request)
    serving(lambda _: b"no stamp")

    with pytest.raises(StampAbsent):
        _decided(cast, request)


def _decided(cast: Cast, request: Request) -> None:
    """Let a prosecutor sanction what is signed."""
    with cast.acts(LEAD) as officer:
        submit(request=request, officer=officer)
    with cast.acts(PROSECUTOR) as officer:
        decide(request=request, outcome="given", officer=officer)
