import inspect
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import say
from izdes.core.identifiers.kinds import KINDS
from izdes.core.linking.comparisons import COMPARISONS, Comparison, code_of
from izdes.core.linking.evidence import Shared, log10_milli, share_milli, weight_milli


@pytest.mark.parametrize("comparison", dict.fromkeys(COMPARISONS.values()), ids=code_of)
def test_the_first_sentence_of_a_comparison_is_the_reason_shown(comparison: Comparison) -> None:
    first_sentence = (inspect.getdoc(comparison) or "").partition("\n")[0]

    assert say(code_of(comparison), "en") == first_sentence
    assert len({say(code_of(comparison), lang) for lang in ("kk", "ru", "en")}) == 3


def test_every_kind_that_is_read_has_a_comparison() -> None:
    assert set(KINDS) <= COMPARISONS.keys()


def test_every_comparison_has_a_line_in_the_table() -> None:
    weights = {kind: compare(Shared(kind, 2, 1_001)) for kind, compare in COMPARISONS.items()}

    assert all(0 < share < 1_000 for share in share_milli().values())
    # m / u = m * 1000: as many thousandths as the table says, on the scale of log10.
    assert weights["phone"] == log10_milli(share_milli()["phone"], 1)
    assert weights["btc"] == log10_milli(share_milli()["wallet"], 1)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_logarithm_is_rounded_down_exactly(numerator: int, denominator: int) -> None:
    found = log10_milli(numerator, denominator)

    power = Fraction(numerator, denominator) ** 1_000
    assert Fraction(10) ** found <= power < Fraction(10) ** (found + 1)
    assert abs(found - 1_000 * math.log10(numerator / denominator)) < 1.001


@given(st.integers(2, 500), st.integers(0, 10_000))
def test_a_rarer_value_weighs_more(degree: int, more: int) -> None:
    complaints = degree + 1 + more

    rarer = weight_milli(Shared("phone", degree, complaints))

    assert rarer >= weight_milli(Shared("phone", degree + 1, complaints))


@pytest.mark.parametrize(("degree", "complaints"), [(1, 5), (6, 5), (0, 0)])
def test_a_value_of_one_complaint_is_not_shared(degree: int, complaints: int) -> None:
    with pytest.raises(ValueError, match="at least two"):
        Shared("phone", degree, complaints)
