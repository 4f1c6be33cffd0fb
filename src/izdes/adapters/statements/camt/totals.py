"""Totals of a camt part (``TxsSummry``): how many entries it says that it holds, and their sums.

They are compared with the entries that are there: one that was taken out is missed here even where
no balances are printed. Whether a bank counts entries that are not booked yet the standard leaves
open, and whether a page counts for itself or for all: what fits one of these readings is right.

Source: ISO 20022, TotalTransactions6.
"""

from collections.abc import Iterator, Sequence

from izdes.adapters.statements.camt.entry import Counted
from izdes.adapters.statements.containers.xml import Element, child, said
from izdes.adapters.statements.decimals import minor_of_decimal
from izdes.core.errors import IzdesError
from izdes.core.money.amounts import plain_amount
from izdes.core.money.statement import Direction

Found = tuple[str, dict[str, str]]
_TOTALS: tuple[tuple[str, frozenset[Direction]], ...] = (
    ("TtlNtries", frozenset({"credit", "debit"})),
    ("TtlCdtNtries", frozenset({"credit"})),
    ("TtlDbtNtries", frozenset({"debit"})),
)
_DIRECTIONS: dict[str, Direction] = {"CRDT": "credit", "DBIT": "debit"}


def totals_of_pages(
    pages: Sequence[Element], counted: Sequence[Sequence[Counted]], currency: str
) -> Iterator[Found]:
    """Yield every printed total that no reading of the entries gives.

    Args:
        pages: The pages of one part.
        counted: What the entries of each of them add.
        currency: The account's.
    """
    whole = [c for page in counted for c in page]
    for page, alone in zip(pages, counted, strict=True):
        booked = [[c for c in reading if c.is_booked] for reading in (alone, whole)]
        for name, directions in _TOTALS:
            total = child(page, f"TxsSummry/{name}")
            readings = [
                [c for c in reading if c.direction in directions]
                for reading in (*booked, alone, whole)
            ]
            yield from () if total is None else _total(total, name, readings, currency)


def _total(
    total: Element, name: str, counted: Sequence[Sequence[Counted]], currency: str
) -> Iterator[Found]:
    """Compare one total: how many, how much, and how much of it remains on the account."""
    yield from _count(total, name, counted)
    sums = [sum(c.minor for c in each) for each in counted]
    yield from _sum(said(total, "Sum"), f"{name}/Sum", sums, currency)
    yield from _net(total, name, counted, currency)


def _count(total: Element, name: str, counted: Sequence[Sequence[Counted]]) -> Iterator[Found]:
    """Compare a number of entries."""
    printed = said(total, "NbOfNtries")
    numbers = [str(len(each)) for each in counted]
    if printed and (printed.lstrip("0") or "0") not in numbers:
        yield "entries_count_differs", {"label": name, "printed": printed, "found": numbers[0]}


def _net(
    total: Element, name: str, counted: Sequence[Sequence[Counted]], currency: str
) -> Iterator[Found]:
    """Compare the difference of credits and debits; version 02 prints it without an element."""
    printed = said(total, "TtlNetNtry/Amt", "TtlNetNtryAmt")
    direction = _DIRECTIONS.get(said(total, "TtlNetNtry/CdtDbtInd", "CdtDbtInd"))
    if direction is None:
        return
    sign = 1 if direction == "credit" else -1
    nets = [sign * sum(c.signed_minor for c in each) for each in counted]
    yield from _sum(printed, f"{name}/TtlNetNtry", nets, currency)


def _sum(printed: str, label: str, sums: Sequence[int], currency: str) -> Iterator[Found]:
    """Compare a sum."""
    if not printed:
        return
    try:
        minor = minor_of_decimal(printed, currency)
    except IzdesError:
        yield "balance_unreadable", {"label": label}
        return
    if minor not in sums:
        moved = plain_amount(sums[0], currency)
        yield "total_differs", {"printed": plain_amount(minor, currency), "moved": moved}
