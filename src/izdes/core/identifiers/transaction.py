"""Transactions on chains: the hash that names one.

Sixty-four hexadecimal digits, on chains of the Ethereum family with ``0x`` in front. The hash has
no check digits; that a transaction has it, and what moved, only the chain says.

Source: Bitcoin and Ethereum developer documents (SHA-256d, Keccak-256: 32 bytes).

>>> read_transaction("0X" + "AB" * 32).value == "0x" + "ab" * 32
True
"""

import re

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import is_repeated, plain

_HASH = re.compile(r"(?:0[xX])?([0-9a-fA-F]{64})", re.ASCII)


def read_transaction(raw: str) -> Reading:
    """Read the hash of one transaction, in lower case, with ``0x`` where it was written."""
    text = plain(raw)
    found = _HASH.fullmatch(text)
    if found is None:
        return shapeless(raw, "tx_hash")
    return Reading(raw, "tx_hash", text.lower(), "placeholder" if is_repeated(found[1]) else None)
