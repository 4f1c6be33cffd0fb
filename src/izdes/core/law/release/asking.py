"""Asking a pack: what is read out of a pack is read once, whoever asks for it and how often.

Whoever decides in an office names the law that is in force there; whoever does not gets the
packaged release. A pack is a value: two of one digest say the same, so what was read out of one
answers for the other.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Protocol, TypeVar

from izdes.core.law.release.packs import LawPack, packaged_pack

# The packaged one, the one in force, the one before it, and a few that somebody compares.
_PACKS = 8

Found_co = TypeVar("Found_co", covariant=True)


class Reader(Protocol[Found_co]):
    """Reads something out of a pack, or out of the packaged release where none is named."""

    def __call__(self, law: LawPack | None = None) -> Found_co:
        """Return what was read."""


def once_a_pack(read: Callable[[LawPack], Found_co]) -> Reader[Found_co]:
    """Let a reader be asked with or without a pack, and read each pack once."""
    kept = lru_cache(maxsize=_PACKS)(read)

    @wraps(read)
    def asked(law: LawPack | None = None) -> Found_co:
        return kept(packaged_pack() if law is None else law)

    return asked
