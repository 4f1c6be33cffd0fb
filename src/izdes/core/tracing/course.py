"""The course of claims: units move part by part through a plan, and a rule says which.

Everything here is the same under every rule: what is claimed is labelled, what leaves is noted,
what comes back to its victim is returned, what arrives nowhere known has ended.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from izdes.core.money.account import AccountKey, is_virtual
from izdes.core.money.transfer import Claim, ClaimId, Transfer, TransferId
from izdes.core.tracing.fifo import Queue
from izdes.core.tracing.holding import Holding, Rule
from izdes.core.tracing.lots import (
    Label,
    Lot,
    arrived,
    clean,
    exchanged,
    split,
    stain,
    total,
    without_borders,
)
from izdes.core.tracing.plan import OUTSIDE, Part, Plan
from izdes.core.tracing.trace import EndingKind, Mark, Resting, Slice

Carried = list[tuple[Part, list[Lot]]]


class Course:
    """One pass over the steps of a plan under one rule."""

    def __init__(
        self,
        plan: Plan,
        rule: Rule,
        claims_on: Mapping[TransferId, Sequence[Claim]],
        victim_account: Mapping[ClaimId, AccountKey | None],
    ) -> None:
        self.plan, self.rule = plan, rule
        self.claims_on, self.victim_account = claims_on, victim_account
        # What waits apart, or in an exchange, passes as it came under every rule.
        self.holdings: list[Holding] = [
            (rule.holding if p.kind == "account" else Queue)(p.opening_minor) for p in plan.pools
        ]
        self.in_transit: dict[int, Carried] = {}
        self.slices: list[Slice] = []
        self.resting: list[Resting] = []

    def run(self) -> None:
        """Move the money, step by step, and say where it stopped."""
        for step in self.plan.steps:
            if step.is_arrival:
                self._arrive(step.place, step.at)
            else:
                self._leave(step.place)
        for place, t in enumerate(self.plan.transfers):
            if not self.plan.parts[place]:
                self._rest_undone(t)
        for pool, holding in zip(self.plan.pools, self.holdings, strict=True):
            marks: set[Mark] = set()
            if pool.goes_dark:
                marks.add("gap")
            if pool.is_assumed:
                marks.add("opening_assumed")
            for lot in holding.rest():
                lying = (pool.account, pool.currency)
                self._rest(lot, lying, pool.ending, as_of=pool.as_of, own=frozenset(marks))

    def _leave(self, place: int) -> None:
        """Take a transfer's units from where they lie, and label what is claimed of them."""
        t = self.plan.transfers[place]
        carried: Carried = []
        for source, parts in groupby(self.plan.parts[place], key=lambda part: part.source):
            together = list(parts)
            lots = self._paid(source, sum(part.units for part in together))
            for part in together:
                front, lots = split(lots, part.units)
                carried.append((part, without_borders(front)))
        claims = self.claims_on.get(t.transfer_id)
        if claims:
            stained = stain([lot for _, lots in carried for lot in lots], claims)
            carried = _by_part(stained, [part for part, _ in carried])
        self.in_transit[place] = self._noted(t, carried)

    def _paid(self, source: int, units: int) -> list[Lot]:
        """Return so many units out of a pool, or clean ones from outside."""
        if source == OUTSIDE:
            return [clean(units)]
        pool, holding = self.plan.pools[source], self.holdings[source]
        if pool.kind != "exchange":
            return holding.pay(units)
        sold = list(holding.rest())
        bought, dust = exchanged(sold, units)
        self.holdings[source] = Queue(0)
        for lot in dust:
            self._rest(lot, (pool.account, pool.currency), "conversion")
        return bought

    def _noted(self, t: Transfer, carried: Carried) -> Carried:
        """Record a slice for every labelled lot of a transfer."""
        noted: Carried = []
        for part, lots in carried:
            position, here = part.lo, []
            for lot in lots:
                span = (position, position + lot.units)
                labels = tuple(
                    self._slice(t, label, span, first=lot.labels[0].claim_id, source=part.source)
                    for label in lot.labels
                )
                here.append(replace(lot, labels=labels))
                position = span[1]
            noted.append((part, here))
        return noted

    def _slice(
        self, t: Transfer, label: Label, span: tuple[int, int], *, first: ClaimId, source: int
    ) -> Label:
        """Record one slice and return its label, which now points to it."""
        number = len(self.slices)
        self.slices.append(
            Slice(
                slice_id=number,
                transfer_id=t.transfer_id,
                lo=span[0],
                hi=span[1],
                claim_id=label.claim_id,
                origin_lo=0 if self.rule.mixes else label.lo,
                origin_hi=label.origin_minor if self.rule.mixes else label.hi,
                parent=label.slice_id,
                behind="" if label.claim_id == first else first,
                is_reversed=label.is_reversed,
                begins=label.is_new,
            )
        )
        marks = label.marks | self._marks(t, source, is_new=label.is_new)
        slice_id = None if self.rule.mixes else number
        return replace(label, slice_id=slice_id, is_new=False, marks=marks)

    def _marks(self, t: Transfer, source: int, *, is_new: bool) -> set[Mark]:
        """Return what a reader must know of a slice beside what is known of its parent."""
        marks: set[Mark] = set()
        if source != OUTSIDE and not is_new and self.plan.pools[source].is_assumed:
            marks.add("opening_assumed")
        if t.kind == "claimed":
            marks.add("claimed_only")
        return marks

    def _arrive(self, place: int, at: datetime) -> None:
        """Bring a transfer's units to the payee: home, to rest, or into the pool."""
        t = self.plan.transfers[place]
        lying = (t.payee.account, t.currency)
        for part, lots in self.in_transit.pop(place):
            here = [self._without_returned(t, arrived(lot, at)) for lot in lots]
            if part.target != OUTSIDE:
                self.holdings[part.target].receive(here)
                continue
            for lot in here:
                self._rest(lot, lying, part.ending or "frontier")

    def _without_returned(self, t: Transfer, lot: Lot) -> Lot:
        """End the claims whose money has come back to the victim's own account."""
        lying = (t.payee.account, t.currency)
        back = [k for k in lot.labels if self.victim_account[k.claim_id] == t.payee.account]
        if not back:
            return lot
        for label in back:
            self._rest_label(lot, label, lying, "returned")
        return replace(lot, labels=tuple(k for k in lot.labels if k not in back))

    def _rest_undone(self, t: Transfer) -> None:
        """End the claims on a transfer that counts for nothing: the money never left."""
        for claim in self.claims_on.get(t.transfer_id, ()):
            whole = Label(claim.claim_id, 0, claim.amount_minor)
            lot = arrived(Lot(claim.amount_minor, (whole,)), t.booked_at)
            self._rest(lot, (t.payer.account, t.currency), "returned")

    def _rest(
        self,
        lot: Lot,
        lying: tuple[AccountKey, str],
        ending: EndingKind,
        *,
        as_of: datetime | None = None,
        own: frozenset[Mark] = frozenset(),
    ) -> None:
        """Record every label of a lot at rest."""
        for label in lot.labels:
            self._rest_label(lot, label, lying, ending, as_of=as_of, own=own)

    def _rest_label(
        self,
        lot: Lot,
        label: Label,
        lying: tuple[AccountKey, str],
        ending: EndingKind,
        *,
        as_of: datetime | None = None,
        own: frozenset[Mark] = frozenset(),
    ) -> None:
        """Record one label of a lot at rest."""
        first = lot.labels[0].claim_id
        self.resting.append(
            Resting(
                claim_id=label.claim_id,
                account=lying[0],
                ending=ending,
                origin_lo=0 if self.rule.mixes else label.lo,
                origin_hi=label.origin_minor if self.rule.mixes else label.hi,
                units=lot.units,
                currency=lying[1],
                slice_id=label.slice_id,
                arrived_at=lot.arrived_first,
                as_of=as_of,
                behind="" if label.claim_id == first else first,
                marks=own | label.marks,
                arrived_last=lot.arrived_last,
            )
        )


def _by_part(lots: Iterable[Lot], parts: Iterable[Part]) -> Carried:
    """Give each part its lots again; they are already cut at the borders of parts."""
    queue, carried = deque(lots), []
    for part in parts:
        here: list[Lot] = []
        while total(here) < part.units:
            here.append(queue.popleft())
        carried.append((part, here))
    return carried


def victim_accounts(plan: Plan, claims: Iterable[Claim]) -> dict[ClaimId, AccountKey | None]:
    """Return the account each claim was paid from, where it is known."""
    payers = {t.transfer_id: t.payer.account for t in plan.transfers}
    found = {c.claim_id: payers.get(c.transfer_id) for c in claims}
    return {c: None if k is None or is_virtual(k) else k for c, k in found.items()}
