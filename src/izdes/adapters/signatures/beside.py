"""Signatures beside a paper: ``ORDER.p7s`` and ``ORDER.jws``, each with its timestamp ``….tsr``."""

from pathlib import Path
from typing import ClassVar

from izdes.adapters.signatures.verifying import Signature, Signed
from izdes.core.errors import IzdesError
from izdes.core.orders.checks import SignatureForm

SUFFIXES: dict[SignatureForm, str] = {"cades": ".p7s", "jws": ".jws"}
STAMP = ".tsr"
REQUEST = ".tsq"
# A paper of four megabytes is a thousand accounts; nothing beside it is larger.
_MOST_BYTES = 4_000_000


class FileUnusable(IzdesError):
    """A file is not there, cannot be read, or is far too large to be one of ours."""

    code: ClassVar[str] = "sign_file_unusable"


def read_beside(paper: Path) -> Signed:
    """Return a paper with the signatures that lie beside it.

    Raises:
        FileUnusable: One of them cannot be read.
    """
    found = (named(paper, suffix) for suffix in SUFFIXES.values())
    signatures = tuple(_signature(path) for path in found if path.exists())
    return Signed(bytes_of(paper), signatures)


def named(path: Path, suffix: str) -> Path:
    """Return the path with something added to its name."""
    return path.with_name(path.name + suffix)


def _signature(path: Path) -> Signature:
    """Return a signature, with the answer of a time-stamping authority where one lies there."""
    beside = named(path, STAMP)
    return Signature(bytes_of(path), bytes_of(beside) if beside.exists() else None)


def bytes_of(path: Path, *, most: int = _MOST_BYTES) -> bytes:
    """Return the bytes of a file.

    Args:
        most: How many bytes it may have.

    Raises:
        FileUnusable: It cannot be read, or is too large.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError:
        raise FileUnusable(file=path.name) from None
    if len(data) > most:
        raise FileUnusable(file=path.name)
    return data
