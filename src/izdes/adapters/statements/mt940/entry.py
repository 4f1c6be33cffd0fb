"""One statement line (field 61) and what is told under it (field 86) become a line.

Direction and amount are the line's own; a reversal of a credit is a debit. The entry date is the
day of booking, the value date only where there is none; its year is the one that brings it nearest
to the value date. The type code must be there: without it the line was cut, and so may its amount
be.

Source: SWIFT Standards MT, MT 940 field 61 and MT 942 field 61.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from izdes.adapters.statements.cells import Moment, NotATime, moment
from izdes.adapters.statements.fields import Amount, Unreadable
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.mt940.details import Details, details_of
from izdes.adapters.statements.mt940.fields import (
    PrintedAccount,
    amount_of,
    day_in,
    day_of,
    direction_of,
)
from izdes.adapters.statements.mt940.tags import Message, Tag
from izdes.adapters.statements.mt940.words import data
from izdes.adapters.statements.parties import Printed
from izdes.adapters.statements.wording import kind_of
from izdes.core.identifiers.iban import read_iban

Remark = Literal["entry_not_booked", "zero_amount"]
_LINE = re.compile(
    r"([0-9]{6})([0-9]{4}|[ ]{4})?(R[DC]|E[DC]|[DC])[A-Z]? ?"
    r"([0-9]{1,15}(?:[.,][0-9]{0,14})?)([SNF][A-Z0-9]{3})(.*)"
)
_EXPECTED = "E"
_REVERSED = "R"
_SHOWN = 40


@dataclass(slots=True)
class Entry:
    """A statement line as it stands, and the texts under it."""

    tag: Tag
    texts: list[Tag] = field(default_factory=list)


@dataclass(slots=True)
class Entries:
    """The lines of one report.

    Attributes:
        remarks: What its reader must know of single lines: (number, code).
        owners: What texts about the statement as a whole tell of the account's owner.
    """

    own: PrintedAccount
    currency: str
    lines: list[Line] = field(default_factory=list)
    unread: list[tuple[int, Unreadable]] = field(default_factory=list)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)
    expected: list[Line] = field(default_factory=list)
    owners: list[Details] = field(default_factory=list)

    def read(self, page: Message) -> None:
        """Take the entries of one page."""
        texts: list[Tag] = []
        for entry in _entries_of(page, texts):
            try:
                self._take(entry)
            except Unreadable as unreadable:
                self.unread.append((entry.tag.number, unreadable))
        self.owners += (details_of(text.lines, self.own.number) for text in texts)

    def _take(self, entry: Entry) -> None:
        """Read one entry."""
        line, mark = _line(entry, self.own, self.currency)
        if mark.startswith(_EXPECTED):
            self.remarks.append((line.number, "entry_not_booked"))
            self.expected.append(line)
        elif line.amount.minor:
            self.lines.append(line)
        else:
            self.remarks.append((line.number, "zero_amount"))


def _entries_of(page: Message, texts: list[Tag]) -> Iterator[Entry]:
    """Yield the statement lines with their texts; texts about the whole are put aside."""
    current: Entry | None = None
    for tag in page.tags:
        if tag.name == "61":
            if current:
                yield current
            current = Entry(tag)
        elif tag.name == "86":
            (current.texts if current else texts).append(tag)
        elif tag.name != "NS" and current:
            yield current
            current = None
    if current:
        yield current


def _line(entry: Entry, own: PrintedAccount, currency: str) -> tuple[Line, str]:
    """Return one movement and its mark."""
    first = entry.tag.lines[0].rstrip()
    found = _LINE.fullmatch(first)
    if found is None:
        raise Unreadable("mt_line_unreadable", "61", first[:_SHOWN])
    value, booked, mark, printed, code, rest = found.groups()
    amount = Amount(amount_of(printed, currency), direction_of(mark))
    details = details_of([n for text in entry.texts for n in text.lines], own.number)
    extra = " ".join(" ".join(entry.tag.lines[1:]).split())
    details, extra = _with_account(details, extra)
    words = details.whole.get("words", "")
    operation = _operation(words, extra, code, is_reversed=mark.startswith(_REVERSED))
    unused = [word for word in (words, extra) if word and word not in operation]
    payer, payee, unfit = _sides(details, amount, own)
    line = Line(
        number=entry.tag.number,
        moment=_booked_at(value, (booked or "").strip()),
        amount=amount,
        currency=currency,
        payer=payer,
        payee=payee,
        operation=operation,
        purpose=" ".join(word for word in (*unused, details.purpose, *unfit) if word),
        purpose_code=details.whole.get("knp", ""),
        reference=_reference(rest, details.whole.get("reference", "")),
    )
    return line, mark


def _booked_at(value: str, booked: str) -> Moment:
    """Return the day of booking: the year is the one nearest to the value date."""
    valued = day_of(value)
    if valued is None:
        raise Unreadable("time_unreadable", "61", value)
    if not booked:
        return moment_of_day(valued)
    around = [day for step in (-1, 0, 1) if (day := day_in(valued.year + step, booked))]
    if not around:
        raise Unreadable("time_unreadable", "61", booked)
    return moment_of_day(min(around, key=lambda day: abs(day - valued)))


def moment_of_day(day: date) -> Moment:
    """Return a day as the moments of other forms are: local midnight, exact to the day."""
    printed = f"{day:%d.%m.%Y}"
    try:
        return moment(printed)
    except NotATime:
        raise Unreadable("time_unreadable", "61", printed) from None


def _with_account(details: Details, extra: str) -> tuple[Details, str]:
    """Take the second line of a field 61 for the far account where it is an IBAN."""
    if not extra or read_iban(extra).code is not None:
        return details, extra
    far = {"account": extra, **details.parties.get("far", {})}
    parties = {**details.parties, "far": far}
    return replace(details, parties=parties), "" if far["account"] == extra else extra


def _sides(
    details: Details, amount: Amount, own: PrintedAccount
) -> tuple[Printed, Printed, tuple[str, ...]]:
    """Return payer and payee: the statement's own side, and the other as far as it is told.

    Where the own side is told with another account it is not the own side; what is told of it is
    returned apart.
    """
    is_debit = amount.direction == "debit"
    near = details.of("payer" if is_debit else "payee", "owner")
    far = _far_side(details.of("payee" if is_debit else "payer", "far"))
    unfit = tuple(near.values()) if near.get("account") else ()
    here = _own_side({} if unfit else near, own)
    return (here, far, unfit) if is_debit else (far, here, unfit)


def _own_side(told: dict[str, str], own: PrintedAccount) -> Printed:
    """Return the side of the statement's own account."""
    return Printed(told.get("name", ""), told.get("iin", ""), "", own.bank, own.number)


def _far_side(told: dict[str, str]) -> Printed:
    """Return the other side."""
    name, iin, bank, account = (told.get(key, "") for key in ("name", "iin", "bank", "account"))
    return Printed(name, iin, "", bank, account)


def _operation(words: str, extra: str, code: str, *, is_reversed: bool) -> str:
    """Return the kind of operation: the bank's own word, else the type code and what it means."""
    for word in (words, extra):
        if kind_of(word).kind != "other":
            return word
    meaning = data()["types"].get(code[1:], "")
    if is_reversed:
        meaning = f"{meaning}/{data()['reversal']}"
    return " ".join(part for part in (words, code, meaning) if part)


def _reference(rest: str, told: str) -> str:
    """Return the reference that travels with the payment, else the bank's own."""
    customer, _, bank = rest.partition("//")
    says_nothing = data()["says_nothing"]
    given = (text.strip() for text in (told, customer, bank))
    return next((text for text in given if text and text not in says_nothing), "")
