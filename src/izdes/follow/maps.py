"""The money maps of a followed case under every rule, and what no rule can change.

A map holds the same claims under every rule; only its stops and flows differ. Beside each place
where money stopped stands the rule-free envelope of all claims of the map together.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim
from izdes.core.tracing.envelope import Envelope
from izdes.core.tracing.rules import RuleName
from izdes.core.tracing.trace import EndingKind
from izdes.engine.tracing.limits.flow import network_of
from izdes.follow.moneymap import complaint_of, money_maps
from izdes.follow.run import DEFAULT_RULE, Followed
from izdes.follow.texts import minor_text

Json = dict[str, Any]
# A place of a map, and how money stopped there.
Stop = tuple[str, EndingKind]


def maps_of(followed: Followed) -> list[Json]:
    """Return the maps: drawn under the default rule, and beside it under the others."""
    drawn = {rule: _drawn(followed, rule) for rule in followed.traces}
    claims_of = _claims_by_complaint(followed.claims)
    found = []
    for map_id, picture in drawn[DEFAULT_RULE].items():
        by_rule = {rule: pictures[map_id] for rule, pictures in drawn.items()}
        claims = [c for part in picture["complaints"] for c in claims_of[part["complaint_id"]]]
        others = [
            {"rule": rule, "stops": theirs["stops"], "flows": theirs["flows"]}
            for rule, theirs in by_rule.items()
            if rule != DEFAULT_RULE
        ]
        plan = followed.prepared.plan
        free = Envelope(plan, claims, network_of(len(plan.transfers)))
        places = _places(by_rule, free)
        found.append({**picture, "places": places, "other_rules": others})
    return found


def _drawn(followed: Followed, rule: RuleName) -> dict[str, Json]:
    """Return the maps under one rule, by their names."""
    trace = followed.traces[rule]
    pictures = money_maps(
        slices=trace.slices,
        transfers={t.transfer_id: t for t in followed.ledger.transfers},
        endings=trace.endings,
        complaint_series=dict(followed.links.series),
    )
    return {str(picture["map_id"]): picture for picture in pictures}


def _claims_by_complaint(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    """Return the claims of each complaint."""
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[complaint_of(claim.claim_id)].append(claim)
    return found


def _places(by_rule: Mapping[RuleName, Json], free: Envelope) -> list[Json]:
    """Return every place where money stopped under some rule, with all its figures."""
    stops = {
        rule: Counter({(s["place"], s["ending"]): int(s["amount_minor"]) for s in picture["stops"]})
        for rule, picture in by_rule.items()
    }
    names: list[Stop] = sorted({stop for theirs in stops.values() for stop in theirs})
    return [_place(stop, {rule: s[stop] for rule, s in stops.items()}, free) for stop in names]


def _place(stop: Stop, amounts: Mapping[RuleName, int], free: Envelope) -> Json:
    """Return one place: its sum under each rule, and the least and the most under any."""
    name, ending = stop
    account = AccountKey(name.removeprefix("account:").removeprefix("@unmatched"))
    bounds = free.bounds([p for p in free.places if p[:2] == (account, ending)])
    return {
        "place": name,
        "ending": ending,
        "by_rule": {rule: str(minor) for rule, minor in amounts.items()},
        "least_minor": minor_text(bounds.least_minor if bounds else None),
        "most_minor": minor_text(bounds.most_minor if bounds else None),
    }
