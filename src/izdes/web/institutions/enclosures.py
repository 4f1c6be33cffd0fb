"""Enclosures: signed papers that go with a request, given to its addressee and to nobody else.

Given is what the signed order names by its digest, and only bytes that have this digest.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from izdes.adapters.messages.enclosures import enclosure_name
from izdes.core.orders.enclosed import enclosed_in
from izdes.web.config import configuration
from izdes.web.files.blobs import blobs
from izdes.web.files.keys import Wrapped
from izdes.web.institutions.refusals import EnclosureDiffers, Unknown
from izdes.web.institutions.sent import package_sent
from izdes.web.institutions.store import rows
from izdes.web.packages.known import is_site_apart

_ENCLOSED = "SELECT kind, number, digest, size_bytes FROM institutions_enclosed(%s)"
_PLACE = "SELECT blob, key_id, wrapped_key FROM institutions_enclosure_place(%s, %s)"
_CARRIED = "SELECT institutions_enclosure_of(%s, %s)"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A paper that goes with a request.

    Attributes:
        kind: ``victim_decree``.
        number: Of the paper.
        name: Under which it lies beside the package.
    """

    kind: str
    number: str
    sha256: str
    size_bytes: int
    name: str

    def as_json(self) -> dict[str, Any]:
        """Return it as the site tells it."""
        return asdict(self)


def enclosures_of(number: str) -> tuple[Enclosed, ...]:
    """Return the papers that go with a request, of those that its signed order names.

    Raises:
        Unknown: No such request was sent to this institution.
    """
    named = {one.digest for one in enclosed_in(package_sent(number).order)}
    return tuple(
        Enclosed(kind, paper, digest, size, enclosure_name(number, kind))
        for kind, paper, digest, size in rows(_ENCLOSED, [number])
        if digest in named
    )


def enclosure_of(number: str, digest: str) -> tuple[Enclosed, bytes]:
    """Return a paper that goes with a request, with its bytes.

    Raises:
        Unknown: No such request was sent to this institution, or no such paper goes with it.
        EnclosureDiffers: What is kept is not the paper that the order names.
    """
    found = next((one for one in enclosures_of(number) if one.sha256 == digest), None)
    if found is None:
        raise Unknown
    content = _content(number, digest)
    require_digest(content, digest)
    return found, content


def kept_bytes(blob: UUID, key_id: str, wrapped: bytes) -> bytes:
    """Return the bytes of a paper as the office keeps them: papers of ours are small."""
    return b"".join(blobs().read(blob, Wrapped(key_id, bytes(wrapped))))


def require_digest(content: bytes, digest: str) -> None:
    """Refuse bytes that are not those of a digest.

    Raises:
        EnclosureDiffers: They are not.
    """
    if hashlib.sha256(content).hexdigest() != digest:
        raise EnclosureDiffers


def _content(number: str, digest: str) -> bytes:
    """Return the bytes of a paper, where the office keeps them or where they were carried to.

    Raises:
        Unknown: They were put away since it was told.
    """
    if is_site_apart(configuration()):
        return bytes(rows(_CARRIED, [number, digest])[0][0])
    if not (found := rows(_PLACE, [number, digest])):
        raise Unknown
    return kept_bytes(*found[0])
