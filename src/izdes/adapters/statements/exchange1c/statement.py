"""One account of an exchange file becomes its statements, one for each of its currencies.

Where it has several, a document that cannot be read or names none of them refuses them all: it may
be of any. Where all times are
midnights, the file prints days: programs print them with a time of zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from izdes.adapters.statements.columns18.body import Table
from izdes.adapters.statements.columns18.totals import totals_faults
from izdes.adapters.statements.exchange1c.account import sections_by_currency
from izdes.adapters.statements.exchange1c.document import line_of, printed_currency
from izdes.adapters.statements.exchange1c.sections import as_day, joined, note_oddities
from izdes.adapters.statements.exchange1c.shares import Movement, Share
from izdes.adapters.statements.exchange1c.text import Section
from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.heading import Heading
from izdes.adapters.statements.lines import Line, oldest_first
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Parties, Printed
from izdes.adapters.statements.stating import Stated, made_of, statement_of
from izdes.core.money.statement import Statement

Unread = list[tuple[int, Unreadable]]


@dataclass(slots=True)
class _OfCurrency:
    """An account in one currency: its sections and movements, and what cannot be read."""

    currency: str
    sections: Sequence[Section]
    movements: list[Movement] = field(default_factory=list)
    unread: Unread = field(default_factory=list)


def statements_of(share: Share, head: Section, parties: Parties) -> list[Statement]:
    """Return the statements of one account.

    Args:
        share: The account with its movements; its notes gather what was decided.
        head: What the file says of all its accounts.
    """
    found = []
    for part in _by_currency(share):
        notes = Notes(share.notes.source, share.notes.titles, [*share.notes.faults])
        found.append(_statement(part, share, head, parties=parties, notes=notes))
        share.notes.explained += notes.explained
    return found


def _by_currency(share: Share) -> list[_OfCurrency]:
    """Return the account in each of its currencies.

    A document that is of none of several currencies keeps all of them from being whole; it is
    listed with the first.
    """
    unread, printed = [*share.unread], []
    for movement in share.movements:
        try:
            printed.append((movement, printed_currency(movement.document)))
        except Unreadable as unreadable:
            unread.append((movement.document.number, unreadable))
    sections = sections_by_currency(
        share.account.sections, (currency for _, currency in printed), share.notes
    )
    parts = {currency: _OfCurrency(currency, own) for currency, own in sections.items()}
    only = next(iter(parts)) if len(parts) == 1 else ""
    for movement, currency in printed:
        if part := parts.get(currency or only):
            part.movements.append(movement)
        else:
            code = "foreign_currency" if currency else "currency_unknown"
            unread.append((movement.document.number, Unreadable(code, "currency", currency)))
    if unread and len(parts) > 1:
        details = {"count": str(len(unread))}
        share.notes.add("exchange1c_of_no_currency", row=unread[0][0], details=details)
    next(iter(parts.values())).unread += unread
    return [*parts.values()]


def _statement(
    part: _OfCurrency,
    share: Share,
    head: Section,
    *,
    parties: Parties,
    notes: Notes,
) -> Statement:
    """Make the statement of an account in one currency."""
    lines, not_lines = _lines(part, notes)
    made = made_of(
        _in_order(lines, notes),
        share.owner,
        parties=parties,
        notes=notes,
        unread=[*part.unread, *not_lines],
    )
    heading = joined(part.sections, head, part.currency, notes)
    if not made.unread:
        for code, details in totals_faults(Table(), heading, made.rows):
            notes.add(code, details=details)
    stated = _stated(heading, share, part)
    return statement_of(stated, made, parties=parties, notes=notes)


def _stated(heading: Heading, share: Share, part: _OfCurrency) -> Stated:
    """Return what the file says of the account; its holder stands in the documents."""
    near = [_own_side(movement) for movement in part.movements]
    return Stated(
        share.owner,
        currency=part.currency,
        holder=next((side.name for side in near if side.name), ""),
        holder_iin=next((side.iin for side in near if side.iin), ""),
        period_from=heading.period_from,
        period_to=heading.period_to,
        opening_minor=heading.balances.get("opening"),
        closing_minor=heading.balances.get("closing"),
    )


def _own_side(movement: Movement) -> Printed:
    """Return the side of a movement on which the account itself stands."""
    payer, payee = movement.sides
    return payer if movement.direction == "debit" else payee


def _lines(part: _OfCurrency, notes: Notes) -> tuple[list[Line], Unread]:
    """Return the lines of movements, and what cannot be read; an amount of nothing is noted."""
    lines: list[Line] = []
    unread: Unread = []
    for movement in part.movements:
        document = movement.document
        note_oddities(document, notes)
        try:
            line = line_of(
                document,
                direction=movement.direction,
                currency=part.currency,
                sides=movement.sides,
            )
        except Unreadable as unreadable:
            unread.append((document.number, unreadable))
            continue
        if line.amount.minor:
            lines.append(line)
        else:
            notes.add("zero_amount", row=document.number, severity="noted")
    return lines, unread


def _in_order(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines in order of time, those of one day or instant as the file lists them.

    Some programs list what went out before what came in, so turning the file round is not enough.
    """
    days = [replace(line, moment=as_day(line.moment)) for line in lines]
    if all(line.moment.precision == "day" for line in days):
        if any(line.moment.precision != "day" for line in lines):
            notes.explain("how_exchange1c_days")
        lines = days
    return sorted(oldest_first(lines, newest_first=False), key=lambda line: line.moment.at)
