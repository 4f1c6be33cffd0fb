"""Mention: an identifier as one text names it, verbatim, at its place.

A mention proves that these characters stand there. What they are, its check digits support; whose
they are, the words around them say, by the rule that is named with the role.
"""

from dataclasses import dataclass
from typing import NamedTuple

from izdes.core.identifiers.complaint import Role


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount as said.

    Attributes:
        minor: In the smallest part of its unit: тиын, cents, satoshi.
        currency: ISO 4217 code, or a token's symbol.
    """

    minor: int
    currency: str


class Mention(NamedTuple):
    """One identifier in one text.

    Attributes:
        kind: As in the table of kinds.
        start: Where it begins in the text as given, in code points.
        end: One past where it ends.
        raw: The text as given from ``start`` to ``end``.
        value: Normal form; a `Sum` for an amount; None where the text gives no whole one.
        code: None, or why it is doubtful.
        candidates: What else it may be, in normal form, sorted.
        precision: Of a moment: ``second``, ``minute``, ``hour`` or ``day``; else empty.
        role: Whose it is, as far as the text says.
        rule: Name of the rule that gave the role; empty where none did.
    """

    kind: str
    start: int
    end: int
    raw: str
    value: str | Sum | None
    code: str | None = None
    candidates: tuple[str, ...] = ()
    precision: str = ""
    role: Role = "unknown"
    rule: str = ""

    def __repr__(self) -> str:
        """Mask the identifier: reprs end up in logs and tracebacks."""
        return f"Mention({self.kind}, {self.start}-{self.end}, {self.code}, {self.role})"
