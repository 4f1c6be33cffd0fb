"""Units: tokens as cells name them, by the symbols that the project knows."""

import re

from izdes.core.identifiers.tokens import MINOR_DIGITS

_TOKEN = re.compile(r"[A-Z][A-Z0-9]{1,9}")


def unit_of(printed: str) -> str | None:
    """Return the token that a cell names, or None where it is none that we know.

    >>> unit_of("usdt"), unit_of("Доллар")
    ('USDT', None)
    """
    symbol = printed.strip().upper()
    return symbol if symbol in MINOR_DIGITS else None


def is_symbol(printed: str) -> bool:
    """Say whether a cell looks like the symbol of some token."""
    return _TOKEN.fullmatch(printed.strip().upper()) is not None
