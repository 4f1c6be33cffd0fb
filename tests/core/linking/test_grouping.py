from itertools import combinations
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st
from tests.core.linking.pair_by_pair import grouped, size, weight

from izdes.core.linking.grouping import (
    TOGETHER,
    Bipartite,
    Limits,
    group,
    height_of,
    refused,
    size_milli,
)

LIMITS = Limits(least=300, crew=200, campaign=700, most=5, several=2)


@st.composite
def problems(draw: st.DrawFn) -> Bipartite:
    members = draw(st.integers(1, 8))
    some = st.lists(st.integers(0, members - 1), unique=True, min_size=2, max_size=members)
    traits = draw(st.lists(st.tuples(some, st.integers(-3, 12)), max_size=6)) if members > 1 else []
    pair = st.permutations(range(members)).map(lambda p: (p[0], p[1]))
    pairs = st.lists(pair, max_size=2, unique_by=frozenset) if members > 1 else st.just([])
    together, apart = draw(pairs), draw(pairs)
    return Bipartite(
        members,
        [sorted(holders) for holders, _ in traits],
        [100 * gain for _, gain in traits],
        together,
        [p for p in apart if frozenset(p) not in map(frozenset, together)],
    )


@given(problems())
def test_groups_are_those_of_the_definition_pair_by_pair(problem: Bipartite) -> None:
    assert list(group(problem, LIMITS)) == grouped(problem, LIMITS)


@given(st.integers(1, 6_000))
def test_the_size_that_counts_is_the_power_of_three_quarters_rounded_down(members: int) -> None:
    found = size_milli(members)

    assert found**4 <= members**3 * 10**12 < (found + 1) ** 4
    assert members > 40 or found == size(members)


def test_two_of_one_are_as_high_as_their_evidence() -> None:
    assert height_of(4_321, 1, 1) == 4_321


@given(problems())
def test_levels_never_rise_from_join_to_join_of_one_series(problem: Bipartite) -> None:
    level: dict[int, int] = {}
    for join in group(problem, LIMITS):
        below = [level[name] for name in (join.one, join.other) if name in level]
        assert all(join.level <= under for under in below)
        assert join.level <= join.height
        level[join.one] = join.level


@given(problems())
def test_what_is_judged_apart_is_never_in_one_series(problem: Bipartite) -> None:
    name = list(range(problem.members))
    for join in group(problem, LIMITS):
        name = [join.one if n == join.other else n for n in name]

    assert all(name[a] != name[b] for a, b in problem.apart)


@given(problems())
def test_what_is_judged_together_is_in_one_series_or_told_as_a_contradiction(
    problem: Bipartite,
) -> None:
    name = list(range(problem.members))
    for join in group(problem, LIMITS):
        name = [join.one if n == join.other else n for n in name]

    crossed = refused(problem, LIMITS)
    assert {p for p in problem.together if name[p[0]] != name[p[1]]} == set(crossed)
    assert problem.apart or not crossed


@given(problems())
def test_a_judgement_taken_back_leaves_no_trace(problem: Bipartite) -> None:
    plain = Bipartite(problem.members, problem.holders, problem.weights)
    before = group(plain, LIMITS)

    group(problem, LIMITS)

    assert group(plain, LIMITS) == before


@given(problems(), st.randoms())
def test_the_order_of_traits_changes_nothing(problem: Bipartite, random: Random) -> None:
    order = list(range(len(problem.weights)))
    random.shuffle(order)
    mixed = Bipartite(
        problem.members,
        [problem.holders[n] for n in order],
        [problem.weights[n] for n in order],
        problem.together,
        problem.apart,
    )

    assert group(mixed, LIMITS) == group(problem, LIMITS)


@given(problems())
def test_no_two_series_are_left_that_may_join(problem: Bipartite) -> None:
    members: dict[int, list[int]] = {n: [n] for n in range(problem.members)}
    for join in group(problem, LIMITS):
        members[join.one] += members.pop(join.other)

    apart = {frozenset(pair) for pair in problem.apart}
    for ours, theirs in combinations(members.values(), 2):
        pairs = [(a, b) for a in ours for b in theirs]
        total = sum(weight(problem, a, b) for a, b in pairs)
        is_high = height_of(total, len(ours), len(theirs)) >= LIMITS.crew
        is_small = len(ours) + len(theirs) <= LIMITS.most
        is_free = not any(frozenset(pair) in apart for pair in pairs)
        is_told = min(len(ours), len(theirs)) < LIMITS.several or any(
            len({*ours} & {*h}) > 1 < len({*theirs} & {*h}) for h in problem.holders
        )
        assert not (total >= LIMITS.least and is_high and is_small and is_free and is_told)


def test_a_wrong_number_of_one_complaint_does_not_join_two_series() -> None:
    # Ten victims of one crew name its phone and its page, ten of another theirs; the last of the
    # first gave one number of the second by mistake.
    first, second = list(range(10)), list(range(10, 20))
    holders = [first, first, second, [9, *second]]

    joins = group(Bipartite(20, holders, [3_000] * 4), Limits())

    names = {join.other: join.one for join in joins}
    assert len(names) == 18
    assert not any(one < 10 <= other for other, one in names.items())


def test_a_campaign_is_what_holds_together_more_strongly() -> None:
    # Two campaigns of five with a phone each, and one page that every second victim names.
    holders = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [0, 2, 4, 6, 8]]

    joins = group(Bipartite(10, holders, [3_500, 3_500, 2_000]), Limits())

    assert len(joins) == 9
    assert sum(join.level >= Limits().campaign for join in joins) == 8


@example(Bipartite(3, [[0, 1]], [10_000], [(1, 2)], []))
@given(problems())
def test_a_judged_join_comes_before_all_others(problem: Bipartite) -> None:
    heights = [join.height == TOGETHER for join in group(problem, LIMITS)]

    assert heights == sorted(heights, reverse=True)
