"""Pro rata and lowest balance over numbers: the core's own answer, for ledgers of any size.

Two passes. The first, compiled, takes all claims as one: whatever it leaves untouched no claim
touches, and shares of the one are never less than the sum of the shares of each. The second goes
over what is left, claim by claim, as the text of the rules says. On a small ledger there is only
the second, over everything.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from izdes.core.money.transfer import Claim
from izdes.core.tracing.endings import unmatched
from izdes.core.tracing.rules import resting_key
from izdes.core.tracing.trace import Resting, Slice
from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.flat import ACCOUNT, Flat, Int64
from izdes.engine.tracing.mixtures.mixed_course import Beginning, MixedCourse
from izdes.engine.tracing.mixtures.runs import place_of_parts
from izdes.engine.tracing.mixtures.shares import MixingRule, rows_by_kernel
from izdes.engine.tracing.units.claimed import Claimed, Claims
from izdes.engine.tracing.units.seeds import CLAIM, HI, LO, PART


def trace_mixed(
    flat: Flat,
    facts: Facts,
    claims: Sequence[Claim],
    rule: MixingRule,
    *,
    kernels: Kernels = "auto",
) -> tuple[tuple[Slice, ...], tuple[Resting, ...]]:
    """Follow claims under a rule that mixes; the same as `izdes.core.tracing.rules.trace_plan`.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
        LedgerTooLarge: 2^62 units or more pass through one pool (compiled kernels only).
    """
    claimed = Claims(flat, facts).sorted_out(claims)
    own_first = rule == "lowest-balance"
    seeds, balances = claimed.seeds.rows, None
    if is_compiled(kernels, flat.units.size):
        flat, kept, balances = _touched(flat, seeds, own_first=own_first)
        seeds = seeds.copy()
        seeds[:, PART] = np.searchsorted(kept, seeds[:, PART])
    course = MixedCourse(
        flat,
        facts,
        _beginnings(claimed, seeds),
        {c.claim_id: v for c, v in zip(claimed.claims, claimed.victims, strict=True)},
        balances=balances,
        own_first=own_first,
    )
    course.run()
    course.rests.undone(claimed.undone)
    course.rests.found.extend(map(unmatched, claimed.unmatched))
    return tuple(course.slices), tuple(sorted(course.rests.found, key=resting_key))


def _beginnings(claimed: Claimed, seeds: Int64) -> dict[int, list[Beginning]]:
    """Return, by part, the claims that begin there."""
    found: defaultdict[int, list[Beginning]] = defaultdict(list)
    for part, lo, hi, number in seeds[:, [PART, LO, HI, CLAIM]].tolist():
        found[part].append((claimed.claims[number].claim_id, lo, hi))
    return found


def _touched(flat: Flat, seeds: Int64, *, own_first: bool) -> tuple[Flat, Int64, Int64]:
    """Return the transfers that claimed money may touch, their parts, and balances before them."""
    order = np.lexsort((seeds[:, LO], seeds[:, PART]))
    first, last = seeds[order, LO], seeds[order, HI]
    together = np.stack((seeds[order, PART], np.zeros_like(first), first, last - first), axis=1)
    rows, balances = rows_by_kernel(flat, together, own_first=own_first)
    is_touched = np.zeros(flat.units.size, np.bool_)
    is_touched[rows[:, 0]] = True
    is_touched |= _shares_a_wait(flat, is_touched)
    if flat.transfer is not None:
        whole = np.zeros(flat.transfers, np.bool_)
        whole[flat.transfer[is_touched]] = True
        is_touched = whole[flat.transfer]
    kept = np.flatnonzero(is_touched)
    return _only(flat, kept), kept, balances[kept]


def _shares_a_wait(
    flat: Flat, is_touched: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Say which parts pass a pin or an exchange with claimed money, where places matter."""
    is_apart = np.append(flat.kind != ACCOUNT, [False])
    if not is_apart.any():
        return np.zeros_like(is_touched)
    target = np.maximum(flat.target, -1)
    is_hot = np.zeros_like(is_apart)
    is_hot[target[is_touched]] = True
    is_hot &= is_apart
    return is_hot[target] | is_hot[flat.source]


def _only(flat: Flat, kept: Int64) -> Flat:
    """Return some of the parts."""
    return replace(
        flat,
        units=flat.units[kept],
        source=flat.source[kept],
        target=flat.target[kept],
        transfer=place_of_parts(flat)[kept].astype(np.int32),
        lo=None if flat.lo is None else flat.lo[kept],
        left=None if flat.left is None else flat.left[kept],
        came=None if flat.came is None else flat.came[kept],
    )
