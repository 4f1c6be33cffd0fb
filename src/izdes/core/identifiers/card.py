"""Payment card numbers: complete, masked, or only their last digits.

Thirteen to nineteen digits, the last a check digit. People and banks hide the middle
(``4042 43** **** 1234``) or give the tail only (``*1234``): both are kept, an unknown digit is
``*``, in sixteen places when the length is not known.

A matching check digit does not prove that the card exists. A tail names one card in ten thousand
of any bank: it may confirm what else is known, it identifies nobody.

Source: ISO/IEC 7812-1 (Luhn's check digit, lengths).

>>> read_card("9398 00** **** 1234").value, read_card("*1234").value
('939800******1234', '************1234')
>>> agree("9398001234561234", "939800******1234"), agree("9398001234561234", "************1235")
(True, False)
"""

import re

from stdnum import luhn

from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import is_digits, is_repeated, plain

TAIL = 4
_PLACES = 16
_PHONE_PLACES = 11
_SHORTEST, _LONGEST = 13, 19
# Enough places of bank and tail together to speak of one card and not of a tail.
_TELLING = 8
_MASKS = str.maketrans(dict.fromkeys("xXхХ•●∙·×#_", "*"))
_BLANKS = str.maketrans("", "", " -")
_MASKED = re.compile(r"([0-9]{0,10})\*+([0-9]{4})", re.ASCII)
_GIVEN_MASK = re.compile(r"[0-9*]{13,19}", re.ASCII)
# Source: ISO/IEC 7812 and the networks' own documents on ranges of issuers, 2026.
_BRANDS = (
    ("amex", re.compile(r"3[47]")),
    ("mir", re.compile(r"220[0-4]")),
    ("mastercard", re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720")),
    ("unionpay", re.compile(r"62")),
    ("visa", re.compile(r"4")),
    ("maestro", re.compile(r"50|5[6-9]|6[0139]")),
)
_ELLIPSIS = re.compile(r"\.{2,}|…")


def read_card(raw: str) -> Reading:
    """Read a complete, masked or tail-only card number; a failing check digit is kept."""
    text = _ELLIPSIS.sub("*", plain(raw)).translate(_MASKS).translate(_BLANKS)
    if is_digits(text):
        return _complete(raw, text)
    if _GIVEN_MASK.fullmatch(text) and (is_digits(text[-TAIL:]) or is_telling(text)):
        return Reading(raw, "card", text)
    parts = _MASKED.fullmatch(text)
    if parts and not _is_masked_phone(text):
        head, tail = parts.groups()
        return Reading(raw, "card", head + "*" * (_PLACES - len(head) - TAIL) + tail)
    return shapeless(raw, "card")


def _is_masked_phone(text: str) -> bool:
    """Say whether the places are those of a telephone with its middle hidden."""
    return len(text) == _PHONE_PLACES and text[0] in "78"


def _complete(raw: str, digits: str) -> Reading:
    """Read digits only: a whole number, or four of them as a tail."""
    if len(digits) == TAIL:
        return Reading(raw, "card", "*" * (_PLACES - TAIL) + digits)
    if not _SHORTEST <= len(digits) <= _LONGEST:
        return shapeless(raw, "card")
    if is_repeated(digits):
        return Reading(raw, "card", digits, "placeholder")
    return Reading(raw, "card", digits, None if luhn.is_valid(digits) else "wrong_check_digit")


def is_complete(value: str) -> bool:
    """Say whether no digit of the number is hidden."""
    return "*" not in value


def is_telling(value: str) -> bool:
    """Say whether enough digits are known to speak of one card: more than a tail."""
    return sum(place != "*" for place in value) >= _TELLING


def brand(value: str) -> str | None:
    """Return the network that a card's first digits belong to, None where they are hidden."""
    return next((name for name, shape in _BRANDS if shape.match(value)), None)


def agree(one: str, other: str) -> bool:
    """Say whether two numbers can be the same card: no place contradicts.

    Args:
        one: A card's normal form, unknown digits ``*``.
        other: Another. Different lengths agree only where one of them is masked: the number of
            hidden places is often a convention of the form and not the card's.
    """
    if len(one) == len(other):
        return all("*" in pair or pair[0] == pair[1] for pair in zip(one, other, strict=True))
    if is_complete(one) and is_complete(other):
        return False
    return _prefixes_agree(one, other) and _prefixes_agree(one[::-1], other[::-1])


def _prefixes_agree(one: str, other: str) -> bool:
    """Compare digits from the left up to the first hidden place of either."""
    known = min(len(one.partition("*")[0]), len(other.partition("*")[0]))
    return one[:known] == other[:known]


def is_same_card(one: str, other: str) -> bool:
    """Say whether two numbers agree in enough places to be taken for one card."""
    known = sum("*" not in pair for pair in zip(one, other, strict=False))
    return agree(one, other) and known >= _TELLING
