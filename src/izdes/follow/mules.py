"""Mules: whose statements look like money being passed on, as proposals to ask or to hold.

Points, reasons and limits are the core's (`izdes.core.tracing.mules`). Only what is proposed is
named. Everybody else is counted: nobody should stand on a list for having been looked at.

A hold needs traced money on the account. Where no freeze names it, none is known to be there, and
what is left of the proposal is a question to the bank. No file of a case says which accounts are
for social payments: whoever signs has to see to that.
"""

from collections import Counter
from typing import Any, get_args

from izdes.adapters.words.figures import LOCAL
from izdes.core.tracing.mules import MuleProposal, Proposal, Reason, mules, packaged_weights
from izdes.follow.run import Followed

Json = dict[str, Any]
_NAMED = frozenset({"hold", "ask"})


def mules_of(followed: Followed) -> Json:
    """Return the proposals of a case, the weights behind them, and how many were looked at.

    Returns:
        First the accounts on which there is traced money to hold, then the others; each group by
        points. ``counts`` tells of all accounts with a statement.
    """
    trace, plan = followed.trace, followed.prepared.plan
    found = mules(followed.ledger, followed.claims, trace, zone=LOCAL, plan=plan)
    freezes = {(f.address.account, f.currency): f.number for f in followed.freezes}
    named = [
        _proposal(m, freezes.get((m.account, m.currency))) for m in found if m.proposes in _NAMED
    ]
    counts = Counter(m.proposes for m in found)
    return {
        "weights": _weights(),
        "counts": {proposal: counts[proposal] for proposal in get_args(Proposal)},
        "proposals": sorted(named, key=lambda p: not _can_be_held(p)),
    }


def mule_parameters() -> dict[str, str]:
    """Return which weights the points are made with, as parameters of the method."""
    weights = packaged_weights()
    return {
        "mule_weights_dated": weights.dated.isoformat(),
        "mule_weights_sha256": weights.digest,
    }


def _weights() -> Json:
    """Return what is to be known of the weights beside the points."""
    weights = packaged_weights()
    return {
        "dated": weights.dated.isoformat(),
        "digest": weights.digest,
        "verified": weights.verified,
        "ask_from": weights.ask_from,
        "hold_from": weights.hold_from,
    }


def _proposal(m: MuleProposal, freeze: str | None) -> Json:
    """Return what is proposed about one account; ``freeze`` numbers the one that names it."""
    return {
        "account": m.account,
        "currency": m.currency,
        "points": m.points,
        "proposal": m.proposes,
        "reasons": [_reason(reason) for reason in m.reasons],
        "freeze": freeze,
    }


def _reason(reason: Reason) -> Json:
    """Return one reason: its code, its points, and what its sentence needs."""
    return {"code": reason.code, "points": reason.points, "details": dict(reason.details)}


def _can_be_held(proposal: Json) -> bool:
    """Say whether holding is proposed, and there is traced money to hold."""
    return proposal["proposal"] == "hold" and proposal["freeze"] is not None
