"""Agreements: what two complaints both name, and what each of them counts.

An agreement is shown whole: what it weighs, what time leaves of it, and how much of that is counted
as another agreement already, because who names a page has named its site. The parts add up to what
grouping takes for the pair. An agreement proves that both wrote the same down, not who used it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.identifiers.mistyped import candidates
from izdes.core.linking.comparisons import COMPARISONS, code_of
from izdes.core.linking.implied import holder_of, implied_nodes
from izdes.core.linking.kinds import NEAR, kind_of
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Purpose, Trait, silences_of

_Has = Mapping[Node, Mention]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One thing that both complaints name, and what it counts.

    Attributes:
        reason: Code of the comparison.
        one: The mention by which the first complaint has it, ``other`` the second.
        degree: How many complaints of the snapshot name it.
        whole_milli: What sharing it weighs before time, in thousandths of log10.
        silence: The longest time between the two for which nobody named it.
        kept: What time leaves of the weight, in thousandths.
        agreement_milli: The weight that time leaves.
        counted_milli: What enters the sum; less where a part is counted as another agreement.
        implied_by: Things that both name and that imply this one.
    """

    kind: str
    value: str
    reason: str
    one: Mention
    other: Mention
    degree: int
    whole_milli: int
    silence: timedelta
    kept: int
    agreement_milli: int
    counted_milli: int
    implied_by: tuple[Node, ...] = ()

    @property
    def already_milli(self) -> int:
        """What is counted as another agreement: zero or less."""
        return self.counted_milli - self.agreement_milli

    def __repr__(self) -> str:
        """Mask the identifier."""
        return f"Agreement({self.reason}, {self.counted_milli})"


def agreements_of(
    pair: tuple[ComplaintId, ComplaintId],
    mentions: Sequence[Mention],
    traits: Iterable[Trait],
    snapshot: Snapshot,
    *,
    holders: Mapping[Node, Node] | None = None,
) -> tuple[Agreement, ...]:
    """Return what two complaints both name, the weightiest first.

    Args:
        mentions: Of every complaint: how long a thing was silent, the others tell.
        traits: All traits of those mentions.
        holders: Given, the agreements are those of services: of money alone, with the holders of
            accounts.

    Returns:
        Agreements whose ``counted_milli`` add up to the weight of the pair.
    """
    purpose: Purpose = "series" if holders is None else "services"
    if holders is not None:
        mentions = [m for m in mentions if (k := kind_of(m.kind)) and k.layer == "money"]
    known = _Implying(holders or {}, purpose)
    found = _Pair.of(pair, mentions, snapshot, known).agreements(traits, mentions)
    return tuple(sorted(found, key=lambda a: (-a.agreement_milli, a.kind, a.value)))


@dataclass(frozen=True, slots=True)
class _Implying:
    """What mentions imply, and how long it may be silent.

    Attributes:
        holders: The holder of each account; none for series.
    """

    holders: Mapping[Node, Node]
    purpose: Purpose

    def sure(self, mention: Mention) -> tuple[Node, ...]:
        """Return what a mention names and implies."""
        return (mention.node, *implied_nodes(mention), *holder_of(mention, self.holders))

    def kept(self, node: Node, silence: timedelta) -> int:
        """Return what a silence leaves of a weight, in thousandths."""
        steps = silences_of(node, self.purpose)
        return next((keep for days, keep in steps if silence <= timedelta(days=days)), 0)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two complaints, each with the mention by which it has a thing.

    Attributes:
        surely: What each names, and what that implies.
        perhaps: What one slip makes of its mistyped numbers.
    """

    ids: tuple[ComplaintId, ComplaintId]
    snapshot: Snapshot
    known: _Implying
    surely: tuple[_Has, _Has]
    perhaps: tuple[_Has, _Has]

    @classmethod
    def of(
        cls,
        ids: tuple[ComplaintId, ComplaintId],
        mentions: Sequence[Mention],
        snapshot: Snapshot,
        known: _Implying,
    ) -> "_Pair":
        """Collect what the two mention; a hub implies nothing."""
        linking = [m for m in mentions if m.complaint_id in ids and _links(m.node, snapshot)]
        one, other = ([m for m in linking if m.complaint_id == name] for name in ids)
        surely = (_has(one, known.sure), _has(other, known.sure))
        return cls(ids, snapshot, known, surely, (_has(one, _slips), _has(other, _slips)))

    def agreements(
        self, traits: Iterable[Trait], mentions: Sequence[Mention]
    ) -> Iterator[Agreement]:
        """Yield what both have, also where nothing of it counts."""
        shared: dict[Node, list[Trait]] = {
            node: []
            for node in self.surely[0].keys() & self.surely[1].keys()
            if _links(node, self.snapshot)
        }
        for trait in traits:
            if {*self.ids} <= {*trait.holders}:
                shared.setdefault((trait.kind, trait.value), []).append(trait)
        named = _named(shared.keys(), mentions, self.known)
        for node, found in shared.items():
            yield self._agreement(node, found, self._silence(found, named[node]))

    def _agreement(self, node: Node, traits: Sequence[Trait], silence: timedelta) -> Agreement:
        """Return one thing that both have, with what time and other agreements take away."""
        one, other = (self.surely[n].get(node) or self.perhaps[n][node] for n in (0, 1))
        whole = self.snapshot.weight(node)
        return Agreement(
            *node,
            reason=code_of(COMPARISONS[node[0]]),
            one=one,
            other=other,
            degree=self.snapshot.degrees.get(node, 0),
            whole_milli=whole,
            silence=silence,
            # Where both named it and have no strand in common, another holder came between.
            kept=self.known.kept(node, silence) if traits or not whole else 0,
            agreement_milli=max((t.agreement_milli for t in traits), default=0),
            counted_milli=sum(t.weight_milli for t in traits),
            implied_by=tuple(sorted(self._implying(node))),
        )

    def _implying(self, node: Node) -> Iterator[Node]:
        """Yield what both name and what therefore implies this one in both."""
        one, other = self.surely
        for key in one.keys() & other.keys() - {node}:
            if one[key].node == other[key].node == key and node in self.known.sure(one[key]):
                yield key

    def _silence(self, traits: Sequence[Trait], named: Mapping[ComplaintId, datetime]) -> timedelta:
        """Return the longest time between the two in which no complaint named a thing."""
        strand = {holder for trait in traits for holder in trait.holders}
        places = sorted((at, name) for name, at in named.items() if not strand or name in strand)
        first, last = sorted(n for n, (_, name) in enumerate(places) if name in self.ids)
        between = places[first : last + 1]
        return max(later - earlier for (earlier, _), (later, _) in pairwise(between))


def _slips(mention: Mention) -> tuple[Node, ...]:
    """Return the numbers that one slip makes of a mistyped one."""
    if mention.certainty != "mistyped":
        return ()
    return tuple((f"{mention.kind}{NEAR}", n) for n in candidates(mention.kind, mention.value))


def _has(
    mentions: Sequence[Mention], nodes_of: Callable[[Mention], tuple[Node, ...]]
) -> dict[Node, Mention]:
    """Return by which mention one complaint has each thing; its own name before an implied one."""
    found = {node: m for m in mentions for node in nodes_of(m)}
    return {**found, **{m.node: m for m in mentions if m.node in found}}


def _named(
    nodes: Collection[Node], mentions: Iterable[Mention], known: _Implying
) -> Mapping[Node, Mapping[ComplaintId, datetime]]:
    """Return for each of some things which complaint has it, and since when."""
    named: dict[Node, dict[ComplaintId, datetime]] = {node: {} for node in nodes}
    for mention in sorted(mentions, key=lambda m: m.at, reverse=True):
        for node in (*known.sure(mention), *_slips(mention)):
            if node in named:
                named[node][mention.complaint_id] = mention.at
    return named


def _links(node: Node, snapshot: Snapshot) -> bool:
    """Say whether nothing was said of a thing that keeps it from linking."""
    said = snapshot.verdict_of(node)
    return said is None or said.verdict == "links"
