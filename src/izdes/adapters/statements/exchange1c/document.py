"""One document of an exchange file becomes a line: when, how much, which way, from whom to whom.

The direction is told by the field that holds the amount, else by which of the two days of execution
is printed, else by the side on which the account stands. What contradicts itself is refused.

The day is that of the operation, else of the execution, else of the document. A document that says
of itself only when it was drawn up may be an order that nobody carried out: without a section of
its account it is no movement.
"""

import re

from izdes.adapters.statements.cells import Moment, NotATime, minor, moment
from izdes.adapters.statements.exchange1c.names import folded_name, words
from izdes.adapters.statements.exchange1c.text import Section
from izdes.adapters.statements.fields import Amount, Unreadable
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.parties import Parties, Printed
from izdes.adapters.statements.wording import currency_of
from izdes.core.errors import IzdesError
from izdes.core.money.statement import Direction

_SOME_AMOUNT = re.compile(r"[1-9]")
_SOME_DAY = re.compile(r"[^\W0_]")
_SHOWN = 40
_EXECUTED = ("booked", "debited", "credited")

Sides = tuple[Printed, Printed]


def line_of(document: Section, *, direction: Direction, currency: str, sides: Sides) -> Line:
    """Return the line of a document; an amount of nothing is a line too.

    Raises:
        Unreadable: Its amount or its day cannot be read, or two amounts differ.
    """
    return Line(
        number=document.number,
        moment=_moment_of(document, direction),
        amount=Amount(_minor_of(document, currency), direction),
        currency=currency,
        payer=sides[0],
        payee=sides[1],
        operation=operation_of(document),
        purpose=document.said("purpose") or _numbered_purpose(document),
        purpose_code=document.said("knp"),
        reference=document.said("reference"),
    )


def sides_of(document: Section, parties: Parties) -> Sides:
    """Return the payer and the payee as printed."""
    payer, payee = (_side(document, side, parties) for side in ("payer", "payee"))
    return payer, payee


def _side(document: Section, side: str, parties: Parties) -> Printed:
    """Return one side; of BIC and name of its bank the one that the register knows."""
    bic, bank = document.said(f"{side}_bic"), document.said(f"{side}_bank")
    known = (b for b in (bic, bank) if b and parties.institution_named(b))
    return Printed(
        name=document.said(f"{side}_name"),
        iin=document.said(f"{side}_iin"),
        residency=document.said(f"{side}_kbe"),
        bank=next(known, bic or bank),
        account=document.said(f"{side}_account"),
    )


def operation_of(document: Section) -> str:
    """Return the kind of operation: the document's own word, else its section's."""
    own = document.said("operation")
    is_vague = folded_name(document.kind) in words("vague_kinds")
    return own or ("" if is_vague else document.kind)


def printed_currency(document: Section) -> str:
    """Return the document's currency, empty where it prints none.

    Raises:
        Unreadable: It prints one that nobody knows.
    """
    printed = document.said("currency")
    currency = currency_of(printed) if printed else ""
    if currency is None:
        raise Unreadable("currency_unknown", "currency", printed[:_SHOWN])
    return currency


def told_direction(document: Section) -> Direction | None:
    """Return the direction that a document's own fields tell, or None.

    Raises:
        Unreadable: They tell both.
    """
    debit, credit = (_SOME_AMOUNT.search(document.said(m)) for m in ("debit", "credit"))
    if debit and credit:
        raise Unreadable("both_amounts", "debit")
    by_amount: Direction | None = "debit" if debit else "credit" if credit else None
    by_day = _direction_by_day(document)
    if by_amount and by_day and by_amount != by_day:
        raise Unreadable("direction_disagrees", by_amount)
    return by_amount or by_day


def _direction_by_day(document: Section) -> Direction | None:
    """Return the direction of the one day of execution that is printed."""
    debited, credited = _day_said(document, "debited"), _day_said(document, "credited")
    if bool(debited) == bool(credited):
        return None
    return "debit" if debited else "credit"


def _day_said(document: Section, meaning: str) -> str:
    """Return a day as printed, empty where a blank day stands in its place."""
    printed = document.said(meaning)
    is_blank = not _SOME_DAY.search(printed) or printed.startswith(tuple(words("no_dates")))
    return "" if is_blank else printed


def is_executed(document: Section) -> bool:
    """Say whether a document tells that it was carried out."""
    return any(_day_said(document, meaning) for meaning in _EXECUTED)


def _moment_of(document: Section, direction: Direction) -> Moment:
    """Return when a document moved money."""
    own = "debited" if direction == "debit" else "credited"
    other = "credited" if direction == "debit" else "debited"
    for meaning in ("booked", own, other, "dated"):
        if printed := _day_said(document, meaning):
            try:
                return moment(printed)
            except NotATime:
                raise Unreadable("time_unreadable", meaning, printed[:_SHOWN]) from None
    raise Unreadable("time_unreadable", "booked")


def _minor_of(document: Section, currency: str) -> int:
    """Return the amount that a document moves; zero where every amount is."""
    found = {m: _read(document, m, currency) for m in ("debit", "credit", "amount")}
    printed = {m: value for m, value in found.items() if value is not None}
    if not printed:
        raise Unreadable("row_without_amount", "amount")
    for meaning, value in printed.items():
        if value < 0:
            raise Unreadable("negative_amount", meaning, document.said(meaning)[:_SHOWN])
    moved = printed.get("debit") or printed.get("credit") or 0
    whole = printed.get("amount", moved)
    if moved and whole and moved != whole:
        raise Unreadable("exchange1c_amounts_differ", "amount", document.said("amount")[:_SHOWN])
    return moved or whole


def _read(document: Section, meaning: str, currency: str) -> int | None:
    """Return one printed amount, None where it is not printed."""
    printed = document.said(meaning)
    if not printed:
        return None
    try:
        return minor(printed, currency)
    except IzdesError as error:
        raise Unreadable(error.code, meaning, printed[:_SHOWN]) from None


def _numbered_purpose(document: Section) -> str:
    """Return the purpose out of its numbered lines."""
    lines = (" ".join(document.fields.get(folded_name(n), [])) for n in words("purpose_lines"))
    return " ".join(" ".join(lines).split())
