"""Books: where every movement is entered at one second of one day.

The books run an agenda in order of time. An order that comes due is paid if the money is there: a
balance never goes below zero. Each account has at most one movement a second, so its statement
has one order. Between two banks the credit follows the debit by 1 to 90 seconds, or by the minutes
that slow banks take in the daytime; nothing is booked around midnight, so that no transfer lies
across the edge of a printed day.
"""

import heapq
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random

from izdes.twin.bank import LOCAL, SECOND, Account, Order, Side, Transfer
from izdes.twin.country import country

_QUIET_FROM, _QUIET_TO = time(23, 45), time(0, 15)
_LONGEST_TRANSIT_SECONDS = 90
_CLEARING_ENDS = time(20, 0)


@dataclass(slots=True)
class _Due:
    """An entry of the agenda: an order to debit, or a transfer in transit to credit."""

    order: Order
    amount_minor: int = 0
    transfer_id: str = ""
    debited_at: datetime | None = None


@dataclass(slots=True)
class Books:
    """The books of all banks, and the agenda of what comes due."""

    rng: Random
    ends_at: datetime
    transfers: list[Transfer] = field(default_factory=list)
    balances: dict[str, int] = field(default_factory=dict)
    _agenda: list[tuple[datetime, int, _Due]] = field(default_factory=list)
    _last: dict[str, datetime] = field(default_factory=dict)
    _ways: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _asked: int = 0
    _booked: int = 0

    def open(self, account: Account) -> None:
        """Enter an account with its opening balance."""
        self.balances[account.side.key] = account.opening_minor

    def ask(self, order: Order, at: datetime) -> None:
        """Put an order on the agenda."""
        self._put(at, _Due(order))

    def run(self) -> None:
        """Work through the agenda until the end of the story."""
        while self._agenda:
            at, _, due = heapq.heappop(self._agenda)
            if due.debited_at is not None:
                self._credit(at, due)
            elif at < self.ends_at:
                self._debit(at, due)

    def _put(self, at: datetime, due: _Due) -> None:
        """Enter something that comes due; equal times keep the order of asking."""
        self._asked += 1
        heapq.heappush(self._agenda, (at, self._asked, due))

    def _is_taken(self, side: Side, at: datetime) -> bool:
        """Say whether the account already has a movement at this second."""
        return self._last.get(side.key) == at

    def _debit(self, at: datetime, due: _Due) -> None:
        """Pay an order, or put it off by a second, or past midnight, or leave it unpaid."""
        order = due.order
        is_instant = not _crosses_banks(order)
        if is_quiet(at):
            self._put(_after_midnight(at, self.rng), due)
        elif self._is_taken(order.payer, at) or (is_instant and self._is_taken(order.payee, at)):
            self._put(at + SECOND, due)
        elif amount := self._payable(order):
            self._booked += 1
            due.amount_minor, due.debited_at = amount, at
            due.transfer_id = f"T{self._booked:07d}"
            self._move(order.payer, -amount, at)
            if order.fee_minor:
                self._put(at + SECOND, _Due(_fee_after(order)))
            self._arrive(at, due, is_instant=is_instant)

    def _arrive(self, at: datetime, due: _Due, *, is_instant: bool) -> None:
        """Credit at once inside a bank, later between two."""
        if is_instant:
            self._credit(at, due)
        else:
            arrives = at + self._transit(at, due.order)
            way = due.order.payer.key, due.order.payee.key
            # Nothing overtakes an earlier payment on the same way.
            self._ways[way] = max(arrives, self._ways.get(way, arrives))
            self._put(self._ways[way], due)

    def _transit(self, at: datetime, order: Order) -> timedelta:
        """Return how long money is under way between two banks."""
        least, most = country().clearing_minutes(order.payer.bank, order.payee.bank)
        if most and at.astimezone(LOCAL).time() < _CLEARING_ENDS:
            return timedelta(seconds=self.rng.randint(least * 60, most * 60))
        return timedelta(seconds=self.rng.randint(1, _LONGEST_TRANSIT_SECONDS))

    def _credit(self, at: datetime, due: _Due) -> None:
        """Enter the transfer on the payee's side and tell whoever waits for it."""
        order = due.order
        if self._is_taken(order.payee, at):
            self._put(at + SECOND, due)
            return
        self._move(order.payee, due.amount_minor, at)
        transfer = _transfer(due, at)
        self.transfers.append(transfer)
        if order.then is not None:
            order.then(transfer)

    def _move(self, side: Side, minor: int, at: datetime) -> None:
        """Change a balance, if the side is an account of ours."""
        if side.key in self.balances:
            self.balances[side.key] += minor
            self._last[side.key] = at

    def _payable(self, order: Order) -> int:
        """Return how much of the order can be paid; 0 leaves it unpaid."""
        balance = self.balances.get(order.payer.key)
        if balance is None or balance >= order.amount_minor + order.fee_minor:
            return order.amount_minor
        if order.least_minor is None:
            return 0
        there = (balance - order.fee_minor) // order.step_minor * order.step_minor
        return there if there >= max(order.least_minor, 1) else 0


def is_quiet(at: datetime) -> bool:
    """Say whether the banks book nothing at this time of day."""
    clock = at.astimezone(LOCAL).time()
    return clock >= _QUIET_FROM or clock < _QUIET_TO


def _after_midnight(at: datetime, rng: Random) -> datetime:
    """Return a second of the next quarter of an hour in which banks book again."""
    local = at.astimezone(LOCAL)
    day = local.date() + timedelta(days=local.time() >= _QUIET_FROM)
    opened = datetime.combine(day, _QUIET_TO, LOCAL)
    return (opened + timedelta(seconds=rng.randrange(900))).astimezone(UTC)


def _crosses_banks(order: Order) -> bool:
    """Say whether the payee learns of it later than the payer."""
    both = order.payer.is_account and order.payee.is_account
    return both and order.payer.bank != order.payee.bank


def _fee_after(order: Order) -> Order:
    """Return the bank's charge for an order."""
    bank = order.payer.bank
    return Order(
        payer=order.payer,
        payee=Side(key=f"@fee:{bank}", name="", bank=bank),
        amount_minor=order.fee_minor,
        kind="fee",
        purpose=order.fee_purpose,
    )


def _transfer(due: _Due, at: datetime) -> Transfer:
    """Return the finished transfer."""
    order = due.order
    return Transfer(
        transfer_id=due.transfer_id,
        debited_at=due.debited_at or at,
        credited_at=at,
        amount_minor=due.amount_minor,
        payer=order.payer,
        payee=order.payee,
        kind=order.kind,
        purpose=order.purpose,
        is_card_shown=order.is_card_shown,
        refund_of=order.refund_of,
    )
