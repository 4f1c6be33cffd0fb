"""The local authority as a folder.

Its parts::

    authority/     root, issuing and time: key and certificate of each, PEM
    keys/          one PKCS #12 file for each holder
    certificates/  their certificates, PEM
    trust/         what a verifier is given: roots, stamps, issuers, lists, answers
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from izdes.adapters.signatures.authority.issuing import Authority, Holder, found_authority, issue
from izdes.adapters.signatures.authority.revoking import answer_about, revocation_list
from izdes.adapters.signatures.beside import bytes_of
from izdes.adapters.signatures.keys import FileKey, read_key


@dataclass(frozen=True, slots=True)
class Issued:
    """A holder's key, under the name of his file."""

    name: str
    key: FileKey


def write_authority(
    folder: Path,
    holders: Mapping[str, Holder],
    *,
    at: datetime,
    until: datetime,
    password: bytes,
) -> tuple[Issued, ...]:
    """Write a new authority with a certificate for each holder; the names become file names."""
    authority = found_authority(at)
    issued = tuple(
        Issued(name, issue(authority, holder, at=at, until=until))
        for name, holder in holders.items()
    )
    for name in ("authority", "keys", "certificates"):
        (folder / name).mkdir(parents=True)
    _write_keys(folder / "authority", authority)
    for one in issued:
        _write_holder(folder, one, password)
    write_trust(folder / "trust", authority, issued, at=at)
    return issued


def read_stamping(folder: Path) -> FileKey:
    """Return the key of the time of an authority in a folder."""
    return read_key(bytes_of(folder / "authority" / "time.pem"))


def read_authority(folder: Path) -> Authority:
    """Return the keys of an authority in a folder.

    Raises:
        FileUnusable: They are not there.
        KeyUnusable: They cannot be read.
    """
    root, issuing, time = (
        read_key(bytes_of(folder / "authority" / f"{name}.pem"))
        for name in ("root", "issuing", "time")
    )
    return Authority(root, issuing, time)


def write_trust(
    folder: Path, authority: Authority, issued: tuple[Issued, ...], *, at: datetime
) -> None:
    """Write what a verifier is given."""
    for name in ("roots", "stamps", "issuers", "lists", "answers"):
        (folder / name).mkdir(parents=True)
    root, issuing = authority.root, authority.issuing
    for name, key in (("roots/root", root), ("stamps/root", root), ("issuers/issuing", issuing)):
        pem = key.certificate.public_bytes(Encoding.PEM)
        (folder / f"{name}.pem").write_bytes(pem)
    for name, key in (("root", root), ("issuing", issuing)):
        (folder / "lists" / f"{name}.crl").write_bytes(revocation_list(key, {}, at=at))
    for one in issued:
        answer = answer_about(issuing, one.key.certificate, at=at)
        (folder / "answers" / f"{one.name}.ors").write_bytes(answer)


def _write_keys(folder: Path, authority: Authority) -> None:
    """Write the authority's own keys, open to whoever may read the folder."""
    parts = {"root": authority.root, "issuing": authority.issuing, "time": authority.stamping}
    for name, key in parts.items():
        private = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = folder / f"{name}.pem"
        path.touch(mode=0o600)
        path.write_bytes(private + key.certificate.public_bytes(Encoding.PEM))


def _write_holder(folder: Path, one: Issued, password: bytes) -> None:
    """Write a holder's key and certificate."""
    path = folder / "keys" / f"{one.name}.p12"
    path.touch(mode=0o600)
    path.write_bytes(key_file(one.name, one.key, password))
    pem = one.key.certificate.public_bytes(Encoding.PEM)
    (folder / "certificates" / f"{one.name}.pem").write_bytes(pem)


def key_file(name: str, key: FileKey, password: bytes) -> bytes:
    """Return a key with its certificates as PKCS #12."""
    return pkcs12.serialize_key_and_certificates(
        name.encode(),
        key.private,
        key.certificate,
        list(key.chain),
        BestAvailableEncryption(password),
    )
