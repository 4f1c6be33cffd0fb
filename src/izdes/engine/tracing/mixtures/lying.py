"""Where claimed money lies under pro rata, all claims being one: asked before anything is traced.

Shares of the one are never less than the sum of the shares of each, so no account is missing in
which some claim has something. An account can be named too much: where less than one minor unit
of each claim came, where money lies that came home to its victim, or where it was claimed again
when it left.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.flat import ACCOUNT, ENDING_CODE, Flat, Int64
from izdes.engine.tracing.mixtures.runs import place_of_parts
from izdes.engine.tracing.mixtures.shares import Thefts, claimed_rows

_FRONTIER = -1 - ENDING_CODE["frontier"]


def lying_in(
    flat: Flat, facts: Facts, claims: Sequence[Claim], *, kernels: Kernels = "auto"
) -> frozenset[AccountKey]:
    """Return the accounts in which claimed money lies, or where it was last seen.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
        LedgerTooLarge: 2^62 units or more pass through one pool (compiled kernels only).
    """
    thefts = _thefts(facts, claims)
    rows, places = claimed_rows(flat, thefts, "pro-rata", kernels=kernels), place_of_parts(flat)
    source, target = flat.source[rows.part], flat.target[rows.part]
    lying = np.zeros(flat.opening.size, np.int64)
    np.add.at(lying, target[target >= 0], rows.units[target >= 0])
    # How much of a claimed payment was claimed before, nobody says: then all of it may lie still.
    goes = (source >= 0) & ~np.isin(places[rows.part], thefts.place)
    np.subtract.at(lying, source[goes], rows.units[goes])
    pools = np.flatnonzero((lying > 0) & (flat.kind == ACCOUNT)).tolist()
    last = np.unique(places[rows.part[target == _FRONTIER]]).tolist()
    return frozenset(
        (
            *(facts.pool(number).account for number in pools),
            *(facts.transfer(place).payee.account for place in last),
        )
    )


def _thefts(facts: Facts, claims: Iterable[Claim]) -> Thefts:
    """Return the claims on transfers that the ledger has."""
    found = [(facts.place_of(c.transfer_id), c.amount_minor) for c in claims]
    rows: Int64 = np.array([r for r in found if r[0] is not None], np.int64).reshape(-1, 2)
    return Thefts(rows[:, 0], np.zeros_like(rows[:, 0]), rows[:, 1])
