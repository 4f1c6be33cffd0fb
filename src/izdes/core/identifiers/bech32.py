"""Bech32 and Bech32m: addresses of Bitcoin and its kin with a checksum made for slips of the pen.

Up to four wrong signs are always noticed. Version 0 uses the first form, later versions the second.

Source: BIP 173 and BIP 350; the addresses below are theirs.

>>> is_address("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", prefix="bc")
True
>>> is_address("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", prefix="bc")
True
>>> is_address("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", prefix="bc")
False
"""

_SIGNS = {sign: place for place, sign in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_FIRST_FORM, _SECOND_FORM = 1, 0x2BC830A3
_LAST_VERSION = 16
_CHECKSUM = 6


def is_address(text: str, *, prefix: str) -> bool:
    """Say whether a lower-case text is an address under a prefix and its checksum holds."""
    head, mark, data = text.partition("1")
    if head != prefix or not mark or len(data) <= _CHECKSUM:
        return False
    values = [_SIGNS.get(sign, -1) for sign in data]
    if min(values) < 0 or values[0] > _LAST_VERSION:
        return False
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    return _remainder(expanded + values) == (_SECOND_FORM if values[0] else _FIRST_FORM)


def _remainder(values: list[int]) -> int:
    """Return the remainder of the polynomial that the values are."""
    rest = 1
    for value in values:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(_GENERATOR):
            if top >> place & 1:
                rest ^= term
    return rest
