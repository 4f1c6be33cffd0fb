"""Decimals whose mark the form itself fixes: a dot in XML, a comma in SWIFT fields.

There ``1.250`` is one and a quarter and nothing else, so only what is not exact to the minor unit
is refused, never what could be read in two ways elsewhere. No sign: these forms print directions.

>>> minor_of_decimal("1.250", "KZT"), minor_of_decimal("100,", "KZT", mark=",")
(125, 10000)
"""

import re
from typing import Literal

from izdes.adapters.statements.cells import minor
from izdes.core.money.amounts import NotAnAmount

_LONGEST = 32
# So many digits behind the mark can be no group of thousands.
_UNMISTAKABLE = 4
_SHAPES = {mark: re.compile(rf"([0-9]*){re.escape(mark)}?([0-9]*)") for mark in ".,"}


def minor_of_decimal(printed: str, currency: str, *, mark: Literal[".", ","] = ".") -> int:
    """Return the minor units that a decimal states.

    Raises:
        NotAnAmount: Anything but digits with at most one mark among them.
        InexactAmount: A fraction finer than the minor unit.
    """
    text = printed.strip()
    found = _SHAPES[mark].fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or text in ("", mark):
        raise NotAnAmount
    whole, part = found.groups()
    if mark not in text:
        return minor(text, currency)
    # The padding adds zeros only: the amount stays what it is.
    return minor(f"{whole or 0}.{part.ljust(_UNMISTAKABLE, '0')}", currency)
