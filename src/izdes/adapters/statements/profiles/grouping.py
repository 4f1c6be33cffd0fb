"""Grouping: the rows of one table parted by account and currency, in order of time.

A row becomes the line of what it moves, and another one of its fee, which may be in another
currency. The direction that two printed sides tell is settled here, once the account is known.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from izdes.adapters.statements.fields import Amount
from izdes.adapters.statements.lines import Line, oldest_first
from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.parties import Printed
from izdes.adapters.statements.profiles.accounts import Naming
from izdes.adapters.statements.profiles.entries import Body, Unread
from izdes.adapters.statements.profiles.movement import Entry
from izdes.core.money.statement import Direction

# No cell holds it: it marks the lines that are fees until their rows are named.
FEE = "\x1ffee"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The account, as sides hold it, and the currency that a statement is about."""

    account: str
    currency: str


@dataclass(slots=True)
class Group:
    """What belongs to one statement, the oldest first."""

    entries: dict[int, Entry] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def numbers_unread(self) -> set[int]:
        """The rows that could not be read."""
        return {row.number for row in self.unread}


def groups_of(
    body: Body, naming: Naming, usual: Place, notes: Notes, *, newest_first: bool
) -> dict[Place, Group]:
    """Part the rows of a table.

    Args:
        usual: The account of rows that do not name theirs, empty where nothing tells it, and the
            currency of a table in which no row tells one.
        newest_first: In which order the form lists rows where their times do not tell.
    """
    own = usual.account
    groups: defaultdict[Place, Group] = defaultdict(Group)
    for entry in _in_time(body.entries, newest_first=newest_first):
        account = entry.account or own
        directed = _directed(entry, account, naming)
        for line in _lines(directed, account, naming, notes):
            group = groups[Place(account, line.currency)]
            group.entries[line.number] = directed
            group.lines.append(line)
    for row in body.unread:
        if row.currency:
            groups[Place(row.account or own, row.currency)].unread.append(row)
    if not groups and (own or body.unread):
        groups[usual] = Group()
    _everywhere(groups, [row for row in body.unread if not row.currency])
    return dict(groups)


def _everywhere(groups: dict[Place, Group], rows: Sequence[Unread]) -> None:
    """Add rows that may belong to any statement to all of them."""
    for row in rows:
        for place, group in groups.items():
            if not row.account or row.account == place.account:
                group.unread.append(row)


def _in_time(entries: list[Entry], *, newest_first: bool) -> list[Entry]:
    """Return the entries in order of time, turned round where the table lists the newest first."""
    lines = [entry.line for entry in entries]
    listed = oldest_first(lines, newest_first=newest_first)
    return entries[::-1] if listed and listed[0] is not lines[0] else entries


def _directed(entry: Entry, account: str, naming: Naming) -> Entry:
    """Return an entry with the direction that its two sides tell."""
    amount = entry.line.amount
    if amount.direction is not None or not account:
        return entry
    direction = _by_sides(entry.line, account, naming)
    line = replace(entry.line, amount=replace(amount, direction=direction))
    return replace(entry, line=line)


def _by_sides(line: Line, account: str, naming: Naming) -> Direction | None:
    """Return the direction by the side on which the account stands."""
    own = naming.key_of(account)
    if naming.key_of(line.payer.account) == own:
        return "debit"
    return "credit" if naming.key_of(line.payee.account) == own else None


def _lines(entry: Entry, account: str, naming: Naming, notes: Notes) -> Iterator[Line]:
    """Yield what a row moved and what it cost, noting what moved nothing."""
    line = entry.line
    pays = not naming.profile.has_two_sides or line.amount.direction == "debit"
    has_fee = pays and entry.fee_minor > 0
    if not entry.has_moved:
        notes.add("status_failed", row=line.number, severity="noted")
    elif line.amount.minor:
        yield _within(line, account) if entry.is_within else line
    elif not has_fee:
        notes.add("zero_amount", row=line.number, severity="noted")
    if has_fee:
        yield replace(
            line,
            amount=Amount(entry.fee_minor, "debit"),
            currency=entry.fee_currency,
            payer=Printed(),
            payee=Printed(),
            operation=FEE,
            purpose_code="",
            balance_minor=None,
        )


def _within(line: Line, account: str) -> Line:
    """Return a movement between parts of one account: it stands on both sides."""
    payer, payee = (replace(side, account=account) for side in (line.payer, line.payee))
    return replace(line, payer=payer, payee=payee)
