"""Where a certificate and what it was made of lie."""

from pathlib import Path
from typing import NamedTuple

from .refusal import Refused

_HEAD = "certificate.json"


class Given(NamedTuple):
    """The files a certificate is checked against; None: not given."""

    ledger: Path | None = None
    accounts: Path | None = None
    claims: Path | None = None


def certificates_in(path: Path) -> list[Path]:
    """Return the certificates of a folder: itself, of a trace, of several rules, of a case."""
    try:
        for folder in (path, path / "trace"):
            if (folder / _HEAD).is_file():
                return [folder]
            inside = [folder, *sorted(folder.iterdir())] if folder.is_dir() else []
            found = [f / "certificate" for f in inside if (f / "certificate" / _HEAD).is_file()]
            if found:
                return found
    except (OSError, ValueError):
        raise Refused("file_unreadable", file=path.name) from None
    raise Refused("no_certificate", path=path)


def name_of(folder: Path, inside: Path) -> str:
    """Return what to call a certificate found inside a folder."""
    return folder.name if folder == inside else folder.relative_to(inside).as_posix()


def with_own(path: Path, given: Given) -> Given:
    """Return what is given, or else the ledger and claims of a followed case."""
    if bool(given.ledger) != bool(given.claims) or (given.accounts and not given.ledger):
        raise Refused("claims_needed")
    own = [path / name for name in ("ledger/transfers.csv", "ledger/accounts.csv", "claims.csv")]
    return Given(*own) if not given.ledger and all(file.is_file() for file in own) else given
