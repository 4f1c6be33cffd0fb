"""camt.053: the bank-to-customer statement of ISO 20022.

One message holds statements, a statement holds entries (`izdes.adapters.statements.camt_entry`).
Only booked entries move money; the others are noted.

Source: ISO 20022 camt.053.001.08; other versions of the message differ in what is not read here.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from izdes.adapters.statements.camt_entry import Entries, minor_of, person_number_of
from izdes.adapters.statements.cells import NotATime, moment
from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Parties
from izdes.adapters.statements.source import Content, Source
from izdes.adapters.statements.stating import Stated, made_of, owner_of, statement_of
from izdes.adapters.statements.xml import Element, child, children, said
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import Fault
from izdes.core.money.statement import Finding, Statement

FORM: Final = "camt.053"
REASON: Final = "root_of_camt_053"
_NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.[0-9]{2}\}Document")
_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)
_SECOND = timedelta(seconds=1)


def is_camt053(root: Element) -> bool:
    """Say whether a document is a bank-to-customer statement."""
    return bool(_NAMESPACE.fullmatch(str(root.tag)))


def read_message(root: Element, source: Source) -> Content | None:
    """Read every statement of a message; its place in the message is its sheet number."""
    if not is_camt053(root):
        return None
    statements: list[Statement] = []
    faults: list[Fault] = []
    explained: list[Finding] = []
    found = children(child(root, "BkToCstmrStmt"), "Stmt")
    for number, element in enumerate(found, start=1):
        try:
            notes = Notes(replace(source, sheet=number))
            statements.append(_statement(element, notes))
            explained += notes.explained
        except Unreadable as unreadable:
            faults.append(Fault(unreadable.fault, source.file, str(number)))
    if not (statements or faults):
        faults.append(Fault("no_statement", source.file))
    return Content(FORM, REASON, tuple(statements), tuple(faults), explained=tuple(explained))


def _statement(element: Element, notes: Notes) -> Statement:
    """Read one statement."""
    parties = Parties(notes.source.register)
    account = child(element, "Acct")
    currency = said(account, "Ccy") or _balance_currency(element)
    bank = said(account, "Svcr/FinInstnId/BICFI", "Svcr/FinInstnId/Nm", "Svcr/FinInstnId/BIC")
    owner = owner_of(parties, said(account, "Id/IBAN", "Id/Othr/Id"), bank, notes)
    if owner is None:
        raise Unreadable("account_unknown")
    entries = Entries()
    for entry in children(element, "Ntry"):
        entries.read(entry, currency)
    for number in entries.not_booked:
        notes.add("entry_not_booked", row=number, severity="noted")
    made = made_of(
        _oldest_first(entries.lines), owner, parties=parties, notes=notes, unread=entries.unread
    )
    start, end = _period(element, notes)
    opening, closing = (_balance(element, c, currency, notes) for c in (_OPENING, _CLOSING))
    stated = Stated(
        owner,
        currency=currency,
        holder=said(account, "Ownr/Nm", "Nm"),
        holder_iin=person_number_of(child(account, "Ownr")),
        period_from=start,
        period_to=end,
        opening_minor=opening,
        closing_minor=closing,
        has_period_offset=True,
    )
    return statement_of(stated, made, parties=parties, notes=notes)


def _balance_currency(element: Element) -> str:
    """Return the currency of the balances, else of the first entry."""
    amount = child(element, "Bal/Amt")
    amount = child(element, "Ntry/Amt") if amount is None else amount
    return (amount.get("Ccy") or "") if amount is not None else ""


def _balance(element: Element, codes: tuple[str, ...], currency: str, notes: Notes) -> int | None:
    """Return the first printed balance of the kinds asked for; a debit balance is negative."""
    for code in codes:
        for balance in children(element, "Bal"):
            if said(balance, "Tp/CdOrPrtry/Cd") != code:
                continue
            try:
                amount = minor_of(child(balance, "Amt"), currency)
            except Unreadable:
                notes.add("balance_unreadable", details={"label": code})
                return None
            return -amount if said(balance, "CdtDbtInd") == "DBIT" else amount
    return None


def _period(element: Element, notes: Notes) -> tuple[datetime | None, datetime | None]:
    """Return the printed period, half-open: a last second is inclusive, a midnight is not."""
    start, end = said(element, "FrToDt/FrDtTm"), said(element, "FrToDt/ToDtTm")
    if not (start and end):
        return None, None
    try:
        first, last = moment(start).at, moment(end).at
    except NotATime:
        notes.add("period_unreadable", details={"label": "FrToDt"})
        return None, None
    is_midnight = last.astimezone(LOCAL).time() == time()
    return first, last if is_midnight else last + _SECOND


def _oldest_first(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines in order of time; a message may list the newest first."""
    is_turned = bool(lines) and lines[0].moment.at > lines[-1].moment.at
    return lines[::-1] if is_turned else lines
