"""The client: calls to the site with a token, again and again until somebody answers.

Every call is harmless to repeat: what asks changes nothing, and what sends has a name of its own.
So whatever was lost on the way (the call, or its reply) is sent again, ever later, with chance in
the waiting, so that many programs do not come back at one moment.

Nothing here keeps anything: see `sandbox` for what an institution writes down before it sends.
"""

import base64
import hashlib
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from izdes.adapters.exchange.faults import ExchangeRefused, ExchangeUnreachable
from izdes.core.orders.answers import Answer
from izdes.core.orders.papers import paper_bytes
from izdes.core.orders.receipts import Receipt, Signal

_TRIES = 8
_LONGEST_WAIT = 60.0
_BUSY = frozenset({429, 500, 502, 503, 504})
_UNAUTHORISED = 401
_GOOD = 300
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of HTTP."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Transport(Protocol):
    """Carries a call and brings the reply."""

    def __call__(self, call: Call, /) -> Reply:
        """Carry a call.

        Raises:
            OSError: It, or its reply, was lost on the way.
        """


@dataclass(slots=True)
class Site:
    """The site as one client of an institution sees it.

    Attributes:
        name: Of the client.
        wait: Waits so many seconds.
        chance: Spreads the waiting.
    """

    transport: Transport
    name: str
    secret: str = field(repr=False)
    wait: Callable[[float], None]
    chance: random.Random = field(repr=False)
    tries: int = _TRIES
    _token: str = field(default="", repr=False)

    def tidings(self, after: str) -> dict[str, Any]:
        """Return what was told after a cursor: ``requests``, ``cursor``, ``more``.

        Raises:
            ExchangeUnreachable: Nobody answers.
            ExchangeRefused: The site refuses.
        """
        return self._json(Call("GET", f"/v1/requests?{urlencode({'after': after})}", {}))

    def messages(self, after: str) -> dict[str, Any]:
        """Return what became of own messages after a cursor; errors as of `tidings`."""
        return self._json(Call("GET", f"/v1/messages?{urlencode({'after': after})}", {}))

    def package(self, number: str) -> bytes:
        """Return the package of a request; errors as of `tidings`."""
        return self.called(Call("GET", f"/v1/requests/{quote(number)}", {})).body

    def directory(self) -> bytes:
        """Return the directory of officers as it came; errors as of `tidings`."""
        return self.called(Call("GET", "/v1/directory", {})).body

    def send_receipt(self, receipt: Receipt) -> dict[str, Any]:
        """Send a receipt; errors as of `tidings`."""
        path = f"/v1/requests/{quote(receipt.order_number)}/receipts"
        return self._json(_letter(path, paper_bytes(receipt)))

    def send_signal(self, signal: Signal) -> dict[str, Any]:
        """Send a signal; errors as of `tidings`."""
        return self._json(_letter("/v1/signals", paper_bytes(signal)))

    def send_answer(self, answer: Answer, files: Mapping[str, bytes]) -> dict[str, Any]:
        """Send an answer with its files; errors as of `tidings`."""
        media, body = multipart(paper_bytes(answer), files)
        path = f"/v1/requests/{quote(answer.order_number)}/answers"
        return self._json(Call("POST", path, {"Content-Type": media}, body))

    def called(self, call: Call) -> Reply:
        """Call with a token; an old one is exchanged for a new one once.

        Raises:
            ExchangeUnreachable: Nobody answers.
            ExchangeRefused: The site refuses.
        """
        for is_last in (False, True):
            if not self._token:
                self._sign_in()
            bearer = {**call.headers, "Authorization": f"Bearer {self._token}"}
            reply = self._carried(Call(call.method, call.path, bearer, call.body))
            if reply.status == _UNAUTHORISED and not is_last:
                self._token = ""
                continue
            return _good(reply)
        raise ExchangeUnreachable(tries=self.tries)

    def _sign_in(self) -> None:
        """Ask for a token."""
        told = base64.b64encode(f"{quote(self.name)}:{quote(self.secret)}".encode()).decode()
        headers = {
            "Authorization": f"Basic {told}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        call = Call("POST", "/oauth/token", headers, b"grant_type=client_credentials")
        self._token = str(_object(_good(self._carried(call)))["access_token"])

    def _json(self, call: Call) -> dict[str, Any]:
        """Call, and read what is answered."""
        return _object(self.called(call))

    def _carried(self, call: Call) -> Reply:
        """Carry a call until somebody answers who is not too busy."""
        for number in range(self.tries):
            try:
                reply = self.transport(call)
            except OSError:
                reply = Reply(503, b"")
            if reply.status not in _BUSY:
                return reply
            if number + 1 < self.tries:
                self.wait(self._seconds(number, reply))
        raise ExchangeUnreachable(tries=self.tries)

    def _seconds(self, number: int, reply: Reply) -> float:
        """Return how long to wait: twice as long each time, or as long as the site says."""
        told = reply.headers.get("retry-after", "")
        if told.isascii() and told.isdecimal():
            return min(float(told), _LONGEST_WAIT)
        return min(2.0**number, _LONGEST_WAIT) * (0.5 + self.chance.random() / 2)


def multipart(answer: bytes, files: Mapping[str, bytes]) -> tuple[str, bytes]:
    """Return an answer and its files as one body, the same bytes each time, and its media type."""
    parts = [("answer", "answer.json", answer), *(("file", n, d) for n, d in files.items())]
    digest = hashlib.sha256(b"".join(data for _, _, data in parts)).hexdigest()
    boundary = f"izdes-{digest}"
    lines = [part for one in parts for part in _part(boundary, *one)]
    body = b"\r\n".join([*lines, f"--{boundary}--".encode(), b""])
    return f"multipart/form-data; boundary={boundary}", body


def _part(boundary: str, field_name: str, name: str, data: bytes) -> tuple[bytes, ...]:
    """Return one part of a body; the name of a file holds no quotation mark."""
    told = f'Content-Disposition: form-data; name="{field_name}"; filename="{name}"'
    head = (f"--{boundary}", told, "Content-Type: application/octet-stream", "")
    return (*(line.encode() for line in head), data)


def _letter(path: str, data: bytes) -> Call:
    """Return the call that sends a message of JSON alone."""
    return Call("POST", path, {"Content-Type": _JSON}, data)


def _good(reply: Reply) -> Reply:
    """Return a reply that is good.

    Raises:
        ExchangeRefused: It is a refusal.
    """
    if reply.status < _GOOD:
        return reply
    try:
        told = json.loads(reply.body)
        code = str(told.get("code") or told.get("error") or "")
    except (ValueError, AttributeError, RecursionError):
        code = ""
    raise ExchangeRefused(status=reply.status, problem=code)


def _object(reply: Reply) -> dict[str, Any]:
    """Return the object that a reply is.

    Raises:
        ExchangeRefused: It is none.
    """
    try:
        told = json.loads(reply.body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise ExchangeRefused(status=reply.status, problem="json")
    return told
