"""Services: accounts that serve together, and whose victims' money came to them.

A mule's account, and the herder who lets it, serve several crews. So what is named of money forms a
layer of its own, by the same arithmetic and with longer silences: a *service* is a group of
complaints that accounts hold together. It never joins series; it is shown beside them, with how
many series it serves: that is the finding.

A service says that money went the same way, not that whoever deceived is the same, nor that the
holder knew.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.grouping import Limits, group
from izdes.core.linking.implied import holder_of, implied_nodes
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.problems import SeriesId, named_by_first, problem_of
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Changes, Trait, traits_of

ServiceId = ComplaintId


@dataclass(frozen=True, slots=True, order=True)
class ServiceAccount:
    """One account of a service.

    Attributes:
        complaints: How many complaints of the service name it.
        first, last: When it was named for the first and the last time by them.
        holder: Who holds it, where he holds another account of the service.
    """

    kind: str
    value: str
    complaints: int
    first: datetime
    last: datetime
    holder: str = ""

    def __repr__(self) -> str:
        """Mask the account."""
        return f"ServiceAccount({self.kind}, {self.complaints} complaints)"


@dataclass(frozen=True, slots=True)
class Service:
    """Accounts that serve together.

    Attributes:
        service_id: The first complaint by (reported_at, complaint_id).
        complaints: Those whose money went to it, sorted.
        accounts: What holds them together, the most named first.
        series: (series, complaints of it among these), the most first; a service that several crews
            use has several.
    """

    service_id: ServiceId
    complaints: tuple[ComplaintId, ...]
    accounts: tuple[ServiceAccount, ...]
    series: tuple[tuple[SeriesId, int], ...]

    @property
    def shared_by(self) -> int:
        """How many series it serves."""
        return len(self.series)


def services_of(
    ids: Sequence[ComplaintId],
    mentions: Iterable[Mention],
    snapshot: Snapshot,
    *,
    series: Iterable[tuple[ComplaintId, SeriesId]],
    changes: Changes | None = None,
    holders: Mapping[Node, Node] | None = None,
    limits: Limits | None = None,
) -> tuple[Service, ...]:
    """Return the services of two complaints and more, those of the most series first.

    What officers judged of two complaints speaks of who deceived, and takes no part.

    Args:
        ids: Every complaint, in the order of (reported_at, complaint_id).
        series: Every complaint with its series.
        changes: When an identifier passed to another holder.
        holders: The holder of each account, where it is known that he holds others too.
    """
    mentions, holders = list(mentions), holders or {}
    traits = traits_of(mentions, snapshot, "services", changes=changes, holders=holders)
    service_of = dict(named_by_first(ids, group(problem_of(ids, traits), limits)))
    accounts = _accounts(mentions, service_of, _holding(traits, service_of), holders)
    members: defaultdict[ServiceId, list[ComplaintId]] = defaultdict(list)
    for complaint, service in sorted(service_of.items()):
        members[service].append(complaint)
    of = dict(series)
    found = (
        Service(service, tuple(who), accounts[service], _most_first(of[c] for c in who))
        for service, who in members.items()
        if len(who) > 1
    )
    return tuple(sorted(found, key=lambda s: (-s.shared_by, -len(s.complaints), s.service_id)))


def _most_first(series: Iterable[SeriesId]) -> tuple[tuple[SeriesId, int], ...]:
    """Return how often each series stands there, the most frequent first."""
    return tuple(sorted(Counter(series).items(), key=lambda item: (-item[1], item[0])))


def _holding(
    traits: Iterable[Trait], service_of: Mapping[ComplaintId, ServiceId]
) -> set[tuple[ServiceId, Node]]:
    """Return what at least two complaints of a service have in common."""
    return {
        (service, (trait.kind, trait.value))
        for trait in traits
        for service, count in Counter(service_of[c] for c in trait.holders).items()
        if count > 1
    }


def _accounts(
    mentions: Iterable[Mention],
    service_of: Mapping[ComplaintId, ServiceId],
    holding: set[tuple[ServiceId, Node]],
    holders: Mapping[Node, Node],
) -> defaultdict[ServiceId, tuple[ServiceAccount, ...]]:
    """Return the accounts of each service as its complaints name them."""
    times: defaultdict[tuple[ServiceId, Node], dict[ComplaintId, datetime]] = defaultdict(dict)
    for mention in mentions:
        service = service_of[mention.complaint_id]
        nodes = (mention.node, *implied_nodes(mention), *holder_of(mention, holders))
        if any((service, node) in holding for node in nodes):
            times[service, mention.node][mention.complaint_id] = mention.at
    found: defaultdict[ServiceId, list[ServiceAccount]] = defaultdict(list)
    for (service, node), named_at in times.items():
        moments = sorted(named_at.values())
        holder = holders.get(node)
        whose = holder[1] if holder is not None and (service, holder) in holding else ""
        found[service].append(ServiceAccount(*node, len(moments), moments[0], moments[-1], whose))
    ordered = {
        s: tuple(sorted(a, key=lambda one: (-one.complaints, one))) for s, a in found.items()
    }
    return defaultdict(tuple, ordered)
