"""The network: calls over HTTPS, or over HTTP to this machine alone.

Redirections are not followed: a token would go where nobody meant it to.
"""

import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from izdes.adapters.exchange.client import Call, Reply, Transport
from izdes.adapters.exchange.faults import AddressWrong

_TIMEOUT_SECONDS = 30.0
_MOST_BYTES = 64_000_000
_OWN = frozenset({"127.0.0.1", "localhost", "::1"})


def network(url: str, *, timeout_seconds: float = _TIMEOUT_SECONDS) -> Transport:
    """Return what carries calls to a site.

    Raises:
        AddressWrong: The address is neither ``https`` nor this machine's own ``http``.
    """
    parts = urlsplit(url)
    host, is_plain = parts.hostname or "", parts.scheme == "http"
    if not host or parts.scheme not in {"http", "https"} or (is_plain and host not in _OWN):
        raise AddressWrong(url=url)
    base = parts.path.rstrip("/")

    def carried(call: Call) -> Reply:
        if is_plain:
            connection = HTTPConnection(host, parts.port, timeout=timeout_seconds)
        else:
            context = ssl.create_default_context()
            connection = HTTPSConnection(host, parts.port, timeout=timeout_seconds, context=context)
        try:
            connection.request(call.method, base + call.path, call.body, dict(call.headers))
            with connection.getresponse() as response:
                headers = {name.lower(): text for name, text in response.getheaders()}
                return Reply(response.status, response.read(_MOST_BYTES), headers)
        except HTTPException as broken:
            raise OSError(str(broken)) from None
        finally:
            connection.close()

    return carried
