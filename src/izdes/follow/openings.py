"""Openings: what would change if an account had held more than the least that was assumed.

The curves are those of `izdes.core.tracing.opening_curve`. They are drawn only where that is
quick; whether it is, is counted and never timed, so the same case always has the same answer.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId
from izdes.core.tracing.opening_curve import (
    OpeningCurve,
    opening_curves,
    opening_interval,
)
from izdes.core.tracing.plan import Plan
from izdes.core.tracing.rules import RULES, RuleName
from izdes.core.tracing.trace import Pinned, Trace
from izdes.engine.tracing.run import Small

Curves = tuple[OpeningCurve, ...]
State = Literal["computed", "left_out", "not_needed"]
# Beyond so many turns the curves are left out, unless they are asked for.
MOST_TURNS = 20_000
# To look through every transfer once for each account takes a turn for so many of them.
_LOOKED_AT_IN_A_TURN = 5_000
# To move a transfer anew at every sample takes so many turns.
_TURNS_OF_SAMPLES = 6
_MIXING = frozenset(name for name, rule in RULES.items() if rule.mixes)


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the most of one ending, were one of the assumed openings larger.

    Attributes:
        is_exact: Every opening counts; else only the samples that were looked at.
    """

    least_minor: int
    most_minor: int
    is_exact: bool


# By claim, account, ending and currency, as `izdes.engine.tracing.run.place_of` names places.
Spans = Mapping[tuple[str, str, str, str], Span]


def curves_of(
    prepared: Small,
    claims: Sequence[Claim],
    trace: Trace,
    rule: RuleName,
    *,
    pins: Sequence[Pinned] = (),
    is_wanted: bool | None = None,
) -> Curves | None:
    """Return the curves of a trace, none where no claim came to an assumed opening.

    Args:
        is_wanted: None: where they are quick.

    Returns:
        None where they were left out.
    """
    pairs = met(trace, prepared.plan)
    if not pairs:
        return ()
    if is_wanted is None:
        is_wanted = turns_of(trace, prepared.plan) <= MOST_TURNS
    return opening_curves(prepared.ledger, claims, rule, pins=pins) if is_wanted else None


def met(trace: Trace, plan: Plan) -> set[tuple[ClaimId, AccountKey]]:
    """Return which claims came to which accounts with an assumed opening, but the victim's own."""
    assumed = {opening.account for opening in trace.assumed}
    transfers = {t.transfer_id: t for t in plan.transfers}
    homes = {s.claim_id: transfers[s.transfer_id].payer.account for s in trace.slices if s.begins}
    came = {(s.claim_id, transfers[s.transfer_id].payee.account) for s in trace.slices}
    return {(claim, payee) for claim, payee in came if payee in assumed and payee != homes[claim]}


def turns_of(trace: Trace, plan: Plan) -> int:
    """Return about how often a claim must be followed anew to draw the curves of a trace.

    Where money keeps its order a claim is followed anew for each payment out of an account that it
    came to. A rule that mixes moves every transfer anew, for each such account and each sample.
    """
    pairs = met(trace, plan)
    looked_at = len(plan.pools) * len(plan.transfers) // _LOOKED_AT_IN_A_TURN
    if trace.rule in _MIXING:
        accounts = {account for _, account in pairs}
        return looked_at + len(accounts) * len(plan.transfers) * _TURNS_OF_SAMPLES
    paid = Counter(t.payer.account for t in plan.transfers)
    return looked_at + sum(paid[account] for _, account in pairs)


def opening_parameters(curves: Curves | None) -> dict[str, str]:
    """Return whether the curves were drawn, and up to what they are, as parameters of the method.

    Args:
        curves: None where they were left out.
    """
    state: State = "left_out"
    if curves is not None:
        state = "computed" if curves else "not_needed"
    return {"opening_intervals": state, "opening_turns_most": str(MOST_TURNS)}


def spans_of(curves: Iterable[OpeningCurve]) -> Spans:
    """Return, by place, the least and the most over all curves: each opening grows alone."""
    found: dict[tuple[str, str, str, str], Span] = {}
    for curve in curves:
        exact = {line.place: line.is_exact for line in curve.lines}
        for place, (least, most) in opening_interval(curve).items():
            known = found.get(place, Span(least, most, is_exact=True))
            found[place] = Span(
                min(least, known.least_minor),
                max(most, known.most_minor),
                is_exact=known.is_exact and exact[place],
            )
    return found
