"""The kernel of the perimeter: one pass over all parts, 8 or 64 sets of claims at once as bits.

Bit-identical to `izdes.engine.tracing.limits.poison.spread_by_hand`.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from izdes.engine.tracing.flat import Int32, Int64

# One width throughout: bytes fit more pools into the processor's cache, words hold 64 claims.
Bits = NDArray[np.uint8] | NDArray[np.uint64]


@nb.njit(cache=True)
def spread(  # noqa: PLR0917 - one loop, and a kernel takes everything by place
    source: Int32,
    target: Int32,
    transfer: Int32,
    left: Int64,
    came: Int64,
    arrivals: Int64,
    seed_parts: Int64,
    seed_bits: Bits,
    home: Bits,
    pools: Bits,
    parts: Bits,
) -> None:
    """Fill which sets reach which pool and which part; a transfer is reached as a whole.

    Args:
        transfer: Of each part; empty where every part is a transfer.
        left, came, arrivals: Clock of departure and of arrival, and the parts in the order of
            arrival; empty where every part arrives at once.
        seed_parts, seed_bits: Where sets of claims begin, ascending by part.
        home: By pool, the sets that end there; empty where none do.
        pools, parts: All zero at first. What is not reached is not written.
    """
    start, seed, landed = 0, 0, 0
    nothing = parts.dtype.type(0)
    while start < source.size:
        while landed < arrivals.size and came[arrivals[landed]] < left[start]:
            land(arrivals[landed], target, home, pools, parts)
            landed += 1
        bits = nothing
        end = start
        while end < source.size and (
            end == start or (transfer.size > 0 and transfer[end] == transfer[start])
        ):
            if source[end] >= 0:
                bits |= pools[source[end]]
            end += 1
        while seed < seed_parts.size and seed_parts[seed] < end:
            bits |= seed_bits[seed]
            seed += 1
        if bits != nothing:
            for part in range(start, end):
                parts[part] = bits
                if arrivals.size == 0:
                    land(part, target, home, pools, parts)
        start = end


@nb.njit(cache=True)
def land(part: int, target: Int32, home: Bits, pools: Bits, parts: Bits) -> None:
    """Bring a part to its pool; what comes home goes no further."""
    pool = target[part]
    if pool < 0:
        return
    bits = parts[part]
    if home.size > 0:
        bits &= ~home[pool]
    pools[pool] |= bits
