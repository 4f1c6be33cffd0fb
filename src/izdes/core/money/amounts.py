r"""Amounts as people and banks print them, into whole minor units or not at all.

Nothing is rounded: an amount that is not exact to the minor unit is refused, and so is one that
can be read in two ways (``1,250`` is one and a quarter to some, twelve hundred and fifty to
others), unless whoever asks knows which mark stands before the fraction. A number is negative by
one sign of the three that are in use: a minus before it, a minus behind it, or brackets as
accountants put them; two of them together are refused. Reading a number does not prove that it is
the right number: reconciliation does.

>>> minor_of_text("1 250 000,00", digits=2), minor_of_text("-1,250.5", digits=2)
(125000000, -125050)
>>> minor_of_text("(1 250,00)", digits=2), minor_of_text("1250-", digits=2)
(-125000, -125000)
>>> minor_of_text("1,250", digits=2)
Traceback (most recent call last):
    ...
izdes.core.money.amounts.UnclearAmount: amount_unclear
>>> minor_of_text("1,250", digits=2, mark="."), minor_of_text("1,250", digits=2, mark=",")
(125000, 125)
"""

import re
from typing import Literal

from izdes.core.errors import IzdesError
from izdes.core.identifiers.tokens import MINOR_DIGITS

DecimalMark = Literal[".", ","]

# Excel and IEEE doubles keep fifteen decimal digits: thirteen before the point leave two after it.
LARGEST_EXACT = 10**13
_SPACES = re.compile(r"[\s'’ʼ]+")
_MINUS = str.maketrans({"−": "-", "–": "-"})
_PLAIN = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:([.,])([0-9]+))?")
_COMMAS = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+)()(?:\.([0-9]+))?")
_DOTS = re.compile(r"([+-]?)([0-9]{1,3}(?:\.[0-9]{3})+)()(?:,([0-9]+))?")
_BRACKETS = re.compile(r"\( ?([0-9][0-9 .,]*?) ?\)")
_BEHIND = re.compile(r"([0-9][0-9 .,]*?) ?-")
_TWO_READINGS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPS: dict[DecimalMark, str] = {".": ",", ",": r"\."}
_OF_MARK = {
    mark: re.compile(
        rf"([+-]?)([0-9]+|[0-9]{{1,3}}(?: [0-9]{{3}})+|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+)()"
        rf"(?:{re.escape(mark)}([0-9]+))?"
    )
    for mark, group in _GROUPS.items()
}
_LONGEST = 40
_WITHOUT_MINOR = frozenset({"JPY", "KRW", "VND"})


class NotAnAmount(IzdesError):
    """The text is no number in a notation that we know."""

    code = "amount_unreadable"


class UnclearAmount(IzdesError):
    """The text is a number in two notations, and they disagree."""

    code = "amount_unclear"


class InexactAmount(IzdesError):
    """The number has a part smaller than the minor unit, or more digits than its cell can keep."""

    code = "amount_inexact"


def minor_of_text(text: str, *, digits: int, mark: DecimalMark | None = None) -> int:
    """Return the minor units that a printed number states.

    Args:
        text: Digits with a comma or a dot before the fraction; thousands in groups by any space,
            an apostrophe, or the other of the two marks; an optional sign before or behind, or
            brackets for a minus.
        digits: How many decimal digits the currency's minor unit has.
        mark: The sign before the fraction, where it is known; the other one then parts thousands
            and nothing is unclear.

    Raises:
        NotAnAmount: No known notation; scientific notation too.
        UnclearAmount: One mark with three digits after it, and nobody says which it is.
        InexactAmount: A fraction finer than the minor unit.
    """
    clean = _minus_first(_SPACES.sub(" ", text.strip()).translate(_MINUS))
    if mark is None and _TWO_READINGS.fullmatch(clean):
        raise UnclearAmount
    shapes = (_PLAIN, _COMMAS, _DOTS) if mark is None else (_OF_MARK[mark],)
    is_short = len(clean) <= _LONGEST
    found = next((f for shape in shapes if is_short and (f := shape.fullmatch(clean))), None)
    if found is None:
        raise NotAnAmount
    sign, whole, _, part = found.groups()
    return _joined(sign, re.sub(r"[ .,]", "", whole), part or "", digits=digits)


def _minus_first(clean: str) -> str:
    """Put the sign before the digits without a blank, wherever it was written."""
    if len(clean) > _LONGEST:
        return clean
    if negative := _BRACKETS.fullmatch(clean) or _BEHIND.fullmatch(clean):
        return f"-{negative[1]}"
    return re.sub(r"^([+-]) ", r"\1", clean)


def minor_of_number(number: float, *, digits: int) -> int:
    """Return the minor units that a spreadsheet's number states.

    A spreadsheet keeps numbers in binary; the shortest decimal text that leads back to the same
    binary number is what was typed, as long as it has no more than fifteen digits.

    Raises:
        InexactAmount: A fraction finer than the minor unit, or too many digits.
    """
    if not abs(number) < LARGEST_EXACT:
        raise InexactAmount
    text = repr(number)
    if "e" in text:
        raise InexactAmount
    sign = "-" if text.startswith("-") else ""
    whole, _, part = text.removeprefix("-").partition(".")
    return _joined(sign, whole, part, digits=digits)


def minor_digits(currency: str) -> int:
    """Return how many digits of a currency are minor units (ISO 4217), or of a token its own."""
    return 0 if currency in _WITHOUT_MINOR else MINOR_DIGITS.get(currency, 2)


def plain_amount(minor: int, currency: str) -> str:
    """Return an amount as plain text for the details of a fault.

    >>> plain_amount(-123456, "KZT")
    '-1234.56 KZT'
    """
    digits = minor_digits(currency)
    whole, part = divmod(abs(minor), 10**digits)
    fraction = f".{part:0{digits}d}" if digits else ""
    return f"{'-' if minor < 0 else ''}{whole}{fraction} {currency}"


def _joined(sign: str, whole: str, part: str, *, digits: int) -> int:
    """Put the digits before and after the mark together, dropping zeros that say nothing."""
    part = part.rstrip("0")
    if len(part) > digits:
        raise InexactAmount
    minor = int(whole + part.ljust(digits, "0"))
    return -minor if sign == "-" else minor
