"""Series: complaints joined by the identifiers they share, each link with its reason.

Every identifier is a node. It links each complaint that names it to the first one that does, so
that what is stored grows with mentions and never with pairs. A hub links nobody; an identifier
that too many complaints name waits for a person to look at it, and until then links nobody either.

Components over exact identifiers are proposals: one wrongly given number can join two crews. An
officer confirms, or says that they are not the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.comparisons import COMPARISONS, code_of
from izdes.core.linking.evidence import Shared
from izdes.core.linking.hubs import Hub, hub_of, index_of, packaged_hubs
from izdes.core.linking.mentions import Node, mentions_of

MAX_DEGREE = 200
Verdict = Literal["hub", "pending"]


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Why two complaints are in one series.

    Attributes:
        complaint_a: The first complaint that names the identifier.
        complaint_b: A later one.
        log10_lr_milli: Weight of the agreement in thousandths of log10.
        reason: Code of the comparison, such as ``same_phone``.
    """

    complaint_a: ComplaintId
    complaint_b: ComplaintId
    kind: str
    value: str
    log10_lr_milli: int
    reason: str

    def __repr__(self) -> str:
        """Mask the identifier."""
        return f"Link({self.complaint_a}, {self.complaint_b}, {self.reason})"


@dataclass(frozen=True, slots=True, order=True)
class HubFound:
    """An identifier that several complaints may name and that links none of them.

    Attributes:
        degree: How many complaints name it.
        verdict: ``hub`` (listed as one) or ``pending`` (too many name it: somebody has to look).
        reason: Code of why.
    """

    kind: str
    value: str
    degree: int
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Links:
    """What linking found.

    Attributes:
        series: (complaint, series) of every complaint, sorted. A series bears the id of its first
            complaint by (reported_at, complaint_id); a complaint alone is a series of its own.
        links: A spanning set, sorted: every series holds together by its links.
        hubs: Identifiers that were kept from linking, sorted.
    """

    series: tuple[tuple[ComplaintId, ComplaintId], ...]
    links: tuple[Link, ...]
    hubs: tuple[HubFound, ...]


def link(
    complaints: Iterable[Complaint], *, hubs: Sequence[Hub] = (), max_degree: int = MAX_DEGREE
) -> Links:
    """Link complaints that name the same offender-side identifier.

    Args:
        complaints: In any order, every id once.
        hubs: Identifiers that link nobody, beside those of the packaged list.
        max_degree: An identifier that more complaints name does not link and is ``pending``.

    Returns:
        The same for any order of the complaints. The number of links never exceeds that of
        mentions.
    """
    ordered = sorted(complaints, key=lambda c: c.sort_key)
    named: defaultdict[Node, list[ComplaintId]] = defaultdict(list)
    for complaint in ordered:
        for node in mentions_of(complaint):
            named[node].append(complaint.complaint_id)
    kept = _kept_from_linking(named, index_of((*packaged_hubs(), *hubs)), max_degree)
    links = [
        found
        for node in named.keys() - {(hub.kind, hub.value) for hub in kept}
        for found in _star(node, named[node], len(ordered))
    ]
    return Links(
        _series([c.complaint_id for c in ordered], links), tuple(sorted(links)), tuple(kept)
    )


def _kept_from_linking(
    named: Mapping[Node, Sequence[ComplaintId]], hubs: Mapping[Node, Hub], max_degree: int
) -> list[HubFound]:
    """Return the identifiers that link nobody, with the reason."""
    kept: list[HubFound] = []
    for node, complaints in named.items():
        degree = len(complaints)
        if hub := hub_of(node, hubs):
            kept.append(HubFound(*node, degree, "hub", hub.reason))
        elif node[0] == "phone" and not node[1].startswith("+"):
            # Three to six digits are a service's number, whoever really called.
            kept.append(HubFound(*node, degree, "hub", "short_number_of_a_service"))
        elif degree > max_degree:
            kept.append(HubFound(*node, degree, "pending", "named_by_too_many"))
    return sorted(kept)


def _star(node: Node, complaints: Sequence[ComplaintId], total: int) -> list[Link]:
    """Link the first complaint that names an identifier to every other one."""
    first, *others = complaints
    comparison = COMPARISONS.get(node[0])
    if comparison is None or not others:
        return []
    weight = comparison(Shared(node[0], len(complaints), total))
    return [Link(first, other, *node, weight, code_of(comparison)) for other in others]


def _series(
    complaints: Sequence[ComplaintId], links: Iterable[Link]
) -> tuple[tuple[ComplaintId, ComplaintId], ...]:
    """Return every complaint with its series: components over the links."""
    place = {complaint_id: n for n, complaint_id in enumerate(complaints)}
    first = list(range(len(complaints)))

    def root(n: int) -> int:
        while first[n] != n:
            first[n] = first[first[n]]
            n = first[n]
        return n

    for found in links:
        one, other = sorted((root(place[found.complaint_a]), root(place[found.complaint_b])))
        # The earlier complaint is always the root, so that the root names the series.
        first[other] = one
    return tuple(sorted((c, complaints[root(n)]) for n, c in enumerate(complaints)))
