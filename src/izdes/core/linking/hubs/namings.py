"""Namings: who names what and when, as far as a review asks.

From all complaints together it is counted how those behave that name one value:
`izdes.core.linking.hubs.behaviour`. Values of which it is known whose they are stand aside: they
are not reviewed, and are nobody's companions.

The same is counted from columns by `izdes.engine.linking.behaviour`.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.hubs.behaviour import Counting, Counts
from izdes.core.linking.hubs.companions import Chance, Company, company_of
from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.kinds import kind_of, usual_degree
from izdes.core.linking.mentions import Mention, Node
from izdes.core.linking.told import Told

_One = TypeVar("_One")
_Other = TypeVar("_Other")
_DAY = timedelta(days=1)
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Namings:
    """All complaints by what they name.

    Attributes:
        named: By node, the complaints that name it, and when for the first time.
        names: By complaint, the nodes that it names.
        wider: By node, the one that it implies.
        busy: Nodes that more complaints name than is usual.
        told: By complaint.
        institutions: By node, the complaints that give it as an institution's own.
        paid: By node, the sums paid to it, rising.
        times: The first moment of every complaint, rising.
        schemes: How many complaints tell of each scheme.
    """

    named: Mapping[Node, Mapping[ComplaintId, datetime]]
    names: Mapping[ComplaintId, Sequence[Node]]
    wider: Mapping[Node, Node]
    busy: frozenset[Node]
    told: Mapping[ComplaintId, Told]
    institutions: Mapping[Node, Collection[ComplaintId]]
    paid: Mapping[Node, Sequence[int]]
    times: Sequence[datetime]
    schemes: Mapping[str, int]

    @classmethod
    def of(
        cls,
        mentions: Iterable[Mention],
        told: Iterable[Told],
        is_listed: Callable[[Node], bool],
        *,
        population: int,
    ) -> "Namings":
        """Collect them.

        Args:
            mentions: In any order.
            told: Each complaint once; what is not told is not counted.
            is_listed: Says of a node whether it is known whose it is.
            population: How many complaints there are to choose from.
        """
        mentions = list(mentions)
        by_complaint = {one.complaint_id: one for one in told}
        named = _named(mentions, is_listed)
        return cls(
            named=named,
            names=_turned(named),
            wider={mention.node: node for mention in mentions for node in wider_of(mention)},
            busy=frozenset(
                node for node, who in named.items() if is_busy(node[0], len(who), population)
            ),
            told=by_complaint,
            institutions=_turned({c: one.institutions for c, one in by_complaint.items()}),
            paid=_paid(by_complaint.values()),
            times=_first_times(mentions),
            schemes=Counter(one.scheme for one in by_complaint.values() if one.scheme),
        )

    def counts(self, node: Node, counting: Counting, population: int) -> Counts:
        """Count the complaints that name a node."""
        named = self.named[node]
        times = sorted(named.values())
        begin, busiest = _busiest(times, timedelta(days=counting.window_days))
        end = begin + timedelta(days=counting.window_days)
        told = [self.told[complaint] for complaint in named if complaint in self.told]
        schemes = Counter(one.scheme for one in told if one.scheme)
        # Of equally common ones the one that is commonest in all complaints.
        most = max(schemes.values(), default=0)
        sums = self.paid.get(node, ())
        institution = set(self.institutions.get(node, ()))
        company = self._company(node, counting, population)
        return Counts(
            degree=len(named),
            span_days=(times[-1] - times[0]) // _DAY,
            silence_days=max((b - a for a, b in pairwise(times)), default=timedelta()) // _DAY,
            busiest=busiest,
            busiest_of_all=bisect_left(self.times, end) - bisect_left(self.times, begin),
            complaints=len(self.times),
            regions=len({one.region for one in told if one.region}),
            schemes=len(schemes),
            scheme=most,
            with_scheme=schemes.total(),
            scheme_of_all=max(
                (self.schemes[s] for s, n in schemes.items() if n == most), default=0
            ),
            with_scheme_of_all=sum(self.schemes.values()),
            institution=len(institution),
            given=len({*institution, *named}),
            payments=len(sums),
            round_sums=sum(1 for minor in sums if minor % counting.round_minor == 0),
            low_minor=_tenth(sums, 1),
            high_minor=_tenth(sums, _TENTHS - 1),
            beside=company.beside,
            with_companion=company.with_companion,
            together=company.together,
        )

    def given_as_institutions(self, least: int) -> frozenset[Node]:
        """Return the nodes that are named, and that so many give as an institution's own."""
        given = self.institutions.items()
        return frozenset(
            node
            for node, who in given
            if node in self.named and is_reviewed(node[0]) and len(set(who)) >= least
        )

    def _company(self, node: Node, counting: Counting, population: int) -> Company:
        """Look at the complaints that name a node as if they did not."""
        others = {complaint: self._others(node, complaint) for complaint in self.named[node]}
        return company_of(
            others,
            {other: len(self.named[other]) for nodes in others.values() for other in nodes},
            chance=Chance(counting.companion_least, counting.companion_times, population),
            busy=self.busy,
        )

    def _others(self, node: Node, complaint: ComplaintId) -> list[Node]:
        """Return what else a complaint names; who names a page says no more by its site."""
        return [
            other
            for other in self.names[complaint]
            if other != node and self.wider.get(other) != node and self.wider.get(node) != other
        ]


def is_reviewed(kind_name: str) -> bool:
    """Say whether values of a kind are reviewed: a number near to another is the same one."""
    kind = kind_of(kind_name)
    return kind is not None and not kind.slips


def is_busy(kind_name: str, degree: int, population: int) -> bool:
    """Say whether more complaints name a value than is usual for its kind."""
    kind = kind_of(kind_name)
    return kind is not None and degree > usual_degree(kind, population)


def _named(
    mentions: Iterable[Mention], is_listed: Callable[[Node], bool]
) -> dict[Node, dict[ComplaintId, datetime]]:
    """Return by node which complaints name it, and when for the first time."""
    named: defaultdict[Node, dict[ComplaintId, datetime]] = defaultdict(dict)
    for mention in mentions:
        for node in (mention.node, *wider_of(mention)):
            first = named[node].get(mention.complaint_id, mention.at)
            named[node][mention.complaint_id] = min(first, mention.at)
    return {node: who for node, who in named.items() if kind_of(node[0]) and not is_listed(node)}


def wider_of(mention: Mention) -> Iterator[Node]:
    """Yield the site of a page and the mask of a card; a number near to itself is the same one."""
    for node in implied_nodes(mention):
        kind = kind_of(node[0])
        if kind is not None and not kind.slips:
            yield node


def _turned(of: Mapping[_One, Iterable[_Other]]) -> dict[_Other, list[_One]]:
    """Return who stands with what, from what stands with whom."""
    found: defaultdict[_Other, list[_One]] = defaultdict(list)
    for one, others in of.items():
        for other in others:
            found[other].append(one)
    return found


def _paid(told: Iterable[Told]) -> dict[Node, list[int]]:
    """Return by node the sums paid to it, rising."""
    paid: defaultdict[Node, list[int]] = defaultdict(list)
    for one in told:
        for node, minor in one.paid:
            paid[node].append(minor)
    return {node: sorted(sums) for node, sums in paid.items()}


def _first_times(mentions: Iterable[Mention]) -> list[datetime]:
    """Return the first moment of every complaint, rising."""
    first: dict[ComplaintId, datetime] = {}
    for mention in mentions:
        first[mention.complaint_id] = min(mention.at, first.get(mention.complaint_id, mention.at))
    return sorted(first.values())


def _busiest(times: Sequence[datetime], window: timedelta) -> tuple[datetime, int]:
    """Return where the window begins in which most moments lie, and how many; the first of equals.

    Args:
        times: Rising, at least one.
        window: Its end does not belong to it.
    """
    counts = [bisect_left(times, at + window) - n for n, at in enumerate(times)]
    most = max(counts)
    return times[counts.index(most)], most


def _tenth(sums: Sequence[int], tenths: int) -> int:
    """Return the largest of the lowest so many tenths of rising sums, 0 of none."""
    return sums[(len(sums) - 1) * tenths // _TENTHS] if sums else 0
