"""First in, first out: what entered an account first is taken to leave it first.

FIFO is a convention, not a finding. Put what entered an account end to end on one line, and what
left it end to end on another: unit x in is unit x out. Sharing in proportion, or taking the last
money first, names other accounts from the same statements. The rule is the old one of current
accounts; a court may set it aside where it is impracticable or unjust.

Conventions stated in every result: opening money is first and clean; a claim on a part of a
transfer is its first units; a unit stolen twice belongs to the first victim and later claims are
listed behind; overdrawn payments are the bank's money and are repaid first; a refund with nothing
in between undoes its payment; money that comes back to the victim's account is returned.

No minor unit is created or lost: Σ endings of a claim = the claim, exactly.

Source: Clayton's Case, Devaynes v Noble (1816) 1 Mer 572; disapplied in Barlow Clowes v Vaughan
[1992] 4 All ER 22.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from izdes.core.money.account import AccountKey, is_conversion, is_virtual
from izdes.core.money.transfer import Claim, ClaimId, Ledger, Transfer, TransferId
from izdes.core.tracing.accounts import Accounts, openings_of
from izdes.core.tracing.endings import ending_of, endings_of, unmatched
from izdes.core.tracing.events import Event, events_of, has_ties
from izdes.core.tracing.lots import Label, Lot, arrived, clean, exchanged, stain
from izdes.core.tracing.refunds import Refunds
from izdes.core.tracing.trace import (
    ClaimsExceedTransfer,
    EndingKind,
    Mark,
    Resting,
    Slice,
    Trace,
)
from izdes.core.tracing.windows import Place, Window, kinds_of, windows_of

RULE = "fifo"


def trace_fifo(ledger: Ledger, claims: Sequence[Claim]) -> Trace:
    """Follow the claims through the ledger, first in first out.

    Args:
        ledger: Transfers in total order and the intervals that are covered. Payments of accounts
            outside their coverage carry clean money.
        claims: The victims' payments; a claim on a transfer that the ledger lacks is
            ``unmatched``. Order does not matter: on one transfer they stand by ``claim_id``.

    Returns:
        Slices, resting places and endings. Σ endings of each claim = the claim. Where movements
        share an instant, each ending also states the least and the most it becomes when they are
        taken in the opposite order.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
    """
    events = events_of(ledger.transfers)
    found = _Fifo(ledger, claims, events).run()
    if not has_ties(events):
        return found
    other = _Fifo(ledger, claims, events_of(ledger.transfers, ties_reversed=True)).run()
    return replace(found, endings=endings_of(found.resting, claims, ledger, other.resting))


class _Fifo:
    """One pass over the events."""

    def __init__(self, ledger: Ledger, claims: Sequence[Claim], events: list[Event]) -> None:
        self.ledger, self.claims, self.events = ledger, claims, events
        self.claims_on = _claims_by_transfer(ledger, claims)
        self.victim_account = _victim_accounts(ledger, claims)
        self.kinds = kinds_of(ledger.coverages)
        windows = windows_of(ledger)
        self.refunds = Refunds(ledger.transfers, windows)
        openings, self.assumed = openings_of(events, windows)
        self.assumed_places = {(a.account, a.currency) for a in self.assumed}
        self.accounts = Accounts(windows, openings, self._at_close)
        self.exchanges = {
            t.payer.account for t in ledger.transfers if is_conversion(t.payer.account)
        }
        self.in_transit: dict[TransferId, list[Lot]] = {}
        self.refunds_gone: set[TransferId] = set()
        self.suspended: dict[TransferId, list[Lot]] = {}
        self.being_exchanged: dict[AccountKey, tuple[Transfer, list[Lot]]] = {}
        self.slices: list[Slice] = []
        self.marks: list[frozenset[Mark]] = []
        self.resting: list[Resting] = []

    def run(self) -> Trace:
        """Move the money, event by event, and say where it stopped."""
        for event in self.events:
            if event.phase != "credit":
                self._leave(event.transfer)
            if event.phase != "debit":
                self._arrive(event.transfer, event.at)
        self.accounts.finish()
        for key in sorted(self.being_exchanged):
            transfer, lots = self.being_exchanged[key]
            self._rest(lots, transfer, "conversion")
        self._list_unmatched()
        return Trace(
            rule=RULE,
            slices=tuple(self.slices),
            resting=tuple(self.resting),
            endings=endings_of(self.resting, self.claims, self.ledger, self.resting),
            assumed=self.assumed,
            annulled=self.refunds.annulled,
        )

    def _leave(self, t: Transfer) -> None:
        """Take a transfer's units from where they lie, and label what is claimed of them."""
        lots = stain(self._units_for(t), self.claims_on.get(t.transfer_id, ()))
        self.in_transit[t.transfer_id] = self._noted(t, lots)

    def _units_for(self, t: Transfer) -> list[Lot]:
        """Return the units a transfer carries: a refund's own, an exchange's, or the oldest."""
        payment = self.refunds.payment_of(t)
        if payment is not None:
            self.refunds_gone.add(t.transfer_id)
        if payment in self.suspended:
            return self.suspended.pop(payment)
        if t.payer.account in self.being_exchanged:
            return exchanged(self.being_exchanged.pop(t.payer.account)[1], t.amount_minor)
        account = self.accounts.at((t.payer.account, t.currency), t.booked_at)
        if account is None:
            return [clean(t.amount_minor)]
        if payment is not None:
            original = account.take_back(payment, t.amount_minor)
            if original is not None:
                return original
        return account.pay(t.amount_minor)

    def _noted(self, t: Transfer, lots: Iterable[Lot]) -> list[Lot]:
        """Record a slice for every labelled part of a transfer."""
        noted, position = [], 0
        for lot in lots:
            end = position + lot.units
            labels = tuple(self._slice(t, label, lot, (position, end)) for label in lot.labels)
            noted.append(replace(lot, labels=labels))
            position = end
        return noted

    def _slice(self, t: Transfer, label: Label, lot: Lot, span: tuple[int, int]) -> Label:
        """Record one slice and return its label, which now points to it."""
        first = lot.labels[0].claim_id
        behind = "" if label.claim_id == first else first
        number = len(self.slices)
        self.marks.append(self._marks(t, label))
        self.slices.append(
            Slice(
                slice_id=number,
                transfer_id=t.transfer_id,
                lo=span[0],
                hi=span[1],
                claim_id=label.claim_id,
                origin_lo=label.lo,
                origin_hi=label.hi,
                parent=label.slice_id,
                behind=behind,
            )
        )
        return replace(label, slice_id=number)

    def _marks(self, t: Transfer, label: Label) -> frozenset[Mark]:
        """Return what a reader must know of a slice: its parent's marks and its own."""
        marks: set[Mark] = set()
        if label.slice_id is not None:
            marks |= self.marks[label.slice_id]
            if (t.payer.account, t.currency) in self.assumed_places:
                marks.add("opening_assumed")
        if t.kind == "claimed":
            marks.add("claimed_only")
        return frozenset(marks)

    def _arrive(self, t: Transfer, at: datetime) -> None:
        """Bring a transfer's units to the payee: home, to rest, or into the account."""
        lots = arrived(self.in_transit.pop(t.transfer_id), by=t.transfer_id, at=at)
        lots = self._without_returned(t, lots)
        account = self.accounts.at((t.payee.account, t.currency), at)
        if self.refunds.holds_back(t, gone=self.refunds_gone):
            self.suspended[t.transfer_id] = lots
        elif t.payee.account in self.exchanges:
            self.being_exchanged.setdefault(t.payee.account, (t, []))[1].extend(lots)
        elif account is None:
            self._rest(lots, t, ending_of(t, self.kinds))
        elif self.refunds.cancels(t):
            self._rest(account.put_back(lots), t, "lender")
        else:
            self._rest(account.receive(lots), t, "lender")

    def _without_returned(self, t: Transfer, lots: Iterable[Lot]) -> list[Lot]:
        """End the claims whose money has come back to the victim's own account."""
        kept = []
        for lot in lots:
            away = tuple(
                k for k in lot.labels if self.victim_account[k.claim_id] != t.payee.account
            )
            for label in lot.labels:
                if label not in away:
                    self._rest_label(lot, label, (t.payee.account, t.currency), "returned")
            kept.append(replace(lot, labels=away))
        return kept

    def _rest(self, lots: Iterable[Lot], t: Transfer, ending: EndingKind) -> None:
        """Record where labelled units of a transfer stopped."""
        for lot in lots:
            for label in lot.labels:
                self._rest_label(lot, label, (t.payee.account, t.currency), ending)

    def _at_close(
        self, place: Place, window: Window, lots: Iterable[Lot], *, goes_dark: bool
    ) -> None:
        """Record what rests when an account's window ends."""
        ending: EndingKind = "held" if window.residue_is_held and not goes_dark else "frontier"
        as_of = window.end if window.residue_is_held else None
        own: set[Mark] = {"gap"} if goes_dark else set()
        if place in self.assumed_places:
            own.add("opening_assumed")
        for lot in lots:
            for label in lot.labels:
                self._rest_label(lot, label, place, ending, as_of=as_of, own=frozenset(own))

    def _rest_label(
        self,
        lot: Lot,
        label: Label,
        place: Place,
        ending: EndingKind,
        *,
        as_of: datetime | None = None,
        own: frozenset[Mark] = frozenset(),
    ) -> None:
        """Record one label of one lot at rest."""
        first = lot.labels[0].claim_id
        self.resting.append(
            Resting(
                claim_id=label.claim_id,
                account=place[0],
                ending=ending,
                origin_lo=label.lo,
                origin_hi=label.hi,
                units=lot.units,
                currency=place[1],
                slice_id=label.slice_id,
                arrived_at=lot.arrived_at,
                as_of=as_of,
                behind="" if label.claim_id == first else first,
                marks=own | (self.marks[label.slice_id] if label.slice_id is not None else own),
            )
        )

    def _list_unmatched(self) -> None:
        """Record the claims on transfers that the ledger does not hold."""
        present = {t.transfer_id for t in self.ledger.transfers}
        for claim in sorted(self.claims, key=lambda c: c.claim_id):
            if claim.transfer_id not in present:
                self.resting.append(unmatched(claim))


def _claims_by_transfer(
    ledger: Ledger, claims: Iterable[Claim]
) -> dict[TransferId, tuple[Claim, ...]]:
    """Return the claims on each transfer by claim_id, refusing more than it moved."""
    found: defaultdict[TransferId, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.claim_id):
        found[claim.transfer_id].append(claim)
    for t in ledger.transfers:
        claimed = sum(c.amount_minor for c in found.get(t.transfer_id, ()))
        if claimed > t.amount_minor:
            raise ClaimsExceedTransfer(
                transfer_id=t.transfer_id, claimed=claimed, moved=t.amount_minor
            )
    return {transfer: tuple(theirs) for transfer, theirs in found.items()}


def _victim_accounts(ledger: Ledger, claims: Iterable[Claim]) -> dict[ClaimId, AccountKey | None]:
    """Return the account each claim was paid from, where it is known."""
    payers = {t.transfer_id: t.payer.account for t in ledger.transfers}
    found = {c.claim_id: payers.get(c.transfer_id) for c in claims}
    return {c: None if k is None or is_virtual(k) else k for c, k in found.items()}
