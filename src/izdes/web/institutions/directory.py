"""The directory of officers and prosecutors: who signs for which body, since when, by what.

A bank that gets an order sees from it whether whoever signed holds a post, and whether the
certificate is of that person and of that body. It is made from the posts of the office and from the
signatures over papers that left it, and signed with the key that signs heads of the journal.

It proves what the office says, at its day. A certificate stands here only if it names the very body
in which the post is held.
"""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.utils.timezone import localdate

from izdes.adapters.exchange.directory import FORMAT, signed_text
from izdes.adapters.signatures.cades import read_cades
from izdes.adapters.signatures.certificates import numbers_of
from izdes.adapters.signatures.jws import read_jws
from izdes.adapters.signatures.profile import packaged
from izdes.core.errors import IzdesError
from izdes.core.sealing.canonical import canonical_json
from izdes.web.config import configuration
from izdes.web.journal.signing import signer


@dataclass(frozen=True, slots=True)
class _Post:
    """A post that lasts, with its holder."""

    iin: str
    name: str
    role: str
    body: str
    body_bin: str
    since: datetime
    until: datetime | None


def renew_directory() -> bool:
    """Make the directory anew if it lacks somebody who signed what left; say whether it was.

    Asked every few seconds: where nobody is lacking, one question to the database is all.
    """
    lacking = _certificates("institutions_unlisted()")
    if not lacking or lacking.keys().isdisjoint((one.iin, one.body_bin) for one in _posts()):
        return False
    return make_directory()


def make_directory() -> bool:
    """Make the directory of today, if anything in it is new; say whether it was."""
    key = signer(configuration()).key
    content = canonical_json(
        {
            "format": FORMAT,
            "issuer": key.name,
            "as_of": localdate().isoformat(),
            "entries": _entries(_posts(), _certificates("institutions_signatures()")),
        }
    )
    secret = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(configuration().journal_key))
    digest = hashlib.sha256(content).hexdigest()
    given: list[bytes | str] = [content, digest, str(key), secret.sign(signed_text(content))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT institutions_keep_directory(%s, %s, %s, %s)", given)
        return bool(cursor.fetchone()[0])


def _posts() -> list[_Post]:
    """Return the posts in which somebody signs or decides."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM institutions_signers()")
        return [_Post(*row) for row in cursor.fetchall()]


def _certificates(signatures: str) -> Mapping[tuple[str, str], list[bytes]]:
    """Return certificates that signed papers which left, by number of person and of body; DER.

    Args:
        signatures: The function of the database that tells by which signatures.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT form, value, paper FROM {signatures}")  # noqa: S608 - ours
        rows = list(cursor.fetchall())
    found = defaultdict[tuple[str, str], list[bytes]](list)
    for form, value, paper in rows:
        der = _signer_of(form, bytes(value), bytes(paper))
        for holder in _holders(der):
            found[holder].append(der)
    return found


def _signer_of(form: str, value: bytes, paper: bytes) -> bytes:
    """Return the certificate of a signature; empty where it cannot be read."""
    try:
        return (read_jws if form == "jws" else read_cades)(value, paper).certificate
    except IzdesError:
        return b""


def _holders(der: bytes) -> list[tuple[str, str]]:
    """Return whose a certificate is: number of the person and of each body."""
    if not der:
        return []
    certificate, profile = x509.load_der_x509_certificate(der), packaged()
    people = numbers_of(certificate, profile.person)
    bodies = numbers_of(certificate, profile.body)
    return [(people[0], body) for body in bodies] if len(people) == 1 else []


def _entries(
    posts: list[_Post], certificates: Mapping[tuple[str, str], list[bytes]]
) -> list[dict[str, Any]]:
    """Return an entry for each post; a certificate only if it is of the person and of the body."""
    return [
        {
            "name": post.name,
            "role": post.role,
            "body": post.body,
            "body_bin": post.body_bin,
            "since": post.since.isoformat(),
            "until": post.until and post.until.isoformat(),
            "certificates": [
                {
                    "sha256": hashlib.sha256(der).hexdigest(),
                    "der": base64.b64encode(der).decode(),
                }
                for der in sorted(certificates.get((post.iin, post.body_bin), []))
            ],
        }
        for post in posts
    ]
