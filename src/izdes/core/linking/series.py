"""Series: complaints that share a hand, each join with its reason.

Every complaint is compared with every other through what both name; the arithmetic is that of
`docs/reference/linking.md`. Series are proposals: an officer confirms, or says that two complaints
are not the same, and the series are what follows from that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.comparisons import COMPARISONS, code_of
from izdes.core.linking.grouping import TOGETHER, Bipartite, Join, Limits, group, refused
from izdes.core.linking.hubs.namings import wider_of
from izdes.core.linking.hubs.review import VerdictWord
from izdes.core.linking.judgements import Judgement, standing
from izdes.core.linking.mentions import Mention, mentions_of
from izdes.core.linking.possible import Possible, Weak, possible_joins
from izdes.core.linking.problems import named_by_first, problem_of
from izdes.core.linking.services import Service, services_of
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.taking import Knowledge, snapshot_of
from izdes.core.linking.told import told_of
from izdes.core.linking.traits import Changes, Trait, traits_of
from izdes.core.money.aliases import AliasBook

SeriesId = ComplaintId
JUDGED = "judged_the_same"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Why two complaints are in one series.

    Attributes:
        complaint_a: Of the two the one reported first.
        kind: Kind of what both name, ``value`` its normal form; empty where an officer judged.
        log10_lr_milli: Weight of that agreement, with time, in thousandths of log10.
        reason: Code of the comparison, such as ``same_phone``.
        evidence_milli: All evidence between the two groups that this link joins.
        level: How strongly they hold together; see `izdes.core.linking.grouping`.
    """

    complaint_a: ComplaintId
    complaint_b: ComplaintId
    kind: str
    value: str
    log10_lr_milli: int
    reason: str
    evidence_milli: int = 0
    level: int = 0

    def __repr__(self) -> str:
        """Mask the identifier."""
        return f"Link({self.complaint_a}, {self.complaint_b}, {self.reason})"


@dataclass(frozen=True, slots=True, order=True)
class HubFound:
    """An identifier that complaints name and that was kept from linking, or reviewed.

    Attributes:
        degree: How many complaints name it.
        reason: Code of why.
        grounds: Of the machine's own verdict: every code that spoke, with its points.
    """

    kind: str
    value: str
    degree: int
    verdict: VerdictWord
    reason: str
    grounds: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """What linking found.

    Attributes:
        series: (complaint, series) of every complaint, sorted. A series bears the id of its first
            complaint by (reported_at, complaint_id); a complaint alone is a series of its own.
        campaigns: (complaint, campaign), likewise; a campaign lies within one series.
        links: One for each join: every series holds together by its links; sorted.
        hubs: Identifiers that were kept from linking or reviewed, sorted.
        contradictions: Judgements of "same hand" that a "not the same" outranks.
        snapshot: What the weights were taken from.
        services: Who laundered; shown beside the series and never merged with them.
        possible: Series that may share a hand, the strongest first; nothing is joined by it.
    """

    series: tuple[tuple[ComplaintId, SeriesId], ...]
    campaigns: tuple[tuple[ComplaintId, SeriesId], ...]
    links: tuple[Link, ...]
    hubs: tuple[HubFound, ...]
    contradictions: tuple[Judgement, ...]
    snapshot: Snapshot
    services: tuple[Service, ...] = ()
    possible: tuple[Possible, ...] = ()


def link(
    complaints: Iterable[Complaint],
    *,
    known: Knowledge | None = None,
    judgements: Iterable[Judgement] = (),
    snapshot: Snapshot | None = None,
    aliases: AliasBook | None = None,
    changes: Changes | None = None,
    more: Iterable[Mention] = (),
    weak: Iterable[Weak] = (),
    limits: Limits | None = None,
) -> Links:
    """Link complaints that share a hand.

    Args:
        complaints: In any order, every id once.
        known: What is known of identifiers.
        judgements: What officers said of pairs.
        snapshot: Where weights come from; by default the complaints themselves.
        aliases: Which card or phone is which account.
        changes: When an identifier passed to another holder.
        more: Mentions found elsewhere, such as where money went on to.
        weak: Evidence that proposes and never joins.

    Returns:
        The same for any order of the complaints and of the judgements.
    """
    ordered = sorted(complaints, key=lambda c: c.sort_key)
    mentions = [m for c in ordered for m in mentions_of(c, aliases)] + list(more)
    ids = [c.complaint_id for c in ordered]
    known = known or Knowledge()
    if snapshot is None:
        told = [told_of(c, aliases) for c in ordered]
        snapshot = snapshot_of(len(ids), mentions, told, known)
    judgements = list(judgements)
    found = link_mentions(
        ids, mentions, snapshot, judgements=judgements, changes=changes, limits=limits
    )
    traits = traits_of(mentions, snapshot, changes=changes)
    return replace(
        found,
        services=services_of(
            ids,
            mentions,
            snapshot,
            series=found.series,
            changes=changes,
            holders=known.holders,
            limits=limits,
        ),
        possible=possible_joins(found.series, traits, weak=weak, judgements=judgements),
    )


def link_mentions(
    ids: Sequence[ComplaintId],
    mentions: Iterable[Mention],
    snapshot: Snapshot,
    *,
    judgements: Iterable[Judgement] = (),
    changes: Changes | None = None,
    limits: Limits | None = None,
) -> Links:
    """Link complaints by their mentions.

    Args:
        ids: Every complaint, in the order of (reported_at, complaint_id).
        changes: When an identifier passed to another holder.
    """
    limits = limits or Limits()
    mentions = list(mentions)
    traits = traits_of(mentions, snapshot, changes=changes)
    said = [j for j in standing(judgements) if set(j.pair) <= set(ids)]
    problem = problem_of(ids, traits, said)
    joins = group(problem, limits)
    crossed = {(ids[one], ids[other]) for one, other in refused(problem, limits)}
    return Links(
        series=named_by_first(ids, joins),
        campaigns=named_by_first(ids, [join for join in joins if join.level >= limits.campaign]),
        links=tuple(sorted(_links(ids, traits, joins, _judged(problem)))),
        hubs=_kept(mentions, snapshot),
        contradictions=tuple(j for j in said if j.verdict == "same" and _pair(j) in crossed),
        snapshot=snapshot,
    )


def _pair(judgement: Judgement) -> tuple[ComplaintId, ComplaintId]:
    """Return the complaints of a judgement as they were given."""
    return judgement.complaint_a, judgement.complaint_b


def _links(
    ids: Sequence[ComplaintId],
    traits: Sequence[Trait],
    joins: Iterable[Join],
    judged: Iterator[tuple[int, int]],
) -> Iterator[Link]:
    """Yield for each join the judgement that made it, or the strongest agreement it rests on."""
    place = {complaint_id: n for n, complaint_id in enumerate(ids)}
    strongest = sorted(traits, key=lambda t: (-t.agreement_milli, t.kind, t.value, t.begins))
    # For each group, the first member that has each trait; the smaller number is the stronger.
    first: list[dict[int, int]] = [{} for _ in ids]
    for n, trait in enumerate(strongest):
        for holder in trait.holders:
            first[place[holder]][n] = place[holder]
    for join in joins:
        one, other = first[join.one], first[join.other]
        if join.height == TOGETHER:
            a, b = next(judged)
            yield _link(ids[a], ids[b], None, join)
        else:
            best = min(one.keys() & other.keys())
            a, b = sorted((one[best], other[best]))
            yield _link(ids[a], ids[b], strongest[best], join)
        for n, member in other.items():
            one[n] = min(one.get(n, member), member)


def _link(a: ComplaintId, b: ComplaintId, trait: Trait | None, join: Join) -> Link:
    """Return a join as a link; without a trait it is an officer's word."""
    if trait is None:
        return Link(a, b, "", "", 0, JUDGED, join.evidence, join.level)
    reason = code_of(COMPARISONS[trait.kind])
    weight = trait.agreement_milli
    return Link(a, b, trait.kind, trait.value, weight, reason, join.evidence, join.level)


def _judged(problem: Bipartite) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose judgement joined two groups, in the order of the judgements."""
    name = list(range(problem.members))
    crossed = set(refused(problem))
    for pair in problem.together:
        one, other = sorted(name[member] for member in pair)
        if one != other and pair not in crossed:
            name = [one if n == other else n for n in name]
            first, second = sorted(pair)
            yield first, second


def _kept(mentions: Iterable[Mention], snapshot: Snapshot) -> tuple[HubFound, ...]:
    """Return the identifiers on which there is a verdict, as far as complaints name or imply them.

    A number near to another has none of its own.
    """
    pairs = {(node, m.complaint_id) for m in mentions for node in (m.node, *wider_of(m))}
    named = Counter(node for node, _ in pairs)
    said = ((node, degree, snapshot.verdict_of(node)) for node, degree in named.items())
    return tuple(
        sorted(HubFound(*n, d, v.verdict, v.reason, v.grounds) for n, d, v in said if v is not None)
    )
