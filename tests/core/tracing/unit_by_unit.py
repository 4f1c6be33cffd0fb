"""Every rule counted unit by unit: a minor unit is one object in a list. Slow, and obvious."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from izdes.core.money.transfer import Claim, ClaimId, Ledger, Transfer

# The claims a unit belongs to; empty for clean money.
Unit = list[ClaimId]
Found = Counter[tuple[str, str, str]]
Take = Callable[[list[Unit], int], list[Unit]]


def count_units(ledger: Ledger, claims: Sequence[Claim], rule: str = "fifo") -> Found:
    """Return (claim, account, ending) -> units, for one currency and one window an account.

    Openings are known; every payee without a window ends at the frontier or as cash.
    """
    count = _Count(ledger, claims, TAKES[rule])
    for t in ledger.transfers:
        for unit in count.claimed(t, count.leave(t)):
            count.arrive(t, unit)
    for account, units in count.pools.items():
        for unit in units:
            count.end(unit, account, "held")
    return count.found


def _first(pool: list[Unit], units: int) -> list[Unit]:
    return [pool.pop(0) for _ in range(units)]


def _last(pool: list[Unit], units: int) -> list[Unit]:
    return [pool.pop() for _ in range(units)]


def _share(pool: list[Unit], units: int) -> list[Unit]:
    """Unit k of b leaves where the share of a steps up: ⌊a(k+1)/b⌋ > ⌊ak/b⌋."""
    pool.sort(key=_by_class)
    whole = len(pool)
    leaves = [units * (k + 1) // whole > units * k // whole for k in range(whole)]
    taken = [unit for unit, goes in zip(pool, leaves, strict=True) if goes]
    pool[:] = [unit for unit, goes in zip(pool, leaves, strict=True) if not goes]
    return taken


def _own_first(pool: list[Unit], units: int) -> list[Unit]:
    own = [unit for unit in pool if not unit]
    theirs = [unit for unit in pool if unit]
    clean = own[:units]
    claimed = _share(theirs, units - len(clean)) if theirs else []
    pool[:] = theirs + own[len(clean) :]
    return claimed + clean


def _by_class(unit: Unit) -> tuple[bool, Unit]:
    return (not unit, unit)


TAKES: dict[str, Take] = {
    "fifo": _first,
    "lifo": _last,
    "pro-rata": _share,
    "lowest-balance": _own_first,
}


class _Count:
    def __init__(self, ledger: Ledger, claims: Sequence[Claim], take: Take) -> None:
        self.take = take
        self.claims = sorted(claims, key=lambda c: c.claim_id)
        self.windows = {str(c.account): c for c in ledger.coverages if c.covered_from}
        self.pools: dict[str, list[Unit]] = {}
        self.owed: dict[str, int] = {}
        for account, window in self.windows.items():
            opening = window.opening_minor or 0
            self.pools[account] = [[] for _ in range(max(0, opening))]
            self.owed[account] = max(0, -opening)
        payer = {t.transfer_id: t.payer.account for t in ledger.transfers}
        self.home = {c.claim_id: payer[c.transfer_id] for c in claims}
        self.found: Found = Counter()

    def is_open(self, account: str, at: datetime) -> bool:
        return account in self.windows and self.windows[account].covers(at)

    def leave(self, t: Transfer) -> list[Unit]:
        if not self.is_open(t.payer.account, t.booked_at):
            return [[] for _ in range(t.amount_minor)]
        pool = self.pools[t.payer.account]
        own = self.take(pool, min(len(pool), t.amount_minor))
        borrowed = t.amount_minor - len(own)
        self.owed[t.payer.account] += borrowed
        return own + [[] for _ in range(borrowed)]

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
            self.pools[payee].append(unit)

    def end(self, unit: Unit, account: str, ending: str) -> None:
        for claim in unit:
            self.found[claim, account, ending] += 1
