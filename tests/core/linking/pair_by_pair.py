"""Grouping as the text defines it, over every pair: slow, and with no cleverness to be wrong in."""

from fractions import Fraction
from itertools import combinations

from izdes.core.linking.grouping import TOGETHER, Bipartite, Join, Limits


def size(members: int) -> int:
    """The greatest whole number whose fourth power is not above members³ · 10¹²."""
    found = 0
    while (found + 1) ** 4 <= members**3 * 10**12:
        found += 1
    return found


def weight(problem: Bipartite, a: int, b: int) -> int:
    shared = zip(problem.holders, problem.weights, strict=True)
    return sum(gain for holders, gain in shared if a in holders and b in holders)


def grouped(problem: Bipartite, limits: Limits) -> list[Join]:
    groups = {n: ([n], 2 * TOGETHER) for n in range(problem.members)}
    apart = {frozenset(pair) for pair in problem.apart}
    joins: list[Join] = []

    def evidence(one: int, other: int) -> int:
        pairs = ((a, b) for a in groups[one][0] for b in groups[other][0])
        return sum(weight(problem, a, b) for a, b in pairs)

    def kept_apart(one: int, other: int) -> bool:
        pairs = (frozenset((a, b)) for a in groups[one][0] for b in groups[other][0])
        return any(pair in apart for pair in pairs)

    def twice(one: int, other: int) -> bool:
        ours, theirs = {*groups[one][0]}, {*groups[other][0]}
        return any(len(ours & {*h}) > 1 < len(theirs & {*h}) for h in problem.holders)

    def height(one: int, other: int) -> int:
        sizes = size(len(groups[one][0])) * size(len(groups[other][0]))
        return int(Fraction(evidence(one, other) * 10**6, sizes) // 1)

    def join(one: int, other: int, reached: int) -> None:
        level = min(reached, groups[one][1], groups[other][1])
        joins.append(Join(one, other, evidence(one, other), reached, level))
        groups[one] = (groups[one][0] + groups.pop(other)[0], level)

    def may(one: int, other: int) -> bool:
        return (
            evidence(one, other) >= limits.least
            and height(one, other) >= limits.crew
            and len(groups[one][0]) + len(groups[other][0]) <= limits.most
            and not kept_apart(one, other)
            and (
                min(map(len, (groups[one][0], groups[other][0]))) < limits.several
                or twice(one, other)
            )
        )

    for pair in problem.together:
        names = sorted(n for n, (members, _) in groups.items() if {*pair} & {*members})
        if len(names) > 1 and not kept_apart(names[0], names[1]):
            join(names[0], names[1], TOGETHER)
    while found := [p for p in combinations(sorted(groups), 2) if may(*p)]:
        one, other = min(found, key=lambda p: (-height(*p), *p))
        join(one, other, height(one, other))
    return joins
