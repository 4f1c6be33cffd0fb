"""Stamping: a timestamp (RFC 3161) over every signature, where an authority is configured.

The authority is a service in the office's own network, for the office calls nobody outside. Where
one is configured, nothing is signed without its answer: a paper whose moment should be proven and
is not would be taken for one that is. What was to be signed stays as it was, and is signed by the
same step once the authority answers. What a stamp proves is found by whoever verifies.
"""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from izdes.adapters.signatures.cades import read_cades
from izdes.adapters.signatures.faults import TimestampUnusable
from izdes.adapters.signatures.jws import read_jws
from izdes.adapters.signatures.stamps import Authority, stamp
from izdes.core.orders.checks import SignatureForm
from izdes.web.config import configuration
from izdes.web.correspondence.errors import StampAbsent

_ASKED, _ANSWERED = "application/timestamp-query", "application/timestamp-reply"
_WAIT_SECONDS = 10.0
_MOST_BYTES = 64 * 1024
_OK = 200


def stamped(signature: bytes, content: bytes, form: SignatureForm) -> bytes | None:
    """Return the authority's answer about a signature; None where no authority is configured.

    Args:
        signature: Detached, over the content.

    Raises:
        StampAbsent: The authority is not reached, or its answer is none.
    """
    asking = authority()
    if asking is None:
        return None
    seen = (read_cades if form == "cades" else read_jws)(signature, content)
    try:
        return stamp(seen.value, asking)
    except TimestampUnusable:
        raise StampAbsent from None


def authority() -> Authority | None:
    """Return what carries requests to the configured authority; None where there is none.

    What it returns raises `StampAbsent` where the authority is not reached.
    """
    address = configuration().stamps_address
    if not address:
        return None
    return lambda request: _asked(address, request)


def _asked(address: str, request: bytes) -> bytes:
    """Return what the authority at an address answers to a request."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=_WAIT_SECONDS)
        try:
            headers = {"Content-Type": _ASKED, "Accept": _ANSWERED}
            connection.request("POST", parts.path or "/", request, headers)
            # Closed by itself: what was not read to the end holds its socket open.
            with connection.getresponse() as answer:
                told = answer.read(_MOST_BYTES + 1)
        finally:
            connection.close()
    except (OSError, HTTPException, ValueError):
        raise StampAbsent from None
    if answer.status != _OK or len(told) > _MOST_BYTES:
        raise StampAbsent
    return told
