"""The receipt: a number that may be told, and a code that only whoever reported keeps.

Both are made from the token of the draft under the installation's key, so that a report that is
sent again, from a page that did not load, has the receipt that it had. The code leaves out signs
that are mistaken for each other when it is read aloud; the number ends in a check digit, by the
formula of Luhn (ISO/IEC 7812-1, annex B), so that a slip of the tongue is noticed.

>>> read_number("1234-5678 9015")
'123456789015'
>>> read_number("1234-5678 9016") is None
True
"""

import hmac
import re
from dataclasses import dataclass, field

from izdes.web.receipts import CODE_SIGNS, SIGNS

_NUMBER_DIGITS = 12
_GROUP = 4
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]+")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever reported goes home with."""

    number: str
    code: str = field(repr=False)

    @property
    def printed_number(self) -> str:
        """The number in groups, as it is printed and spoken."""
        return "-".join(self.number[at : at + _GROUP] for at in range(0, len(self.number), _GROUP))


def receipt_of(token: str, *, key: bytes, attempt: int = 0) -> Receipt:
    """Return the receipt of a token; another number at each attempt, should one be taken."""
    made = hmac.digest(key, f"receipt\n{attempt}\n{token}".encode(), "sha256")
    body = str(int.from_bytes(made[:16]) % 10 ** (_NUMBER_DIGITS - 1)).zfill(_NUMBER_DIGITS - 1)
    drawn = int.from_bytes(made[16:])
    code = "".join(SIGNS[drawn // len(SIGNS) ** place % len(SIGNS)] for place in range(CODE_SIGNS))
    return Receipt(body + check_digit(body), code)


def read_number(typed: str) -> str | None:
    """Return the number that somebody typed, None if it is none of ours."""
    digits = _SEPARATORS.sub("", typed)
    if len(digits) != _NUMBER_DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if check_digit(digits[:-1]) == digits[-1] else None


def read_code(typed: str) -> str:
    """Return the code that somebody typed."""
    return _SEPARATORS.sub("", typed).upper()


def check_digit(body: str) -> str:
    """Return the check digit of a number without it."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 - its digits' sum
    return str(-total % 10)
