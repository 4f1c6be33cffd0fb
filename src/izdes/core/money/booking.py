"""Booking: movements of accounts become transfers between accounts.

A transfer that both banks state is booked once: at the payer's time, and credited at the payee's
where that is later. Rows that name both accounts are paired first (`izdes.core.money.matching`),
then those that name them in part (`izdes.core.money.pairing`). A transfer that one bank states is
booked as that bank says, unless the other side is an account whose own statement covers that moment
and does not know it: then the far side is unknown, because booking it there would create money or
destroy it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from izdes.core.money.account import AccountKey, Coverage, unknown_at
from izdes.core.money.ambiguous import AmbiguousGroup, groups_of
from izdes.core.money.conversions import far_sides
from izdes.core.money.entries import one_sided, two_sided
from izdes.core.money.likeness import NOBODY, Known, is_vague
from izdes.core.money.matching import DAY, TOLERANCE, Half, match_halves
from izdes.core.money.order import Placed
from izdes.core.money.overlap import Movement
from izdes.core.money.pairing import Market
from izdes.core.money.reconcile import is_within_account
from izdes.core.money.tolerance import Banks, Tolerances, lag_of
from izdes.core.money.transfer import RowId, TransferId

Place = tuple[AccountKey, str]
_Group = tuple[AccountKey, AccountKey, int, str]


@dataclass(frozen=True, slots=True)
class AccountBook:
    """One account in one currency: its movements in order and its covered intervals.

    Attributes:
        known: Who holds it, as its statements say.
        bank: What stands for its bank when two banks are compared.
    """

    account: AccountKey
    currency: str
    movements: tuple[Movement, ...]
    coverages: tuple[Coverage, ...]
    known: Known = NOBODY
    bank: str = ""

    def covering(self, moment: datetime) -> Coverage | None:
        """Return the coverage that holds the moment."""
        return next((c for c in self.coverages if c.covers(moment)), None)


@dataclass(frozen=True, slots=True)
class MatchedRows:
    """Two banks' rows that became one transfer, and why.

    Attributes:
        reasons: ``accounts`` where both rows name both accounts, with the rule that left no other
            choice; else what spoke for the pair (`izdes.core.money.pairing.Candidate`).
    """

    debit_row: RowId
    credit_row: RowId
    reasons: tuple[str, ...]
    lag_seconds: int


@dataclass(slots=True)
class Booking:
    """What comes out: transfers with their places, and what could not be decided.

    Attributes:
        lags: How long certain pairs took, by their banks.
        single: Movements not yet paired, and whether their credit may lie behind a statement.
    """

    placed: list[Placed] = field(default_factory=list)
    ambiguous: list[AmbiguousGroup] = field(default_factory=list)
    within_account: list[RowId] = field(default_factory=list)
    matched: list[MatchedRows] = field(default_factory=list)
    lags: list[tuple[Banks, timedelta]] = field(default_factory=list)
    single: list[tuple[Movement, bool]] = field(default_factory=list)

    def row_to_transfer(self) -> dict[RowId, TransferId]:
        """Return every booked row with its transfer."""
        return {row: p.transfer.transfer_id for p in self.placed for row in p.transfer.row_ids}


def book(books: Mapping[Place, AccountBook]) -> Booking:
    """Turn the movements of all accounts into transfers, each counted once."""
    booking = Booking()
    movements = [m for place in sorted(books) for m in books[place].movements]
    exchanges = [m for m in movements if m.shown.kind == "conversion"]
    for movement, key in zip(exchanges, _keys(exchanges), strict=True):
        booking.placed.append(one_sided(movement, key))
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
    _pair_the_vague(booking, books)
    for movement, may_be_late in booking.single:
        booking.placed.append(_one_bank_says(movement, books, may_be_late=may_be_late))
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
    is_own = group[0] == group[1]
    if not (debits and credits_):
        booking.single += ((m, not is_own) for m in (*debits, *credits_))
        return
    left = {m.shown.row_id: m for m in debits}
    right = {m.shown.row_id: m for m in credits_}
    matched = match_halves(map(_half, debits), map(_half, credits_))
    banks = tuple(_bank_of(books, key, group[3]) for key in group[:2])
    for pair in matched.pairs:
        debit, credit = left.pop(RowId(pair.debit.name)), right.pop(RowId(pair.credit.name))
        if is_own:
            booking.within_account += (row.row_id for m in (debit, credit) for row in m.rows)
        else:
            booking.lags.append(((banks[0], banks[1]), lag_of(debit.shown, credit.shown)))
            _book_pair(booking, debit, credit, ("accounts", f"by_{pair.rule}"))
    undecided = {h.name for sides in matched.ambiguous for side in sides for h in side}
    for movement in (*left.values(), *right.values()):
        is_undecided = movement.shown.row_id in undecided
        booking.single.append((movement, not (is_own or is_undecided)))


def _bank_of(books: Mapping[Place, AccountBook], account: AccountKey, currency: str) -> str:
    """Return what stands for an account's bank."""
    found = books.get((account, currency))
    return found.bank if found else ""


def _book_pair(
    booking: Booking, debit: Movement, credit: Movement, reasons: tuple[str, ...]
) -> None:
    """Book two movements as one transfer and write down why."""
    booking.placed.append(two_sided(debit, credit))
    lag = credit.shown.booked_at - debit.shown.booked_at
    rows = debit.shown.row_id, credit.shown.row_id
    booking.matched.append(MatchedRows(*rows, reasons, int(lag.total_seconds())))


def _pair_the_vague(booking: Booking, books: Mapping[Place, AccountBook]) -> None:
    """Pair what two banks state without naming both accounts, as far as that leaves no choice."""
    known: dict[AccountKey, Known] = {}
    for (account, _), its_book in sorted(books.items()):
        known[account] = (
            known[account].with_more(its_book.known) if account in known else (its_book.known)
        )
    banks = {account: its_book.bank for (account, _), its_book in sorted(books.items())}
    accounts = {account for account, _ in books}
    may_have_partner = [m for m, _ in booking.single if is_vague(m.far) or m.far in accounts]
    paired = Market(known, banks, Tolerances(booking.lags)).pair(may_have_partner)
    for candidate in paired.pairs:
        _book_pair(booking, candidate.debit, candidate.credit, candidate.reasons)
    taken = {row for candidate in paired.pairs for row in candidate.rows}
    booking.single = [(m, late) for m, late in booking.single if m.shown.row_id not in taken]
    booking.ambiguous += groups_of(paired.open)


def _half(movement: Movement) -> Half:
    """Return a movement as one side of a transfer."""
    row = movement.shown
    return Half(row.booked_at, movement.position, row.row_id, row.time_precision, row.reference)


def _one_bank_says(
    movement: Movement, books: Mapping[Place, AccountBook], *, may_be_late: bool
) -> Placed:
    """Book a movement that only one statement shows."""
    row = movement.shown
    far_book = books.get((movement.far, row.currency))
    coverage = far_book.covering(row.booked_at) if far_book else None
    if coverage is None:
        return one_sided(movement, movement.far)
    if may_be_late and (end := _credited_after(movement, coverage)):
        return one_sided(movement, movement.far, credited_at=end)
    return one_sided(movement, unknown_at(row.row_id))


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
