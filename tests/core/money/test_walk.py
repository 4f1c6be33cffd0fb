from collections import Counter
from itertools import permutations, product

from hypothesis import given
from hypothesis import strategies as st

from izdes.core.money.walk import Step, is_only_walk, is_walk, possible_starts, stuck_at, walk_from

Looks = tuple[Step, ...]


def all_walks(start: int, steps: list[Step]) -> set[Looks]:
    """Return every order of the steps that is a walk; equal steps count as one."""
    return {order for order in permutations(steps) if is_walk(start, order)}


@st.composite
def walked(draw: st.DrawFn, *, most: int = 6, balances: int = 4) -> tuple[int, list[Step]]:
    """Draw a walk among few balances, so that it meets itself often."""
    start = here = draw(st.integers(0, balances - 1))
    steps = []
    for _ in range(draw(st.integers(1, most))):
        there = draw(st.integers(0, balances - 1))
        steps.append(Step(here, there, draw(st.sampled_from("aab"))))
        here = there
    return start, steps


scattered = st.lists(
    st.builds(Step, st.integers(0, 3), st.integers(0, 5), st.just("a")), min_size=1, max_size=6
)


@given(walked(), st.randoms(use_true_random=False))
def test_a_walk_is_found_whatever_the_order_of_the_list(
    drawn: tuple[int, list[Step]], random: object
) -> None:
    start, steps = drawn
    random.shuffle(steps)  # type: ignore[attr-defined]  # a Random, which strategies do not type

    order = walk_from(start, steps)

    assert order is not None
    assert sorted(order) == list(range(len(steps)))
    assert is_walk(start, [steps[i] for i in order])


@given(walked())
def test_a_walk_is_the_only_one_exactly_when_no_permutation_makes_another(
    drawn: tuple[int, list[Step]],
) -> None:
    start, steps = drawn

    assert is_only_walk(steps) == (len(all_walks(start, steps)) == 1)


@given(walked(most=7, balances=2))
def test_a_walk_between_two_balances_is_judged_like_any_other(
    drawn: tuple[int, list[Step]],
) -> None:
    start, steps = drawn

    assert is_only_walk(steps) == (len(all_walks(start, steps)) == 1)


@given(scattered, st.integers(0, 5))
def test_where_no_permutation_is_a_walk_none_is_found(steps: list[Step], start: int) -> None:
    assert (walk_from(start, steps) is None) == (not all_walks(start, steps))


@given(scattered)
def test_no_walk_begins_elsewhere_than_at_a_possible_start(steps: list[Step]) -> None:
    found = {start for start in range(6) if all_walks(start, steps)}

    assert found <= possible_starts(steps)
    assert not found or found == possible_starts(steps)


@given(walked(), st.randoms(use_true_random=False))
def test_the_only_walk_is_found_from_every_list(
    drawn: tuple[int, list[Step]], random: object
) -> None:
    start, steps = drawn
    listed = list(steps)
    random.shuffle(listed)  # type: ignore[attr-defined]  # a Random, which strategies do not type

    order = walk_from(start, listed)

    if is_only_walk(steps):
        assert [listed[i] for i in order or ()] == steps


def test_circuits_at_one_balance_may_come_in_any_order() -> None:
    steps = [Step(0, 5, "a"), Step(5, 0, "b"), Step(0, 7, "c"), Step(7, 0, "d")]

    assert not is_only_walk(steps)


def test_interchangeable_steps_make_no_second_walk() -> None:
    same = [Step(0, 5, "a"), Step(5, 0, "b"), Step(0, 5, "a"), Step(5, 0, "b")]

    assert is_only_walk(same)
    assert not is_only_walk([*same[:2], same[2]._replace(seen="c"), same[3]])


def test_a_balance_met_again_after_the_detour_leaves_a_choice() -> None:
    # 1 -> 2 -> 3 -> 1 -> 3: from 1 one may also go to 3 first, because 3 leads back to 1.
    crossing = [Step(1, 2), Step(2, 3), Step(3, 1), Step(1, 3)]

    assert all_walks(1, crossing) == {tuple(crossing), tuple(crossing[i] for i in (3, 2, 0, 1))}
    assert not is_only_walk(crossing)


def test_a_list_that_is_a_walk_is_kept_and_one_turned_round_is_turned_back() -> None:
    circuits = [Step(0, 5, "a"), Step(5, 0, "b"), Step(0, 7, "c"), Step(7, 0, "d")]

    assert walk_from(0, circuits) == [0, 1, 2, 3]
    assert walk_from(0, circuits[::-1]) == [3, 2, 1, 0]


def test_the_step_behind_a_gap_is_named() -> None:
    chain = [Step(n, n + 1) for n in range(6)]
    gap = [*chain[:2], *chain[3:]]

    for listed in (gap, gap[::-1], [gap[i] for i in (3, 0, 4, 2, 1)]):
        assert listed[stuck_at(0, listed)] == Step(3, 4)


def test_twenty_thousand_steps_among_few_balances_are_walked_and_judged() -> None:
    pairs = [pair for pair in product(range(5), repeat=2) if pair[0] != pair[1]]
    circuit = walk_from(0, [Step(*pair) for pair in pairs])
    steps = [Step(*pairs[i]) for i in circuit or ()] * 1000
    listed = sorted(steps)

    order = walk_from(0, listed)

    assert len(steps) == 20_000
    assert order is not None
    assert is_walk(0, [listed[i] for i in order])
    assert not is_only_walk([listed[i] for i in order])
    assert Counter(order) == Counter(range(20_000))
