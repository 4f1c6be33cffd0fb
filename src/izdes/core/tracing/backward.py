"""Backward: where the units of a transfer, or the money that lies in an account, came from.

A trace follows what is claimed. Backward, every unit carries the mark of its entrance: by which
transfer it came in from where no statement reaches, or that it was in an account before its
statement began, or that a bank lent it. The same rule then moves all of them, and the marks found
at the target are its sources. They add up to the target's units, exactly.

Both directions agree: under each rule the sources that carry a claim are what a trace of that
claim leaves there, to the last unit. Like a trace, the answer is the rule's: another rule names
other sources.

Under ``lowest-balance`` it matters what is claimed, because clean money leaves first; without
claims all money is clean and leaves in proportion.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Literal

from izdes.core.errors import IzdesError
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId, Transfer, TransferId
from izdes.core.tracing.course import victim_accounts
from izdes.core.tracing.marked import Entry, Money, Run, cut, exchanged, holding_of
from izdes.core.tracing.plan import OUTSIDE, Plan
from izdes.core.tracing.rules import RuleName, claims_by_transfer

Entrance = Literal["outside", "opening", "lender"]


class TargetUnknown(IzdesError):
    """No transfer and no account of the ledger has this name."""

    code = "target_unknown"


class TargetUndone(IzdesError):
    """The transfer counts for nothing: it is to oneself, or a refund undoes it."""

    code = "target_undone"


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked about: all units of some transfers, or what rests in some pools."""

    places: tuple[int, ...] = ()
    pools: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Units of the target that entered in one way.

    Attributes:
        entrance: ``outside``: paid in by an account whose statement nobody has; ``opening``: there
            before the account's statement began; ``lender``: lent by the bank of an overdrawn
            account.
        account: Who paid in, whose opening it was, or who borrowed.
        transfer_id: The transfer by which they entered; None for an opening.
        entered_at: When; None where nobody said from when the account is covered.
        came_by: The last transfer before the target that brought them; None where they entered
            with the target itself, or were there from the beginning.
        claims: The claims on these units, the first victim's first.
        amount_minor: In ``currency``, as it is at the target.
        is_assumed: The opening balance was not printed.
    """

    entrance: Entrance
    account: AccountKey
    transfer_id: TransferId | None
    entered_at: datetime | None
    came_by: TransferId | None
    claims: tuple[ClaimId, ...]
    amount_minor: int
    currency: str
    is_assumed: bool = False


def target_named(plan: Plan, name: str) -> Target:
    """Return the target of a transfer's id or of an account's key.

    Of an account it is the balance at the end of its statement, in every currency; of an account
    without a statement, all that arrived there.

    Raises:
        TargetUnknown: The ledger has neither.
        TargetUndone: The transfer counts for nothing.
    """
    for place, t in enumerate(plan.transfers):
        if t.transfer_id == name:
            if not plan.parts[place]:
                raise TargetUndone(name=name)
            return Target(places=(place,))
    pools = [n for n, p in enumerate(plan.pools) if p.kind == "account" and p.account == name]
    if pools:
        return Target(pools=tuple(n for n in pools if not plan.pools[n].goes_dark))
    places = [n for n, t in enumerate(plan.transfers) if t.payee.account == name]
    if not places:
        raise TargetUnknown(name=name)
    return Target(places=tuple(n for n in places if plan.parts[n]))


def sources_of(
    plan: Plan, target: Target, rule: RuleName, *, claims: Sequence[Claim] = ()
) -> tuple[Source, ...]:
    """Return where the units of the target came from, under a rule.

    Returns:
        Sources in a fixed order. In each currency they add up to the target's units.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
    """
    found = _Replay(plan, target, rule, claims).run()
    return tuple(
        _source(plan, entry, units, currency) for (entry, currency), units in sorted(found.items())
    )


def _source(plan: Plan, entry: Entry, units: int, currency: str) -> Source:
    """Return a mark in the words of the ledger."""
    came_by = None if entry.came_by < 0 else plan.transfers[entry.came_by].transfer_id
    known = Source("opening", AccountKey(""), None, None, came_by, entry.claims, units, currency)
    if entry.place < 0:
        pool = plan.pools[entry.pool]
        start = None if pool.as_of is None else pool.start
        return replace(known, account=pool.account, entered_at=start, is_assumed=pool.is_assumed)
    t = plan.transfers[entry.place]
    return replace(
        known,
        entrance="lender" if _is_seen_paying(plan, t) else "outside",
        account=t.payer.account,
        transfer_id=t.transfer_id,
        entered_at=t.booked_at,
    )


def _is_seen_paying(plan: Plan, t: Transfer) -> bool:
    """Say whether a statement shows the payer: what it did not have, its bank lent it."""
    return any(
        pool.kind == "account"
        and (pool.account, pool.currency) == (t.payer.account, t.currency)
        and pool.start is not None
        and pool.start <= t.booked_at
        and (pool.as_of is None or t.booked_at < pool.as_of)
        for pool in plan.pools
    )


class _Replay:
    """One pass over the steps, through the pools that can matter to the target."""

    def __init__(self, plan: Plan, target: Target, rule: RuleName, claims: Sequence[Claim]) -> None:
        self._plan, self._target = plan, target
        self._claims_on = claims_by_transfer(plan, claims)
        self._victim_account = victim_accounts(plan, claims)
        self._places, self._until = _reach(plan, target)
        self._last = _pools_before(plan, target)
        self._holdings = {
            number: holding_of(rule if plan.pools[number].kind == "account" else "fifo")
            for number in self._until
        }
        self._in_transit: dict[int, Money] = {}
        self._found: defaultdict[tuple[Entry, str], int] = defaultdict(int)

    def run(self) -> dict[tuple[Entry, str], int]:
        """Move the marked units and return how many of which mark are at the target."""
        for number, holding in self._holdings.items():
            if opening := self._plan.pools[number].opening_minor:
                holding.receive([Run(Entry(pool=number), opening)])
        for moment, step in enumerate(self._plan.steps):
            if step.is_arrival:
                self._arrive(step.place, moment)
            else:
                self._leave(step.place, moment)
        for number in self._target.pools:
            self._find(self._holdings[number].rest(), self._plan.pools[number].currency)
        return self._found

    def _leave(self, place: int, moment: int) -> None:
        """Take a transfer's units out of the pools that matter, and keep them if they matter."""
        money: Money = []
        for source, parts in groupby(self._plan.parts[place], key=lambda part: part.source):
            units = sum(part.units for part in parts)
            if source == OUTSIDE:
                money.append(Run(Entry(place=place), units))
            elif moment <= self._until.get(source, -1):
                money += self._paid(source, units)
        if place in self._places:
            self._in_transit[place] = self._claimed(self._plan.transfers[place], money)

    def _paid(self, source: int, units: int) -> Money:
        """Return so many units out of a pool; an exchange gives all, counted anew."""
        holding = self._holdings[source]
        if self._plan.pools[source].kind == "exchange":
            return exchanged(holding.rest(), units)
        return holding.pay(units)

    def _claimed(self, t: Transfer, money: Money) -> Money:
        """Mark the front of a transfer's units with the claims on it."""
        marked: Money = []
        for claim in self._claims_on.get(t.transfer_id, ()):
            front, money = cut(money, claim.amount_minor)
            for entry, units in front:
                claims = (*entry.claims, claim.claim_id)
                marked.append(Run(entry._replace(claims=claims), units))
        return marked + money

    def _arrive(self, place: int, moment: int) -> None:
        """Bring a transfer's units to the pools that matter, or to the target."""
        if place not in self._places:
            return
        t, money = self._plan.transfers[place], self._in_transit.pop(place)
        if place in self._target.places:
            self._find(money, t.currency)
        for part in self._plan.parts[place]:
            here, money = cut(money, part.units)
            if moment < self._until.get(part.target, -1):
                came_by = place if part.target in self._last else -1
                self._holdings[part.target].receive(
                    Run(self._without_returned(t, entry)._replace(came_by=came_by), units)
                    for entry, units in here
                )

    def _without_returned(self, t: Transfer, entry: Entry) -> Entry:
        """Take away the claims whose money has come back to the victim's own account."""
        home = t.payee.account
        still = tuple(c for c in entry.claims if self._victim_account[c] != home)
        return entry._replace(claims=still)

    def _find(self, money: Money, currency: str) -> None:
        """Count marked units at the target."""
        for entry, units in money:
            self._found[entry, currency] += units


def _reach(plan: Plan, target: Target) -> tuple[set[int], dict[int, int]]:
    """Return what can matter to the target, found from the last step to the first.

    Returns:
        Transfers whose units can reach it; and pools, each with the step until which what happens
        there matters.
    """
    places, until = set(target.places), dict.fromkeys(target.pools, len(plan.steps))
    for moment in range(len(plan.steps) - 1, -1, -1):
        step = plan.steps[moment]
        parts = plan.parts[step.place]
        if step.is_arrival:
            if any(part.target in until for part in parts):
                places.add(step.place)
        elif step.place in places:
            for part in parts:
                if part.source != OUTSIDE:
                    until.setdefault(part.source, moment)
    return places, until


def _pools_before(plan: Plan, target: Target) -> set[int]:
    """Return the pools that the target's units lie in last."""
    left = {part.source for place in target.places for part in plan.parts[place]}
    return (left | set(target.pools)) - {OUTSIDE}
