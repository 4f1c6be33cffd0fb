"""A trace that goes on: when a statement arrives, only what it touches is traced again.

Under the rules that keep units apart, where a claim's units went depends on the pools they
visited and on nothing else, so claims that visited nothing that changed keep their result. Claims
that share units with another (stolen twice) keep it only together. Under the rules that mix, all
claims in one pool bear on each other, so everything that may meet is traced together.

The result is always that of tracing everything anew, to the last unit and number; what it costs
is another matter. A report of what moved says that the result changed and which accounts made it
change, not that the new one is right.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId
from izdes.core.tracing.plan import Plan
from izdes.core.tracing.rules import RULES, RuleName, resting_key, trace_plan
from izdes.core.tracing.trace import Resting, Slice
from izdes.engine.tracing.growing.affected import (
    Affected,
    Touches,
    may_visit,
    meeting,
    on_one_transfer,
    sharing_units,
    visited,
)
from izdes.engine.tracing.growing.claim_digests import claim_digests
from izdes.engine.tracing.growing.footing import Footing, footing_of

Answer = tuple[tuple[Slice, ...], tuple[Resting, ...]]
Tracing = Callable[[Plan, Sequence[Claim], RuleName], Answer]


@dataclass(frozen=True, slots=True)
class Moved:
    """A claim whose result is no longer what it was.

    Attributes:
        before_digest, after_digest: See `claim_digests`; empty where the claim was or is not
            among those traced.
        because: Accounts whose statements changed where this claim's money, or money that it
            meets, was or is; empty where only the claims changed.
    """

    claim_id: ClaimId
    before_digest: str
    after_digest: str
    because: tuple[AccountKey, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """The trace of all claims as of now.

    Attributes:
        moved: Claims with another result than before, by id; on the first update, all.
        traced: Claims that were traced again, whether their result changed or not.
    """

    slices: tuple[Slice, ...]
    resting: tuple[Resting, ...]
    moved: tuple[Moved, ...]
    traced: frozenset[ClaimId]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known after an update."""

    footing: Footing = field(default_factory=lambda: Footing((), {}, {}))
    claims: Mapping[ClaimId, Claim] = field(default_factory=dict)
    touches: Touches = field(default_factory=dict)
    answer: Answer = ((), ())
    digests: Mapping[ClaimId, str] = field(default_factory=dict)


class IncrementalTracer:
    """Claims under one rule, followed through one plan after another.

    Args:
        tracing: Traces claims through a plan under a rule: the core's, or an engine's.
    """

    def __init__(self, rule: RuleName, tracing: Tracing = trace_plan) -> None:
        self._rule, self._tracing = rule, tracing
        self._known = _Known()

    def update(self, plan: Plan, claims: Sequence[Claim]) -> Update:
        """Take a new plan and the claims as they are now, and trace again what must be.

        Raises:
            ClaimsExceedTransfer: The claims on one transfer are more than it moved.
        """
        known, footing = self._known, footing_of(plan)
        now = {claim.claim_id: claim for claim in claims}
        affected = Affected(known.claims, now, known.touches, (known.footing, footing))
        affected.join(on_one_transfer([*known.claims.values(), *claims]))
        if RULES[self._rule].mixes:
            touches = may_visit(plan, footing, claims)
            affected.join(meeting(known.touches, touches))
            answer = self._traced(plan, claims, affected.claims)
        else:
            affected.join(sharing_units(known.answer[0]))
            answer = self._traced(plan, claims, affected.claims)
            # Money that newly came into another victim's payment: both are now traced together.
            while affected.join(sharing_units(answer[0])):
                affected.join(on_one_transfer(claims))
                answer = self._traced(plan, claims, affected.claims)
            touches = visited(plan, footing, claims, answer[0])
        digests = claim_digests(*answer, plan.transfers)
        moved = tuple(
            Moved(claim_id, before, after, affected.because(claim_id))
            for claim_id in sorted(digests.keys() | known.digests.keys())
            if (before := known.digests.get(claim_id, "")) != (after := digests.get(claim_id, ""))
        )
        self._known = _Known(footing, now, touches, answer, digests)
        return Update(*answer, moved, frozenset(affected.claims & now.keys()))

    def _traced(self, plan: Plan, claims: Sequence[Claim], affected: Collection[ClaimId]) -> Answer:
        """Return the trace of all claims, of which only the affected are traced again."""
        slices, resting = self._known.answer
        kept = (
            tuple(s for s in slices if s.claim_id not in affected),
            tuple(r for r in resting if r.claim_id not in affected),
        )
        again = [claim for claim in claims if claim.claim_id in affected]
        fresh = self._tracing(plan, again, self._rule) if again else ((), ())
        return joined(plan, kept, fresh)


def joined(plan: Plan, *answers: Answer) -> Answer:
    """Return traces of different claims as one, their slices numbered as if traced together.

    Claims that share units are in one answer: the order of their slices is told by nothing else.
    """
    order = {
        plan.transfers[step.place].transfer_id: n
        for n, step in enumerate(plan.steps)
        if not step.is_arrival
    }
    every = sorted(
        (order[s.transfer_id], s.lo, which, s.slice_id, s)
        for which, (slices, _) in enumerate(answers)
        for s in slices
    )
    number = {(which, slice_id): n for n, (_, _, which, slice_id, _) in enumerate(every)}
    slices = tuple(
        replace(s, slice_id=n, parent=None if s.parent is None else number[which, s.parent])
        for n, (_, _, which, _, s) in enumerate(every)
    )
    resting = [
        r if r.slice_id is None else replace(r, slice_id=number[which, r.slice_id])
        for which, (_, pieces) in enumerate(answers)
        for r in pieces
    ]
    return slices, tuple(sorted(resting, key=resting_key))
