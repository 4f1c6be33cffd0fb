"""References: the numbers that banks give to single payments.

Retrieval reference numbers, numbers of receipts and operations: every bank has its own form, none a
check digit. A reference finds a payment only together with its bank and day.

Source: ISO 8583, field 37, for retrieval reference numbers; banks' receipts for the others.

>>> read_reference("ft 2612 345678").value
'FT2612345678'
"""

import re

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import compact

_SHAPE = re.compile(r"[A-Z0-9]{4,35}", re.ASCII)
_LEAST_DIGITS = 4


def read_reference(raw: str) -> Reading:
    """Read a text given as a payment's reference."""
    # The number sign is two letters in compatibility form.
    text = compact(raw.replace("№", "")).lstrip("#")
    if _SHAPE.fullmatch(text) and sum(c.isdigit() for c in text) >= _LEAST_DIGITS:
        return Reading(raw, "reference", text)
    return shapeless(raw, "reference")
