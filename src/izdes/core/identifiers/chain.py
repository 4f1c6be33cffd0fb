"""Addresses on public chains: Bitcoin, Ethereum, Tron, Litecoin, TON, Solana.

An address is told by its shape and kept as written; only hexadecimal and bech32 ones, whose case
carries nothing, are put in lower case. Shape alone does not prove that the address is on that
chain: an Ethereum address is one on every chain of its family.

Source: BIP 173 (bech32); EIP-55; the chains' own documents on base58 addresses.

>>> read_chain("eth", "0x" + "Ab" * 20).value == "0x" + "ab" * 20
True
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import plain

_BASE58 = "[1-9A-HJ-NP-Za-km-z]"
# In the order in which a text of no stated kind is tried: the telling beginnings first.
SHAPES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "eth": re.compile(r"0[xX][0-9a-fA-F]{40}"),
        "tron": re.compile(rf"T{_BASE58}{{33}}"),
        "btc": re.compile(rf"(?:bc1[02-9ac-hj-np-z]{{11,71}}|[13]{_BASE58}{{25,34}})"),
        "ltc": re.compile(rf"(?:ltc1[02-9ac-hj-np-z]{{11,71}}|[LM]{_BASE58}{{25,33}})"),
        "ton": re.compile(r"(?:[EU]Q[A-Za-z0-9_-]{46}|-?[01]:[0-9a-fA-F]{64})"),
        "sol": re.compile(rf"{_BASE58}{{32,44}}"),
    }
)
_CASELESS = ("0x", "bc1", "ltc1")


def read_chain(kind: str, raw: str) -> Reading:
    """Read an address given as one of a chain."""
    text = plain(raw)
    lower = text.lower()
    value = lower if lower.startswith(_CASELESS) else text
    if SHAPES[kind].fullmatch(value):
        return Reading(raw, kind, value)
    return shapeless(raw, kind)


def chain_of(raw: str) -> Reading | None:
    """Read a text of no stated kind as an address, or None when it has no such shape.

    Base58 is taken for an address only where letters of both cases and digits meet: otherwise a
    long word or a long account number would be one.
    """
    for kind in SHAPES:
        reading = read_chain(kind, raw)
        if reading.value and (reading.value.startswith(_CASELESS) or _is_random(reading.value)):
            return reading
    return None


def _is_random(text: str) -> bool:
    """Say whether capital and small letters and digits all occur."""
    return (
        any(c.isdigit() for c in text)
        and any(c.isupper() for c in text)
        and any(c.islower() for c in text)
    )
