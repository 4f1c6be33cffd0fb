"""How many units of each part are claimed, for a whole country at once, under a rule that mixes.

Claims are taken together in groups: one group for all (how much of each transfer is stolen money
at all), or up to 64, say one for each series. The answer is a table of rows (part, group, units):
the link table of the rule. Shares are differences of rounded running sums, so the units of a group
are exactly the sum of what its claims have apart, if groups follow each other in the order of
claim ids; a unit stolen twice counts for the group of its first victim.

What this does not say: which units of a claim these are; and what came home to its victim, unless
``home`` names the pools where a group ends. `izdes.engine.tracing.mixtures.mixing` says both,
claim by claim.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from izdes.core.tracing.trace import ClaimsExceedTransfer
from izdes.engine.tracing.compiled import Kernels, is_compiled
from izdes.engine.tracing.flat import Flat, Int64
from izdes.engine.tracing.mixtures.runs import arrivals_of, joined_parts, place_of_parts
from izdes.engine.tracing.mixtures.segments import CLEAN, cut_row
from izdes.engine.tracing.mixtures.shares_by_hand import rows_by_hand
from izdes.engine.tracing.units.index import LedgerTooLarge

MixingRule = Literal["pro-rata", "lowest-balance"]
Bits = NDArray[np.uint64]
MOST_GROUPS = 64
_NONE = np.zeros(0, np.int64)
# Rows with which a table begins, beside a quarter of the parts; untouched rows take no memory.
_ROOM = 64
_LIMIT, _HALF = 1 << 62, 31


@dataclass(frozen=True, slots=True)
class Thefts:
    """What is claimed: ``units`` of the transfer at each place, for a group.

    Claims on one transfer take its first units in the order in which they stand here; one on a
    transfer that counts for nothing moves nothing.
    """

    place: Int64
    group: Int64
    units: Int64


@dataclass(frozen=True, slots=True)
class ClaimedRows:
    """Claimed units by part, in the order of departure and of position in the part.

    Attributes:
        part, group, units: One row for each run of units of one group.
        balance: By part, the first of a payment: units in the pool before it, where claimed ones
            leave.
    """

    part: Int64
    group: Int64
    units: Int64
    balance: Int64


def claimed_rows(
    flat: Flat,
    thefts: Thefts,
    rule: MixingRule,
    *,
    groups: int = 1,
    home: Bits | None = None,
    kernels: Kernels = "auto",
) -> ClaimedRows:
    """Return the claimed units of every part under a rule.

    Args:
        groups: How many groups there are, at most 64; they are numbered from 0 in the order in
            which they share.
        home: By pool: the groups that end when they come there, as bits.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
        LedgerTooLarge: 2^62 units or more pass through one pool (compiled kernels only).
    """
    if not 1 <= groups <= MOST_GROUPS:
        raise ValueError("between 1 and 64 groups")
    rows_of = rows_by_kernel if is_compiled(kernels, flat.units.size) else rows_by_hand
    rows, balance = rows_of(
        flat,
        cut_thefts(flat, thefts),
        own_first=rule == "lowest-balance",
        groups=groups,
        home=home,
    )
    return ClaimedRows(rows[:, 0], rows[:, 1], rows[:, 2], balance)


def cut_thefts(flat: Flat, thefts: Thefts) -> Int64:
    """Return rows (part, group, first unit in the part, units), by part and position."""
    places = place_of_parts(flat)
    parts = np.flatnonzero(np.isin(places, thefts.place))
    claimed_on: dict[int, list[tuple[int, int]]] = {}
    columns = (thefts.place.tolist(), thefts.group.tolist(), thefts.units.tolist())
    for place, group, units in zip(*columns, strict=True):
        claimed_on.setdefault(place, []).append((group, units))
    rows: list[tuple[int, int, int, int]] = []
    of_parts = (parts.tolist(), places[parts].tolist(), flat.units[parts].tolist())
    for part, place, size in zip(*of_parts, strict=True):
        here, claimed_on[place] = cut_row(claimed_on[place], size)
        lo = 0
        for group, units in here:
            rows.append((part, group, lo, units))
            lo += units
    for place in sorted(set(of_parts[1])):
        excess = sum(units for _, units in claimed_on[place])
        if excess:
            moved = int(flat.units[places == place].sum())
            raise ClaimsExceedTransfer(transfer_id=str(place), claimed=moved + excess, moved=moved)
    return np.array(rows, np.int64).reshape(-1, 4)


def rows_by_kernel(
    flat: Flat, seeds: Int64, *, own_first: bool, groups: int = 1, home: Bits | None = None
) -> tuple[Int64, Int64]:
    """Return rows and balances by the compiled kernel; what it never touches takes no memory.

    Raises:
        LedgerTooLarge: 2^62 units or more pass through one pool.
    """
    _refuse_too_large(flat)
    from izdes.engine.tracing.mixtures import kernels_mixing as kernels  # noqa: PLC0415 - slow to load

    parts, pools, is_apart = flat.units.size, flat.opening.size, bool(flat.kind.any())
    ground = kernels.Ground(
        flat.units,
        flat.source,
        flat.target,
        joined_parts(flat),
        _NONE if flat.left is None else flat.left,
        _NONE if flat.came is None else flat.came,
        arrivals_of(flat),
        seeds,
        np.zeros(0, np.uint64) if home is None else home,
    )
    state = kernels.State(
        np.stack((flat.opening, -flat.kind.astype(np.int64)), axis=1),
        np.zeros((pools, groups), np.int64),
        np.zeros(parts, np.int64),
        np.zeros(parts, np.int64),
        np.zeros(parts if is_apart else 0, np.int64),
        np.zeros((pools if is_apart else 0, 4), np.int64),
        np.zeros((groups + _ROOM, 2), np.int64),
        np.zeros((parts // 4 + _ROOM, 3), np.int64),
        np.zeros(6, np.int64),
    )
    kernels.scan(ground, state, own_first)
    while state.progress[kernels.START] < parts:
        needed = int(state.progress[kernels.NEEDED])
        state = state._replace(
            segments=_larger(state.segments, needed),
            rows=_larger(state.rows, int(state.progress[kernels.ROWS]) + needed),
        )
        kernels.scan(ground, state, own_first)
    rows = state.rows[: state.progress[kernels.ROWS]]
    return rows[rows[:, 1] != CLEAN], state.before


def _refuse_too_large(flat: Flat) -> None:
    """Refuse what does not fit 62 bits: all that comes to one pool together."""
    if not flat.units.size:
        return
    most = int(flat.units.max()) * flat.units.size + int(flat.opening.max(initial=0))
    if most < _LIMIT:
        return
    enters = flat.target >= 0
    sums = []
    for half in (flat.units[enters] >> _HALF, flat.units[enters] & ((1 << _HALF) - 1)):
        sums.append(np.zeros(flat.opening.size, np.int64))
        np.add.at(sums[-1], flat.target[enters], half)
    for high, low, opening in zip(*(s.tolist() for s in sums), flat.opening.tolist(), strict=True):
        if (high << _HALF) + low + opening >= _LIMIT:
            raise LedgerTooLarge


def _larger(array: Int64, rows: int) -> Int64:
    """Return the array, at least twice as long if it has not room for so many rows."""
    if rows <= array.shape[0]:
        return array
    larger = np.zeros((max(rows, 2 * array.shape[0]), array.shape[1]), np.int64)
    larger[: array.shape[0]] = array
    return larger
