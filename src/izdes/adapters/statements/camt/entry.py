"""One entry of a camt message becomes a line, or the lines of a batch.

An entry is in the account's currency; its direction is its own, for a reversal too. The lines of a
batch must add up to their entry, otherwise none of them is used. A batch that does not tell all of
its payments is one line about nobody in particular: its sum belongs to none of those named.

Source: ISO 20022, ReportEntry and EntryTransaction in versions 02 to 13.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from izdes.adapters.statements.camt.party import side_of
from izdes.adapters.statements.camt.purpose import is_return, operation_of, purpose_of, reference_of
from izdes.adapters.statements.cells import Moment, NotATime, moment
from izdes.adapters.statements.containers.xml import Element, child, children, said
from izdes.adapters.statements.decimals import minor_of_decimal
from izdes.adapters.statements.fields import Amount, Unreadable
from izdes.adapters.statements.lines import Line
from izdes.core.errors import IzdesError
from izdes.core.money.statement import Direction

Remark = Literal["entry_not_booked", "zero_amount", "camt_batch_untold"]
_BOOKED = "BOOK"
_NOT_BOOKED = ("PDNG", "INFO", "FUTR")
_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt")
_DIRECTIONS: dict[str, Direction] = {"CRDT": "credit", "DBIT": "debit"}
_DAY_WITH_OFFSET = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})")
_LONGEST_NUMBER = 15
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Counted:
    """What one entry adds to the totals of its message."""

    direction: Direction
    minor: int
    is_booked: bool

    @property
    def signed_minor(self) -> int:
        """Its effect on the account, were it booked."""
        return self.minor if self.direction == "credit" else -self.minor


@dataclass(slots=True)
class Entries:
    """The lines of one part's entries.

    Attributes:
        remarks: What its reader must know of single entries: (number, code).
        exchanged: How many were ordered in another currency.
        reversed: How many take an earlier one back.
    """

    currency: str
    lines: list[Line] = field(default_factory=list)
    unread: list[tuple[int, Unreadable]] = field(default_factory=list)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    exchanged: int = 0
    reversed: int = 0
    number: int = 0

    def read(self, entry: Element) -> None:
        """Take one entry: one line, or the lines of a batch."""
        self.number += 1
        first = self.number
        groups = list(children(entry, "NtryDtls"))
        details = [d for group in groups for d in children(group, "TxDtls")]
        self.number += max(len(details) - 1, 0)
        try:
            self._take(entry, details, first=first, is_told=all(map(_tells_all, groups)))
        except Unreadable as unreadable:
            self.unread.append((first, unreadable))

    def _take(self, entry: Element, details: list[Element], *, first: int, is_told: bool) -> None:
        """Read one entry."""
        if not _is_booked(entry):
            self.remarks.append((first, "entry_not_booked"))
            with suppress(Unreadable):
                self._count(entry, is_booked=False)
            return
        whole, direction = self._count(entry, is_booked=True)
        booked = _booked_at(entry)
        if not is_told:
            self.remarks.append((first, "camt_batch_untold"))
            details = []
        amounts = _amounts(details, whole, direction, self.currency)
        for number, amount in enumerate(amounts, start=first):
            detail = details[number - first] if details else entry
            if amount:
                line = _line(entry, detail, number=number, booked=booked, currency=self.currency)
                self.lines.append(replace(line, amount=_directed(amount, direction)))
            else:
                self.remarks.append((number, "zero_amount"))
        self.exchanged += any(_is_exchanged(d, self.currency) for d in (entry, *details))
        self.reversed += any(map(is_return, (entry, *details)))

    def _count(self, entry: Element, *, is_booked: bool) -> tuple[int, Direction]:
        """Return what an entry moves and which way, and keep it for the totals."""
        whole, direction = minor_of(child(entry, "Amt"), self.currency), _direction(entry)
        self.counted.append(Counted(direction, whole, is_booked))
        return whole, direction


def _line(entry: Element, detail: Element, *, number: int, booked: Moment, currency: str) -> Line:
    """Return one transaction of an entry, its amount still open."""
    return Line(
        number=number,
        moment=booked,
        amount=Amount(0),
        currency=currency,
        payer=side_of(detail, "Dbtr"),
        payee=side_of(detail, "Cdtr"),
        operation=operation_of(entry, detail),
        purpose=purpose_of(detail),
        purpose_code=said(detail, "Purp/Prtry", "Purp/Cd"),
        reference=reference_of(entry, detail),
    )


def _tells_all(group: Element) -> bool:
    """Say whether a group of details holds as many transactions as it says."""
    announced = said(group, "Btch/NbOfTxs")
    if not (announced.isascii() and announced.isdigit() and len(announced) <= _LONGEST_NUMBER):
        return True
    return int(announced) <= max(1, sum(1 for _ in children(group, "TxDtls")))


def _is_booked(entry: Element) -> bool:
    """Say whether an entry is booked; older versions print the code without an element."""
    status = said(entry, "Sts/Cd", "Sts/Prtry", "Sts")
    if status not in (_BOOKED, *_NOT_BOOKED):
        raise Unreadable("camt_status_unknown", "Sts", status[:_SHOWN])
    return status == _BOOKED


def minor_of(amount: Element | None, currency: str) -> int:
    """Return an amount, which must be in the account's currency."""
    if amount is None:
        raise Unreadable("row_without_amount", "Amt")
    printed, own = (amount.text or "").strip(), amount.get("Ccy") or ""
    if currency and own != currency:
        raise Unreadable("foreign_currency", "Amt", own[:_SHOWN])
    if printed.startswith("-"):
        raise Unreadable("negative_amount", "Amt", printed[:_SHOWN])
    try:
        return minor_of_decimal(printed, own)
    except IzdesError as error:
        raise Unreadable(error.code, "Amt", printed[:_SHOWN]) from None


def moment_of(printed: str) -> Moment:
    """Return an ISO 8601 instant or day; a day's offset from UTC says nothing more.

    Raises:
        NotATime: It is neither.
    """
    day = _DAY_WITH_OFFSET.fullmatch(printed)
    return moment(day[1] if day else printed)


def _amounts(
    details: Sequence[Element], whole: int, direction: Direction, currency: str
) -> list[int]:
    """Return what each transaction moves; they must add up to their entry."""
    if len(details) <= 1:
        return [whole]
    amounts = [_line_amount(d, currency, direction) for d in details]
    if sum(amounts) != whole:
        raise Unreadable("batch_differs", "Ntry/Amt")
    return amounts


def _line_amount(detail: Element, currency: str, direction: Direction) -> int:
    """Return the amount of one line of a batch, negative when it goes the other way."""
    printed = [found for path in _AMOUNTS if (found := child(detail, path)) is not None]
    own_currency = (found for found in printed if found.get("Ccy") == currency)
    amount = minor_of(next(own_currency, printed[0] if printed else None), currency)
    own = said(detail, "CdtDbtInd")
    return amount if not own or _DIRECTIONS.get(own) == direction else -amount


def _direction(entry: Element) -> Direction:
    """Return the direction that an entry states."""
    direction = _DIRECTIONS.get(said(entry, "CdtDbtInd"))
    if direction is None:
        raise Unreadable("direction_unclear", "CdtDbtInd")
    return direction


def _directed(amount: int, direction: Direction) -> Amount:
    """Return a line's amount with its own direction."""
    if amount >= 0:
        return Amount(amount, direction)
    return Amount(-amount, "credit" if direction == "debit" else "debit")


def _booked_at(entry: Element) -> Moment:
    """Return when the entry was booked; the value date where no booking date is stated."""
    printed = said(entry, "BookgDt/DtTm", "BookgDt/Dt", "ValDt/DtTm", "ValDt/Dt")
    try:
        return moment_of(printed)
    except NotATime:
        raise Unreadable("time_unreadable", "BookgDt", printed[:_SHOWN]) from None


def _is_exchanged(element: Element, currency: str) -> bool:
    """Say whether the order behind an entry was in another currency."""
    amounts = (child(element, f"AmtDtls/{name}/Amt") for name in ("InstdAmt", "CntrValAmt"))
    return any(a is not None and a.get("Ccy") != currency for a in amounts)
