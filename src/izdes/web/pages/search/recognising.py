"""Recognising what somebody searches: a number's kind follows from its shape and check digits."""

import re

from izdes.core.identifiers.account import read_account
from izdes.core.identifiers.kinds import KINDS, normalise
from izdes.core.identifiers.reading import Reading

_HANDLE = re.compile(r"@[A-Za-z0-9_.]{3,64}")
_WORDS = frozenset({"name", "none", "account"})
_DEVICE_DIGITS = 15


def recognised(text: str, kind: str = "") -> Reading | None:
    """Return an identifier; None where the text is of no shape that is searched by.

    Args:
        kind: What whoever searches says that it is; empty asks the text itself.

    >>> recognised("8 701 000 12 34").value, recognised("@crook_kz").kind
    ('+77010001234', 'telegram')
    >>> recognised("Айгүл Серікова") is None
    True
    """
    given = text.strip()
    if not given:
        return None
    for name in [kind] if kind in KINDS else _kinds(given):
        reading = read_account(given) if name == "money" else normalise(name, given)
        if reading.value is not None and reading.kind not in _WORDS:
            return reading
    return None


def _kinds(text: str) -> tuple[str, ...]:
    """Return the kinds that a text may be of, the likeliest first."""
    if _HANDLE.fullmatch(text):
        return ("telegram",)
    if "@" in text:
        return ("email",)
    digits = sum(sign.isdigit() for sign in text)
    if digits == _DEVICE_DIGITS and text.replace(" ", "").isdigit():
        return ("imei", "imsi", "money")
    if "." in text and " " not in text and any(sign.isalpha() for sign in text):
        return ("url", "ip", "domain")
    return ("money", "tx_hash", "ip")
