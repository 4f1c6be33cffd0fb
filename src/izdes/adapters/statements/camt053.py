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
from izdes.adapters.statements.parties import UNKNOWN_BANK, Parties
from izdes.adapters.statements.rows import Owner, RowMaker, rows_of
from izdes.adapters.statements.sheet import Notes, Source, account_kind
from izdes.adapters.statements.xml import Element, child, children, said
from izdes.adapters.words.figures import LOCAL
from izdes.core.errors import Fault
from izdes.core.money.statement import Statement

FORM: Final = "camt.053"
REASON: Final = "root_of_camt_053"
_NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.[0-9]{2}\}Document")
_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)
_SECOND = timedelta(seconds=1)


def is_camt053(root: Element) -> bool:
    """Say whether a document is a bank-to-customer statement."""
    return bool(_NAMESPACE.fullmatch(str(root.tag)))


def read_message(root: Element, source: Source) -> tuple[tuple[Statement, ...], tuple[Fault, ...]]:
    """Read every statement of a message; its place in the message is its sheet number."""
    statements: list[Statement] = []
    faults: list[Fault] = []
    found = children(child(root, "BkToCstmrStmt"), "Stmt")
    for number, element in enumerate(found, start=1):
        try:
            statements.append(_statement(element, replace(source, sheet=number)))
        except Unreadable as unreadable:
            faults.append(Fault(unreadable.fault, source.file, str(number)))
    if not (statements or faults):
        faults.append(Fault("no_statement", source.file))
    return tuple(statements), tuple(faults)


def _statement(element: Element, source: Source) -> Statement:
    """Read one statement."""
    notes = Notes(source, {})
    parties = Parties(source.register)
    account = child(element, "Acct")
    currency = said(account, "Ccy") or _balance_currency(element)
    owner = _owner(account, parties, notes)
    entries = Entries()
    for entry in children(element, "Ntry"):
        entries.read(entry, currency)
    maker = RowMaker(parties, owner, sha256=source.sha256, sheet=source.sheet)
    rows, without_side = rows_of(maker, _oldest_first(entries.lines))
    unread = sorted([*entries.unread, *without_side], key=lambda found: found[0])
    notes.unread(unread)
    for number in entries.not_booked:
        notes.add("entry_not_booked", row=number, severity="noted")
    notes.doubts(maker.doubts)
    start, end = _period(element, notes)
    opening, closing = (_balance(element, c, currency, notes) for c in (_OPENING, _CLOSING))
    return Statement(
        file_sha256=source.sha256,
        file=source.file,
        sheet=source.sheet,
        account=owner.account,
        currency=currency,
        bank=owner.bank,
        holder=said(account, "Ownr/Nm", "Nm"),
        holder_iin=person_number_of(child(account, "Ownr")),
        account_kind=account_kind(parties.institution_of(owner.account, owner.bank)),
        period_from=start,
        period_to=end,
        opening_minor=opening,
        closing_minor=closing,
        rows=tuple(rows),
        unread_rows=len(unread),
        faults=tuple(notes.faults),
    )


def _owner(account: Element | None, parties: Parties, notes: Notes) -> Owner:
    """Return whose statement it is."""
    bank = said(account, "Svcr/FinInstnId/BICFI", "Svcr/FinInstnId/Nm", "Svcr/FinInstnId/BIC")
    printed = said(account, "Id/IBAN", "Id/Othr/Id")
    key, doubt = parties.key_of(printed, bank)
    if key is None:
        raise Unreadable("account_unknown")
    if doubt:
        notes.add(doubt, severity="noted")
    institution = parties.institution_of(key, bank)
    return Owner(key, institution.institution_id if institution else UNKNOWN_BANK, bank)


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
