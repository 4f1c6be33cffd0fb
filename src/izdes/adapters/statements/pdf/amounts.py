"""Amounts of retail statements: a sign, digits, a currency, in any order and with any blanks.

>>> figure_in("- 5 000,00 ₸"), figure_in("KZT 12.50")
(Figure(number='-5 000,00', currency='KZT'), Figure(number='12.50', currency='KZT'))
>>> figure_in("- 5 000,00 ₸").minor("KZT")
-500000
"""

import re
from dataclasses import dataclass

from izdes.adapters.statements.cells import minor
from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.wording import currency_of
from izdes.core.errors import IzdesError

_SIGNS = "+-−–"
_AROUND = f"{_SIGNS}()"
_LONGEST = 60
_SHOWN = 40
_DIGITS = re.compile(r"[0-9](?:.*[0-9])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed amount taken apart.

    Attributes:
        number: Digits with their sign or brackets, as printed.
        currency: ISO 4217; empty where none is printed.
    """

    number: str
    currency: str

    @property
    def has_sign(self) -> bool:
        """Say whether it says itself if it is more or less."""
        return any(c in _AROUND for c in self.number)

    @property
    def is_minus(self) -> bool:
        """Say whether it is less than nothing."""
        return any(c in "-−–(" for c in self.number)

    @property
    def is_zero(self) -> bool:
        """Say whether all its digits are zeros."""
        return not any(c in "123456789" for c in self.number)

    def minor(self, currency: str) -> int:
        """Return its minor units.

        Raises:
            IzdesError: It is no amount, or not exact; see `izdes.core.money.amounts`.
        """
        return minor(self.number, currency)


def figure_in(printed: str) -> Figure | None:
    """Return the amount that a text consists of; None where it is none."""
    found = _DIGITS.search(printed) if len(printed) <= _LONGEST else None
    if found is None:
        return None
    before, after = printed[: found.start()], printed[found.end() :]
    rest = "".join(c for c in f"{before} {after}" if c not in _AROUND).strip()
    currency = _currency(rest)
    if currency is None:
        return None
    head, tail = ("".join(c for c in part if c in _AROUND) for part in (before, after))
    return Figure(f"{head}{found[0]}{tail}", currency)


def _currency(rest: str) -> str | None:
    """Return the currency that the rest of a cell names and nothing else; empty where none is."""
    codes = {currency_of(word) for word in rest.split()}
    return codes.pop() if len(codes) == 1 else None if codes else ""


def figure_of(printed: str, meaning: str) -> Figure:
    """Return the amount of a cell.

    Raises:
        Unreadable: It states none.
    """
    found = figure_in(printed)
    if found is None:
        raise Unreadable("amount_unreadable", meaning, printed[:_SHOWN])
    return found


def minor_of(printed: str, meaning: str, currency: str) -> int:
    """Return the minor units of a cell in the account's currency; an empty cell is zero.

    Raises:
        Unreadable: It states no amount, one in another currency, or none that is exact.
    """
    if not printed.strip(f"{_SIGNS} —"):
        return 0
    figure = figure_of(printed, meaning)
    if figure.currency not in {"", currency}:
        raise Unreadable("foreign_currency", meaning, figure.currency)
    try:
        return figure.minor(currency)
    except IzdesError as error:
        raise Unreadable(error.code, meaning, printed[:_SHOWN]) from None
