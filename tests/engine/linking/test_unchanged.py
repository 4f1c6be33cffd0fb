"""Which groups a change leaves as they were: by their joins, and by their members."""

from random import Random

import numpy as np
import pytest

from izdes.core.linking.grouping import Limits
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.grouping import Holdings, group_arrays
from izdes.engine.linking.incremental.earlier import Earlier
from izdes.engine.linking.incremental.members import members_of
from izdes.engine.linking.incremental.store import Trees
from izdes.engine.linking.kernels.unchanged import others

CREW, MEMBERS = 300, 9
LIMITS = Limits(least=0, crew=CREW)
# A group: who is in it; when it ends: at what level, and who is in what it becomes.
Lives = dict[frozenset[int], tuple[int, frozenset[int]]]


def joins_of(*rows: tuple[int, int, int, int]) -> Int64:
    return np.array(rows, np.int64).reshape(-1, 4)


def compared(joins: Int64, earlier: Int64, same: list[int], members: int) -> tuple[list[bool], ...]:
    found = others(joins, earlier, np.array(same, np.int64), members)
    return found.alone.tolist(), found.made.tolist()


def test_what_nothing_changed_need_not_be_compared() -> None:
    joins = joins_of((0, 1, 900, 900), (0, 2, 400, 400))

    assert compared(joins, joins, [0, 1, 2], 3) == ([False] * 3, [False] * 2)


def test_whom_a_change_concerns_is_compared_with_all_groups_that_it_is_in() -> None:
    earlier, joins = (
        joins_of((0, 1, 900, 900), (0, 2, level, level), (0, 3, 350, level - 50))
        for level in (400, 500)
    )

    alone = [False, False, True, False]
    assert compared(joins, earlier, [0, 1, -1, 3], 4) == (alone, [False, True, True])


def test_a_group_that_ends_later_is_compared_and_one_that_ends_earlier_is_not() -> None:
    early, late = joins_of((0, 1, 900, 900)), joins_of((0, 1, 500, 500))

    assert compared(late, early, [0, 1], 2) == ([True, True], [True])
    assert compared(early, late, [0, 1], 2) == ([False, False], [True])


def test_a_series_that_has_lost_a_member_lasts_longer_than_the_group_did() -> None:
    earlier = joins_of((0, 1, 900, 900), (0, 2, 400, 400))

    assert compared(joins_of((0, 1, 900, 900)), earlier, [0, 1], 3) == ([False, False], [True])


def test_a_group_that_waits_for_the_same_join_as_before_ends_when_it_did() -> None:
    earlier = joins_of((0, 1, 900, 900), (2, 3, 400, 400), (0, 2, 600, 400))

    joins = joins_of((0, 1, 900, 900), (2, 3, 400, 400), (0, 4, 700, 700), (0, 2, 500, 400))

    alone = [False, False, False, False, True]
    assert compared(joins, earlier, [0, 1, 2, 3, -1], 5) == (alone, [False, False, True, True])


def test_where_several_joins_are_of_the_least_height_none_says_when_a_group_ends() -> None:
    earlier = joins_of((0, 1, 400, 400), (2, 3, 400, 400), (0, 2, 600, 400))

    joins = joins_of((0, 1, 400, 400), (2, 3, 400, 400), (0, 4, 700, 400), (0, 2, 500, 400))

    assert compared(joins, earlier, [0, 1, 2, 3, -1], 5)[1] == [True, True, True, True]


def test_a_join_of_the_same_figures_between_other_groups_makes_another_group() -> None:
    earlier = joins_of((0, 1, 900, 900), (2, 3, 700, 700), (0, 2, 400, 400))

    joins = joins_of((0, 1, 900, 900), (0, 2, 400, 400))

    assert compared(joins, earlier, [0, 1, 2], 4)[1] == [True, True]
    assert compared(earlier, joins, [0, 1, 2, -1], 3)[1] == [True, True, True]


def test_what_the_change_has_written_is_compared_with_every_group() -> None:
    trees = Trees(
        *(np.array(column) for column in ([0, 2], [4, 5], [-1, 4], *[[0, 900]] * 3, [0, 1]))
    )
    earlier = Earlier(np.array([9]))
    earlier.note(trees)
    mine, outside = members_of(trees), np.array([7, 8])

    before = earlier.to_compare(mine, outside)
    earlier.write(np.array([8]))
    after = earlier.to_compare(mine, outside)

    assert [before.alone.tolist(), before.made.tolist()] == [[False, False], [False]]
    assert [after.alone.tolist(), after.made.tolist()] == [[True, True], [True]]


def grouped(holders: list[list[int]], weights: list[int], members: int) -> Int64:
    first = np.cumsum([0, *map(len, holders)])
    none = np.empty((0, 2), np.int32)
    held = np.array([m for row in holders for m in row], np.int32)
    problem = Holdings(members, first, held, np.array(weights, np.int64), none, none)
    joins = group_arrays(problem, LIMITS)
    return np.stack([joins.one, joins.other, joins.height, joins.level], axis=1).astype(np.int64)


def lowest_of(
    group: frozenset[int], joins: Int64, made: list[frozenset[int]]
) -> set[frozenset[int]]:
    """Return the groups made by those joins within a group that are of its least height."""
    heights = {g: h for g, h in zip(made, joins[:, 2].tolist(), strict=True) if g <= group}
    return {g for g, h in heights.items() if h == min(heights.values())}


def lives_of(joins: Int64, members: int) -> tuple[Lives, list[frozenset[int]]]:
    """Return when each group ends, and the group that each join makes."""
    named = {m: frozenset({m}) for m in range(members)}
    lives: Lives = {}
    made = []
    for one, other, _, level in joins.tolist():
        whole = named[one] | named[other]
        lives[named[one]] = lives[named.pop(other)] = level, whole
        named[one] = whole
        made.append(whole)
    return lives | {group: (CREW, frozenset()) for group in named.values()}, made


def must_be_compared(group: frozenset[int], gone: int, joins: Int64, earlier: Int64) -> bool:
    """Say so by the definition; the members are those of then."""
    (now, made), (then, made_then) = lives_of(joins, MEMBERS), lives_of(earlier, MEMBERS)
    if gone in group or group not in then:
        return True
    (level, whole), (level_then, whole_then) = now[group], then[group]
    if not (whole and whole_then):
        return bool(whole_then)
    lowest, lowest_then = lowest_of(whole, joins, made), lowest_of(whole_then, earlier, made_then)
    waits_for_same = lowest == lowest_then and len(lowest) == 1 and gone not in min(lowest)
    is_same = whole == whole_then and gone not in whole
    return not (is_same or level > level_then or (level == level_then and waits_for_same))


@pytest.mark.parametrize("seed", range(60))
def test_groups_to_compare_are_those_of_the_definition(seed: int) -> None:
    random = Random(seed)
    holders = [sorted(random.sample(range(MEMBERS), random.choice([2, 2, 3, 4]))) for _ in range(9)]
    weights = [random.choice([700, 1_000, 2_000, 2_600]) for _ in holders]
    who = random.randrange(MEMBERS)
    less = [[m for m in row if m != who] for row in holders]

    earlier, joins = grouped(holders, weights, MEMBERS), grouped(less, weights, MEMBERS)
    same = [-1 if m == who else m for m in range(MEMBERS)]
    found = compared(joins, earlier, same, MEMBERS)

    alone, (_, made) = [frozenset({m}) for m in range(MEMBERS)], lives_of(joins, MEMBERS)
    wanted = ([must_be_compared(g, who, joins, earlier) for g in some] for some in (alone, made))
    assert found == tuple(wanted)
