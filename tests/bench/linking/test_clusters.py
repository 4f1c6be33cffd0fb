from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from izdes.bench.linking.clusters import agreement, f1, sizes

partitions = st.integers(1, 25).flatmap(
    lambda n: st.tuples(*(st.lists(st.integers(0, 6), min_size=n, max_size=n) for _ in range(2)))
)


def b_cubed(mine: Sequence[int], others: Sequence[int]) -> Fraction:
    """Return the mean share of each one's series in ``others`` that is hers in ``mine`` too."""
    shares = []
    for one in range(len(mine)):
        there = [other for other in range(len(mine)) if others[other] == others[one]]
        right = sum(mine[other] == mine[one] for other in there)
        shares.append(Fraction(right, len(there)))
    return sum(shares, Fraction(0)) / len(shares)


@given(partitions)
def test_counts_say_what_every_pair_and_every_complaint_says(
    both: tuple[list[int], list[int]],
) -> None:
    true, found = both

    agreed = agreement(np.array(true), np.array(found))

    pairs = list(combinations(range(len(true)), 2))
    assert agreed.true == sum(true[a] == true[b] for a, b in pairs)
    assert agreed.found == sum(found[a] == found[b] for a, b in pairs)
    assert agreed.both == sum(true[a] == true[b] and found[a] == found[b] for a, b in pairs)
    assert agreed.precision == b_cubed(true, found)
    assert agreed.recall == b_cubed(found, true)


@given(partitions)
def test_names_of_series_do_not_matter(both: tuple[list[int], list[int]]) -> None:
    true, found = (np.array(labels) for labels in both)

    renamed = agreement(7 - true, found * found + 100)

    as_is = agreement(true, found)
    assert (renamed.both, renamed.precision, renamed.recall) == (
        as_is.both,
        as_is.precision,
        as_is.recall,
    )
    assert renamed.largest == as_is.largest


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20))
def test_nothing_is_better_than_the_truth(labels: list[int]) -> None:
    true = np.array(labels)

    agreed = agreement(true, true)

    assert agreed.precision == agreed.recall == 1
    assert agreed.both == agreed.true == agreed.found
    assert agreed.largest == agreed.largest_true


def test_everybody_in_one_series_has_full_recall_and_little_precision() -> None:
    true = np.array([0, 0, 0, 1, 2, 3])

    found = agreement(true, np.zeros(6, np.int64)).as_json()

    assert found["b_cubed"]["recall"] == found["pairs"]["recall"] == 1.0
    assert found["pairs"]["precision"] == 0.2
    assert (found["largest"], found["largest_true"], found["largest_times_true"]) == (6, 3, 2.0)


def test_the_largest_series_is_held_against_the_crew_of_most_of_its_members() -> None:
    true = np.array([4, 4, 4, 4, 5, 5, 5, 5, 5])
    found = np.array([0, 0, 0, 9, 0, 0, 8, 8, 8])

    agreed = agreement(true, found)

    assert (agreed.largest, agreed.largest_true) == (5, 4)


def test_who_joins_nobody_makes_no_wrong_pair() -> None:
    found = agreement(np.array([0, 0]), np.array([0, 1])).as_json()

    assert found["pairs"]["precision"] == 1.0
    assert found["pairs"]["f1"] == 0.0


def test_the_mean_of_nothing_and_nothing_is_nothing() -> None:
    assert f1(Fraction(0), Fraction(0)) == 0


def test_sizes_are_counted_up_to_each_step() -> None:
    found = sizes(np.repeat(np.arange(4), [1, 2, 3, 3_001]))

    assert (found["series"], found["of_two_or_more"]) == (4, 3)
    assert {step: n for step, n in found["by_size"].items() if n} == {
        "to_1": 1,
        "to_2": 1,
        "to_5": 1,
        "more": 1,
    }
