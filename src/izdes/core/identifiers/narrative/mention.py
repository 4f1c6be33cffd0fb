"""Mention: an identifier as one text names it, verbatim, at its place.

A mention proves that these characters stand there. What they are, its check digits support; whose
they are, the words around them say, by the rule that is named with the role.
"""

from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Mention:
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
    raw: str = field(repr=False)
    value: str | Sum | None = field(repr=False)
    code: str | None = None
    candidates: tuple[str, ...] = field(default=(), repr=False)
    precision: str = ""
    role: Role = "unknown"
    rule: str = ""
