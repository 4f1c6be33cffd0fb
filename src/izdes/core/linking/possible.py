"""Possible joins: series that may share a hand, for people to look at.

Evidence between two series that was not enough to join them, and weak evidence (likeness of story
or habits, names that look alike, money that met) puts pairs of series before an officer, the
strongest first, each with its grounds. It joins nothing: one script is told by many crews, and one
mule serves several.

Pairs of complaints are never listed. Two series are looked at if they are among those that have a
trait most often, or if weak evidence names a complaint of each; then all that both have counts.
Weak evidence of one sort counts once for two series: victims of one script are not independent.
What an officer judged "not the same" is never proposed again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.comparisons import COMPARISONS, code_of
from izdes.core.linking.grouping import height_of
from izdes.core.linking.judgements import Judgement, standing
from izdes.core.linking.problems import SeriesId
from izdes.core.linking.traits import Trait

_Pair = tuple[SeriesId, SeriesId]
# Strength and evidence, both below zero, so that the strongest come first.
_Rank = tuple[int, int, _Pair]


class Weak(Protocol):
    """Evidence that proposes and never joins: whatever has these four can be given."""

    @property
    def complaint_a(self) -> ComplaintId:
        """One of the two complaints."""

    @property
    def complaint_b(self) -> ComplaintId:
        """The other one."""

    @property
    def reason(self) -> str:
        """Code of the comparison."""

    @property
    def log10_lr_milli(self) -> int:
        """What it weighs, in thousandths of log10."""


@dataclass(frozen=True, slots=True)
class Proposing:
    """How much is proposed.

    Attributes:
        least: Evidence between two series, in thousandths of log10.
        by_series: Proposals for one series.
        by_trait: Series that are looked at for one trait: those that have it most often.
        grounds: Grounds shown for one proposal.
    """

    least: int = 1_000
    by_series: int = 10
    by_trait: int = 20
    grounds: int = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that speaks for a join.

    Attributes:
        reason: Code of the comparison.
        kind: Kind of what both series name, ``value`` its normal form; empty of weak evidence.
        complaint_a: A complaint of the first series that has it, ``complaint_b`` of the second.
    """

    reason: str
    complaint_a: ComplaintId
    complaint_b: ComplaintId
    log10_lr_milli: int
    kind: str = ""
    value: str = ""

    def __repr__(self) -> str:
        """Mask the identifier."""
        return f"Ground({self.reason}, {self.log10_lr_milli})"


@dataclass(frozen=True, slots=True)
class Possible:
    """Two series that may share a hand.

    Attributes:
        series_a: The smaller name, ``series_b`` the larger.
        evidence_milli: All evidence between the two, in thousandths of log10.
        strength: That evidence for their sizes, see `izdes.core.linking.grouping`.
        grounds: The strongest first.
    """

    series_a: SeriesId
    series_b: SeriesId
    evidence_milli: int
    strength: int
    grounds: tuple[Ground, ...]


def possible_joins(
    series: Iterable[tuple[ComplaintId, SeriesId]],
    traits: Sequence[Trait],
    *,
    weak: Iterable[Weak] = (),
    judgements: Iterable[Judgement] = (),
    proposing: Proposing | None = None,
) -> tuple[Possible, ...]:
    """Return the pairs of series to be looked at, the strongest first.

    Args:
        series: Every complaint with its series.
        traits: What complaints have in common.
        weak: What else speaks for pairs of complaints, in any order.
        judgements: What officers said of pairs.
    """
    proposing = proposing or Proposing()
    of = dict(series)
    between = _Between.of(of, traits, weak)
    barred = {_pair(of[a], of[b]) for a, b in _kept_apart(judgements) if a in of and b in of}
    pairs = (between.of_traits(proposing.by_trait) | between.weak.keys()) - barred
    ranked = sorted(_ranks(between, pairs, proposing.least))
    return tuple(
        Possible(*pair, -evidence, -strength, between.grounds(pair)[: proposing.grounds])
        for strength, evidence, pair in _bounded(ranked, proposing.by_series)
    )


def _ranks(between: "_Between", pairs: Iterable[_Pair], least: int) -> Iterator[_Rank]:
    """Yield the places of the pairs that have enough evidence, the strongest least."""
    for pair in pairs:
        evidence = between.evidence(pair)
        if evidence >= least:
            one, other = (between.size[series] for series in pair)
            yield -height_of(evidence, one, other), -evidence, pair


def _bounded(ranked: Iterable[_Rank], most: int) -> Iterator[_Rank]:
    """Yield pairs in their order; a series that has its number gets no more."""
    count = Counter[SeriesId]()
    for rank in ranked:
        one, other = rank[-1]
        if max(count[one], count[other]) < most:
            count.update((one, other))
            yield rank


def _kept_apart(judgements: Iterable[Judgement]) -> Iterator[tuple[ComplaintId, ComplaintId]]:
    """Yield the pairs of complaints of which an officer last said that they are not the same."""
    return (j.pair for j in standing(judgements) if j.verdict == "not_same")


def _pair(one: SeriesId, other: SeriesId) -> _Pair:
    """Return two names in their order."""
    return min(one, other), max(one, other)


@dataclass(frozen=True, slots=True)
class _Between:
    """What series have, as far as others have it too.

    Attributes:
        size: How many complaints each series has.
        traits: What complaints have in common.
        holders: By trait and series, its complaints that have it, in their order.
        held: By series, the traits that it has.
        weak: By pair of series and reason, the strongest weak evidence.
    """

    size: Mapping[SeriesId, int]
    traits: Sequence[Trait]
    holders: Sequence[Mapping[SeriesId, Sequence[ComplaintId]]]
    held: Mapping[SeriesId, set[int]]
    weak: Mapping[_Pair, Mapping[str, Ground]]

    @classmethod
    def of(
        cls, of: Mapping[ComplaintId, SeriesId], traits: Sequence[Trait], weak: Iterable[Weak]
    ) -> "_Between":
        """Collect what lies between series."""
        holders: list[defaultdict[SeriesId, list[ComplaintId]]] = []
        held: defaultdict[SeriesId, set[int]] = defaultdict(set)
        for number, trait in enumerate(traits):
            holders.append(defaultdict(list))
            for complaint in trait.holders:
                holders[number][of[complaint]].append(complaint)
                held[of[complaint]].add(number)
        return cls(Counter(of.values()), traits, holders, held, _strongest(of, weak))

    def of_traits(self, most: int) -> set[_Pair]:
        """Return the pairs that have a trait in common, of the series that have it most often."""
        found: set[_Pair] = set()
        for holders in self.holders:
            ordered = sorted(holders, key=lambda series: (-len(holders[series]), series))
            found.update(_pair(*two) for two in combinations(ordered[:most], 2))
        return found

    def evidence(self, pair: _Pair) -> int:
        """Return all evidence between two series."""
        told = self.weak.get(pair, {}).values()
        return sum(self._weight(number, pair) for number in self._shared(pair)) + sum(
            ground.log10_lr_milli for ground in told
        )

    def grounds(self, pair: _Pair) -> tuple[Ground, ...]:
        """Return what speaks for a pair, the strongest first."""
        told = self.weak.get(pair, {}).values()
        found = [*told, *(self._ground(number, pair) for number in self._shared(pair))]
        found.sort(key=lambda g: (-g.log10_lr_milli, g.reason, g.kind, g.value, g.complaint_a))
        return tuple(ground for ground in found if ground.log10_lr_milli > 0)

    def _shared(self, pair: _Pair) -> set[int]:
        """Return the traits that both series have."""
        one, other = (self.held.get(series, set()) for series in pair)
        return one & other

    def _weight(self, number: int, pair: _Pair) -> int:
        """Return what one trait weighs in all pairs of complaints between two series."""
        one, other = (len(self.holders[number][series]) for series in pair)
        return self.traits[number].weight_milli * one * other

    def _ground(self, number: int, pair: _Pair) -> Ground:
        """Return one trait as a ground, by the first complaints that have it."""
        trait = self.traits[number]
        a, b = (self.holders[number][series][0] for series in pair)
        reason = code_of(COMPARISONS[trait.kind])
        return Ground(reason, a, b, trait.agreement_milli, trait.kind, trait.value)


def _strongest(
    of: Mapping[ComplaintId, SeriesId], weak: Iterable[Weak]
) -> dict[_Pair, dict[str, Ground]]:
    """Return for each pair of series and each reason the strongest weak evidence."""
    found: defaultdict[_Pair, dict[str, Ground]] = defaultdict(dict)
    for said in weak:
        if said.complaint_a not in of or said.complaint_b not in of:
            continue
        a, b = sorted((said.complaint_a, said.complaint_b), key=lambda c: (of[c], c))
        pair = (of[a], of[b])
        if pair[0] != pair[1]:
            ground = Ground(said.reason, a, b, said.log10_lr_milli)
            before = found[pair].get(said.reason, ground)
            found[pair][said.reason] = min(before, ground, key=_rank)
    return dict(found)


def _rank(ground: Ground) -> tuple[int, ComplaintId, ComplaintId]:
    """Return a ground's place among those of one reason, the strongest first."""
    return -ground.log10_lr_milli, ground.complaint_a, ground.complaint_b
