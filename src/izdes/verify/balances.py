"""Signed balances, openings that nobody printed, and pins that hold (tracing.md, 3 and 4)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .ledger import Transfer
from .order import Event
from .refusal import Refused
from .windows import Windows

# Account, currency, number of the window.
PoolKey = tuple[str, str, int]


class Pin(NamedTuple):
    """Units of a debit that are units of a credit; both are places in the ledger."""

    credit: int
    debit: int
    amount: int
    evidence: str = ""
    basis: str = "refund"


class Balances:
    """What each pool has after each of its events, before any rule is chosen.

    ``spare`` is that balance less what is pinned there; its numbers belong to ``moments``.
    """

    def __init__(self, windows: Windows, events: Sequence[Event]) -> None:
        self.windows = windows
        self.pools = [_pool_of(event, windows) for event in events]
        self.leaves = {e.transfer.place: n for n, e in enumerate(events) if not e.is_arrival}
        self.arrives = {e.transfer.place: n for n, e in enumerate(events) if e.is_arrival}
        self.moments: dict[PoolKey, list[int]] = {}
        self.spare: dict[PoolKey, list[int]] = {}
        for moment, (event, pool) in enumerate(zip(events, self.pools, strict=True)):
            if pool is not None:
                change = event.transfer.amount if event.is_arrival else -event.transfer.amount
                sums = self.spare.setdefault(pool, [])
                sums.append((sums[-1] if sums else 0) + change)
                self.moments.setdefault(pool, []).append(moment)
        self.opening = {pool: self._opening(pool, sums) for pool, sums in self.spare.items()}
        for pool, sums in self.spare.items():
            sums[:] = [self.opening[pool] + change for change in sums]

    def _opening(self, pool: PoolKey, sums: Sequence[int]) -> int:
        """Return the printed opening, or the least that lets every payment be made."""
        printed = self.windows.at(pool).opening
        return max(0, -min(sums)) if printed is None else printed


def _pool_of(event: Event, windows: Windows) -> PoolKey | None:
    """Return the pool that an event touches; None where the account is dark."""
    t = event.transfer
    account = t.payee if event.is_arrival else t.payer
    number = windows.number(account, t.currency, event.at)
    return None if number is None else (account, t.currency, number)


class Pins:
    """The pins that hold: the stated ones, which must, then the refunds of payments."""

    def __init__(
        self,
        transfers: Sequence[Transfer],
        balances: Balances,
        *,
        stated: Sequence[Pin],
        refunds: Mapping[int, int],
    ) -> None:
        self._transfers, self._balances = transfers, balances
        self._into: Counter[int] = Counter()
        self._out_of: Counter[int] = Counter()
        self.held: list[Pin] = []
        for number, pin in enumerate(stated, start=1):
            if not self._take(pin):
                raise Refused("pin_wrong", number=number)
        for refund, payment in sorted(refunds.items()):
            self._take(Pin(payment, refund, transfers[refund].amount))

    def _take(self, pin: Pin) -> bool:
        """Take a pin if it holds, and say whether it does."""
        credit, debit = self._transfers[pin.credit], self._transfers[pin.debit]
        is_possible = (
            (credit.payee, credit.currency) == (debit.payer, debit.currency)
            and not credit.payee.startswith("@fx:")
            and self._into[pin.credit] + pin.amount <= credit.amount
            and self._out_of[pin.debit] + pin.amount <= debit.amount
        )
        if not is_possible or not self._was_there(pin):
            return False
        self._into[pin.credit] += pin.amount
        self._out_of[pin.debit] += pin.amount
        self.held.append(pin)
        return True

    def _was_there(self, pin: Pin) -> bool:
        """Set the units apart if the balance never fell below them from credit to debit."""
        first = self._balances.arrives.get(pin.credit)
        before = self._balances.leaves.get(pin.debit)
        if first is None or before is None or first >= before:
            return False
        came, went = self._balances.pools[first], self._balances.pools[before]
        if went is not None and went != came:
            return False
        if came is None:
            return True
        moments, spare = self._balances.moments[came], self._balances.spare[came]
        waits = range(bisect_left(moments, first), bisect_left(moments, before))
        if any(spare[n] < pin.amount for n in waits):
            return False
        for n in waits:
            spare[n] -= pin.amount
        return True
