"""Footing: what a trace stands on, by name, so that two plans can be compared.

Numbers of pools and places of transfers shift with every new statement; names do not. What has
the same name and the same content in both plans treats the same money in the same way.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Transfer, TransferId
from izdes.core.tracing.plan import OUTSIDE, Part, Plan, Pool

# Of an account: its window. Of a pin or an exchange: the transfer that first brought money there.
PoolName = tuple[str, AccountKey, str, datetime | None, TransferId | None, int]
Name = TransferId | PoolName
Content = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Footing:
    """The content of every pool and transfer of a plan.

    Attributes:
        pools: The name of each pool, by number.
        contents: Of pools: what they begin and end with, and all that comes and goes, in order.
            Of transfers: accounts, times, kind and parts.
        accounts: Whose a thing is: a pool's account, a transfer's payer and payee.
    """

    pools: tuple[PoolName, ...]
    contents: dict[Name, Content]
    accounts: dict[Name, tuple[AccountKey, ...]]

    def changed(self, before: "Footing") -> frozenset[Name]:
        """Return what was otherwise before, or was not, or is no more."""
        names = self.contents.keys() | before.contents.keys()
        return frozenset(n for n in names if self.contents.get(n) != before.contents.get(n))


def footing_of(plan: Plan) -> Footing:
    """Return the footing of a plan."""
    movements: defaultdict[int, list[Content]] = defaultdict(list)
    first: dict[int, tuple[TransferId, int]] = {}
    for step in plan.steps:
        t = plan.transfers[step.place]
        for part in plan.parts[step.place]:
            pool = part.target if step.is_arrival else part.source
            if pool != OUTSIDE:
                first.setdefault(pool, (t.transfer_id, part.lo))
                movements[pool].append((step.is_arrival, t.transfer_id, part.lo, part.units))
    pools = tuple(
        _name(pool, first.get(number, (None, 0))) for number, pool in enumerate(plan.pools)
    )
    contents: dict[Name, Content] = {}
    accounts: dict[Name, tuple[AccountKey, ...]] = {}
    for number, name in enumerate(pools):
        contents[name] = (plan.pools[number], *movements[number])
        accounts[name] = (plan.pools[number].account,)
    for t, parts in zip(plan.transfers, plan.parts, strict=True):
        contents[t.transfer_id] = _of_transfer(t, parts, pools)
        accounts[t.transfer_id] = (t.payer.account, t.payee.account)
    return Footing(pools, contents, accounts)


def _name(pool: Pool, first: tuple[TransferId | None, int]) -> PoolName:
    """Return the name of a pool."""
    begun = (None, 0) if pool.kind == "account" else first
    return (pool.kind, pool.account, pool.currency, pool.start, *begun)


def _of_transfer(t: Transfer, parts: Iterable[Part], pools: tuple[PoolName, ...]) -> Content:
    """Return what a trace takes from a transfer and its parts."""
    return (
        *(t.booked_at, t.arrives_at, t.amount_minor, t.currency, t.kind),
        *(t.payer.account, t.payee.account),
        *(
            (
                part.lo,
                part.units,
                None if part.source == OUTSIDE else pools[part.source],
                part.ending if part.target == OUTSIDE else pools[part.target],
            )
            for part in parts
        ),
    )
