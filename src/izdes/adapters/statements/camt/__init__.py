"""camt.052, camt.053 and camt.054: what a bank tells its customer in ISO 20022.

A message holds parts (`izdes.adapters.statements.camt.messages`), a part holds entries
(`izdes.adapters.statements.camt.entry`). Only booked entries move money; the others are noted.

A notification (054) lists single entries: it never says that there were no others, so it is never
taken for the whole of a period, whatever period it prints. A report within the day (052) is whole
only as far as its balances show it.

Source: ISO 20022 camt.052.001, camt.053.001, camt.054.001, versions 02 to 13.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from izdes.adapters.statements.camt.balances import balances_of, closing_of, opening_of
from izdes.adapters.statements.camt.entry import Counted, Entries, moment_of
from izdes.adapters.statements.camt.messages import Part, messages_in, parts_of
from izdes.adapters.statements.camt.party import account_of, bank_of, person_number_of
from izdes.adapters.statements.camt.totals import totals_of_pages
from izdes.adapters.statements.cells import NotATime
from izdes.adapters.statements.containers.xml import Element, child, children
from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.heading import just_after
from izdes.adapters.statements.lines import oldest_first
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Parties
from izdes.adapters.statements.rows import Owner
from izdes.adapters.statements.source import Content, Source
from izdes.adapters.statements.stating import Stated, made_of, owner_of, statement_of
from izdes.core.errors import Fault
from izdes.core.money.statement import Finding, Statement

_AT_MIDNIGHT = re.compile(r"[0-9-]{10}T00:00(?::00(?:\.0+)?)?(?![0-9:.])")


@dataclass(frozen=True, slots=True)
class _Period:
    """The printed period; None where there is none.

    Attributes:
        start: Its first instant; ``end`` is the first after it.
        last: The last instant as printed, or when the part was made.
    """

    start: datetime | None = None
    end: datetime | None = None
    last: datetime | None = None
    has_offset: bool = True


def read_message(root: Element, source: Source) -> Content | None:
    """Read every part of every message; its place in the file is its sheet number."""
    messages = messages_in(root)
    if not messages:
        return None
    statements: list[Statement] = []
    faults: list[Fault] = []
    explained: list[Finding] = []
    for part in parts_of(messages):
        notes = Notes(replace(source, sheet=part.number))
        try:
            statements.append(_statement(part, notes))
        except Unreadable as unreadable:
            fault = Fault(unreadable.fault, source.file, str(part.number))
            faults += [fault, *notes.faults]
        explained += notes.explained
    if not (statements or faults):
        faults.append(Fault("no_statement", source.file))
    kind = messages[0][0]
    given = tuple(explained)
    return Content(kind.form, kind.reason, tuple(statements), tuple(faults), explained=given)


def _statement(part: Part, notes: Notes) -> Statement:
    """Read one part."""
    notes.explain("how_camt_message", message=part.kind.form, version=part.version or "?")
    parties = Parties(notes.source.register)
    owner = _owner(part, parties, notes)
    currency = part.said("Acct/Ccy") or _printed_currency(part)
    entries, counted = _entries(part, currency)
    _note_part(part, entries, notes)
    lines = oldest_first(entries.lines, newest_first=False)
    made = made_of(lines, owner, parties=parties, notes=notes, unread=entries.unread)
    if not made.unread:
        for code, details in totals_of_pages(part.pages, counted, currency):
            notes.add(code, details=details)
    period = _period(part, notes)
    balances = balances_of(part, currency, notes) if part.kind.states_balances else []
    stated = Stated(
        owner,
        currency=currency,
        holder=part.said("Acct/Ownr/Nm", "Acct/Nm"),
        holder_iin=person_number_of(child(part.pages[0], "Acct/Ownr")),
        period_from=period.start,
        period_to=period.end,
        opening_minor=opening_of(balances, notes),
        closing_minor=closing_of(balances, notes, part=part, end=period.last),
        has_period_offset=period.has_offset,
    )
    return statement_of(stated, made, parties=parties, notes=notes)


def _owner(part: Part, parties: Parties, notes: Notes) -> Owner:
    """Return whose part it is; the manifest's word only where the message is silent."""
    account = child(part.pages[0], "Acct")
    printed, bank = account_of(account), bank_of(child(account, "Svcr"))
    entry = notes.source.manifest.get(notes.source.file)
    if entry is not None and not printed:
        printed, bank = entry.account, bank or entry.bank
        notes.explain("how_account_manifest")
    elif printed:
        notes.explain("how_account_heading")
    owner = owner_of(parties, printed, bank, notes)
    if owner is None:
        raise Unreadable("account_unknown")
    return owner


def _printed_currency(part: Part) -> str:
    """Return the currency of the balances, else of the first entry."""
    for name in ("Bal", "Ntry"):
        for element in part.every(name):
            amount = child(element, "Amt")
            if amount is not None and amount.get("Ccy"):
                return amount.get("Ccy") or ""
    return ""


def _entries(part: Part, currency: str) -> tuple[Entries, list[list[Counted]]]:
    """Read the entries of all pages, and return what those of each page add to its totals."""
    entries = Entries(currency)
    counted = []
    for page in part.pages:
        before = len(entries.counted)
        for entry in children(page, "Ntry"):
            entries.read(entry)
        counted.append(entries.counted[before:])
    return entries, counted


def _note_part(part: Part, entries: Entries, notes: Notes) -> None:
    """Add what is missing in a part or doubtful about it."""
    if not part.kind.states_balances:
        notes.add("camt_notification", severity="noted")
    if part.missing:
        notes.add("camt_page_missing", details={"page": str(part.missing)})
    for number, code in entries.remarks:
        notes.add(code, row=number, severity="noted")
    if entries.exchanged:
        notes.explain("how_camt_exchanged", count=entries.exchanged)
    if entries.reversed:
        notes.explain("how_camt_reversed", count=entries.reversed)


def _period(part: Part, notes: Notes) -> _Period:
    """Return the printed period, half-open: a last second is inclusive, a midnight is not."""
    if not part.kind.states_balances:
        return _Period()
    start, end = part.said("FrToDt/FrDtTm"), part.said("FrToDt/ToDtTm")
    if not (start and end):
        with suppress(NotATime):
            return _Period(last=moment_of(part.said("CreDtTm")).at)
        return _Period()
    try:
        first, last = moment_of(start), moment_of(end)
    except NotATime:
        notes.add("period_unreadable", details={"label": "FrToDt"})
        return _Period()
    notes.explain("how_camt_period", first=start, last=end)
    after = last.at if _AT_MIDNIGHT.match(end) else just_after(last)
    has_offset = first.has_offset and last.has_offset
    return _Period(first.at, after, last.at, has_offset=has_offset)
