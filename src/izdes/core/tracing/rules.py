"""The rules side by side, and a trace under any of them.

A rule is a convention, not a finding: the same statements give other accounts and other sums
under another. Every result names its rule; results of at least two can be shown side by side, and
what holds under all of them is the envelope (`izdes.core.tracing.envelope`).

Under every rule no minor unit is created or lost: Σ endings of a claim = the claim, exactly.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Literal

from izdes.core.money.transfer import Claim, Ledger, TransferId
from izdes.core.tracing.course import Course, victim_accounts
from izdes.core.tracing.endings import endings_of, unmatched
from izdes.core.tracing.events import events_of, has_ties
from izdes.core.tracing.fifo import FIFO
from izdes.core.tracing.holding import Rule
from izdes.core.tracing.lifo import LIFO
from izdes.core.tracing.lowest_balance import LOWEST_BALANCE
from izdes.core.tracing.plan import Plan, plan_of
from izdes.core.tracing.pro_rata import PRO_RATA
from izdes.core.tracing.trace import ClaimsExceedTransfer, Pinned, Resting, Slice, Trace

_NEVER = datetime.min.replace(tzinfo=UTC)
RuleName = Literal["fifo", "lifo", "pro-rata", "lowest-balance"]
RULES: dict[RuleName, Rule] = {
    "fifo": FIFO,
    "lifo": LIFO,
    "pro-rata": PRO_RATA,
    "lowest-balance": LOWEST_BALANCE,
}


@dataclass(frozen=True, slots=True)
class Axes:
    """What a rule decides: own money against claimants', and among claimants."""

    own: Literal["indifferent", "own_first"]
    among: Literal["fifo", "lifo", "rolling"]


AXES: dict[RuleName, Axes] = {name: Axes(rule.own, rule.among) for name, rule in RULES.items()}


def trace(
    ledger: Ledger, claims: Sequence[Claim], rule: RuleName, *, pins: Sequence[Pinned] = ()
) -> Trace:
    """Follow the claims through the ledger under a rule.

    Args:
        ledger: Transfers in total order and the intervals that are covered. Payments of accounts
            outside their coverage carry clean money.
        claims: The victims' payments; a claim on a transfer that the ledger lacks is
            ``unmatched``. Their order does not matter: on one transfer they stand by claim_id.
        pins: Stated identifications, with their evidence.

    Returns:
        Slices, resting places and endings. Σ endings of each claim = the claim. Where movements
        share an instant and nothing proves their order, each ending also states the least and
        the most that it becomes when they are taken in the opposite order.

    Raises:
        ClaimsExceedTransfer: The claims on one transfer are more than it moved.
        PinRefused: A stated pin does not hold.
    """
    plan = plan_of(ledger, pins)
    slices, resting = trace_plan(plan, claims, rule)
    other = resting
    if has_ties(events_of(ledger.transfers)):
        _, other = trace_plan(plan_of(ledger, pins, ties_reversed=True), claims, rule)
    return Trace(
        rule=rule,
        slices=slices,
        resting=resting,
        endings=endings_of(resting, claims, ledger, other),
        assumed=plan.assumed,
        annulled=plan.annulled,
        pins=plan.pins,
    )


def trace_plan(
    plan: Plan, claims: Sequence[Claim], rule: RuleName
) -> tuple[tuple[Slice, ...], tuple[Resting, ...]]:
    """Follow the claims through a plan, in the one order that it has."""
    claims_on = claims_by_transfer(plan, claims)
    course = Course(plan, RULES[rule], claims_on, victim_accounts(plan, claims))
    course.run()
    present = {t.transfer_id for t in plan.transfers}
    course.resting.extend(unmatched(c) for c in claims if c.transfer_id not in present)
    return tuple(course.slices), tuple(sorted(course.resting, key=resting_key))


def resting_key(r: Resting) -> tuple[str | int | datetime | tuple[str, ...], ...]:
    """Return the place of a resting piece among all; equal only for equal pieces."""
    slice_id = -1 if r.slice_id is None else r.slice_id
    where = (r.claim_id, r.origin_lo, r.account, r.ending, r.currency, slice_id, r.units)
    times = (r.arrived_at or _NEVER, r.arrived_last or _NEVER, r.as_of or _NEVER)
    return (*where, r.origin_hi, r.behind, *times, tuple(sorted(r.marks)))


def claims_by_transfer(plan: Plan, claims: Iterable[Claim]) -> dict[TransferId, tuple[Claim, ...]]:
    """Return the claims on each transfer by claim_id, refusing more than it moved."""
    found: defaultdict[TransferId, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=attrgetter("claim_id")):
        found[claim.transfer_id].append(claim)
    for t in plan.transfers:
        claimed = sum(c.amount_minor for c in found.get(t.transfer_id, ()))
        if claimed > t.amount_minor:
            raise ClaimsExceedTransfer(
                transfer_id=t.transfer_id, claimed=claimed, moved=t.amount_minor
            )
    return {transfer: tuple(theirs) for transfer, theirs in found.items()}


def trace_fifo(ledger: Ledger, claims: Sequence[Claim]) -> Trace:
    """Follow the claims first in, first out."""
    return trace(ledger, claims, "fifo")
