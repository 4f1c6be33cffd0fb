"""Explanation: what two complaints have in common, agreement by agreement, to the last thousandth.

The sum is the weight that grouping takes for the pair: nothing is added for people, and nothing is
left out. Where time, a hub or another agreement takes something away, it is said how much. No prior
is used: a weight says how much more likely the agreement is under one hand than under two; how
likely one hand is to begin with, it does not say.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from izdes.core.errors import IzdesError
from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.evidence import log10_milli
from izdes.core.linking.explaining.agreements import Agreement, agreements_of
from izdes.core.linking.grouping import Limits, size_milli
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.judgements import Judgement, standing
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.series import Link, Links, SeriesId
from izdes.core.linking.services import ServiceId
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Changes, Trait, traits_of

_SCALE = 1_000_000


class NoSuchComplaint(IzdesError):
    """A complaint to be explained is not among those that were linked."""

    code = "no_such_complaint"


class SameComplaint(IzdesError):
    """An explanation is of two complaints."""

    code = "same_complaint"


@dataclass(frozen=True, slots=True)
class Excluded:
    """Something that both complaints name and that counts nothing: a hub, or one to be reviewed."""

    kind: str
    value: str
    degree: int
    verdict: Verdict

    def __repr__(self) -> str:
        """Mask the identifier."""
        return f"Excluded({self.kind}, {self.verdict.verdict})"


@dataclass(frozen=True, slots=True)
class Distance:
    """What two series would need to become one.

    Attributes:
        members_a: Complaints of the first one's series; ``members_b`` of the second one's.
        evidence_milli: All evidence between them.
        needed_milli: What two groups of these sizes must show.
        most: The members that a series may have.
        apart: Judgements that keep them apart.
    """

    series_a: SeriesId
    series_b: SeriesId
    members_a: int
    members_b: int
    evidence_milli: int
    needed_milli: int
    most: int
    apart: tuple[Judgement, ...]

    @property
    def missing_milli(self) -> int:
        """What is missing; zero where evidence is not the obstacle."""
        return max(0, self.needed_milli - self.evidence_milli)

    @property
    def is_too_large(self) -> bool:
        """Say whether one series of both would be larger than a series may be."""
        return self.members_a + self.members_b > self.most


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that speaks of two complaints together.

    Attributes:
        agreements: What both name, the weightiest first.
        excluded: What both name and was kept out of the sum.
        judgements: What officers said of this pair, as far as it stands.
        evidence_milli: The sum: the weight of the pair.
        population: How many complaints there are to choose from.
        chain: The links that lead from one to the other, in order; empty for different series.
        distance: For different series, what is missing.
        money: What both name among services: of money alone, holders of accounts among it.
        service: The service to which the money of both went, None where there is none.
    """

    complaint_a: ComplaintId
    complaint_b: ComplaintId
    agreements: tuple[Agreement, ...]
    excluded: tuple[Excluded, ...]
    judgements: tuple[Judgement, ...]
    evidence_milli: int
    population: int
    chain: tuple[Link, ...]
    distance: Distance | None
    money: tuple[Agreement, ...] = ()
    service: ServiceId | None = None

    @property
    def money_milli(self) -> int:
        """The weight of the pair among services."""
        return sum(agreement.counted_milli for agreement in self.money)

    @property
    def weakest(self) -> Link | None:
        """The link of the chain that holds least; at its level the two hold together."""
        return min(self.chain, key=lambda link: link.level, default=None)


def explain(
    complaint_a: ComplaintId,
    complaint_b: ComplaintId,
    mentions: Iterable[Mention],
    links: Links,
    *,
    judgements: Iterable[Judgement] = (),
    changes: Changes | None = None,
    holders: Mapping[Node, Node] | None = None,
    limits: Limits | None = None,
) -> Explanation:
    """Explain two complaints.

    Args:
        mentions: Those that were linked, of every complaint: silences depend on the others.
        links: What linking found among them.
        judgements: Those that were given to linking; ``changes`` and ``holders`` likewise.

    Raises:
        NoSuchComplaint: One of the two was not linked.
        SameComplaint: The two are one.
    """
    _require_two(complaint_a, complaint_b, links)
    mentions = list(mentions)
    pair = (complaint_a, complaint_b)
    held = holders or {}
    traits = traits_of(mentions, links.snapshot, changes=changes)
    serving = traits_of(mentions, links.snapshot, "services", changes=changes, holders=held)
    said = standing(judgements)
    agreements = agreements_of(pair, mentions, traits, links.snapshot)
    return Explanation(
        *pair,
        agreements=agreements,
        excluded=tuple(_excluded(pair, mentions, links.snapshot)),
        judgements=tuple(j for j in said if {*j.pair} == {*pair}),
        evidence_milli=sum(a.counted_milli for a in agreements),
        population=links.snapshot.population,
        chain=chain_between(*pair, links.links),
        distance=_distance(pair, traits, links, judgements=said, limits=limits or Limits()),
        money=agreements_of(pair, mentions, serving, links.snapshot, holders=held),
        service=next((s.service_id for s in links.services if {*pair} <= {*s.complaints}), None),
    )


def random_pair_milli(of_one_hand: int, population: int) -> int:
    """Return the odds that a second complaint taken at random is of the first one's hand.

    In thousandths of log10; for scale only, linking uses no prior.

    Args:
        of_one_hand: Complaints that this hand caused, at least two.
        population: All complaints, more than those.

    >>> random_pair_milli(10, 28_851)
    -3506
    """
    return log10_milli(of_one_hand - 1, population - of_one_hand)


def chain_between(
    complaint_a: ComplaintId, complaint_b: ComplaintId, links: Iterable[Link]
) -> tuple[Link, ...]:
    """Return the links that lead from one complaint to another; links of a series are a tree."""
    beside: defaultdict[ComplaintId, list[Link]] = defaultdict(list)
    for link in links:
        beside[link.complaint_a].append(link)
        beside[link.complaint_b].append(link)
    way: dict[ComplaintId, tuple[Link, ...]] = {complaint_a: ()}
    waiting = [complaint_a]
    for here in waiting:
        for link in beside[here]:
            there = link.complaint_b if link.complaint_a == here else link.complaint_a
            if there not in way:
                way[there] = (*way[here], link)
                waiting.append(there)
    return way.get(complaint_b, ())


def _require_two(complaint_a: ComplaintId, complaint_b: ComplaintId, links: Links) -> None:
    """Refuse what is not a pair of linked complaints."""
    linked = {complaint for complaint, _ in links.series}
    for complaint in (complaint_a, complaint_b):
        if complaint not in linked:
            raise NoSuchComplaint(complaint=complaint)
    if complaint_a == complaint_b:
        raise SameComplaint(complaint=complaint_a)


def _excluded(
    pair: tuple[ComplaintId, ComplaintId], mentions: Iterable[Mention], snapshot: Snapshot
) -> Iterator[Excluded]:
    """Yield what both name and is kept from linking, in the order of its kind and value."""
    one, other = (
        {node for m in mentions if m.complaint_id == name for node in (m.node, *implied_nodes(m))}
        for name in pair
    )
    for node in sorted(one & other):
        said = snapshot.verdict_of(node)
        if said is not None and said.verdict != "links":
            yield Excluded(*node, snapshot.degrees.get(node, 0), said)


def _distance(
    pair: tuple[ComplaintId, ComplaintId],
    traits: Iterable[Trait],
    links: Links,
    *,
    judgements: Iterable[Judgement],
    limits: Limits,
) -> Distance | None:
    """Return what is missing between the series of two complaints; None where it is one."""
    series = dict(links.series)
    one, other = (series[name] for name in pair)
    if one == other:
        return None
    sizes = Counter(series.values())
    held = [Counter(series[holder] for holder in {*t.holders}) for t in traits]
    evidence = sum(
        t.weight_milli * count[one] * count[other] for t, count in zip(traits, held, strict=True)
    )
    area = size_milli(sizes[one]) * size_milli(sizes[other])
    return Distance(
        series_a=one,
        series_b=other,
        members_a=sizes[one],
        members_b=sizes[other],
        evidence_milli=evidence,
        # The least evidence whose height, rounded down, reaches that of a crew.
        needed_milli=max(limits.least, -(-limits.crew * area // _SCALE)),
        most=limits.most,
        apart=tuple(
            j
            for j in judgements
            if j.verdict == "not_same" and {series.get(c) for c in j.pair} == {one, other}
        ),
    )
