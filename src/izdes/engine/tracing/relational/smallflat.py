"""Reached pools as arrays: for the rules that mix, which may reach much.

The same small plan as `izdes.engine.tracing.relational.subplan` reads, but by number: some two
hundred bytes a transfer, and an object only of what claimed money really touches.
"""

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from izdes.core.money.transfer import Ledger, Transfer, TransferId
from izdes.core.tracing.pools import Pool
from izdes.core.tracing.trace import ENDING_KINDS
from izdes.engine.tracing.flat import KINDS, Flat, Int32, Int64
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.subplan import SMALL, PoolRow, TransferRow


class SmallFlat:
    """What was reached, as a `Flat`, and the names and times behind its numbers.

    Attributes:
        flat: The parts of the wanted transfers and the kept pools.
    """

    def __init__(self, database: Database) -> None:
        """Read the wanted transfers and the kept pools."""
        for step in (*SMALL, "subplan.small_flat"):
            database.run(step)
        self._rows = database.table("SELECT * FROM small_transfers ORDER BY place")
        asked = database.rows(
            """SELECT t.transfer_id, t.place FROM small_transfers AS t
            JOIN claim_rows AS c ON c.transfer_id = t.transfer_id"""
        )
        places = _ints(self._rows, "place")
        self._places = {
            TransferId(str(transfer_id)): int(np.searchsorted(places, int(str(place))))
            for transfer_id, place in asked
        }
        self._pools = list(database.read(PoolRow, "small_pools", order="pool"))
        self.flat = self._flat(database, places)
        self.transfer = cache(self._transfer)

    def place_of(self, transfer_id: TransferId) -> int | None:
        """Return a claimed transfer's place, or None where the ledger lacks it."""
        return self._places.get(transfer_id)

    def pool(self, number: int) -> Pool:
        """Return a pool."""
        return self._pools[number].as_pool()

    def ledger(self, touched: set[TransferId]) -> Ledger:
        """Return the transfers that are claimed or named, in order."""
        wanted = pa.array(sorted({*self._places, *touched}), pa.string())
        is_wanted = pc.is_in(self._rows["transfer_id"], value_set=wanted)
        places = np.flatnonzero(is_wanted.to_numpy())
        return Ledger(tuple(self._transfer(int(place)) for place in places))

    def _transfer(self, place: int) -> Transfer:
        """Return the transfer at a place."""
        row = self._rows.slice(place, 1).to_pylist()[0]
        return TransferRow(**row).transfer()

    def _flat(self, database: Database, places: Int64) -> Flat:
        """Return the parts in the order in which they leave."""
        parts = database.table("SELECT * FROM small_flat ORDER BY left_at, lo")
        numbers = np.array([row.pool for row in self._pools], np.int64)
        lo, left, came = (_ints(parts, name) for name in ("lo", "left_at", "came_at"))
        # Two moments for each part, one clock for both; parts of one moment in the order of units.
        clock = np.argsort(np.lexsort((np.tile(lo, 2), np.concatenate((left, came)))))
        return Flat(
            units=_ints(parts, "units"),
            source=_numbered(numbers, _ints(parts, "source")),
            target=_ended(_numbered(numbers, _ints(parts, "target")), parts["ending"]),
            transfer=np.searchsorted(places, _ints(parts, "place")).astype(np.int32),
            lo=lo,
            left=clock[: len(lo)],
            came=clock[len(lo) :],
            opening=np.array([row.there for row in self._pools], np.int64),
            kind=np.array([KINDS[row.kind] for row in self._pools], np.int8),
            transfers=len(places),
        )


def _ended(target: Int32, ending: pa.ChunkedArray) -> Int32:
    """Return the pool that each part enters, or -1 less the number of its ending."""
    kinds = pc.index_in(ending, value_set=pa.array(ENDING_KINDS, pa.string()))
    ends = pc.fill_null(kinds, -1).to_numpy()
    return np.where(ends < 0, target, -1 - ends).astype(np.int32)


def _ints(table: pa.Table, column: str) -> Int64:
    """Return a column of whole numbers."""
    found: Int64 = table[column].to_numpy().astype(np.int64)
    return found


def _numbered(numbers: Int64, pools: Int64) -> Int32:
    """Return the places of pools among the kept ones; -1 stays."""
    return np.where(pools < 0, -1, np.searchsorted(numbers, pools)).astype(np.int32)
