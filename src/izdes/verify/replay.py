"""The rule computed again: claims followed event by event (tracing.md, 5 to 9)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from .balances import PoolKey
from .ledger import Claim, Transfer
from .pieces import Resting, Slice
from .plan import Plan
from .pools import Run, Share, cut_at, marked, new_pool, one_if_clean

MIXING = ("pro-rata", "lowest-balance")
_BY_KEY = {"@cash:": "cash", "@fee:": "fee", "@merchant:": "merchant", "@abroad:": "abroad"}
_BY_ACCOUNT = ("crypto_exchange", "merchant", "cash", "abroad")
_BY_TRANSFER = {"cash_out": "cash", "card_payment": "merchant"}
_BY_TRANSFER |= {kind: kind for kind in ("fee", "crypto_exchange", "conversion")}


class Stop(NamedTuple):
    """Where money stops, and how."""

    account: str
    currency: str
    ending: str
    as_of: datetime | None = None


class Replay:
    """Claims followed under one rule: ``slices`` and ``resting`` as a certificate states them."""

    def __init__(self, plan: Plan, claims: Sequence[Claim], rule: str) -> None:
        self.slices: list[Slice] = []
        self.resting: list[Resting] = []
        self._plan, self._mixes = plan, rule in MIXING
        self._claims_on: dict[str, list[Claim]] = {}
        for claim in sorted(claims, key=lambda c: c.id):
            self._claims_on.setdefault(claim.transfer, []).append(claim)
        known = plan.by_id
        self._home = {c.id: known[c.transfer].payer for c in claims if c.transfer in known}
        openings = plan.balances.opening.items()
        self._pools = {key: new_pool(rule, opening) for key, opening in openings}
        self._apart: dict[int, list[Run]] = {}
        self._sold: dict[str, list[tuple[str, Run]]] = {}
        self._move()
        self._stop(claims)
        self.resting.sort(key=Resting.place)

    def _move(self) -> None:
        """Let every transfer leave and arrive."""
        on_the_way: dict[int, list[Run]] = {}
        for event, pool in zip(self._plan.events, self._plan.balances.pools, strict=True):
            t = event.transfer
            if event.is_arrival:
                self._arrive(t, pool, on_the_way.pop(t.place), event.at)
            else:
                on_the_way[t.place] = self._noted(t, self._claimed(t, self._left(t, pool)))

    def _left(self, t: Transfer, pool: PoolKey | None) -> list[Run]:
        """Return the units of a transfer from where they come, cut where their ways part."""
        row: list[Run] = []
        for leg in self._plan.layout.sources[t.place]:
            if leg.side == "pin":
                runs = self._apart.pop(leg.pin)
            elif leg.side == "sold":
                runs = self._bought(t, leg.units)
            elif leg.side == "own" and pool is not None:
                runs = self._pools[pool].take(leg.units)
                runs = marked(runs, "opening_assumed") if self._plan.is_assumed(pool) else runs
            else:
                runs = [Run(leg.units)]
            row += one_if_clean(runs)
        parted: list[Run] = []
        for leg in self._plan.layout.targets[t.place]:
            front, row = cut_at(row, leg.units)
            parted += front
        return parted

    def _bought(self, t: Transfer, units: int) -> list[Run]:
        """Return what an exchange gives: all that went in since it last gave, counted anew."""
        sold = self._sold.pop(t.payer, [])
        if not sold:
            return [Run(units)]
        ends = [0]
        for _, run in sold:
            ends.append(ends[-1] + run.units)
        row = []
        # An exchange is counted in the currency of what went in first.
        currency = sold[0][0]
        for (_, run), (start, end) in zip(sold, pairwise(ends), strict=True):
            got = run._replace(units=end * units // ends[-1] - start * units // ends[-1])
            if got.units:
                row.append(got)
            else:
                self._rest([got], Stop(t.payer, currency, "conversion"))
        return row

    def _claimed(self, t: Transfer, row: list[Run]) -> list[Run]:
        """Give the first units of a transfer to the claims on it."""
        done: list[Run] = []
        for claim in self._claims_on.get(t.id, ()):
            ours, row = cut_at(row, claim.amount)
            position = 0
            for run in ours:
                share = Share(claim.id, position, position + run.units, begins=True)
                done.append(run._replace(shares=(*run.shares, share)))
                position += run.units
        return done + row

    def _noted(self, t: Transfer, row: Iterable[Run]) -> list[Run]:
        """Write down the slices of a transfer, and return its units as they go on."""
        position, noted = 0, []
        for run in row:
            shares = [self._slice(t, position, run, share) for share in run.shares]
            noted.append(run._replace(shares=tuple(shares)))
            position += run.units
        return marked(noted, "claimed_only") if t.kind == "claimed" else noted

    def _slice(self, t: Transfer, position: int, run: Run, share: Share) -> Share:
        """Write down one slice, and return what the claim has in the run from here on."""
        number = len(self.slices)
        self.slices.append(
            Slice(
                slice_id=number,
                transfer_id=t.id,
                lo=position,
                hi=position + run.units,
                claim_id=share.claim,
                origin_lo=0 if self._mixes else share.lo,
                origin_hi=share.hi - share.lo if self._mixes else share.hi,
                reversed=int(share.is_turned),
                begins=int(share.begins),
                parent=share.slice_id,
                behind=run.behind(share),
            )
        )
        return share._replace(slice_id=None if self._mixes else number, begins=False)

    def _arrive(self, t: Transfer, pool: PoolKey | None, row: list[Run], at: datetime) -> None:
        """Bring the units home, to pins, to the bank, into the pool, or to their end."""
        row = [self._after_return(t, run._replace(first=at, last=at)) for run in row]
        for leg in self._plan.layout.targets[t.place]:
            here, row = cut_at(row, leg.units)
            if leg.side == "pin":
                self._apart[leg.pin] = here
            elif leg.side == "pool" and pool is not None:
                self._pools[pool].put(here)
            elif leg.side == "bank":
                self._rest(here, Stop(t.payee, t.currency, "lender"))
            elif t.payee.startswith("@fx:"):
                self._sold.setdefault(t.payee, []).extend((t.currency, run) for run in here)
            else:
                self._rest(here, Stop(t.payee, t.currency, self._ending(t)))

    def _after_return(self, t: Transfer, run: Run) -> Run:
        """Let the claims end that came back to the account from which they were paid."""
        if t.payee.startswith("@"):
            return run
        home = tuple(s for s in run.shares if self._home[s.claim] == t.payee)
        for share in home:
            self._rest_share(run, share, Stop(t.payee, t.currency, "returned"))
        return run._replace(shares=tuple(s for s in run.shares if s not in home))

    def _ending(self, t: Transfer) -> str:
        """Return how money ends that arrives where nothing is known."""
        for prefix, ending in _BY_KEY.items():
            if t.payee.startswith(prefix):
                return ending
        kind = self._plan.kinds.get(t.payee, "")
        return kind if kind in _BY_ACCOUNT else _BY_TRANSFER.get(t.kind, "frontier")

    def _stop(self, claims: Sequence[Claim]) -> None:
        """Lay down what never left, and claims on what moves nothing."""
        windows = self._plan.windows
        for key, pool in self._pools.items():
            runs, is_last = pool.rest(), windows.is_last(key)
            if self._plan.is_assumed(key):
                runs = marked(runs, "opening_assumed")
            if not is_last:
                runs = marked(runs, "gap")
            ending = "held" if is_last and windows.are_stated else "frontier"
            self._rest(runs, Stop(key[0], key[1], ending, windows.at(key).end))
        for account, sold in self._sold.items():
            for currency, run in sold:
                self._rest([run], Stop(account, currency, "conversion"))
        for claim in claims:
            t = self._plan.by_id.get(claim.transfer)
            whole = Run(claim.amount, (Share(claim.id, 0, claim.amount),))
            if t is None:
                self._rest([whole], Stop("", claim.currency, "unmatched"))
            elif t.place in self._plan.idle:
                whole = whole._replace(first=t.booked, last=t.booked)
                self._rest([whole], Stop(t.payer, t.currency, "returned"))

    def _rest(self, runs: Iterable[Run], stop: Stop) -> None:
        """Lay down runs where they stop."""
        for run in runs:
            for share in run.shares:
                self._rest_share(run, share, stop)

    def _rest_share(self, run: Run, share: Share, stop: Stop) -> None:
        """Write down where what one claim has in a run stops."""
        self.resting.append(
            Resting(
                claim_id=share.claim,
                account=stop.account,
                ending=stop.ending,
                origin_lo=0 if self._mixes else share.lo,
                origin_hi=share.hi - share.lo if self._mixes else share.hi,
                units=run.units,
                currency=stop.currency,
                slice_id=share.slice_id,
                arrived_at=run.first,
                arrived_last=run.last,
                as_of=stop.as_of,
                behind=run.behind(share),
                marks=" ".join(sorted(share.marks)),
            )
        )
