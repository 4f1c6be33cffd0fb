"""Poison over numbers: what claimed money may have touched, for ledgers of any size.

A perimeter, never an amount: `trace_poison` gives the answer of `izdes.core.tracing.poison`.
Claims are followed 64 at a time, each as one bit; `touched` follows all of them as one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId
from izdes.core.tracing.poison import Reached
from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.flat import PIN, Flat, Int64
from izdes.engine.tracing.mixtures.runs import arrivals_of, place_of_parts, timed_transfers
from izdes.engine.tracing.units.accounts import Accounts
from izdes.engine.tracing.units.claimed import Claimed, Claims
from izdes.engine.tracing.units.seeds import CLAIM, PART

Bits = NDArray[np.uint8] | NDArray[np.uint64]
AT_ONCE = 64


class Begun(NamedTuple):
    """Where sets of claims begin, ascending by part, and by pool the sets that end there."""

    parts: Int64
    bits: Bits
    home: Bits


def touched(flat: Flat, parts: Int64, *, kernels: Kernels = "auto") -> NDArray[np.bool_]:
    """Say which parts claimed money may be in, if it begins on the transfers of ``parts``.

    All of it is taken as one: what comes home to one victim goes on as another's.
    """
    begun = np.unique(parts)
    ones = np.ones(begun.size, np.uint8)
    bits = _spread(flat, Begun(begun, ones, np.zeros(0, np.uint8)), kernels)
    return bits.astype(np.bool_)


def trace_poison(
    flat: Flat, facts: Facts, claims: Sequence[Claim], *, kernels: Kernels = "auto"
) -> tuple[Reached, ...]:
    """Return what each claim's money may have touched; as `izdes.core.tracing.poison.reached`.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
    """
    claimed = Claims(flat, facts).sorted_out(claims)
    found: list[tuple[ClaimId, int, Reached]] = []
    for claim, t in claimed.undone:
        place = (claim.claim_id, t.payer.account, t.currency)
        found.append((claim.claim_id, -1, Reached(*place, t.booked_at, t.transfer_id)))
    pools = _homes(flat, facts, claimed)
    for first in range(0, len(claimed.claims), AT_ONCE):
        bits = _spread(flat, _begun(flat, claimed, pools, first=first), kernels)
        theirs = claimed.claims[first : first + AT_ONCE]
        found += _reached(flat, facts, bits, [claim.claim_id for claim in theirs])
    return tuple(row[2] for row in sorted(found, key=lambda row: row[:2]))


def _homes(flat: Flat, facts: Facts, claimed: Claimed) -> dict[AccountKey | None, list[int]]:
    """Return the pools of every victim's account, its pins among them."""
    accounts = Accounts(flat, facts)
    victims = sorted({victim for victim in claimed.victims if victim is not None})
    pools: dict[AccountKey | None, list[int]] = {v: [*accounts.pools_of(v)] for v in victims}
    for pool in np.flatnonzero(flat.kind == PIN).tolist() if pools else ():
        pools.get(facts.pool(pool).account, []).append(pool)
    return pools


def _begun(
    flat: Flat, claimed: Claimed, pools: Mapping[AccountKey | None, list[int]], *, first: int
) -> Begun:
    """Return the beginnings and homes of up to 64 claims."""
    rows, one = claimed.seeds.rows, np.uint64(1)
    rows = rows[(rows[:, CLAIM] >= first) & (rows[:, CLAIM] < first + AT_ONCE)]
    rows = rows[np.argsort(rows[:, PART], kind="stable")]
    home = np.zeros(flat.opening.size, np.uint64)
    for number, victim in enumerate(claimed.victims[first : first + AT_ONCE]):
        home[pools.get(victim, [])] |= one << np.uint64(number)
    return Begun(rows[:, PART], one << (rows[:, CLAIM] - first).astype(np.uint64), home)


def _reached(
    flat: Flat, facts: Facts, bits: Bits, claim_ids: Sequence[ClaimId]
) -> Iterator[tuple[ClaimId, int, Reached]]:
    """Yield the first arrival of each claim at each account, with its place in the order."""
    places, targets, masks = place_of_parts(flat), flat.target, bits
    order = arrivals_of(flat) if flat.came is not None else np.arange(flat.units.size)
    order = order[masks[order] != 0]
    by_pool: dict[int, int] = {}
    by_account: dict[tuple[AccountKey, str], int] = {}
    rows = zip(places[order].tolist(), targets[order].tolist(), masks[order].tolist(), strict=True)
    for moment, (place, pool, mask) in enumerate(rows):
        if pool >= 0 and mask & ~by_pool.get(pool, 0) == 0:
            continue
        by_pool[pool] = by_pool.get(pool, 0) | mask
        t = facts.transfer(place)
        account = (t.payee.account, t.currency)
        new = mask & ~by_account.get(account, 0)
        by_account[account] = by_account.get(account, 0) | mask
        for number, claim_id in enumerate(claim_ids):
            if new >> number & 1:
                yield claim_id, moment, Reached(claim_id, *account, t.arrives_at, t.transfer_id)


def _spread(flat: Flat, begun: Begun, kernels: Kernels) -> Bits:
    """Return by part the sets of claims that reach it."""
    if not is_compiled(kernels, flat.units.size):
        return spread_by_hand(flat, begun)
    from izdes.engine.tracing.limits.kernels_poison import spread  # noqa: PLC0415 - slow to load

    none, parts = np.zeros(0, np.int64), np.zeros(flat.units.size, begun.bits.dtype)
    spread(
        flat.source,
        flat.target,
        np.zeros(0, np.int32) if flat.transfer is None else flat.transfer,
        none if flat.left is None else flat.left,
        none if flat.came is None else flat.came,
        arrivals_of(flat),
        begun.parts,
        begun.bits,
        begun.home,
        np.zeros(flat.opening.size, begun.bits.dtype),
        parts,
    )
    return parts


def spread_by_hand(flat: Flat, begun: Begun) -> Bits:
    """Return by part the sets of claims that reach it, in plain Python."""
    source, target = flat.source.tolist(), flat.target.tolist()
    home = dict(enumerate(begun.home.tolist()))
    seeds: dict[int, int] = {}
    for part, bits in zip(begun.parts.tolist(), begun.bits.tolist(), strict=True):
        seeds[part] = seeds.get(part, 0) | bits
    pools: dict[int, int] = {}
    reached: dict[int, int] = {}
    for is_arrival, parts in timed_transfers(flat):
        if not is_arrival:
            bits = 0
            for part in parts:
                bits |= pools.get(source[part], 0) | seeds.get(part, 0)
            reached.update(dict.fromkeys(parts, bits) if bits else {})
            continue
        for part in parts:
            going_on = reached.get(part, 0) & ~home.get(target[part], 0)
            if going_on and target[part] >= 0:
                pools[target[part]] = pools.get(target[part], 0) | going_on
    found = np.zeros(flat.units.size, begun.bits.dtype)
    for part, bits in reached.items():
        found[part] = bits
    return found
