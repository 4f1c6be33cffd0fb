import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.engine.tracing.mixtures.muldiv import leading_zeros, muldiv, product, quotient

MOST = 2**62 - 1
POWERS = st.integers(0, 61).map(lambda n: 1 << n)
NUMBERS = st.one_of(
    st.integers(0, MOST),
    st.integers(0, 2**33),
    st.builds(lambda p, d: min(MOST, max(0, p + d)), POWERS, st.integers(-2, 2)),
    st.integers(0, 3).map(lambda d: MOST - d),
)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_share_is_exact(x: int, y: int, z: int) -> None:
    a, b = sorted((x, max(1, z)))
    b = max(1, b)

    assert muldiv(a, y, b) == a * y // b


@pytest.mark.parametrize("b", [MOST, MOST - 1, 2**61, 2**61 + 1, 2**32, 2**32 - 1, 2**31])
def test_shares_of_the_largest_amounts_are_exact(b: int) -> None:
    for a in (b, b - 1, b // 2, b // 3 + 1):
        for x in (MOST, MOST - 1, b, b - 1, 2**32 + 1):
            assert muldiv(a, x, b) == a * x // b


def test_all_of_it_is_all_of_it() -> None:
    assert muldiv(MOST, MOST, MOST) == MOST


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_a_product_is_whole_in_two_halves(a: int, b: int) -> None:
    high, low = product(np.uint64(a), np.uint64(b))

    assert (int(high) << 64) + int(low) == a * b


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(1, 2**62 - 1))
def test_a_wide_number_is_divided_exactly(high: int, low: int, divisor: int) -> None:
    high %= divisor

    found = quotient(np.uint64(high), np.uint64(low), np.uint64(divisor))

    assert int(found) == ((high << 64) + low) // divisor


@given(st.integers(1, 2**64 - 1))
def test_leading_zeros_are_counted(word: int) -> None:
    assert int(leading_zeros(np.uint64(word))) == 64 - word.bit_length()
