"""Addresses on public chains: Bitcoin, Ethereum, Tron, Litecoin, TON, Solana.

An address is told by its shape and by its checksum, and kept as written; only hexadecimal and
bech32 ones, whose case carries nothing or only a checksum, are put in lower case. Solana has no
checksum: any 32 bytes are one. A checksum that holds does not prove that anybody used the address,
and an Ethereum address is one on every chain of its family.

Source: BIP 173, BIP 350 (bech32, bech32m); EIP-55; TRON, Litecoin, TON (TEP 2) and Solana developer
documents.

>>> read_chain("eth", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").code is None
True
>>> read_chain("eth", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAEd").code
'wrong_check_digit'
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from Crypto.Hash import keccak

from izdes.core.identifiers import base58, bech32
from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import fold_look_alikes, plain

_BASE58 = "[1-9A-HJ-NP-Za-km-z]"
# In the order in which a text of no stated kind is tried: the telling beginnings first.
SHAPES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "eth": re.compile(r"0[xX][0-9a-fA-F]{40}"),
        "tron": re.compile(rf"T{_BASE58}{{33}}"),
        "btc": re.compile(rf"(?:bc1[02-9ac-hj-np-z]{{11,71}}|[13]{_BASE58}{{25,34}})"),
        "ltc": re.compile(rf"(?:ltc1[02-9ac-hj-np-z]{{11,71}}|[LM]{_BASE58}{{25,33}})"),
        "ton": re.compile(r"(?:[EUk0]Q[A-Za-z0-9_+/-]{46}|-?[01]:[0-9a-fA-F]{64})"),
        "sol": re.compile(rf"{_BASE58}{{32,44}}"),
    }
)
_CASELESS = ("0x", "bc1", "ltc1", "0:", "-1:")
_TELLING = ("0x", "bc1", "ltc1")
_ACCOUNT = 21
_VERSIONS = {"btc": (0x00, 0x05), "ltc": (0x30, 0x32), "tron": (0x41,)}
_TON_BODY = 34
_TON_FLAGS = frozenset({0x11, 0x51, 0x91, 0xD1})
_SOLANA = 32


def read_chain(kind: str, raw: str) -> Reading:
    """Read an address given as one of a chain; one whose checksum fails keeps its signs."""
    return _of_kind(kind, raw, plain(raw))


def _normal(text: str) -> tuple[str, str]:
    """Return an address as it is kept, and the same in Latin letters."""
    lower = text.lower()
    value = lower if lower.startswith(_CASELESS) else text
    return value, fold_look_alikes(value)


def _of_kind(kind: str, raw: str, text: str) -> Reading:
    """Read a plain text as an address of one chain."""
    value, folded = _normal(text)
    if not SHAPES[kind].fullmatch(folded):
        return shapeless(raw, kind)
    if folded != value:
        return Reading(raw, kind, value, "look_alike_letters")
    return Reading(raw, kind, value, None if _CHECKS[kind](text) else "wrong_check_digit")


def chain_of(raw: str) -> Reading | None:
    """Read a text of no stated kind as an address, or None when it is none.

    Where the beginning does not tell, the checksum has to hold; Solana's have none, so letters of
    both cases and digits have to meet: otherwise a long word or number would be one.
    """
    text = plain(raw)
    value, folded = _normal(text)
    for kind, shape in SHAPES.items():
        if not shape.fullmatch(folded):
            continue
        reading = _of_kind(kind, raw, text)
        is_sure = reading.code is None or _CHECKS[kind](folded)
        if folded.startswith(_TELLING) or (is_sure and (kind != "sol" or _is_random(value))):
            return reading
    return None


def _is_random(text: str) -> bool:
    """Say whether capital and small letters and digits all occur."""
    return (
        any(c.isdigit() for c in text)
        and any(c.isascii() and c.isupper() for c in text)
        and any(c.isascii() and c.islower() for c in text)
    )


def _is_ethereum(text: str) -> bool:
    """Say whether the case of the letters, where both cases occur, is that of EIP-55."""
    signs = text[2:]
    if signs in {signs.lower(), signs.upper()}:
        return True
    digest = keccak.new(digest_bits=256, data=signs.lower().encode()).hexdigest()
    return all(
        sign.isdigit() or sign.isupper() == (int(nibble, 16) > 7)  # noqa: PLR2004 - half a nibble
        for sign, nibble in zip(signs, digest, strict=False)
    )


def _is_base58(kind: str) -> Callable[[str], bool]:
    """Return the check of a chain whose addresses are a version and twenty bytes."""

    def check(text: str) -> bool:
        body = base58.payload(text)
        return body is not None and len(body) == _ACCOUNT and body[0] in _VERSIONS[kind]

    return check


def _is_bitcoin(text: str) -> bool:
    """Say whether the checksum of either form of a Bitcoin address holds."""
    return bech32.is_address(text.lower(), prefix="bc") or _is_base58("btc")(text)


def _is_litecoin(text: str) -> bool:
    """Say whether the checksum of either form of a Litecoin address holds."""
    return bech32.is_address(text.lower(), prefix="ltc") or _is_base58("ltc")(text)


def _is_ton(text: str) -> bool:
    """Say whether the checksum holds; the raw form has none."""
    if ":" in text:
        return True
    data = base64.b64decode(text.translate(str.maketrans("-_", "+/")))
    body, checksum = data[:_TON_BODY], data[_TON_BODY:]
    return body[0] in _TON_FLAGS and binascii.crc_hqx(body, 0).to_bytes(2, "big") == checksum


def _is_solana(text: str) -> bool:
    """Say whether the signs are thirty-two bytes."""
    data = base58.decoded(text)
    return data is not None and len(data) == _SOLANA


_CHECKS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "eth": _is_ethereum,
        "tron": _is_base58("tron"),
        "btc": _is_bitcoin,
        "ltc": _is_litecoin,
        "ton": _is_ton,
        "sol": _is_solana,
    }
)
