"""What was sent to the acting institution: tidings in their order, and the packages themselves.

Every question here is asked under the site's login: rows of others are not there, by policy.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from izdes.adapters.messages.package import Package, PackedSignature, package_bytes, read_package
from izdes.core.orders.papers import read_decision, read_order
from izdes.web.config import configuration
from izdes.web.institutions.refusals import Unknown
from izdes.web.institutions.store import rows
from izdes.web.packages.known import is_site_apart

AT_ONCE = 100
LATEST_DIRECTORY = "SELECT content, digest, key, signature FROM institutions_directory_now()"
Asked = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
_TIDINGS = "SELECT * FROM institutions_tidings(%s, %s)"
_REQUEST = """
    SELECT request.id, request.paper, request.digest, (
        SELECT journal_head FROM institutions_tiding
        WHERE request_id = request.id AND kind = 'sent' ORDER BY id LIMIT 1)
    FROM correspondence_request request WHERE request.number = %s
"""
_DECISION = """
    SELECT kind, number, paper, digest, judge, decided_on FROM correspondence_decision
    WHERE request_id = %s AND order_digest = %s AND outcome <> 'refused'
"""
_SIGNATURES = """
    SELECT paper, form, value, stamp FROM correspondence_signature
    WHERE request_id = %s AND paper_digest = ANY (%s) ORDER BY paper DESC, form, id
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One tiding: that a request was sent, or what the office said of it since.

    Attributes:
        cursor: Of this tiding; whoever has read it asks for those after it.
        until: What the tiding says of time: the term, or the extension given.
        state: How the request stands now.
    """

    cursor: int
    kind: str
    text: str
    until: datetime | None
    at: datetime
    number: str
    digest: str
    measure: str
    state: str
    due_at: datetime | None

    def as_json(self) -> dict[str, Any]:
        """Return it as the site tells it."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in told.items()
        } | {"cursor": str(self.cursor)}


def tidings_after(cursor: int, *, most: int = AT_ONCE) -> tuple[Told, ...]:
    """Return what was told after a tiding, in order, none left out."""
    return tuple(Told(*row) for row in rows(_TIDINGS, [cursor, most]))


def package_of(number: str) -> bytes:
    """Return the package of a request as one file, the same bytes each time.

    Raises:
        Unknown: No such request was sent to this institution.
    """
    return package_bytes(package_sent(number))


def package_sent(number: str) -> Package:
    """Return the package of a request; errors as of `package_of`."""
    if is_site_apart(configuration()):
        return _carried(number)
    found = rows(_REQUEST, [number])
    if not found:
        raise Unknown
    key, paper, digest, head = found[0]
    return packed(key=key, paper=bytes(paper), digest=digest, head=head or "")


def _carried(number: str) -> Package:
    """Return the package of a request as the office carried it to where this site runs apart."""
    data = rows("SELECT institutions_package_of(%s)", [number])[0][0]
    if data is None:
        raise Unknown
    return read_package(bytes(data))


def packed(
    *,
    key: int,
    paper: bytes,
    digest: str,
    head: str,
    asked: Asked = rows,
    decision: str = _DECISION,
    signatures: str = _SIGNATURES,
) -> Package:
    """Return the package of a request that is visible to whoever asks the database.

    Args:
        decision: How its decision is asked for, by its key and the digest of the order.
        signatures: How its signatures are asked for, by its key and the digests of the papers.
    """
    decided = next(iter(asked(decision, [key, digest])), None)
    digests, notes, given = [digest], dict[str, str](), None
    if decided is not None and decided[2] is not None:
        given = read_decision(bytes(decided[2]))
        digests.append(decided[3])
    elif decided is not None:
        notes = {"act": decided[1], "act_judge": decided[4], "act_on": decided[5].isoformat()}
    signed = tuple(
        PackedSignature(of, form, bytes(value), bytes(stamp or b""))
        for of, form, value, stamp in asked(signatures, [key, digests])
    )
    return Package(read_order(paper), given, signed, head, notes)


def directory_told(row: Sequence[Any]) -> dict[str, Any]:
    """Return the signed directory as an institution gets it, out of its row."""
    content, digest, key, signature = row
    return {
        "directory": json.loads(bytes(content)),
        "digest": digest,
        "key": key,
        "signature": base64.b64encode(bytes(signature)).decode(),
    }


def digest_of_request(number: str) -> str:
    """Return the digest of the order of a request.

    Raises:
        Unknown: No such request was sent to this institution.
    """
    digest = rows("SELECT institutions_digest_of(%s)", [number])[0][0]
    if digest is None:
        raise Unknown
    return str(digest)
