"""Walks: the order of movements that their running balances allow.

Every movement is a step from the balance before it to the balance after it. In their true order
the steps make one unbroken walk that takes each of them once (an Euler trail of a directed
multigraph). Whether there is such a walk, and whether there is only one, is decided exactly and in
time that grows with the number of steps; nothing is tried out and nothing is cut short.

Another walk leaves the found one at some step and takes a later step of the same balance instead.
It can still be finished exactly when what it passed over meets what is left, so that one pass
over the balances decides. That walks differ only in this way is Hierholzer's argument.

A single walk proves the order of the steps given, not that no step is missing at either end.

Source: C. Hierholzer, Mathematische Annalen 6 (1873) 30-32.

>>> steps = [Step(100, 70, "shop"), Step(0, 100, "wages"), Step(70, 90, "wages")]
>>> walk_from(0, steps)
[1, 0, 2]
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """One movement as a step between two balances, in minor units.

    Attributes:
        seen: What else distinguishes it: steps that agree in all three are interchangeable.
    """

    start: int
    end: int
    seen: Hashable = None


def possible_starts(steps: Sequence[Step]) -> frozenset[int]:
    """Return the balances at which a walk over all steps might begin; none where there is none.

    A walk that ends where it begins may begin at any of its balances.
    """
    surplus: Counter[int] = Counter()
    for step in steps:
        surplus[step.start] += 1
        surplus[step.end] -= 1
    left_more = [balance for balance, times in surplus.items() if times > 0]
    if not left_more:
        return frozenset(surplus)
    is_possible = len(left_more) == 1 and surplus[left_more[0]] == 1
    return frozenset(left_more) if is_possible else frozenset()


def walk_from(start: int, steps: Sequence[Step]) -> list[int] | None:
    """Return the steps in the order of one walk from a balance; None where there is none.

    Args:
        steps: As listed. A list that is a walk itself, or is one when turned round, is kept;
            where several walks are possible, steps listed earlier come earlier if they can.
    """
    listed = range(len(steps))
    for order in (listed, listed[::-1]):
        if is_walk(start, [steps[i] for i in order]):
            return list(order)
    if start not in possible_starts(steps):
        return None
    found = _joined_circuits(start, steps)
    return found if len(found) == len(steps) else None


def is_walk(start: int, steps: Sequence[Step]) -> bool:
    """Say whether the steps as they stand are a walk: each begins where the last one ended."""
    ends = [start, *(step.end for step in steps[:-1])]
    return all(step.start == end for step, end in zip(steps, ends, strict=False))


def _joined_circuits(start: int, steps: Sequence[Step]) -> list[int]:
    """Walk on while a step is left, go back when stuck, and read the way backwards."""
    unused = _by_start(steps)
    way: list[int | None] = [None]
    found: list[int] = []
    while way:
        last = way[-1]
        here = start if last is None else steps[last].end
        if unused[here]:
            way.append(unused[here].pop())
        else:
            way.pop()
            if last is not None:
                found.append(last)
    return found[::-1]


def _by_start(steps: Sequence[Step]) -> defaultdict[int, list[int]]:
    """Return the steps that leave each balance, the one listed first at the end."""
    leaving: defaultdict[int, list[int]] = defaultdict(list)
    for index in reversed(range(len(steps))):
        leaving[steps[index].start].append(index)
    return leaving


def is_only_walk(walk: Sequence[Step]) -> bool:
    """Say whether the steps allow no walk from the same balance that looks different.

    Two walks look the same when they differ only by interchangeable steps.

    Args:
        walk: Steps in the order of one walk, at least one.
    """
    balances = [walk[0].start, *(step.end for step in walk)]
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, balance in enumerate(balances):
        first.setdefault(balance, place)
        last[balance] = place
    usual: dict[int, Step] = {}
    # Places whose balance comes again after the current one, the latest on top.
    come_again: list[int] = []
    for place, step in enumerate(walk):
        come_again.append(place)
        while come_again and last[balances[come_again[-1]]] <= place:
            come_again.pop()
        if usual.setdefault(step.start, step) == step:
            continue
        is_last = last[step.start] == place
        if not is_last or (come_again and come_again[-1] >= first[step.start]):
            return False
    return True


def stuck_at(start: int, steps: Sequence[Step]) -> int:
    """Return the step at which a chain from a balance cannot go on, where there is no walk.

    It is one that the chain does not reach and that no other such step leads to, as listed.
    """
    unused = _by_start(steps)
    here, left = start, set(range(len(steps)))
    while unused[here]:
        index = unused[here].pop()
        left.discard(index)
        here = steps[index].end
    return _first_of(left, steps)


def likely_start(steps: Sequence[Step]) -> int:
    """Return the balance at which steps without a walk seem to begin, as listed."""
    return steps[_first_of(range(len(steps)), steps)].start


def _first_of(chosen: Collection[int], steps: Sequence[Step]) -> int:
    """Return the first step that no other chosen one leads to, else the first."""
    led_to = {steps[index].end for index in chosen}
    return min(chosen, key=lambda index: (steps[index].start in led_to, index), default=0)
