"""Slices and resting pieces as the core's values: numbered, named and dated."""

from datetime import datetime

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, Transfer
from izdes.core.tracing.endings import unmatched
from izdes.core.tracing.plan import Pool
from izdes.core.tracing.rules import resting_key
from izdes.core.tracing.trace import ENDING_KINDS, EndingKind, Mark, Resting, Slice
from izdes.engine.tracing.facts import Facts
from izdes.engine.tracing.flat import Flat
from izdes.engine.tracing.units.claimed import Claimed
from izdes.engine.tracing.units.seeds import (
    CLAIM,
    DUST,
    ENDED,
    HOW,
    PARENT,
    PART,
    REST_LO,
    RETURNED,
    SLICE,
    Found,
)

Answer = tuple[tuple[Slice, ...], tuple[Resting, ...]]
Marks = frozenset[Mark]
Where = tuple[AccountKey, str, EndingKind, datetime | None, Marks]
_NONE: Marks = frozenset()
_CLAIMED_ONLY: Marks = frozenset({"claimed_only"})
_ASSUMED: Marks = frozenset({"opening_assumed"})
_GAP: Marks = frozenset({"gap"})


class Stated:
    """What was found, in words."""

    def __init__(self, flat: Flat, facts: Facts, claimed: Claimed, found: Found) -> None:
        self.flat, self.facts, self.claimed = flat, facts, claimed
        self.claims = [claim.claim_id for claim in claimed.claims]
        self.found: list[list[int]] = found.slices.tolist()
        self.rested: list[list[int]] = found.resting.tolist()
        # Slices stand by part, by unit and, on one unit, in the order of the thefts.
        self.order = sorted(range(len(self.found)), key=lambda n: self.found[n][: CLAIM + 1])
        self.slice_id = [0] * len(self.order)
        self.first = [0] * len(self.order)
        here = None
        for slice_id, number in enumerate(self.order):
            row = self.found[number]
            if here != row[:CLAIM]:
                here, first = row[:CLAIM], row[CLAIM]
            self.slice_id[number], self.first[number] = slice_id, first
        self.transfers: dict[int, Transfer] = {
            part: claimed.transfers[claim] for part, _, _, claim, _ in claimed.seeds.rows.tolist()
        }
        self.pools: dict[int, Pool] = {}
        self.marks: list[Marks] = []
        for row in self.found:
            self.marks.append(self._marks(row))

    def homes_overlooked(self) -> list[tuple[int, int]]:
        """Return claims, by number, and pools of their victims that nobody knew were theirs."""
        noticed = {row[SLICE] for row in self.rested if row[HOW] == RETURNED}
        return [
            (row[CLAIM], int(self.flat.target[row[PART]]))
            for number, row in enumerate(self.found)
            if self._transfer(row[PART]).payee.account == self.claimed.victims[row[CLAIM]]
            and number not in noticed
            and self.flat.target[row[PART]] >= 0
        ]

    def answer(self) -> Answer:
        """Return slices and resting pieces, each in their order."""
        resting = self._all_resting()
        resting += [_undone(claim, t) for claim, t in self.claimed.undone]
        resting += [unmatched(claim) for claim in self.claimed.unmatched]
        slices = tuple(self._slice(number) for number in self.order)
        return slices, tuple(sorted(resting, key=resting_key))

    def _slice(self, number: int) -> Slice:
        part, lo, hi, claim, origin_lo, origin_hi, is_reversed, parent = self.found[number]
        begin = 0 if self.flat.lo is None else int(self.flat.lo[part])
        return Slice(
            slice_id=self.slice_id[number],
            transfer_id=self._transfer(part).transfer_id,
            lo=begin + lo,
            hi=begin + hi,
            claim_id=self.claims[claim],
            origin_lo=origin_lo,
            origin_hi=origin_hi,
            parent=None if parent < 0 else self.slice_id[parent],
            behind=self._behind(claim, self.first[number]),
            is_reversed=bool(is_reversed),
            begins=parent < 0,
        )

    def _all_resting(self) -> list[Resting]:
        """Return the pieces that go no further."""
        hows = [self._how(row) for row in self.rested]
        # Who is first among those whose money has not come back.
        first: dict[tuple[int, int], int] = {}
        for row, how in zip(self.rested, hows, strict=True):
            if how != RETURNED:
                part, claim = self._part_and_claim(row)
                piece = (part, row[REST_LO])
                first[piece] = min(claim, first.get(piece, claim))
        found = []
        for row, how in zip(self.rested, hows, strict=True):
            part, claim = self._part_and_claim(row)
            ahead = self.first[row[SLICE]] if how == RETURNED else first[part, row[REST_LO]]
            found.append(self._resting(row, how, self._behind(claim, ahead)))
        return found

    def _resting(self, row: list[int], how: int, behind: str) -> Resting:
        """Return one piece that goes no further."""
        number, lo, hi, origin_lo, origin_hi, _ = row
        part, claim = self._part_and_claim(row)
        t = self._transfer(part)
        came = _came(t)
        account, currency, ending, as_of, own = self._where(part, t, how)
        return Resting(
            claim_id=self.claims[claim],
            account=account,
            ending=ending,
            origin_lo=origin_lo,
            origin_hi=origin_hi,
            units=0 if how == DUST else hi - lo,
            currency=currency,
            slice_id=self.slice_id[number],
            arrived_at=came,
            as_of=as_of,
            behind=behind,
            marks=own | self.marks[number] if own else self.marks[number],
            arrived_last=came,
        )

    def _where(self, part: int, t: Transfer, how: int) -> Where:
        """Return where money lies that came with a part, how it ended, as of when, and marks."""
        target = int(self.flat.target[part])
        if how == RETURNED:
            return t.payee.account, t.currency, "returned", None, _NONE
        if how == ENDED:
            return t.payee.account, t.currency, ENDING_KINDS[-1 - target], None, _NONE
        pool = self._pool(target)
        if how == DUST:
            return pool.account, pool.currency, "conversion", None, _NONE
        own = (_GAP if pool.goes_dark else _NONE) | (_ASSUMED if pool.is_assumed else _NONE)
        return pool.account, pool.currency, pool.ending, pool.as_of, own

    def _how(self, row: list[int]) -> int:
        """Return how a piece goes no further; it may have come home where nothing is known."""
        part, claim = self._part_and_claim(row)
        home = self.claimed.victims[claim]
        if row[HOW] == ENDED and self._transfer(part).payee.account == home:
            return RETURNED
        return row[HOW]

    def _marks(self, row: list[int]) -> Marks:
        """Return what a reader must know of a slice; of its parent it is known already."""
        part, parent = row[PART], row[PARENT]
        marks = _NONE if parent < 0 else self.marks[parent]
        source = int(self.flat.source[part])
        if parent >= 0 and source >= 0 and self._pool(source).is_assumed:
            marks |= _ASSUMED
        if self._transfer(part).kind == "claimed":
            marks |= _CLAIMED_ONLY
        return marks

    def _behind(self, claim: int, first: int) -> str:
        return "" if claim == first else self.claims[first]

    def _part_and_claim(self, row: list[int]) -> tuple[int, int]:
        slice_row = self.found[row[SLICE]]
        return slice_row[PART], slice_row[CLAIM]

    def _transfer(self, part: int) -> Transfer:
        """Return the transfer of a part, asked for once."""
        if part not in self.transfers:
            place = part if self.flat.transfer is None else int(self.flat.transfer[part])
            self.transfers[part] = self.facts.transfer(place)
        return self.transfers[part]

    def _pool(self, number: int) -> Pool:
        """Return a pool, asked for once."""
        if number not in self.pools:
            self.pools[number] = self.facts.pool(number)
        return self.pools[number]


def _came(t: Transfer) -> datetime:
    """Return when a transfer's money reached its payee."""
    return t.credited_at if t.is_late and t.credited_at is not None else t.booked_at


def _undone(claim: Claim, t: Transfer) -> Resting:
    """Return a claim on a transfer that counts for nothing: the money never left."""
    return Resting(
        claim_id=claim.claim_id,
        account=t.payer.account,
        ending="returned",
        origin_lo=0,
        origin_hi=claim.amount_minor,
        units=claim.amount_minor,
        currency=t.currency,
        slice_id=None,
        arrived_at=t.booked_at,
        as_of=None,
        arrived_last=t.booked_at,
    )
