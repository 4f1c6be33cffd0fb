"""Found: what a finder reports, in places of the plain text, and which places are taken.

Finders come one after the other, the surest first; what one has taken the next leaves alone.
"""

from typing import NamedTuple

from izdes.core.identifiers.narrative.mention import Sum


class Found(NamedTuple):
    """An identifier at a place of the plain text.

    Attributes:
        kind: As in the table of kinds.
        start: Where it begins in the plain text.
        end: One past where it ends.
        value: Normal form; None where the text gives no whole one.
        code: None, or why it is doubtful.
        candidates: What else it may be, in normal form, sorted.
        precision: Of a moment, else empty.
    """

    kind: str
    start: int
    end: int
    value: str | Sum | None
    code: str | None = None
    candidates: tuple[str, ...] = ()
    precision: str = ""

    def __repr__(self) -> str:
        """Mask the identifier: reprs end up in logs and tracebacks."""
        return f"Found({self.kind}, {self.start}-{self.end}, {self.code})"


class Taken:
    """Places of the plain text that are already something.

    >>> taken = Taken(10)
    >>> taken.take(2, 4)
    >>> taken.is_free(4, 6), taken.is_free(3, 6)
    (True, False)
    """

    def __init__(self, length: int) -> None:
        # One byte a place, 1 where something stands: loops over all tokens look at it directly.
        self.marks = bytearray(length)

    def take(self, start: int, end: int) -> None:
        """Take the places from ``start`` up to ``end``."""
        self.marks[start:end] = b"\1" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Say whether nothing stands there yet."""
        return self.marks.find(1, start, end) < 0
