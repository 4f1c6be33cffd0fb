"""Near misses: the transfers that an investigator should look at beside an unmatched payment.

Near in time with another amount (a fee was included, the sum was rounded), the same amount at
another time, the same amount to another account. A near miss is a hint and never a match.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from izdes.core.money.account import AccountKey
from izdes.core.money.claims.candidates import (
    BOTH_AGREE,
    Amounts,
    Assignment,
    Candidate,
    Sides,
    distance,
    evidence_of,
)
from izdes.core.money.claims.declared import Declared
from izdes.core.money.claims.outcome import NearMiss
from izdes.core.money.transfer import Transfer

_MOST = 3
_LOOKED_AT = 200
_OTHER_TIME = timedelta(days=30)
_FIRST = ("ambiguous", "claimed_by_another")


class Movements:
    """Transfers of the ledger by account, for the accounts that are asked for."""

    def __init__(self, transfers: Iterable[Transfer], accounts: set[AccountKey]) -> None:
        self._of: defaultdict[AccountKey, list[Transfer]] = defaultdict(list)
        if not accounts:
            return
        for transfer in transfers:
            if transfer.payer.account in accounts:
                self._of[transfer.payer.account].append(transfer)
            if transfer.payee.account in accounts:
                self._of[transfer.payee.account].append(transfer)

    def near(self, declared: Declared, accounts: Iterable[AccountKey]) -> Iterator[Transfer]:
        """Yield the transfers of some accounts that are nearest in time, on either side."""
        for key in accounts:
            of_account = self._of.get(key, [])
            middle = bisect_left(of_account, declared.earliest, key=lambda t: t.booked_at)
            yield from of_account[max(0, middle - _LOOKED_AT) : middle + _LOOKED_AT]


def near_misses(
    declared: Declared,
    *,
    sides: Sides,
    candidates: Sequence[Candidate],
    assignment: Assignment,
    amounts: Amounts,
    movements: Movements,
) -> tuple[NearMiss, ...]:
    """Return at most three transfers that come near, what fits but is not free first."""
    tied = {c.transfer.transfer_id for c in assignment.undecided.get(declared.claim_id, ())}
    fitting = {c.transfer.transfer_id for c in candidates}
    seen = {t.transfer_id: t for t in amounts.around(declared, _OTHER_TIME)}
    seen |= {t.transfer_id: t for t in movements.near(declared, (*sides.payee, *sides.payer))}
    found: list[tuple[bool, timedelta, tuple[object, ...], NearMiss]] = []
    for transfer in seen.values():
        if transfer.transfer_id in tied:
            reason = "ambiguous"
        elif transfer.transfer_id in fitting:
            reason = "claimed_by_another"
        else:
            reason = _reason(declared, transfer, sides)
        if reason:
            holder = assignment.taken.get(transfer.transfer_id)
            miss = NearMiss(
                transfer.transfer_id,
                reason,
                transfer.amount_minor - declared.amount_minor,
                later_seconds(declared, transfer),
                holder,
            )
            far = distance(declared, transfer)
            found.append((reason not in _FIRST, far, transfer.sort_key, miss))
    return tuple(miss for *_, miss in sorted(found, key=lambda f: f[:3])[:_MOST])


def _reason(declared: Declared, transfer: Transfer, sides: Sides) -> str:
    """Return in what a transfer differs; empty when it is not near."""
    is_soon = distance(declared, transfer) <= BOTH_AGREE
    if transfer.currency != declared.currency:
        return ""
    agrees = bool(evidence_of(declared, transfer, sides))
    if transfer.amount_minor != declared.amount_minor:
        return "other_amount" if agrees and is_soon else ""
    if agrees:
        return "other_time"
    return "other_account" if is_soon else ""


def later_seconds(declared: Declared, transfer: Transfer) -> int:
    """Return how much later than declared a transfer was booked; 0 inside the declared time."""
    if declared.earliest <= transfer.booked_at <= declared.latest:
        return 0
    nearer = declared.latest if transfer.booked_at > declared.latest else declared.earliest
    return (transfer.booked_at - nearer) // timedelta(seconds=1)
