"""Grouping over arrays: the joins of `izdes.core.linking.grouping`, the same to the last one.

What it costs grows with who holds what and with how often groups are looked at anew, never with the
number of pairs that are kept. Groups prove nothing about guilt: they are proposals.
"""

from dataclasses import dataclass, field

import numpy as np

from izdes.core.errors import IzdesError
from izdes.core.linking.grouping import Bipartite, Join, Limits, size_milli
from izdes.engine.linking.arranged import Rows, folded, near_each_other
from izdes.engine.linking.kernels.cells import celled
from izdes.engine.linking.kernels.group import (
    ABOVE,
    BORN,
    EVIDENCE,
    HEIGHT,
    LATEST,
    LEVEL,
    NAME,
    NONE,
    ONE,
    OTHER,
    PASSING,
    SCALE,
    SIZE,
    WHO,
    WIDTH,
    WITHOUT_LIMIT,
    Bounds,
    Desk,
    Groups,
    Heap,
    Held,
    Int32,
    Int64,
    grouped,
)


class EvidenceTooLarge(IzdesError):
    """Evidence between groups does not fit the engine's numbers; the core knows no limit."""

    code = "evidence_too_large"


def no_pairs() -> Int32:
    """Return the judgements of somebody who gave none."""
    return np.empty((0, 2), np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """Members and who of them holds which trait: `core.linking.grouping.Bipartite` in columns.

    Attributes:
        members: How many there are, numbered in the order of their reports.
        first: Trait t is held by ``holders[first[t]:first[t + 1]]``; one number more than traits.
        holders: Members, ascending within a trait.
        weight: What a pair with a trait gains, in thousandths of log10; may be negative.
        together: Pairs judged to be of one hand, in the order of the judgements; one to a row.
        apart: Pairs judged not to be; one to a row.
    """

    members: int
    first: Int64
    holders: Int32
    weight: Int64
    together: Int32 = field(default_factory=no_pairs)
    apart: Int32 = field(default_factory=no_pairs)


@dataclass(frozen=True, slots=True, eq=False)
class Joins:
    """Joins in columns, in the order in which they are made; see `core.linking.grouping.Join`."""

    one: Int32
    other: Int32
    evidence: Int64
    height: Int64
    level: Int64

    def __len__(self) -> int:
        return len(self.one)


def group_arrays(problem: Holdings, limits: Limits | None = None) -> Joins:
    """Join groups until none may join.

    Raises:
        EvidenceTooLarge: What two groups weigh together might not fit into 64 bits.
    """
    limits = limits or Limits()
    largest = max(1, min(limits.most, problem.members))
    _require_room(problem, largest)
    spread = np.array([size_milli(n) for n in range(largest + 1)], np.int64)
    bounds = Bounds(limits.least, limits.crew, largest, limits.several, spread)
    groups, held, together = _begun(problem)
    desks = _empty_desk(problem.members, LATEST), _empty_desk(problem.members, PASSING)
    made = grouped(groups, held, desks, _empty_heap(problem.members), bounds, together)
    return Joins(
        made[:, ONE].astype(np.int32),
        made[:, OTHER].astype(np.int32),
        made[:, EVIDENCE].copy(),
        made[:, HEIGHT].copy(),
        made[:, LEVEL].copy(),
    )


def _require_room(problem: Holdings, largest: int) -> None:
    """Refuse weights whose sums over all pairs of two groups could pass 64 bits."""
    by_trait = np.repeat(np.abs(problem.weight), np.diff(problem.first))
    heaviest = np.bincount(problem.holders, by_trait, minlength=1).max(initial=0)
    # Half of a group beside its other half has the most pairs.
    if int(heaviest) * (largest * largest // 4 + 1) > np.iinfo(np.int64).max // SCALE:
        raise EvidenceTooLarge(heaviest=int(heaviest), members=largest)


def _begun(problem: Holdings) -> tuple[Groups, Held, Int32]:
    """Return every member as a group of one, with what it holds; and the pairs to be joined."""
    members = problem.members
    rows = folded(Rows(problem.first, problem.holders, problem.weight))
    rows, name = near_each_other(members, rows)
    number = np.empty(members, np.int32)
    number[name] = np.arange(members)
    cells, cell = celled(members, rows.first, rows.holders)
    foes, foe = _kept_apart(members, number[problem.apart])
    state = np.zeros((members, WIDTH), np.int64)
    state[:, ABOVE] = state[:, BORN] = np.arange(members)
    state[:, SIZE], state[:, NAME] = 1, name
    holders = np.ones((len(rows.holders), 2), np.int32)
    holders[:, WHO] = rows.holders
    first, last = rows.first[:-1].copy(), rows.first[1:].copy()
    return (
        Groups(state, np.full(members, WITHOUT_LIMIT), cell, foe),
        Held(cells, first, last, holders, rows.weight, foes),
        number[problem.together],
    )


def _kept_apart(members: int, apart: Int32) -> tuple[Int32, Int32]:
    """Return the lines of foes, and every member's first and last one."""
    foes: list[tuple[int, int]] = []
    foe = np.full((members, 2), NONE, np.int32)
    for one, other in apart.tolist():
        for mine, theirs in ((one, other), (other, one)):
            first, last = foe[mine].tolist()
            foe[mine] = len(foes), len(foes) if last == NONE else last
            foes.append((theirs, first))
    return np.array(foes, np.int32).reshape(-1, 2), foe


def _empty_desk(members: int, side: int) -> Desk:
    """Return a desk on which nobody was looked at."""
    return Desk(
        side=side,
        seen=np.empty(members, np.int64),
        seat=np.zeros(members, np.int64),
        barred=np.zeros(members, np.int64),
        now=np.array([0, NONE, 0, 0], np.int64),
    )


def _empty_heap(members: int) -> Heap:
    """Return a heap in which nobody stands."""
    return Heap(
        line=np.empty(members, np.int64),
        place=np.full(members, NONE),
        height=np.zeros(members, np.int64),
        partner=np.zeros(members, np.int64),
        one=np.zeros(members, np.int64),
        other=np.zeros(members, np.int64),
        length=np.zeros(1, np.int64),
    )


def holdings_of(problem: Bipartite) -> Holdings:
    """Return a problem of the core in columns."""
    counts = [len(holders) for holders in problem.holders]
    return Holdings(
        problem.members,
        np.cumsum([0, *counts], dtype=np.int64),
        np.array([m for holders in problem.holders for m in holders], np.int32),
        np.array(problem.weights, np.int64),
        np.array(problem.together, np.int32).reshape(-1, 2),
        np.array(problem.apart, np.int32).reshape(-1, 2),
    )


def joins_of(joins: Joins) -> tuple[Join, ...]:
    """Return joins as the core has them."""
    columns = (joins.one, joins.other, joins.evidence, joins.height, joins.level)
    return tuple(Join(*row) for row in zip(*(c.tolist() for c in columns), strict=True))
