"""Keys of rows as an address or a form names them."""

# No key of the database has more digits.
_LONGEST = 18


def key_of(text: str) -> int | None:
    """Return the key that a text is; None where it is none.

    >>> key_of("17"), key_of("-1"), key_of("9" * 5000)
    (17, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else None
