"""Backward: where units came from, under the rules that keep units whole.

The same sources as `izdes.core.tracing.backward.sources_of` finds by moving all money forward.
Here the map of the rule is turned round, and only what leads to the target is looked at. Forward
and back is where one was: every unit has one way.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from izdes.core.money.transfer import Transfer
from izdes.core.tracing.backward import Source, Target
from izdes.core.tracing.marked import Entry
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.flat import Flat, Int32, Int64
from izdes.engine.tracing.units.accounts import Accounts
from izdes.engine.tracing.units.geometry import backwards
from izdes.engine.tracing.units.index import Index, index_of
from izdes.engine.tracing.units.levels import levels_of
from izdes.engine.tracing.units.lots import Follower, LotRule
from izdes.engine.tracing.units.seeds import (
    CLAIM,
    ENDED,
    EXCHANGED,
    HOW,
    IS_REVERSED,
    PARENT,
    PART,
    REST_HI,
    REST_LO,
    REST_ORIGIN_HI,
    REST_ORIGIN_LO,
    SLICE,
    Found,
    Seeds,
)
from izdes.engine.tracing.units.sought import Sought, Turn, seeds_of
from izdes.engine.tracing.units.transfers import Transfers

Entered = defaultdict[tuple[Entry, str], int]
_NEVER = np.iinfo(np.int64).max


class Backtracer:
    """A ledger under one rule, ready to be asked where money came from."""

    def __init__(
        self,
        flat: Flat,
        facts: Facts,
        rule: LotRule,
        *,
        index: Index | None = None,
        kernels: Kernels = "auto",
    ) -> None:
        index = index or index_of(flat, kernels=kernels)
        levels = None
        if rule == "lifo":
            levels = levels_of(flat, index, is_forward=False, kernels=kernels)
        self._flat, self._facts = flat, facts
        self._geometry = backwards(flat, index, levels)
        self._accounts, self._transfers = Accounts(flat, facts), Transfers(flat)
        self._follower = Follower(kernels, len(flat.units))

    def follow(self, seeds: Seeds) -> Found:
        """Follow seeds back to where they entered, or to an exchange, by number."""
        return self._follower.follow(self._geometry, seeds)

    def sources_of(self, target: Target) -> tuple[Source, ...]:
        """Return where the units of the target came from.

        Returns:
            Sources in a fixed order. In each currency they add up to the target's units.
        """
        entered: Entered = defaultdict(int)
        sought: list[Sought] = []
        for place in target.places:
            currency = self._facts.transfer(place).currency
            sought += (
                Sought(part, 0, int(self._flat.units[part]), currency)
                for part in self._transfers.parts_of(place)
            )
        for pool in target.pools:
            sought += self._resting(pool, entered)
        while sought:
            sought = list(self._beyond(sorted(sought, key=lambda piece: piece.part), entered))
        return tuple(
            self._source(entry, units, currency)
            for (entry, currency), units in sorted(entered.items())
            if units
        )

    def _resting(self, pool: int, entered: Entered) -> Iterator[Sought]:
        """Count what rests of a pool's opening, and yield what rests of the parts that came."""
        geometry, flat = self._geometry, self._flat
        into = geometry.far_parts[geometry.far_first[pool] : geometry.far_first[pool + 1]]
        out = geometry.near_parts[geometry.near_first[pool] : geometry.near_first[pool + 1]]
        units, lo = flat.units[into], np.zeros(len(into), np.int64)
        if geometry.is_lifo:
            # A part keeps what no later balance went below, and so does the opening.
            lowest = np.append(geometry.near_at[out], _NEVER)
            floor = np.minimum.accumulate(lowest[::-1])[::-1]
            later = np.searchsorted(_clock(flat.left, out), _clock(flat.came, into))
            hi = np.minimum(floor[later] - geometry.far_low[into], units)
            opening = min(int(flat.opening[pool]), int(floor[0]))
        else:
            gone = int(flat.units[out].sum())
            begins = geometry.far_begins[geometry.far_first[pool] : geometry.far_first[pool + 1]]
            lo, hi = np.maximum(gone - begins, 0), units
            opening = max(0, int(flat.opening[pool]) - gone)
        currency = self._facts.pool(pool).currency
        entered[Entry(pool=pool), currency] += opening
        for part, first, end in zip(into.tolist(), lo.tolist(), hi.tolist(), strict=True):
            if first < end:
                yield Sought(part, first, end, currency, self._transfers.place_of(part))

    def _beyond(self, sought: list[Sought], entered: Entered) -> Iterator[Sought]:
        """Follow pieces back; count what entered, yield what is to be sought beyond exchanges."""
        found = self.follow(seeds_of(sought))
        rows: list[list[int]] = found.slices.tolist()
        came_by: list[int] = []
        for row in rows:
            came_by.append(self._came_by(row, came_by, sought))
        for rest in found.resting.tolist():
            row = rows[rest[SLICE]]
            piece = sought[row[CLAIM]]._replace(came_by=came_by[rest[SLICE]])
            if rest[HOW] == EXCHANGED:
                yield from self._sold_for(rest, row, piece)
                continue
            if rest[HOW] == ENDED:
                entry = Entry(place=self._transfers.place_of(row[PART]), came_by=piece.came_by)
            else:
                entry = Entry(pool=int(self._flat.source[row[PART]]), came_by=piece.came_by)
            amount = piece.amount(rest[REST_ORIGIN_LO], rest[REST_ORIGIN_HI])
            entered[entry, piece.currency] += amount

    def _came_by(self, row: list[int], came_by: list[int], sought: list[Sought]) -> int:
        """Return the last transfer before the target that brought the units of a slice."""
        if row[PARENT] < 0:
            return sought[row[CLAIM]].came_by
        after = came_by[row[PARENT]]
        return self._transfers.place_of(row[PART]) if after < 0 else after

    def _sold_for(self, rest: list[int], row: list[int], piece: Sought) -> Iterator[Sought]:
        """Yield what went into an exchange and may have become a piece that came out of it."""
        geometry, units = self._geometry, self._flat.units
        pool = int(self._flat.source[row[PART]])
        slots = range(*geometry.far_first[pool : pool + 2].tolist())
        sold = int(geometry.far_begins[slots[-1]] + units[geometry.far_parts[slots[-1]]])
        last = geometry.near_parts[geometry.near_first[pool + 1] - 1]
        bought = int(geometry.near_at[last] + units[last])
        begin = int(geometry.near_at[row[PART]])
        lo, hi = begin + rest[REST_LO], begin + rest[REST_HI]
        # The last unit that becomes lo or less, and the first cut that becomes hi or more.
        first, end = -(-(lo + 1) * sold // bought) - 1, -(-hi * sold // bought)
        origin = (rest[REST_ORIGIN_LO], rest[REST_ORIGIN_HI], bool(row[IS_REVERSED]))
        for slot in slots:
            part, at = int(geometry.far_parts[slot]), int(geometry.far_begins[slot])
            start, stop = max(first, at), min(end, at + int(units[part]))
            if start < stop:
                came_by = self._transfers.place_of(part) if piece.came_by < 0 else piece.came_by
                turn = Turn(sold, bought, start, lo, hi, *origin, piece.turn)
                yield Sought(part, start - at, stop - at, piece.currency, came_by, turn)

    def _source(self, entry: Entry, units: int, currency: str) -> Source:
        """Return where money entered, in the words of the ledger."""
        came_by = None if entry.came_by < 0 else self._facts.transfer(entry.came_by).transfer_id
        if entry.place < 0:
            pool = self._facts.pool(entry.pool)
            return Source(
                entrance="opening",
                account=pool.account,
                transfer_id=None,
                entered_at=None if pool.as_of is None else pool.start,
                came_by=came_by,
                claims=(),
                amount_minor=units,
                currency=currency,
                is_assumed=pool.is_assumed,
            )
        t = self._facts.transfer(entry.place)
        return Source(
            entrance="lender" if self._is_seen_paying(t) else "outside",
            account=t.payer.account,
            transfer_id=t.transfer_id,
            entered_at=t.booked_at,
            came_by=came_by,
            claims=(),
            amount_minor=units,
            currency=currency,
        )

    def _is_seen_paying(self, t: Transfer) -> bool:
        """Say whether a statement shows the payer: what it did not have, its bank lent it."""
        pools = (self._facts.pool(number) for number in self._accounts.pools_of(t.payer.account))
        return any(
            pool.currency == t.currency
            and pool.start is not None
            and pool.start <= t.booked_at
            and (pool.as_of is None or t.booked_at < pool.as_of)
            for pool in pools
        )


def _clock(moments: Int64 | None, parts: Int32) -> Int64 | Int32:
    """Return when parts left or came; without a clock, their numbers."""
    return parts if moments is None else moments[parts]
