"""Stating: lines of any form become one account's statement.

Every reader ends here: it says whose statement it is and what the file prints about it, and hands
over its lines. The clock in which times are printed is decided here, and written down.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.lines import Line
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import UNKNOWN_BANK, Parties
from izdes.adapters.statements.rows import Owner, RowMaker, rows_of
from izdes.adapters.statements.running import Told, by_running_balance
from izdes.adapters.statements.zones import (
    DEFAULT,
    PRINTED,
    is_shown_twice,
    moved,
    moved_instant,
    zone_named,
)
from izdes.adapters.words.figures import LOCAL
from izdes.core.law.institutions import Institution
from izdes.core.money.account import AccountKind, Alias
from izdes.core.money.statement import Statement, StatementRow

_KINDS: dict[str, AccountKind] = {"payment": "wallet", "exchange": "crypto_exchange"}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file says about one account, besides its rows; None and empty where it says nothing.

    Attributes:
        kind: What the account is, where the file says it.
        period_from: As printed, read in the country's own clock; likewise ``period_to``.
        has_period_offset: The period is printed with its offset from UTC.
    """

    owner: Owner
    currency: str = ""
    holder: str = ""
    holder_iin: str = ""
    kind: AccountKind | None = None
    period_from: datetime | None = None
    period_to: datetime | None = None
    opening_minor: int | None = None
    closing_minor: int | None = None
    has_period_offset: bool = False
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """Rows made of lines, what could not be made, and the clock they were read by."""

    rows: tuple[StatementRow, ...]
    unread: int
    zone_name: str
    zone: tzinfo


def owner_of(parties: Parties, printed: str, bank: str, notes: Notes) -> Owner | None:
    """Return whose statement it is by the account and the bank as printed, noting a doubt."""
    key, doubt = parties.key_of(printed, bank)
    if key is None:
        return None
    if doubt:
        notes.add(doubt, severity="noted")
    institution = parties.institution_of(key, bank)
    return Owner(key, institution.institution_id if institution else UNKNOWN_BANK, bank)


def made_of(
    lines: Sequence[Line],
    owner: Owner,
    *,
    parties: Parties,
    notes: Notes,
    unread: Iterable[tuple[int, Unreadable]] = (),
    zone: str = "",
) -> Made:
    """Make the rows of one account and note what is wrong or doubtful about them.

    Args:
        lines: The oldest first.
        unread: Rows that could not be read before: they are noted together with the others.
        zone: The clock that the form itself is written in; else the manifest's, else the bank's.
    """
    name, tz = _zone(owner, parties=parties, notes=notes, own=zone)
    source = notes.source
    maker = RowMaker(parties, owner, sha256=source.sha256, sheet=source.sheet)
    if tz != LOCAL:
        lines = [replace(line, moment=moved(line.moment, tz)) for line in lines]
    rows, without_side = rows_of(maker, lines)
    all_unread = sorted([*unread, *without_side], key=lambda entry: entry[0])
    notes.unread(all_unread)
    notes.doubts(maker.doubts)
    twice = [n for n in lines if not n.moment.has_offset and _is_twice(n, tz)]
    if twice:
        details = {"count": str(len(twice)), "zone": name}
        notes.add("time_shown_twice", row=twice[0].number, severity="noted", details=details)
    printed = bool(lines) and all(line.moment.has_offset for line in lines)
    return Made(tuple(rows), len(all_unread), PRINTED if printed else name, tz)


def _is_twice(line: Line, zone: tzinfo) -> bool:
    """Say whether a line's time is one that the clock showed twice."""
    return line.moment.precision != "day" and is_shown_twice(line.moment.at, zone)


def _zone(owner: Owner, *, parties: Parties, notes: Notes, own: str) -> tuple[str, tzinfo]:
    """Return the clock of a statement, and say who told it."""
    entry = notes.source.manifest.get(notes.source.file)
    institution = parties.institution_of(owner.account, owner.bank)
    told = (
        ("form", own),
        ("manifest", entry.zone if entry else ""),
        ("institution", institution.zone if institution else ""),
        ("assumed", DEFAULT),
    )
    told_by, name = next(pair for pair in told if pair[1])
    zone = zone_named(name)
    if zone is None:
        notes.add("zone_unknown", severity="noted", details={"zone": name})
        told_by, name, zone = "assumed", DEFAULT, LOCAL
    notes.explain(f"how_zone_{told_by}", zone=name)
    return name, zone


def statement_of(stated: Stated, made: Made, *, parties: Parties, notes: Notes) -> Statement:
    """Return the statement of what a file says and of the rows made of its lines."""
    source, owner = notes.source, stated.owner
    institution = parties.institution_of(owner.account, owner.bank)
    period = [
        at if at is None or stated.has_period_offset else _moved(at, made.zone)
        for at in (stated.period_from, stated.period_to)
    ]
    told = Told(made.rows, stated.opening_minor, stated.closing_minor)
    if not made.unread:
        told = by_running_balance(told, notes)
    return Statement(
        file_sha256=source.sha256,
        file=source.file,
        sheet=source.sheet,
        account=owner.account,
        currency=stated.currency,
        bank=owner.bank or (institution.name_ru if institution else ""),
        holder=stated.holder,
        holder_iin=stated.holder_iin,
        account_kind=stated.kind or account_kind(institution),
        period_from=period[0],
        period_to=period[1],
        opening_minor=told.opening_minor,
        closing_minor=told.closing_minor,
        rows=told.rows,
        unread_rows=made.unread,
        faults=tuple(notes.faults),
        aliases=stated.aliases,
        zone=made.zone_name,
    )


def _moved(at: datetime, zone: tzinfo) -> datetime:
    """Return a printed end of a period by the statement's own clock."""
    return at if zone == LOCAL else moved_instant(at, zone)


def account_kind(institution: Institution | None) -> AccountKind:
    """Return what kind of account the institution keeps."""
    return _KINDS.get(institution.kind, "bank") if institution else "bank"


def cards_of(owner: Owner, source_sha256: str) -> tuple[Alias, ...]:
    """Tie the cards that a heading names to the account."""
    return tuple(Alias(card, owner.account, source=source_sha256[:16]) for card in owner.cards)
