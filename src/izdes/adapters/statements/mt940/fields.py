"""Fields of SWIFT statement messages: days, amounts, balances, sums, numbers of pages, accounts.

An amount has a comma before its fraction, always; a dot is not SWIFT's and is read only where it
can mean nothing else. Years have two digits: 90 to 99 are of the last century, 00 to 79 of this
one, and nobody kept such files between.

Source: SWIFT Standards MT, category 9: fields 25, 28C, 34F, 60a, 61, 62a, 90a.

>>> balance_of("C260531KZT1250,5").minor, day_of("260230")
(125050, None)
"""

import re
from dataclasses import dataclass
from datetime import date

from izdes.adapters.statements.cells import minor
from izdes.adapters.statements.decimals import minor_of_decimal
from izdes.adapters.statements.fields import Unreadable
from izdes.core.errors import IzdesError
from izdes.core.identifiers.iban import read_iban
from izdes.core.money.statement import Direction

_AMOUNT = r"([0-9]{1,15}(?:[.,][0-9]{0,14})?)"
_BALANCE = re.compile(rf"([DC])([0-9]{{6}})([A-Z]{{3}}) ?{_AMOUNT}")
_WITH_ANY_AMOUNT = re.compile(r".[0-9]{6}([A-Z]{3})")
_SUM = re.compile(rf"([0-9]{{1,9}})([A-Z]{{3}}) ?{_AMOUNT}")
_FLOOR = re.compile(rf"([A-Z]{{3}})[DC ]?{_AMOUNT}")
_PAGE = re.compile(r"([0-9]{1,9})(?:/([0-9]{1,9}))?(?:/.*)?")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_WITH_CURRENCY = re.compile(r"(.+?) ?([A-Z]{3})")
_OLD_YEARS, _YEARS_WITHOUT_FILES = range(90, 100), range(80, 90)
_SHOWN = 40
_DIRECTIONS: dict[str, Direction] = {"C": "credit", "D": "debit"}


@dataclass(frozen=True, slots=True)
class Balance:
    """A booked balance; negative where the account owes. ``day`` is None where it is no day."""

    minor: int
    currency: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Sum:
    """How many entries of one direction there are, and their sum."""

    count: int
    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class PrintedAccount:
    """An account as field 25 prints it: with its bank and currency where it has them."""

    number: str = ""
    bank: str = ""
    currency: str = ""


def day_of(printed: str) -> date | None:
    """Return the day of ``YYMMDD``, None where there is no such day."""
    year = int(printed[:2])
    if year in _YEARS_WITHOUT_FILES:
        return None
    return day_in((1900 if year in _OLD_YEARS else 2000) + year, printed[2:])


def day_in(year: int, month_and_day: str) -> date | None:
    """Return the day of ``MMDD`` in a year, None where there is no such day."""
    try:
        return date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return None


def amount_of(printed: str, currency: str) -> int:
    """Return the minor units that an amount states.

    Raises:
        Unreadable: It is not exact, or it has a dot that may mean two things.
    """
    try:
        if "." in printed:
            return minor(printed, currency)
        return minor_of_decimal(printed, currency, mark=",")
    except IzdesError as error:
        raise Unreadable(error.code, "61", printed[:_SHOWN]) from None


def balance_of(value: str) -> Balance:
    """Return a balance (fields 60a, 62a).

    Raises:
        Unreadable: It is none.
    """
    found = _BALANCE.fullmatch(value)
    if found is None:
        raise Unreadable("balance_unreadable")
    mark, day, currency, printed = found.groups()
    amount = amount_of(printed, currency)
    return Balance(-amount if mark == "D" else amount, currency, day_of(day))


def currency_of_balance(value: str) -> str:
    """Return the currency of a balance whose amount may be unreadable; empty where none stands."""
    found = _WITH_ANY_AMOUNT.match(value)
    return found[1] if found else ""


def sum_of(value: str) -> Sum:
    """Return a number and sum of entries (field 90a).

    Raises:
        Unreadable: It is none.
    """
    found = _SUM.fullmatch(value)
    if found is None:
        raise Unreadable("balance_unreadable")
    count, currency, printed = found.groups()
    return Sum(int(count), amount_of(printed, currency), currency)


def floor_of(value: str) -> tuple[int, str]:
    """Return a floor limit in minor units, and its currency (field 34F).

    Raises:
        Unreadable: It is none.
    """
    found = _FLOOR.fullmatch(value)
    if found is None:
        raise Unreadable("balance_unreadable")
    return amount_of(found[2], found[1]), found[1]


def page_of(value: str) -> tuple[str, int | None]:
    """Return the number of a statement and of its page (field 28C); None where none is printed."""
    found = _PAGE.fullmatch(value)
    if found is None:
        return value, None
    return found[1].lstrip("0"), int(found[2]) if found[2] else None


def printed_account(lines: tuple[str, ...]) -> PrintedAccount:
    """Return the account of field 25, or of 25P with the bank's BIC in a second line.

    A currency after a valid IBAN is none of its letters; ``BIC/account`` is taken apart; any
    other number with a stroke in it stays as printed.
    """
    text = lines[0].strip().lstrip("/") if lines else ""
    second = lines[1].strip() if len(lines) > 1 else ""
    bank = second if _BIC.fullmatch(second) else ""
    before, _, after = text.partition("/")
    if after and _BIC.fullmatch(before):
        bank, text = bank or before, after.strip()
    currency = ""
    if not _is_iban(text) and (found := _WITH_CURRENCY.fullmatch(text)) and _is_iban(found[1]):
        text, currency = found.groups()
    return PrintedAccount(text, bank, currency)


def _is_iban(text: str) -> bool:
    """Say whether a text is an IBAN whose check digits match."""
    return read_iban(text).code is None


def direction_of(mark: str) -> Direction:
    """Return where the money went by a mark: a reversed credit is a debit, and so on.

    >>> direction_of("RC"), direction_of("C")
    ('debit', 'credit')
    """
    direction = _DIRECTIONS[mark[-1]]
    if mark.startswith("R"):
        return "debit" if direction == "credit" else "credit"
    return direction
