"""Urgency: an hour and a layer halve what can be caught; nothing is created by it."""

from hypothesis import given
from hypothesis import strategies as st

from izdes.core.tracing.urgency import Urgency, catchable, layers_to, together

_AMOUNTS = st.integers(0, 10**15)
_MINUTES = st.integers(-1_000, 10**6)
_LAYERS = st.integers(0, 5)


@given(_AMOUNTS, _MINUTES, _LAYERS)
def test_an_hour_and_a_layer_halve_the_same(amount: int, minutes: int, layers: int) -> None:
    passed = max(minutes, 0)

    later = catchable(amount, minutes=passed + 60, layers=layers)

    further = catchable(amount, minutes=passed, layers=layers + 1)
    assert later.catchable_minor == further.catchable_minor


@given(_AMOUNTS, _MINUTES, _LAYERS)
def test_never_more_is_caught_than_was_lost(amount: int, minutes: int, layers: int) -> None:
    found = catchable(amount, minutes=minutes, layers=layers)

    assert 0 <= found.catchable_minor <= found.amount_minor == amount
    assert found.minutes >= 0


@given(st.lists(st.tuples(_AMOUNTS, _MINUTES, _LAYERS), min_size=1, max_size=5))
def test_payments_together_are_their_sum(payments: list[tuple[int, int, int]]) -> None:
    each = [catchable(a, minutes=m, layers=n) for a, m, n in payments]

    whole = together(each)

    assert whole.catchable_minor == sum(one.catchable_minor for one in each)
    assert whole.amount_minor == sum(a for a, _, _ in payments)


def test_no_payment_is_nothing_to_catch() -> None:
    assert together(()) == Urgency(0, 0, 0, 0)


def test_a_chain_is_further_than_a_telephone_and_that_than_an_account() -> None:
    assert layers_to("iban") < layers_to("phone") < layers_to("tron")


def test_of_what_is_left_of_less_than_a_thousandth_no_figure_is_told() -> None:
    assert not catchable(1_000_000, minutes=9 * 60, layers=0).is_unlikely
    assert catchable(1_000_000, minutes=10 * 60, layers=0).is_unlikely
    assert catchable(1, minutes=60, layers=0).is_unlikely
    assert not together(()).is_unlikely
