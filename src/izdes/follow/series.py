"""Series as findings: who, where, when, how much, and why; and what was left beside them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from izdes.adapters.tables.links import Linked
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.grouping import Limits
from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.possible import Possible
from izdes.core.linking.series import Link, Links
from izdes.core.linking.services import Service
from izdes.core.linking.splitting import split_of
from izdes.core.linking.weak.received import Received
from izdes.core.sealing.canonical import canonical_time

Json = dict[str, Any]
# What each complaint declares to have lost, in minor units by currency.
Losses = Mapping[ComplaintId, Counter[str]]


def linking_json(linked: Linked, complaints: Iterable[Complaint], losses: Losses) -> Json:
    """Return everything that linking found, as parts of findings."""
    links = linked.links
    return {
        "linking": {
            "taken_at": canonical_time(linked.taken_at),
            "snapshot_digest": links.snapshot.digest,
            "population": links.snapshot.population,
            "limits": asdict(Limits()),
        },
        "series": series_json(complaints, links, linked.mentions, losses),
        "hubs": [asdict(hub) for hub in links.hubs],
        "possible": [_possible(one) for one in links.possible],
        "services": [_service(one, linked.held.names) for one in links.services],
        "received": [_received(one) for one in linked.received],
        "contradictions": [_contradiction(j) for j in links.contradictions],
    }


def series_json(
    complaints: Iterable[Complaint], links: Links, mentions: Iterable[Mention], losses: Losses
) -> list[Json]:
    """Return the series of two complaints and more: the largest first, then the greatest loss.

    Losses of several currencies are never added up; the greatest of them orders.
    """
    of = dict(links.series)
    members: defaultdict[str, list[Complaint]] = defaultdict(list)
    for complaint in complaints:
        members[of.get(complaint.complaint_id, complaint.complaint_id)].append(complaint)
    joined: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links.links:
        joined[of[link.complaint_a]].append(link)
    named = _named(mentions)
    campaigns = dict(links.campaigns)
    parts = [
        {
            **_who(series_id, theirs, losses),
            "campaigns": _campaigns(theirs, campaigns),
            "reasons": _reasons(joined[series_id], theirs, named),
            "links": [link_json(link) for link in joined[series_id]],
            "split": _split(joined[series_id]),
        }
        for series_id, theirs in members.items()
        if len(theirs) > 1
    ]
    return sorted(parts, key=_largest)


def _largest(part: Json) -> tuple[int, int, str]:
    """Return a series' place."""
    loss = max((int(one["amount_minor"]) for one in part["loss"]), default=0)
    return -len(part["complaints"]), -loss, part["series_id"]


def _who(series_id: str, members: Sequence[Complaint], losses: Losses) -> Json:
    """Return whose series it is, where, when and how much."""
    loss: Counter[str] = Counter()
    for complaint in members:
        loss.update(losses.get(complaint.complaint_id, {}))
    moments = [c.occurred_from or c.reported_at for c in members]
    return {
        "series_id": series_id,
        "complaints": [c.complaint_id for c in sorted(members, key=lambda c: c.sort_key)],
        "regions": sorted({c.region for c in members if c.region}),
        "first": canonical_time(min(moments)),
        "last": canonical_time(max(moments)),
        "loss": [{"currency": c, "amount_minor": str(minor)} for c, minor in sorted(loss.items())],
    }


def _campaigns(
    members: Iterable[Complaint], campaigns: Mapping[ComplaintId, ComplaintId]
) -> list[Json]:
    """Return the campaigns of two complaints and more within a series, the largest first."""
    held: defaultdict[str, list[ComplaintId]] = defaultdict(list)
    for complaint in sorted(members, key=lambda c: c.sort_key):
        name = campaigns.get(complaint.complaint_id, complaint.complaint_id)
        held[name].append(complaint.complaint_id)
    found = [{"campaign_id": name, "complaints": c} for name, c in held.items() if len(c) > 1]
    return sorted(found, key=lambda part: (-len(part["complaints"]), part["campaign_id"]))


def _named(mentions: Iterable[Mention]) -> Mapping[Node, set[ComplaintId]]:
    """Return which complaints name each thing, or imply it."""
    named: defaultdict[Node, set[ComplaintId]] = defaultdict(set)
    for mention in mentions:
        for node in (mention.node, *implied_nodes(mention)):
            named[node].add(mention.complaint_id)
    return named


def _reasons(
    links: Iterable[Link], members: Iterable[Complaint], named: Mapping[Node, set[ComplaintId]]
) -> list[Json]:
    """Return what the joins rest on, the strongest first, and how many of the series name it."""
    ids = {c.complaint_id for c in members}
    groups: defaultdict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for link in links:
        groups[link.kind, link.value, link.reason].append(link)
    reasons = [
        {
            "kind": kind,
            "value": value,
            "reason": reason,
            # Who mistyped it is known by the joins alone.
            "count": len(
                (named.get((kind, value), set()) & ids)
                | {name for x in group for name in (x.complaint_a, x.complaint_b)}
            ),
            "log10_lr_milli": max(x.log10_lr_milli for x in group),
        }
        for (kind, value, reason), group in sorted(groups.items())
    ]
    return sorted(reasons, key=lambda r: (-r["log10_lr_milli"], -r["count"], r["kind"], r["value"]))


def link_json(link: Link) -> Json:
    """Return one join."""
    return {
        "complaint_a": link.complaint_a,
        "complaint_b": link.complaint_b,
        "kind": link.kind,
        "value": link.value,
        "reason": link.reason,
        "log10_lr_milli": link.log10_lr_milli,
        "evidence_milli": link.evidence_milli,
        "level": link.level,
    }


def _split(links: Sequence[Link]) -> Json | None:
    """Return the weakest join and the two parts that it holds together."""
    found = split_of(links)
    if found is None:
        return None
    return {**link_json(found.link), "parts": [list(found.one), list(found.other)]}


def _possible(possible: Possible) -> Json:
    """Return two series that may be of one hand, with the grounds for it."""
    return {
        "series_a": possible.series_a,
        "series_b": possible.series_b,
        "evidence_milli": possible.evidence_milli,
        "strength": possible.strength,
        "grounds": [asdict(ground) for ground in possible.grounds],
    }


def _received(found: Received) -> Json:
    """Return a victim to whose own account another victim's money came."""
    return {
        "complaint_id": found.owner,
        "origin": found.origin,
        "account": found.account,
        "amount_minor": str(found.amount_minor),
        "currency": found.currency,
        "first_at": canonical_time(found.first_at),
    }


def _service(service: Service, names: Mapping[str, str]) -> Json:
    """Return accounts that serve together, and for which series.

    Args:
        names: Of those who hold several accounts.
    """
    return {
        "service_id": service.service_id,
        "complaints": list(service.complaints),
        "series": [{"series_id": name, "complaints": n} for name, n in service.series],
        "accounts": [
            {
                "kind": account.kind,
                "value": account.value,
                "complaints": account.complaints,
                "first": canonical_time(account.first),
                "last": canonical_time(account.last),
                "holder": account.holder,
                "holder_name": names.get(account.holder, ""),
            }
            for account in service.accounts
        ],
    }


def _contradiction(judgement: Judgement) -> Json:
    """Return a judgement that another outranks; its free words may name people and stay away."""
    return {
        "judgement_id": judgement.judgement_id,
        "complaint_a": judgement.complaint_a,
        "complaint_b": judgement.complaint_b,
        "at": canonical_time(judgement.at),
        "by": judgement.by,
    }
