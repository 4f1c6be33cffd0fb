"""Base58: bytes in letters and digits that the eye does not confuse, with or without a checksum.

Four bytes of a double SHA-256 let one wrong address in four thousand million pass.

Source: Bitcoin developer reference, Base58Check.

>>> decoded("2g"), payload("1111111111111111111114oLvT2") == bytes(21), payload("112") is None
(b'a', True, True)
"""

import hashlib

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PLACES = {sign: place for place, sign in enumerate(_ALPHABET)}
_CHECKSUM = 4


def decoded(text: str) -> bytes | None:
    """Return the bytes of a text, None where a sign is not of the alphabet."""
    number = 0
    for sign in text:
        place = _PLACES.get(sign)
        if place is None:
            return None
        number = number * len(_ALPHABET) + place
    zeros = len(text) - len(text.lstrip(_ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def payload(text: str) -> bytes | None:
    """Return the bytes that a text's checksum covers, None where the checksum fails."""
    data = decoded(text)
    if data is None or len(data) <= _CHECKSUM:
        return None
    body, checksum = data[:-_CHECKSUM], data[-_CHECKSUM:]
    again = hashlib.sha256(hashlib.sha256(body).digest()).digest()[:_CHECKSUM]
    return body if again == checksum else None
