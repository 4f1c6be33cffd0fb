"""Seeds of a trace and what grows from them, as rows of numbers.

A row of `Found.slices` is a slice of a part: units lo to hi of the part are units origin_lo to
origin_hi of a claim. A row of `Found.resting` is a piece of a slice that goes no further. Claims
are numbered in the order in which their transfers leave, on one transfer by claim_id.
"""

from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple, Self

import numpy as np

from izdes.engine.tracing.flat import Int64

# Columns of seeds and slices; a seed has the first five.
PART, LO, HI, CLAIM, ORIGIN_LO, ORIGIN_HI, IS_REVERSED, PARENT = range(8)
SEED_COLUMNS, SLICE_COLUMNS = 5, 8
# Columns of resting pieces; lo and hi are units of the slice's part.
SLICE, REST_LO, REST_HI, REST_ORIGIN_LO, REST_ORIGIN_HI, HOW = range(6)
REST_COLUMNS = 6
# How a piece goes no further: it enters no pool; it lies in its pool; it came back to its victim;
# it is too small for one unit of another currency; backwards, it came out of an exchange.
ENDED, LIES, RETURNED, DUST, EXCHANGED = range(5)


class Seeds(NamedTuple):
    """Where claims begin. A tuple, because compiled kernels take it whole.

    Attributes:
        rows: Per part on which a claim begins: part, units lo to hi, claim, first unit of the
            claim; ascending by claim, then by part.
        borders: Rows (part, unit) where one claim on a part ends or another begins, ascending.
        home_first, homes: Claim c is home again in the pools
            ``homes[home_first[c]:home_first[c + 1]]``, ascending.
    """

    rows: Int64
    borders: Int64
    home_first: Int64
    homes: Int64

    @classmethod
    def of(
        cls,
        rows: Sequence[tuple[int, int, int, int, int]],
        borders: Sequence[tuple[int, int]],
        homes: Sequence[Collection[int]],
    ) -> Self:
        """Return seeds from rows, and the pools of each claim's victim that are known."""
        flat = [pool for pools in homes for pool in sorted(pools)]
        return cls(
            np.array(rows, np.int64).reshape(-1, SEED_COLUMNS),
            np.array(borders, np.int64).reshape(-1, 2),
            np.array([0, *accumulate(map(len, homes))], np.int64),
            np.array(flat, np.int64),
        )

    def homes_by_claim(self) -> list[set[int]]:
        """Return the known pools of each claim's victim."""
        pools = self.homes.tolist()
        return [set(pools[lo:hi]) for lo, hi in pairwise(self.home_first.tolist())]

    def with_homes(self, homes: Sequence[Collection[int]]) -> Self:
        """Return the same seeds with other homes."""
        _, _, first, pools = self.of((), (), homes)
        return self._replace(home_first=first, homes=pools)


class Found(NamedTuple):
    """Slices and resting pieces, each claim's after those of the claim before it.

    Attributes:
        slices: Part, units lo to hi, claim, its units origin_lo to origin_hi, whether they run
            against the part's, and the number of the slice that it continues, or -1.
        resting: Slice, units lo to hi of its part, the claim's units, and how.
    """

    slices: Int64
    resting: Int64


class Room(NamedTuple):
    """Where the kernel writes: tables with room to spare, and how many rows each has.

    Attributes:
        passed: Rows (unit, number of the row before it on the same part, or -1).
        latest: By row of the seeds: the last row of ``passed`` on its part, or -1.
        used: Rows of slices, of resting, of passed.
    """

    slices: Int64
    resting: Int64
    passed: Int64
    latest: Int64
    used: Int64
