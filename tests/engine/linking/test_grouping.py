from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.linking.pair_by_pair import grouped

from izdes.core.linking.grouping import TOGETHER, Bipartite, Join, Limits, group
from izdes.engine.linking.arranged import Rows, folded
from izdes.engine.linking.grouping import (
    EvidenceTooLarge,
    group_arrays,
    holdings_of,
    joins_of,
)

Problem = tuple[Bipartite, Limits]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Few weights, so that equal heights are common; some below zero; small bounds on members."""
    members = draw(st.integers(1, 12))
    anybody = st.integers(0, members - 1)
    two = st.lists(anybody, min_size=2, max_size=2, unique=members > 1)
    weights = st.sampled_from([4_000, 2_500, 1_500, 700, 0, -1_000]) | st.integers(-3_000, 5_000)
    traits = draw(st.lists(st.tuples(st.sets(anybody, max_size=6), weights), max_size=12))
    return (
        Bipartite(
            members,
            [sorted(holders) for holders, _ in traits],
            [weight for _, weight in traits],
            together=[(a, b) for a, b in draw(st.lists(two, max_size=2))],
            apart=[(a, b) for a, b in draw(st.lists(two, max_size=3)) if a != b],
        ),
        Limits(
            least=draw(st.sampled_from([1, 1_500, 2_500])),
            crew=draw(st.sampled_from([1, 500, 1_500, 3_000])),
            most=draw(st.sampled_from([2, 3, 5, 5_000])),
            several=draw(st.sampled_from([1, 2, 3, 5])),
        ),
    )


def by_engine(problem: Bipartite, limits: Limits | None = None) -> tuple[Join, ...]:
    return joins_of(group_arrays(holdings_of(problem), limits))


@given(problems())
def test_arrays_are_joined_as_the_core_joins(case: Problem) -> None:
    assert by_engine(*case) == group(*case)


@given(problems())
def test_arrays_are_joined_as_every_pair_in_sight_would_be(case: Problem) -> None:
    assert by_engine(*case) == tuple(grouped(*case))


@pytest.mark.parametrize("seed", range(3))
def test_a_crowd_is_joined_as_the_core_joins_it(seed: int) -> None:
    random = Random(seed)
    held = [sorted(random.sample(range(300), random.choice([2, 3, 5, 40]))) for _ in range(250)]
    weights = [random.choice([4_000, 3_000, 1_200, -400]) for _ in held]
    apart = [(one, one + 1) for one in random.sample(range(299), 8)]
    problem = Bipartite(300, held, weights, [(3, 9), (9, 200)], apart)
    limits = Limits(most=60, several=2 + seed)

    joins = by_engine(problem, limits)

    assert joins == group(problem, limits)
    assert len(joins) > 100


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_traits_changes_nothing(case: Problem, random: Random) -> None:
    problem, limits = case
    order = list(range(len(problem.holders)))
    random.shuffle(order)

    turned = replace(
        problem,
        holders=[problem.holders[n] for n in order],
        weights=[problem.weights[n] for n in order],
    )

    assert by_engine(turned, limits) == by_engine(problem, limits)


def test_nobody_is_joined_where_nobody_is() -> None:
    assert by_engine(Bipartite(0, [], [])) == ()


def test_an_officers_word_joins_what_shares_nothing_and_more_than_most() -> None:
    found = by_engine(Bipartite(3, [], [], together=[(2, 1), (1, 2), (0, 2)]), Limits(most=2))

    assert found == (Join(1, 2, 0, TOGETHER, TOGETHER), Join(0, 1, 0, TOGETHER, TOGETHER))


def test_heights_may_rise_after_a_join() -> None:
    # Each of the two shares as much with the third: together they share more than either.
    found = by_engine(Bipartite(3, [(0, 1, 2)], [3_000]))

    assert [join.height for join in found] == [3_000, 3_569]
    assert [join.level for join in found] == [3_000, 3_000]


@pytest.mark.parametrize(("weight", "joins"), [(1_500, 1), (1_499, 0)])
def test_what_is_just_enough_is_enough(weight: int, joins: int) -> None:
    problem = Bipartite(2, [(0, 1)], [weight])

    assert len(by_engine(problem, Limits(least=1_500, crew=1))) == joins
    assert len(by_engine(problem, Limits(least=1, crew=1_500))) == joins


def test_traits_held_by_the_same_members_are_one() -> None:
    held = holdings_of(
        Bipartite(4, [(0, 1), (1, 2), (0, 1), (3,), (), (1, 2)], [5, 7, -2, 9, 9, -7])
    )

    rows = folded(Rows(held.first, held.holders, held.weight))

    assert rows.first.tolist() == [0, 2, 4]
    assert sorted(zip(rows.holders[::2].tolist(), rows.weight.tolist(), strict=True)) == [
        (0, 3),
        (1, 0),
    ]


def test_evidence_that_might_pass_64_bits_is_refused() -> None:
    heavy = replace(holdings_of(Bipartite(2, [(0, 1)], [0])), weight=np.array([10**13]))

    with pytest.raises(EvidenceTooLarge) as caught:
        group_arrays(heavy)

    assert caught.value.code == "evidence_too_large"
