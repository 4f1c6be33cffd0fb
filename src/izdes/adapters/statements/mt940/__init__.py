"""MT940 and MT942: SWIFT's customer statement and interim report, as text files of tags.

A statement (MT940) states what the account held at both ends, so that it can be checked; its
period runs from the day of the opening balance to the day of the closing one. An interim report
(MT942) states neither: its sums of entries are compared with the entries, and entries below its
floor limit are not in it. Days only are printed; which of one day's movements came first is told
by their order alone.

Tags are found by `izdes.adapters.statements.mt940.tags`, pages joined by
`izdes.adapters.statements.mt940.pages`.

Source: SWIFT Standards MT, MT 940 Customer Statement Message, MT 942 Interim Transaction Report.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from izdes.adapters.statements.containers.decoding import Text
from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.heading import just_after
from izdes.adapters.statements.lines import Line, oldest_first
from izdes.adapters.statements.mt940.checks import note_report, note_totals
from izdes.adapters.statements.mt940.entry import Entries, moment_of_day
from izdes.adapters.statements.mt940.fields import (
    Balance,
    PrintedAccount,
    balance_of,
    currency_of_balance,
    floor_of,
    printed_account,
    sum_of,
)
from izdes.adapters.statements.mt940.pages import Report, reports_of
from izdes.adapters.statements.mt940.tags import Message, Tag, messages_of
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Parties, Printed
from izdes.adapters.statements.source import Content, Source
from izdes.adapters.statements.stating import Stated, made_of, owner_of, statement_of
from izdes.core.errors import Fault
from izdes.core.money.statement import Finding, Statement

_REASON = "tags_of_swift_statement"
_BEGINNINGS = (":20:", "{1:", "{2:", "{4:")
_TELLING = ("60F", "60M", "60", "61", "62F", "62M", "62", "34F", "90D", "90C")
_TYPES = frozenset({"940", "941", "942", "950"})
_SEEN = 65_536
_DAY = timedelta(days=1)
_TITLES = {"61": ":61:"}


@dataclass(slots=True)
class _File:
    """What is known of the reports of one file while they are read.

    Attributes:
        closed: Account and currency -> the day of the last closing balance.
    """

    statements: list[Statement] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    explained: list[Finding] = field(default_factory=list)
    closed: dict[tuple[str, str], date] = field(default_factory=dict)


def read_text(text: Text, source: Source) -> Content | None:
    """Read every report of a file; its place in the file is its sheet number."""
    if not any(beginning in text.content[:_SEEN] for beginning in _BEGINNINGS):
        return None
    messages = messages_of(text.lines)
    if not any(map(_is_statement, messages)):
        return None
    found = _File()
    for message in messages:
        if _is_other(message):
            details = (("type", message.type),)
            fault = Fault("mt_message_other", source.file, "", message.number, "", details, "noted")
            found.faults.append(fault)
    reports = reports_of(message for message in messages if not _is_other(message))
    for report in reports:
        notes = Notes(replace(source, sheet=report.number), titles=_TITLES)
        try:
            found.statements.append(_statement(report, found, notes))
        except Unreadable as unreadable:
            fault = Fault(unreadable.fault, source.file, row=report.pages[0].number)
            found.faults += [fault, *notes.faults]
        found.explained += notes.explained
    return Content(
        reports[0].form,
        _REASON,
        tuple(found.statements),
        tuple(found.faults),
        explained=tuple(found.explained),
    )


def _is_other(message: Message) -> bool:
    """Say whether a message calls itself something that is no statement."""
    return bool(message.type) and message.type not in _TYPES


def _is_statement(message: Message) -> bool:
    """Say whether a message is one of those read here."""
    if message.type:
        return not _is_other(message)
    has_account = message.first("25", "25P", "28C", "28") is not None
    return has_account and message.first(*_TELLING) is not None


def _statement(report: Report, found: _File, notes: Notes) -> Statement:
    """Read one report."""
    notes.explain("how_mt_report", form=report.form.upper(), pages=len(report.pages))
    note_report(report, notes)
    parties = Parties(notes.source.register)
    own = _account(report, notes)
    owner = owner_of(parties, own.number, own.bank, notes)
    if owner is None:
        raise Unreadable("account_unknown")
    opening, closing = _ends(report, notes)
    currency = _currency(report, opening or closing, own)
    entries = _entries(report, own, currency, notes)
    lines = oldest_first(entries.lines, newest_first=False)
    made = made_of(lines, owner, parties=parties, notes=notes, unread=entries.unread)
    if not made.unread:
        note_totals(report, entries, notes)
    closed = found.closed.get((owner.account, currency))
    start, end = _period(opening, closing, lines, closed=closed, notes=notes)
    if closing and closing.day:
        found.closed[owner.account, currency] = closing.day
    holder = _holder(entries, lines)
    stated = Stated(
        owner,
        currency=currency,
        holder=holder.name,
        holder_iin=holder.iin,
        period_from=start,
        period_to=end,
        opening_minor=opening.minor if opening else None,
        closing_minor=closing.minor if closing else None,
    )
    return statement_of(stated, made, parties=parties, notes=notes)


def _entries(report: Report, own: PrintedAccount, currency: str, notes: Notes) -> Entries:
    """Read the entries of every page, and note what moves nothing."""
    entries = Entries(own, currency)
    for page in report.pages:
        entries.read(page)
    for number, code in entries.remarks:
        notes.add(code, row=number, severity="noted")
    return entries


def _ends(report: Report, notes: Notes) -> tuple[Balance | None, Balance | None]:
    """Return the two balances, which must be in one currency."""
    opening, closing = (_balance(tag, notes) for tag in (report.opening, report.closing))
    if opening and closing and opening.currency != closing.currency:
        details = {"currencies": f"{opening.currency}, {closing.currency}"}
        notes.add("mt_currencies_differ", details=details)
    return opening, closing


def _account(report: Report, notes: Notes) -> PrintedAccount:
    """Return whose report it is; the manifest's word only where the file is silent."""
    tag = report.first("25", "25P")
    own = printed_account(tag.lines) if tag else PrintedAccount()
    entry = notes.source.manifest.get(notes.source.file)
    if own.number:
        notes.explain("how_account_heading")
    elif entry is not None:
        notes.explain("how_account_manifest")
        return PrintedAccount(entry.account, own.bank or entry.bank)
    return own


def _balance(tag: Tag | None, notes: Notes) -> Balance | None:
    """Return a balance, noting one that cannot be read."""
    if tag is None:
        return None
    try:
        return balance_of(tag.value)
    except Unreadable:
        notes.add("balance_unreadable", row=tag.number, details={"label": f":{tag.name}:"})
        return None


def _currency(report: Report, balance: Balance | None, own: PrintedAccount) -> str:
    """Return the account's currency: of a balance, else of a floor limit or a sum."""
    if balance:
        return balance.currency
    for tag in filter(None, (report.opening, report.closing)):
        if currency := currency_of_balance(tag.value):
            return currency
    for tag in (tag for page in report.pages for tag in page.every("34F", "90D", "90C")):
        try:
            return floor_of(tag.value)[1] if tag.name == "34F" else sum_of(tag.value).currency
        except Unreadable:
            # Said where the field itself is checked.
            continue
    if not own.currency:
        raise Unreadable("currency_unknown")
    return own.currency


def _period(
    opening: Balance | None,
    closing: Balance | None,
    lines: list[Line],
    *,
    closed: date | None,
    notes: Notes,
) -> tuple[datetime | None, datetime | None]:
    """Return the days of the two balances, both included, half-open.

    Some banks date an opening balance with the day of the closing before it. Where the file itself
    shows that, and nothing is booked on that day, the period begins on the next one.
    """
    if opening is None or closing is None:
        return None, None
    first, last = opening.day, closing.day
    if first is None or last is None or first > last:
        notes.add("period_unreadable", details={"label": ":60F: :62F:"})
        return None, None
    booked = {line.moment.at for line in lines}
    if closed == first < last and moment_of_day(first).at not in booked:
        first += _DAY
        notes.explain("how_mt_period_after", day=f"{first:%d.%m.%Y}")
    notes.explain("how_mt_period", first=f"{first:%d.%m.%Y}", last=f"{last:%d.%m.%Y}")
    return moment_of_day(first).at, just_after(moment_of_day(last))


def _holder(entries: Entries, lines: list[Line]) -> Printed:
    """Return the account's owner: as a text about the whole names them, else as the lines do."""
    told = [details.of("owner") for details in entries.owners]
    near = [n.payer if n.amount.direction == "debit" else n.payee for n in lines]
    names = [*(party.get("name", "") for party in told), *(side.name for side in near)]
    numbers = [*(party.get("iin", "") for party in told), *(side.iin for side in near)]
    return Printed(next(filter(None, names), ""), next(filter(None, numbers), ""))
