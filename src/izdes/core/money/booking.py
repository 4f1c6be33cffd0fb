"""Booking: movements of accounts become transfers between accounts.

A transfer that both banks state is booked once: at the payer's time, and credited at the payee's
where that is later. A transfer that one bank states is booked as that bank says, unless the other
side is an account whose own statement covers that moment and does not know it: then the far side
is unknown, because booking it there would create money or destroy it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from izdes.core.money.account import AccountKey, Coverage, unknown_at
from izdes.core.money.conversions import far_sides
from izdes.core.money.matching import DAY, TOLERANCE, Half, match_halves
from izdes.core.money.order import Placed
from izdes.core.money.overlap import Movement
from izdes.core.money.reconcile import is_within_account
from izdes.core.money.statement import StatementRow
from izdes.core.money.transfer import Party, RowId, Transfer, TransferId

Place = tuple[AccountKey, str]
_Group = tuple[AccountKey, AccountKey, int, str]


@dataclass(frozen=True, slots=True)
class AccountBook:
    """One account in one currency: its movements in order and its covered intervals."""

    account: AccountKey
    currency: str
    movements: tuple[Movement, ...]
    coverages: tuple[Coverage, ...]

    def covering(self, moment: datetime) -> Coverage | None:
        """Return the coverage that holds the moment."""
        return next((c for c in self.coverages if c.covers(moment)), None)


@dataclass(frozen=True, slots=True)
class AmbiguousGroup:
    """Rows of two banks about equal payments that can be paired in several ways."""

    payer: AccountKey
    payee: AccountKey
    amount_minor: int
    currency: str
    debit_rows: tuple[RowId, ...]
    credit_rows: tuple[RowId, ...]


@dataclass(slots=True)
class Booking:
    """What comes out: transfers with their places, and what could not be decided."""

    placed: list[Placed] = field(default_factory=list)
    ambiguous: list[AmbiguousGroup] = field(default_factory=list)
    within_account: list[RowId] = field(default_factory=list)

    def row_to_transfer(self) -> dict[RowId, TransferId]:
        """Return every booked row with its transfer."""
        return {row: p.transfer.transfer_id for p in self.placed for row in p.transfer.row_ids}


def book(books: Mapping[Place, AccountBook]) -> Booking:
    """Turn the movements of all accounts into transfers, each counted once."""
    booking = Booking()
    movements = [m for place in sorted(books) for m in books[place].movements]
    exchanges = [m for m in movements if m.shown.kind == "conversion"]
    for movement, key in zip(exchanges, _keys(exchanges), strict=True):
        booking.placed.append(_one_sided(movement, key))
    groups: defaultdict[_Group, tuple[list[Movement], list[Movement]]] = defaultdict(
        lambda: ([], [])
    )
    for movement in movements:
        if movement.shown.kind == "conversion":
            continue
        if is_within_account(movement.shown):
            booking.within_account += (row.row_id for row in movement.rows)
        else:
            is_credit = movement.shown.direction == "credit"
            groups[_group_of(movement)][is_credit].append(movement)
    for group, (debits, credits_) in sorted(groups.items()):
        _book_group(booking, books, group, debits, credits_)
    return booking


def _keys(exchanges: list[Movement]) -> Iterator[AccountKey]:
    """Return the other side of each conversion leg."""
    keys = far_sides(exchanges)
    return (keys[m.shown.row_id] for m in exchanges)


def _group_of(movement: Movement) -> _Group:
    """Return what both sides of one transfer have in common."""
    row = movement.shown
    near, far = movement.account, movement.far
    payer, payee = (near, far) if row.direction == "debit" else (far, near)
    return payer, payee, row.amount_minor, row.currency


def _book_group(
    booking: Booking,
    books: Mapping[Place, AccountBook],
    group: _Group,
    debits: list[Movement],
    credits_: list[Movement],
) -> None:
    """Book all movements of one payer, payee, amount and currency."""
    if not (debits and credits_):
        for movement in (*debits, *credits_):
            booking.placed.append(_one_bank_says(movement, books, may_be_late=group[0] != group[1]))
        return
    left = {m.shown.row_id: m for m in debits}
    right = {m.shown.row_id: m for m in credits_}
    is_own = group[0] == group[1]
    matched = match_halves(map(_half, debits), map(_half, credits_))
    for debit, credit in matched.pairs:
        pair = left.pop(RowId(debit.name)), right.pop(RowId(credit.name))
        if is_own:
            booking.within_account += (row.row_id for m in pair for row in m.rows)
        else:
            booking.placed.append(_two_sided(*pair))
    undecided = {h.name for sides in matched.ambiguous for side in sides for h in side}
    for movement in (*left.values(), *right.values()):
        may_be_late = not is_own and movement.shown.row_id not in undecided
        booking.placed.append(_one_bank_says(movement, books, may_be_late=may_be_late))
    booking.ambiguous += (
        AmbiguousGroup(*group, _names(debits), _names(credits_))
        for debits, credits_ in matched.ambiguous
    )


def _half(movement: Movement) -> Half:
    """Return a movement as one side of a transfer."""
    row = movement.shown
    return Half(row.booked_at, movement.position, row.row_id, row.time_precision, row.reference)


def _names(halves: Iterable[Half]) -> tuple[RowId, ...]:
    """Return the rows of halves."""
    return tuple(RowId(half.name) for half in halves)


def _one_bank_says(
    movement: Movement, books: Mapping[Place, AccountBook], *, may_be_late: bool
) -> Placed:
    """Book a movement that only one statement shows."""
    row = movement.shown
    far_book = books.get((movement.far, row.currency))
    coverage = far_book.covering(row.booked_at) if far_book else None
    if coverage is None:
        return _one_sided(movement, movement.far)
    if may_be_late and (end := _credited_after(movement, coverage)):
        return _one_sided(movement, movement.far, credited_at=end)
    return _one_sided(movement, unknown_at(row.row_id))


def _credited_after(movement: Movement, coverage: Coverage) -> datetime | None:
    """Return the end of the payee's statement when the credit may lie just behind it.

    The payer's bank debits in the last hour that the payee's statement covers, and the payee's
    bank shows nothing: it credits later than it was asked about.
    """
    row = movement.shown
    patience = DAY if row.time_precision == "day" else TOLERANCE
    end = coverage.covered_to
    if row.direction == "credit" or end is None or row.booked_at + patience < end:
        return None
    return end


def _one_sided(
    movement: Movement, far: AccountKey, *, credited_at: datetime | None = None
) -> Placed:
    """Make a transfer of one account's movement; the far side gets the given key."""
    row = movement.shown
    is_debit = row.direction == "debit"
    payer, payee = (movement.account, far) if is_debit else (far, movement.account)
    transfer = _transfer(
        movement,
        payer=_party(payer, row.payer),
        payee=_party(payee, row.payee),
        rows=movement.rows,
        credited_at=credited_at,
    )
    position = movement.position
    return Placed(transfer, position, None) if is_debit else Placed(transfer, None, position)


def _two_sided(debit: Movement, credit: Movement) -> Placed:
    """Make one transfer of the payer's and the payee's movement."""
    paid, received = debit.shown, credit.shown
    is_later = received.booked_at > paid.booked_at
    transfer = _transfer(
        debit,
        payer=_party(debit.account, paid.payer, received.payer),
        payee=_party(credit.account, received.payee, paid.payee),
        rows=(*debit.rows, *credit.rows),
        credited_at=received.booked_at if is_later else None,
    )
    said = replace(
        transfer,
        kind=received.kind if transfer.kind == "other" else transfer.kind,
        purpose=transfer.purpose or received.purpose,
        purpose_code=transfer.purpose_code or received.purpose_code,
    )
    return Placed(said, debit.position, credit.position)


def _transfer(
    movement: Movement,
    *,
    payer: Party,
    payee: Party,
    rows: Iterable[StatementRow],
    credited_at: datetime | None,
) -> Transfer:
    """Make a transfer in the words of a movement's row."""
    row = movement.shown
    row_ids = tuple(sorted(r.row_id for r in rows))
    return Transfer(
        transfer_id=TransferId(row_ids[0]),
        booked_at=row.booked_at,
        amount_minor=row.amount_minor,
        currency=row.currency,
        payer=payer,
        payee=payee,
        seq=0,
        time_precision=row.time_precision,
        kind=row.kind,
        purpose=row.purpose,
        purpose_code=row.purpose_code,
        row_ids=row_ids,
        credited_at=credited_at,
    )


def _party(account: AccountKey, printed: Party, other: Party | None = None) -> Party:
    """Return a side under its resolved key; what one bank leaves out the other may print."""
    if other is None:
        return printed if printed.account == account else replace(printed, account=account)
    return Party(
        account,
        printed.name or other.name,
        printed.iin or other.iin,
        printed.bank or other.bank,
    )
