"""Grouping: which complaints are one series, given what each pair has in common.

Complaints begin as groups of one. Again and again the two groups with the greatest evidence for
their size are joined, until no two have enough. The evidence between two groups is the sum over all
pairs between them; it is never taken pair by pair: each group keeps how many of its members have
each trait. What a group of n and one of m members must show grows as (n · m)^¾, because the numbers
and pages of a crew grow more slowly than its victims.

Connected components would join everything through one shared account or one mistyped number.
Groups prove nothing about guilt: they are proposals, each with the joins that hold it together.

Source: agglomeration by average linkage, Sokal and Michener (1958); here with the power ¾ for 1.

>>> problem = Bipartite(3, ((0, 1), (1, 2)), (4000, 300))
>>> [(join.one, join.other, join.height) for join in group(problem)]
[(0, 1, 4000)]
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from heapq import heappop, heappush
from math import isqrt

TOGETHER = 10**12
_SCALE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What two groups must show to be joined.

    Attributes:
        least: Evidence between them, in thousandths of log10.
        crew: Height of a join within a series.
        campaign: Level of a join within a campaign.
        most: Members of a series; what would be larger is for people to look at.
        several: Two groups of so many members and more need one trait that two members of each
            have: a single mention may be a slip of the pen.
    """

    least: int = 1_500
    crew: int = 300
    campaign: int = 1_500
    most: int = 5_000
    several: int = 5


@dataclass(frozen=True, slots=True)
class Bipartite:
    """Members, numbered in the order of their reports, and the traits that they have.

    Attributes:
        members: How many there are.
        holders: The members that have each trait, ascending.
        weights: What a pair with that trait gains, in thousandths of log10; may be negative.
        together: Pairs judged to be of one hand, in the order of the judgements.
        apart: Pairs judged not to be.
    """

    members: int
    holders: Sequence[Sequence[int]]
    weights: Sequence[int]
    together: Sequence[tuple[int, int]] = ()
    apart: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Two groups that became one.

    Attributes:
        one: First member of the one that bears the name; ``other`` of the one that loses its own.
        evidence: Sum of the weights of all pairs between them.
        height: Evidence for their size.
        level: The least height on the way to here.
    """

    one: int
    other: int
    evidence: int
    height: int
    level: int


@cache
def size_milli(members: int) -> int:
    """Return the size that counts, members^¾, in thousandths, rounded down."""
    return isqrt(isqrt(members**3 * 10**12))


def height_of(evidence: int, one: int, other: int) -> int:
    """Return the evidence between two groups for their numbers of members, rounded down."""
    return evidence * _SCALE // (size_milli(one) * size_milli(other))


def group(problem: Bipartite, limits: Limits | None = None) -> tuple[Join, ...]:
    """Join groups until none may join.

    Returns:
        The joins in the order in which they were made. They depend on nothing but the input: of
        equal heights the pair with the earlier name, then the earlier second name, is first.
    """
    course = _Course.of(problem, limits or Limits())
    judged = [join for pair in problem.together if (join := course.judged(*pair))]
    for name in sorted(course.size):
        course.meet(name, others_after=name)
    return (*judged, *course.found())


def refused(problem: Bipartite, limits: Limits | None = None) -> tuple[tuple[int, int], ...]:
    """Return the pairs judged to be of one hand whose joining would break a "not the same"."""
    course = _Course.of(problem, limits or Limits())
    pairs = []
    for pair in problem.together:
        course.judged(*pair)
        if course.group_of[pair[0]] != course.group_of[pair[1]]:
            pairs.append(pair)
    return tuple(pairs)


@dataclass(slots=True)
class _Course:
    """The groups as they grow."""

    limits: Limits
    weights: Sequence[int]
    group_of: list[int]
    size: dict[int, int]
    traits: dict[int, Counter[int]]
    groups_with: dict[int, set[int]]
    apart: defaultdict[int, set[int]]
    level: dict[int, int]
    members: dict[int, list[int]]
    version: Counter[int] = field(default_factory=Counter)
    heap: list[tuple[int, int, int, int, int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, problem: Bipartite, limits: Limits) -> "_Course":
        """Begin with groups of one."""
        names = range(problem.members)
        traits: dict[int, Counter[int]] = {name: Counter() for name in names}
        for trait, holders in enumerate(problem.holders):
            for holder in holders:
                traits[holder][trait] = 1
        apart: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in problem.apart:
            apart[one].add(other)
            apart[other].add(one)
        return cls(
            limits=limits,
            weights=problem.weights,
            group_of=list(names),
            size=dict.fromkeys(names, 1),
            traits=traits,
            groups_with={trait: set(h) for trait, h in enumerate(problem.holders)},
            apart=apart,
            level=dict.fromkeys(names, 2 * TOGETHER),
            members={name: [name] for name in names},
        )

    def judged(self, one: int, other: int) -> Join | None:
        """Join the groups of two members that an officer judged to be of one hand."""
        first, second = sorted((self.group_of[one], self.group_of[other]))
        if first == second or second in self.apart[first]:
            return None
        evidence = self.evidence_of(first)[second]
        return self._joined(Join(first, second, evidence, TOGETHER, TOGETHER))

    def found(self) -> Iterator[Join]:
        """Yield joins, the greatest height first, until none may be made."""
        while self.heap:
            height, one, other, evidence, *versions = heappop(self.heap)
            if versions != [self.version[one], self.version[other]]:
                continue
            level = min(-height, self.level[one], self.level[other])
            yield self._joined(Join(one, other, evidence, -height, level))
            self.meet(one)

    def evidence_of(self, name: int) -> Counter[int]:
        """Return the evidence between a group and every other that shares a trait with it."""
        evidence: Counter[int] = Counter()
        for trait, count in self.traits[name].items():
            for other in self.groups_with[trait]:
                evidence[other] += self.weights[trait] * count * self.traits[other][trait]
        del evidence[name]
        return evidence

    def meet(self, name: int, *, others_after: int = -1) -> None:
        """Note the height of each pair of a group with another that may join it."""
        for other, evidence in self.evidence_of(name).items():
            if other > others_after:
                self._note(min(name, other), max(name, other), evidence)

    def _note(self, one: int, other: int, evidence: int) -> None:
        """Note one pair, if it may join."""
        height = height_of(evidence, self.size[one], self.size[other])
        is_enough = evidence >= self.limits.least and height >= self.limits.crew
        is_small = self.size[one] + self.size[other] <= self.limits.most
        if (
            is_enough
            and is_small
            and other not in self.apart[one]
            and self._is_told_twice(one, other)
        ):
            versions = self.version[one], self.version[other]
            heappush(self.heap, (-height, one, other, evidence, *versions))

    def _is_told_twice(self, one: int, other: int) -> bool:
        """Say whether two large groups rest on more than a single mention."""
        if min(self.size[one], self.size[other]) < self.limits.several:
            return True
        mine, theirs = self.traits[one], self.traits[other]
        return any(count > 1 and theirs.get(trait, 0) > 1 for trait, count in mine.items())

    def _joined(self, join: Join) -> Join:
        """Let the first group take in the other."""
        one, other = join.one, join.other
        for trait, count in self.traits.pop(other).items():
            self.traits[one][trait] += count
            self.groups_with[trait].discard(other)
            self.groups_with[trait].add(one)
        for enemy in self.apart.pop(other, set()):
            self.apart[enemy].discard(other)
            self.apart[enemy].add(one)
            self.apart[one].add(enemy)
        for member in self.members[other]:
            self.group_of[member] = one
        self.members[one] += self.members.pop(other)
        self.size[one] += self.size.pop(other)
        self.level[one] = join.level
        self.version.update((one, other))
        return join
