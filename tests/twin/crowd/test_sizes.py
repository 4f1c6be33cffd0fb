"""Sizes: Pareto's law with a ceiling, and pools that grow more slowly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.twin.crowd.dice import Dice
from izdes.twin.crowd.sizes import pareto_sizes, pool_sizes, powers, roots


@given(st.integers(0, 2**40), st.integers(1, 5_000), st.integers(1, 300))
def test_sizes_add_up_to_the_total(seed: int, total: int, largest: int) -> None:
    sizes = pareto_sizes(Dice(seed), total=total, exponent="1.17", largest=largest)

    assert sizes.sum() == total
    assert sizes.min() >= 1
    assert sizes.max() <= largest


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_hundred_thousand_complaints_make_about_forty_thousand_series(seed: int) -> None:
    sizes = pareto_sizes(Dice(seed), total=200_000, exponent="1.17", largest=3_000)

    assert 35_000 < len(sizes) < 46_000
    assert sizes.max() == 3_000


def test_sizes_fall_as_the_law_says() -> None:
    sizes = pareto_sizes(Dice(4), total=200_000, exponent="1.17", largest=3_000)

    for least in (2, 5, 10, 50):
        assert (sizes >= least).mean() == pytest.approx(least**-1.17, rel=0.06)


def test_powers_are_rounded_down_from_decimal_arithmetic() -> None:
    assert powers(3, "1").tolist() == [2**53, 2**52, 2**53 // 3]


@given(st.integers(0, 3_000_000))
def test_a_pool_is_the_whole_part_of_the_power(size: int) -> None:
    pool = int(pool_sizes(np.array([size]))[0])

    assert pool**5 <= size**3 < (pool + 1) ** 5


@given(st.integers(0, 3_000_000))
def test_a_root_is_rounded_down(size: int) -> None:
    root = int(roots(np.array([size]))[0])

    assert root**2 <= size < (root + 1) ** 2
