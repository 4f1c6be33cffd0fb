"""Trust: whose signature makes a pack the law of this installation.

The public keys stand in a file that the configuration names, one a line. In production a pack that
none of them signed is refused, but for the one that came with the program. Outside production it is
taken as a trial, and says so.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from izdes.adapters.lawpack import NoteWrong, PackFolder, read_key, standing_of
from izdes.core.errors import IzdesError
from izdes.core.law.release import packaged_pack
from izdes.core.sealing.checkpoint import VerifierKey
from izdes.web.config import Configuration

Origin = Literal["packaged", "signed", "trial"]


class PackNotSigned(IzdesError):
    """None of the keys that this installation trusts has signed the pack."""

    code: ClassVar[str] = "law_pack_not_signed"


@dataclass(frozen=True, slots=True)
class Trusted:
    """Why a pack is believed, and the names of the keys that signed it."""

    origin: Origin
    signed_by: str = ""


def trusted(read: PackFolder, given: Configuration) -> Trusted:
    """Say why a pack may be installed.

    Raises:
        PackNotSigned: In production, nobody who is trusted has signed it.
        NoteWrong: The note is another pack's, a signature does not match, or a key is none.
    """
    standing = standing_of(read.pack, read.note, keys(given))
    if standing.trusted:
        return Trusted("signed", ", ".join(sorted(standing.trusted)))
    if read.pack.ref == packaged_pack().ref:
        return Trusted("packaged")
    if given.mode == "production":
        raise PackNotSigned(version=read.pack.ref.version)
    return Trusted("trial")


def keys(given: Configuration) -> tuple[VerifierKey, ...]:
    """Return the public keys that an installation trusts.

    Raises:
        NoteWrong: The file cannot be read, or a line is no key.
    """
    if not given.law_keys:
        return ()
    try:
        text = Path(given.law_keys).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise NoteWrong(why="key") from None
    return tuple(read_key(line) for line in text.splitlines() if line.strip())
