"""Balances of a camt part: which of those printed are its opening and its closing.

Only booked balances count: what is available, expected or promised as credit is something else.
The opening is ``OPBD``, else ``PRCD`` (the closing of the period before); the closing is ``CLBD``.
A report within the day has no closing: there an interim balance ``ITBD`` stands for it, if it was
taken at the very end of the report. A part of several days prints a pair for each; the first
opening and the last closing are those of the whole. Two different figures for one day are refused.

Source: ISO 20022 external code set, ExternalBalanceType1Code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from izdes.adapters.statements.camt.entry import minor_of, moment_of
from izdes.adapters.statements.camt.messages import Part
from izdes.adapters.statements.cells import NotATime
from izdes.adapters.statements.containers.xml import Element, child, said
from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.notes import Notes

_DAY = timedelta(days=1)
# A last second may be printed as such or as the midnight after it.
_SECOND = timedelta(seconds=1)
_BOOKED = ("OPBD", "PRCD", "CLBD", "ITBD")
_SIGNS = {"CRDT": 1, "DBIT": -1}
# A balance in the middle of a paged statement.
_INTERMEDIATE = "INTM"


@dataclass(frozen=True, slots=True)
class Balance:
    """One booked balance; ``at`` is None where its date cannot be read."""

    code: str
    minor: int
    at: datetime | None
    is_day: bool


def balances_of(part: Part, currency: str, notes: Notes) -> list[Balance]:
    """Return the booked balances, noting those that cannot be read."""
    found = []
    for element in part.every("Bal"):
        code = said(element, "Tp/CdOrPrtry/Cd", "Tp/Cd")
        if code not in _BOOKED or said(element, "Tp/SubTp/Cd") == _INTERMEDIATE:
            continue
        try:
            found.append(_balance(element, code, currency))
        except Unreadable:
            notes.add("balance_unreadable", details={"label": code})
    return found


def _balance(element: Element, code: str, currency: str) -> Balance:
    """Read one balance; a debit balance is negative."""
    amount = minor_of(child(element, "Amt"), currency)
    sign = _SIGNS.get(said(element, "CdtDbtInd"))
    if sign is None:
        raise Unreadable("direction_unclear", "CdtDbtInd")
    try:
        at = moment_of(said(element, "Dt/DtTm", "Dt/Dt"))
    except NotATime:
        return Balance(code, sign * amount, None, is_day=True)
    return Balance(code, sign * amount, at.at, is_day=at.precision == "day")


def opening_of(balances: Sequence[Balance], notes: Notes) -> int | None:
    """Return what the account held when the part begins."""
    return _chosen(balances, ("OPBD", "PRCD"), "opening", notes)


def closing_of(
    balances: Sequence[Balance], notes: Notes, *, part: Part, end: datetime | None
) -> int | None:
    """Return what the account held when the part ends.

    Args:
        end: The last instant of the part, or when it was made; None when neither is printed.
    """
    if part.kind.form == "camt.052" and not any(b.code == "CLBD" for b in balances):
        interim = [b for b in balances if b.code == "ITBD" and _is_at(b, end)]
        if interim:
            notes.explain("how_camt_interim")
        return _chosen(interim, ("ITBD",), "closing", notes)
    return _chosen(balances, ("CLBD",), "closing", notes)


def _chosen(
    balances: Sequence[Balance],
    codes: Sequence[str],
    which: Literal["opening", "closing"],
    notes: Notes,
) -> int | None:
    """Return the balance of the first code that there is: of several days the outermost."""
    code = next((c for c in codes if any(b.code == c for b in balances)), "")
    fitting = [b for b in balances if b.code == code]
    if not fitting:
        return None
    outermost = set(_outermost(fitting, which))
    if len(outermost) > 1:
        notes.add("camt_balances_contradict", details={"label": code})
        return None
    notes.explain(f"how_camt_{which}", balance=code)
    return outermost.pop()


def _outermost(balances: Sequence[Balance], which: Literal["opening", "closing"]) -> Iterator[int]:
    """Yield the balances of the first or the last day; those without a readable day are all."""
    times = [b.at for b in balances if b.at is not None]
    if len(times) < len(balances):
        times = []
    edge = (min(times) if which == "opening" else max(times)) if times else None
    return (b.minor for b in balances if edge is None or b.at == edge)


def _is_at(balance: Balance, end: datetime | None) -> bool:
    """Say whether an interim balance was taken at the end: at that instant, or on that day."""
    if balance.at is None or end is None:
        return False
    if balance.is_day:
        return balance.at < end <= balance.at + _DAY
    return abs(balance.at - end) <= _SECOND
