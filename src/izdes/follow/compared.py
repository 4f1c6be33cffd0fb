"""How much a figure owes to the rule: caps under each rule, and what no rule can change."""

from collections.abc import Mapping
from typing import Any

from izdes.core.money.account import AccountKey
from izdes.core.tracing.envelope import FREEZABLE, Envelope
from izdes.engine.tracing.limits.flow import network_of
from izdes.follow.freezes import freezable_pieces
from izdes.follow.run import Followed
from izdes.follow.texts import minor_text

Json = dict[str, Any]
Lying = tuple[AccountKey, str]


def caps_by_rule(followed: Followed) -> Mapping[Lying, Json]:
    """Return what lies on or went to each account that a freeze names, under every rule.

    Returns:
        ``by_rule``, and the least and the most that can be there of all claims together under any
        rule, in the account's minor units; None where an exchange of currency lies on the way.
    """
    plan = followed.prepared.plan
    free = Envelope(plan, followed.claims, network_of(len(plan.transfers)))
    pieces = {rule: freezable_pieces(trace) for rule, trace in followed.traces.items()}
    found = {}
    for freeze in followed.freezes:
        lying = (freeze.address.account, freeze.currency)
        places = [(*lying[:1], ending, lying[1]) for ending in FREEZABLE]
        bounds = free.bounds([place for place in places if place in free.places])
        found[lying] = {
            "by_rule": {
                rule: str(sum(r.units for r in theirs.get(lying, ())))
                for rule, theirs in pieces.items()
            },
            "free_least_minor": minor_text(bounds.least_minor if bounds else None),
            "free_most_minor": minor_text(bounds.most_minor if bounds else None),
        }
    return found
