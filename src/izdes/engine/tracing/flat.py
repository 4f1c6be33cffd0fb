"""A plan as arrays: parts in the order in which they leave, pools beside them.

The same facts as `izdes.core.tracing.plan.Plan`, by number instead of by object. What is the same
for every part is left away, so that a plain ledger costs 16 bytes a transfer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from izdes.core.tracing.plan import Part, Plan
from izdes.core.tracing.trace import ENDING_KINDS

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]
Int8 = NDArray[np.int8]

ACCOUNT, PIN, EXCHANGE = 0, 1, 2
KINDS = {"account": ACCOUNT, "pin": PIN, "exchange": EXCHANGE}
ENDING_CODE = {ending: code for code, ending in enumerate(ENDING_KINDS)}


@dataclass(frozen=True, slots=True)
class Flat:
    """A plan as arrays; P parts in the order of departure, V pools.

    Attributes:
        units: Units of each part, at least 1.
        source: Pool each part leaves; -1 from outside.
        target: Pool each part enters; where it enters none, -1 minus its `ENDING_CODE`.
        transfer: Place in the ledger of each part's transfer; None where part p is transfer p.
        lo: First unit inside the transfer; None where all are 0.
        left, came: When each part leaves and when it arrives, on one clock; within a pool no two
            moments are equal. None where no transfer is late: part p then leaves and arrives at p.
        opening: Clean units each pool begins with.
        kind: `ACCOUNT`, `PIN` or `EXCHANGE`.
        transfers: How many transfers the ledger has.
    """

    units: Int64
    source: Int32
    target: Int32
    transfer: Int32 | None
    lo: Int64 | None
    left: Int64 | None
    came: Int64 | None
    opening: Int64
    kind: Int8
    transfers: int


def flat_of(plan: Plan) -> Flat:
    """Return a plan as arrays."""
    rows: list[Part] = []
    left: list[int] = []
    came: list[int] = []
    number: dict[tuple[int, int], int] = {}
    clock = 0
    for step in plan.steps:
        for part in plan.parts[step.place]:
            if step.is_arrival:
                came[number[part.place, part.lo]] = clock
            else:
                number[part.place, part.lo] = len(rows)
                rows.append(part)
                left.append(clock)
                came.append(clock)
            clock += 1
    is_late = any(plan.transfers[step.place].is_late for step in plan.steps)
    plain = len(rows) == len(plan.transfers) and all(r.place == n for n, r in enumerate(rows))
    ends = [-1 if r.ending is None else ENDING_CODE[r.ending] for r in rows]
    return Flat(
        units=np.array([r.units for r in rows], np.int64),
        source=np.array([r.source for r in rows], np.int32),
        target=np.array(
            [r.target if end < 0 else -1 - end for r, end in zip(rows, ends, strict=True)], np.int32
        ),
        transfer=None if plain else np.array([r.place for r in rows], np.int32),
        lo=np.array([r.lo for r in rows], np.int64) if any(r.lo for r in rows) else None,
        left=np.array(left, np.int64) if is_late else None,
        came=np.array(came, np.int64) if is_late else None,
        opening=np.array([p.opening_minor for p in plan.pools], np.int64),
        kind=np.array([KINDS[p.kind] for p in plan.pools], np.int8),
        transfers=len(plan.transfers),
    )
