"""From links to a passport's input: one series of a set of complaints, with all that it shares."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import pairwise
from typing import ClassVar

from izdes.adapters.tables.links import Linked
from izdes.core.errors import IzdesError
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.grouping import Limits
from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.judgements import standing
from izdes.core.linking.kinds import NEAR
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.services import Service
from izdes.core.linking.snapshot import Snapshot
from izdes.follow.passport.given import Money, PassportInput, SharedIdentifier
from izdes.follow.passport.masks import own_nodes


class NoSuchSeries(IzdesError):
    """No series bears that name, or it is a single complaint."""

    code: ClassVar[str] = "no_such_series"


def passport_input(
    series_id: str,
    complaints: Iterable[Complaint],
    linked: Linked,
    *,
    as_of: datetime | None = None,
    registered: Mapping[ComplaintId, datetime] | None = None,
    money: Money | None = None,
    digests: Mapping[str, str] | None = None,
) -> PassportInput:
    """Return what the passport of one series is made from.

    Args:
        complaints: All that were linked: what any victim calls her own is masked.
        as_of: The moment it speaks of; by default the latest report among those linked.
        registered: When cases were registered, as far as that is known.

    Raises:
        NoSuchSeries: The links know no series of that name with two episodes.
    """
    links = linked.links
    members = {c for c, series in links.series if series == series_id}
    every = tuple(complaints)
    told = tuple(c for c in every if c.complaint_id in members)
    if len(told) < 2:  # noqa: PLR2004 - a complaint alone is no series
        raise NoSuchSeries(series=series_id[:40])
    return PassportInput(
        series_id=ComplaintId(series_id),
        complaints=told,
        as_of=as_of or linked.taken_at,
        identifiers=_identifiers(
            [m for m in linked.mentions if m.complaint_id in members], links.snapshot
        ),
        links=tuple(x for x in links.links if x.complaint_a in members),
        possible=tuple(p for p in links.possible if series_id in {p.series_a, p.series_b}),
        services=tuple(s for s in links.services if _serves(s, members)),
        received=tuple(r for r in linked.received if {r.owner, r.origin} & members),
        judgements=tuple(j for j in standing(linked.judgements) if members & set(j.pair)),
        contradictions=tuple(j for j in links.contradictions if members & set(j.pair)),
        campaigns={c: campaign for c, campaign in links.campaigns if c in members},
        registered=registered or {},
        money=money,
        own_elsewhere=frozenset(
            node for c in every if c.complaint_id not in members for node in own_nodes(c)
        ),
        digests={**(digests or {}), "links": linked.digest, "snapshot": links.snapshot.digest},
        parameters=_parameters(),
    )


def _serves(service: Service, members: Collection[ComplaintId]) -> bool:
    """Say whether a service served this series and another."""
    return service.shared_by > 1 and any(c in members for c in service.complaints)


def _parameters() -> dict[str, int]:
    """Return the limits of the method."""
    return asdict(Limits())


def _identifiers(mentions: Iterable[Mention], snapshot: Snapshot) -> tuple[SharedIdentifier, ...]:
    """Return every identifier that the complaints name, and what naming it implies."""
    named: dict[Node, dict[ComplaintId, Mention]] = {}
    for mention in mentions:
        for node in (mention.node, *implied_nodes(mention)):
            if not node[0].endswith(NEAR):
                named.setdefault(node, {}).setdefault(mention.complaint_id, mention)
    return tuple(_identifier(n, list(m.values()), snapshot) for n, m in sorted(named.items()))


def _identifier(node: Node, mentions: Sequence[Mention], snapshot: Snapshot) -> SharedIdentifier:
    """Return one identifier with its validity, weight and verdict."""
    ordered = sorted(mentions, key=lambda m: (m.at, m.complaint_id))
    silences = [(later.at - earlier.at).days for earlier, later in pairwise(ordered)]
    said = snapshot.verdict_of(node)
    return SharedIdentifier(
        kind=node[0],
        value=node[1],
        complaints=tuple(m.complaint_id for m in ordered),
        first_seen=ordered[0].at,
        last_seen=ordered[-1].at,
        silence_days=max(silences, default=0),
        weight_milli=snapshot.weight(node),
        verdict=said.verdict if said else "links",
        reason=said.reason if said else "",
    )
