"""FIFO counted unit by unit: every minor unit is one object in a list. Slow, and obvious."""

from collections import Counter, deque
from collections.abc import Sequence
from datetime import datetime

from izdes.core.money.transfer import Claim, ClaimId, Ledger, Transfer

# The claims a unit belongs to; empty for clean money.
Unit = list[ClaimId]
Found = Counter[tuple[str, str, str]]


def count_units(ledger: Ledger, claims: Sequence[Claim]) -> Found:
    """Return (claim, account, ending) -> units, for one currency and one window an account.

    Openings are known; every payee without a window ends at the frontier or as cash.
    """
    count = _Count(ledger, claims)
    for t in ledger.transfers:
        for unit in count.claimed(t, [count.leave(t) for _ in range(t.amount_minor)]):
            count.arrive(t, unit)
    for account, queue in count.queues.items():
        for unit in queue:
            count.end(unit, account, "held")
    return count.found


class _Count:
    def __init__(self, ledger: Ledger, claims: Sequence[Claim]) -> None:
        self.claims = sorted(claims, key=lambda c: c.claim_id)
        self.windows = {str(c.account): c for c in ledger.coverages if c.covered_from}
        self.queues: dict[str, deque[Unit]] = {}
        self.owed: dict[str, int] = {}
        for account, window in self.windows.items():
            opening = window.opening_minor or 0
            self.queues[account] = deque([] for _ in range(max(0, opening)))
            self.owed[account] = max(0, -opening)
        payer = {t.transfer_id: t.payer.account for t in ledger.transfers}
        self.home = {c.claim_id: payer[c.transfer_id] for c in claims}
        self.found: Found = Counter()

    def is_open(self, account: str, at: datetime) -> bool:
        return account in self.windows and self.windows[account].covers(at)

    def leave(self, t: Transfer) -> Unit:
        if not self.is_open(t.payer.account, t.booked_at):
            return []
        if self.queues[t.payer.account]:
            return self.queues[t.payer.account].popleft()
        self.owed[t.payer.account] += 1
        return []

    def claimed(self, t: Transfer, units: list[Unit]) -> list[Unit]:
        position = 0
        for claim in self.claims:
            if claim.transfer_id == t.transfer_id:
                for _ in range(claim.amount_minor):
                    units[position] = [*units[position], claim.claim_id]
                    position += 1
        return units

    def arrive(self, t: Transfer, unit: Unit) -> None:
        payee = t.payee.account
        self.end([c for c in unit if self.home[c] == payee], payee, "returned")
        unit = [c for c in unit if self.home[c] != payee]
        if not self.is_open(payee, t.booked_at):
            self.end(unit, payee, "cash" if payee.startswith("@cash") else "frontier")
        elif self.owed[payee]:
            self.owed[payee] -= 1
            self.end(unit, payee, "lender")
        else:
            self.queues[payee].append(unit)

    def end(self, unit: Unit, account: str, ending: str) -> None:
        for claim in unit:
            self.found[claim, account, ending] += 1
