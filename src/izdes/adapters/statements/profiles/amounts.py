"""Amounts: what a row moves and which way, exactly as its profile says amounts are printed.

The one way from a cell of a profiled table to minor units: the sign before the fraction is the
profile's, the smallest part is the currency's or the token's. Nothing is rounded.

>>> minor_of("1,250", "USDT", "."), minor_of("0.000000000000000001 ETH", "ETH", ".")
(1250000000, 1)
"""

from izdes.adapters.statements.cells import Cell, text
from izdes.adapters.statements.fields import Amount, Cells, Unreadable
from izdes.adapters.statements.profiles.parse import said
from izdes.adapters.statements.profiles.profile import Profile
from izdes.core.errors import IzdesError
from izdes.core.money.amounts import (
    DecimalMark,
    NotAnAmount,
    minor_digits,
    minor_of_number,
    minor_of_text,
)
from izdes.core.money.statement import Direction

_SIGNS = {"KZT": ("₸", "тг", "тг.", "тенге", "теңге"), "USD": ("$",), "EUR": ("€",), "RUB": ("₽",)}
_SHOWN = 40
# No table states more, and tables of results hold 38 digits.
_MOST = 10**30


def minor_of(cell: Cell, currency: str, mark: DecimalMark | None) -> int:
    """Return the minor units that an amount cell states; negative as printed.

    Raises:
        NotAnAmount, UnclearAmount, InexactAmount: See `izdes.core.money.amounts`.
    """
    digits = minor_digits(currency)
    if isinstance(cell, str):
        minor = minor_of_text(_without_unit(cell, currency), digits=digits, mark=mark)
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        minor = minor_of_number(cell, digits=digits)
    else:
        raise NotAnAmount
    if abs(minor) > _MOST:
        raise NotAnAmount
    return minor


def amount_in(cells: Cells, meaning: str, currency: str, mark: DecimalMark | None) -> int:
    """Return the amount of a cell; an empty one is zero.

    Raises:
        Unreadable: The cell states no exact amount.
    """
    if not cells.has(meaning):
        return 0
    try:
        return minor_of(cells[meaning], currency, mark)
    except IzdesError as error:
        raise Unreadable(error.code, meaning, text(cells[meaning])[:_SHOWN]) from None


def amount_of(cells: Cells, profile: Profile, currency: str) -> Amount:
    """Return what a row moves; the direction is left open only where two sides tell it.

    Raises:
        Unreadable: No exact amount, both directions, none, or a sign where none belongs.
    """
    if "debit" in profile.columns:
        return _split(cells, profile, currency)
    if not cells.has("amount"):
        raise Unreadable("row_without_amount", "amount")
    signed = amount_in(cells, "amount", currency, profile.amounts.mark)
    if profile.amounts.negative is not None:
        return _signed(signed, profile.amounts.negative)
    direction = _direction(cells, profile)
    # A minus beside a word that says debit too is a habit.
    if signed < 0 and direction != "debit":
        raise Unreadable("negative_amount", "amount")
    return Amount(abs(signed), direction)


def _signed(signed: int, negative: Direction) -> Amount:
    """Return a signed amount with the direction that its sign means."""
    opposite: Direction = "credit" if negative == "debit" else "debit"
    return Amount(abs(signed), negative if signed < 0 else opposite)


def _direction(cells: Cells, profile: Profile) -> Direction | None:
    """Return the direction that the row's own word or the whole form tells."""
    if "direction" in profile.columns:
        printed = cells.text("direction") or text(cells["direction"])
        direction = profile.directions.get(said(printed))
        if direction is None:
            raise Unreadable("direction_unclear", "direction", printed[:_SHOWN])
        return direction
    constant = profile.constants.get("direction")
    if constant is None:
        return None
    return "debit" if constant == "debit" else "credit"


def _split(cells: Cells, profile: Profile, currency: str) -> Amount:
    """Return the amount of a row with a column for each direction."""
    amounts = profile.amounts
    credit = amount_in(cells, "credit", currency, amounts.mark)
    debit = amount_in(cells, "debit", currency, amounts.mark)
    if amounts.debit_has_minus:
        debit = -debit
    if credit < 0 or debit < 0:
        raise Unreadable("negative_amount", "credit" if credit < 0 else "debit")
    if credit and debit:
        raise Unreadable("both_amounts", "debit")
    if not (cells.has("credit") or cells.has("debit")):
        raise Unreadable("row_without_amount", "debit")
    if not (credit or debit):
        return Amount(0)
    return Amount(credit, "credit") if credit else Amount(debit, "debit")


def _without_unit(printed: str, currency: str) -> str:
    """Drop the right currency's code or sign, before or behind the number."""
    bare = printed.strip()
    for unit in (currency, *_SIGNS.get(currency, ())):
        bare = bare.removesuffix(unit).removeprefix(unit).strip()
    return bare
