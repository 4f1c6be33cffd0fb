"""Signers: what signs for an officer here, and what checks signatures.

One provider exists: keys in files of the demonstration's authority, for the demo and for tests. An
officer's key is made when he first signs, in ``pki/keys`` of the installation, under a password
that follows from the office's key. Whoever has the folder can sign as anybody in it: such a
signature proves nothing outside. In production nobody signs until another provider is set up, and
what is trusted are the files that the installation was given in ``pki/trust``.
"""

import fcntl
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from izdes.adapters.signatures.authority.folder import write_authority
from izdes.adapters.signatures.authority.issuing import Authority, Holder, issue
from izdes.adapters.signatures.interface import FileSigner, OfflineVerifier, Signer, Verifier
from izdes.adapters.signatures.keys import FileKey, read_key
from izdes.adapters.signatures.trust import Trust, read_trust
from izdes.core.orders.order import Acting
from izdes.web.config import configuration
from izdes.web.correspondence.errors import SignerAbsent

_LASTS = timedelta(days=365)


def signer_of(acting: Acting, *, at: datetime) -> Signer:
    """Return what signs for somebody who acts for a body.

    Raises:
        SignerAbsent: This installation has no provider.
    """
    if configuration().mode == "production":
        raise SignerAbsent
    return FileSigner(_key_of(acting, at=at))


def verifier(*, at: datetime) -> Verifier:
    """Return what checks signatures here.

    Raises:
        CertificateUnreadable: This installation was given nothing to trust.
    """
    return OfflineVerifier(trusted(at=at))


def trusted(*, at: datetime) -> Trust:
    """Return what is trusted here; errors as of `verifier`."""
    if configuration().mode != "production":
        _founded(at)
    return read_trust(_folder() / "trust")


def key_file(acting: Acting) -> Path:
    """Return where the key of somebody who acts for a body lies."""
    return _folder() / "keys" / f"{acting.iin}-{acting.body_bin}.p12"


def password() -> bytes:
    """Return the password of the keys in files: it follows from the office's own key."""
    key = bytes.fromhex(configuration().files_key)
    return hmac.new(key, b"izdes.pki", hashlib.sha256).hexdigest().encode()


def _folder() -> Path:
    """Return the folder of the keys and of what is trusted."""
    return configuration().home / "pki"


def _key_of(acting: Acting, *, at: datetime) -> FileKey:
    """Return a key from its file, issued where there is none."""
    authority = _founded(at)
    path = key_file(acting)
    with _one_at_a_time():
        if not path.exists():
            holder = Holder(acting.name, acting.iin, acting.body_bin)
            _write(path, issue(authority, holder, at=at, until=at + _LASTS))
        return read_key(path.read_bytes(), password())


def _founded(at: datetime) -> Authority:
    """Return the authority of this installation, founded where there is none."""
    folder = _folder()
    with _one_at_a_time():
        if not (folder / "authority").exists():
            made = folder.with_name("pki-new")
            write_authority(made, {}, at=at, until=at + _LASTS, password=password())
            for part in ("authority", "keys", "certificates", "trust"):
                (made / part).rename(folder / part)
            made.rmdir()
    own = [read_key((folder / "authority" / f"{n}.pem").read_bytes()) for n in _PARTS]
    return Authority(*own)


_PARTS = ("root", "issuing", "time")


def _write(path: Path, key: FileKey) -> None:
    """Write a key, readable by nobody else."""
    path.touch(mode=0o600)
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            path.stem.encode(),
            key.private,
            key.certificate,
            list(key.chain),
            BestAvailableEncryption(password()),
        )
    )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one process at a time change the folder."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
