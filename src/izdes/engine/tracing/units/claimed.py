"""Claims as seeds: on which parts they begin, and in which pools they are home again.

Of the victim's pools only the one that the claim was paid from is known without asking for names.
Others are named as they are met: a trace that brought money home unnoticed is repeated.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple, Self

from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.transfer import Claim, Transfer
from izdes.core.tracing.trace import ClaimsExceedTransfer
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.flat import Flat
from izdes.engine.tracing.units.seeds import Seeds
from izdes.engine.tracing.units.transfers import Transfers


@dataclass(frozen=True, slots=True)
class Claimed:
    """Claims, sorted out.

    Attributes:
        claims: Those on transfers that count, in the order in which the transfers leave.
        transfers: The transfer each is on.
        victims: The account each was paid from; None where that is no account.
        seeds: The same as numbers.
        undone: Claims on transfers that count for nothing, with the transfers.
        unmatched: Claims on transfers that the ledger lacks.
    """

    claims: Sequence[Claim]
    transfers: Sequence[Transfer]
    victims: Sequence[AccountKey | None]
    seeds: Seeds
    undone: Sequence[tuple[Claim, Transfer]]
    unmatched: Sequence[Claim]

    def at_home_in(self, pools: Iterable[tuple[int, int]]) -> Self:
        """Return the same, with more pools in which claims, by number, are home again."""
        homes = self.seeds.homes_by_claim()
        for claim, pool in pools:
            homes[claim].add(pool)
        return replace(self, seeds=self.seeds.with_homes(homes))


class _Begun(NamedTuple):
    """The claims on one transfer, and its parts."""

    parts: range
    transfer: Transfer
    claims: Sequence[Claim]

    @property
    def victim(self) -> AccountKey | None:
        """The account that it was paid from, if it is one."""
        account = self.transfer.payer.account
        return None if is_virtual(account) else account


class Claims:
    """Turns claims into seeds, for one ledger."""

    def __init__(self, flat: Flat, facts: Facts) -> None:
        self._flat, self._facts = flat, facts
        self._transfers = Transfers(flat)

    def sorted_out(self, claims: Iterable[Claim]) -> Claimed:
        """Return claims sorted out.

        Raises:
            ClaimsExceedTransfer: The claims on one transfer are more than it moved.
        """
        on: defaultdict[int, list[Claim]] = defaultdict(list)
        unmatched: list[Claim] = []
        for claim in sorted(claims, key=attrgetter("claim_id")):
            place = self._facts.place_of(claim.transfer_id)
            if place is None:
                unmatched.append(claim)
            else:
                on[place].append(claim)
        begun: list[_Begun] = []
        undone: list[tuple[Claim, Transfer]] = []
        for place in sorted(on):
            t, parts = self._facts.transfer(place), self._transfers.parts_of(place)
            _refuse_too_much(on[place], t)
            if parts:
                begun.append(_Begun(parts, t, on[place]))
            else:
                undone += [(claim, t) for claim in on[place]]
        begun.sort(key=lambda here: here.parts.start)
        return Claimed(
            [claim for here in begun for claim in here.claims],
            [here.transfer for here in begun for _ in here.claims],
            [here.victim for here in begun for _ in here.claims],
            self._seeds(begun),
            undone,
            unmatched,
        )

    def _seeds(self, begun: Iterable[_Begun]) -> Seeds:
        """Return the seeds of claims by the transfers that they are on."""
        rows: list[tuple[int, int, int, int, int]] = []
        borders: list[tuple[int, int]] = []
        homes: list[set[int]] = []
        for here in begun:
            part, lo = here.parts.start, 0
            for claim in here.claims:
                origin = 0
                while origin < claim.amount_minor:
                    if lo == self._flat.units[part]:
                        part, lo = part + 1, 0
                    hi = min(int(self._flat.units[part]), lo + claim.amount_minor - origin)
                    rows.append((part, lo, hi, len(homes), origin))
                    origin, lo = origin + hi - lo, hi
                borders.append((part, lo))
                homes.append(self._home(here))
        return Seeds.of(rows, borders, homes)

    def _home(self, here: _Begun) -> set[int]:
        """Return the pool that a claim was paid from, where it is one."""
        pool = int(self._flat.source[here.parts.start])
        return set() if here.victim is None or pool < 0 else {pool}


def _refuse_too_much(claims: Sequence[Claim], t: Transfer) -> None:
    """Refuse claims on a transfer that are more than it moved."""
    claimed = sum(claim.amount_minor for claim in claims)
    if claimed > t.amount_minor:
        raise ClaimsExceedTransfer(transfer_id=t.transfer_id, claimed=claimed, moved=t.amount_minor)
