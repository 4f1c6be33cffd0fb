"""Dice: every draw by its place alone, the same on every machine."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from izdes.twin.crowd.dice import Dice, places_of, starts_of
from izdes.twin.crowd.tenancy import rented

SEEDS = st.integers(0, 2**40)


def test_the_numbers_of_one_seed_are_the_same_for_ever() -> None:
    drawn = Dice(1).draws("size", np.arange(3)).tolist()

    assert drawn == [15857600939522676315, 872308677339306177, 15624523608540063872]


@given(SEEDS, st.integers(0, 500), st.integers(1, 100))
def test_a_part_of_a_column_is_drawn_like_the_whole(seed: int, first: int, count: int) -> None:
    dice, whole = Dice(seed), places_of(700)

    part = dice.below("x", 1000, whole[first : first + count])

    assert part.tolist() == dice.below("x", 1000, whole).tolist()[first : first + count]


@given(SEEDS, st.integers(1, 2**32))
def test_a_draw_stays_below_its_bound(seed: int, bound: int) -> None:
    drawn = Dice(seed).below("x", bound, places_of(200))

    assert drawn.min() >= 0
    assert drawn.max() < bound


def test_two_columns_of_one_seed_have_nothing_in_common() -> None:
    places = places_of(10_000)

    one, other = (Dice(3).below(name, 100, places) for name in ("one", "other"))

    assert 50 < (one == other).sum() < 150


def test_picks_are_as_frequent_as_their_weights() -> None:
    counts = np.bincount(Dice(3).pick("x", [1, 0, 3, 6], places_of(50_000)))

    assert counts[1] == 0
    assert np.abs(counts - [5_000, 0, 15_000, 30_000]).max() < 500


def test_the_first_of_a_pool_is_drawn_most_and_each_is_drawn() -> None:
    counts = np.bincount(Dice(3).ranks("x", np.full(50_000, 8), places_of(50_000)))

    assert len(counts) == 8
    assert (np.diff(counts) < 0).all()
    assert 5 < counts[0] / counts[-1] < 6.4


def test_runs_are_laid_one_behind_the_other() -> None:
    assert starts_of(np.array([2, 0, 3])).tolist() == [0, 2, 2]


def test_an_account_is_let_twice_at_a_time_only_where_no_other_was_found() -> None:
    begins = np.sort(Dice(5).below("begins", 1_000, places_of(300)))
    first, stock = np.zeros(300, np.int64), np.full(300, 4)

    alone = rented(
        Dice(5), "let", begins=begins, ends=begins + 3, first=first, stock=stock, tries=1
    )
    looking = rented(
        Dice(5), "let", begins=begins, ends=begins + 3, first=first, stock=stock, tries=9
    )

    assert set(looking.tolist()) == {0, 1, 2, 3}
    assert doubled(begins, looking) < doubled(begins, alone) / 5


def doubled(begins: np.ndarray, accounts: np.ndarray) -> int:
    """Count tenancies of three that begin while the account is let."""
    order = np.lexsort((begins, accounts))
    near = np.diff(begins[order]) < 3
    return int((near & (np.diff(accounts[order]) == 0)).sum())
