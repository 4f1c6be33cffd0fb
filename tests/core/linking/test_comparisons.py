import inspect
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.words import say
from izdes.core.identifiers.kinds import KINDS
from izdes.core.linking.comparisons import COMPARISONS, Comparison, code_of
from izdes.core.linking.evidence import log10_milli, weight_milli
from izdes.core.linking.kinds import kind_of
from izdes.core.linking.snapshot import Snapshot


@pytest.mark.parametrize("comparison", dict.fromkeys(COMPARISONS.values()), ids=code_of)
def test_the_first_sentence_of_a_comparison_is_the_reason_shown(comparison: Comparison) -> None:
    first_sentence = (inspect.getdoc(comparison) or "").partition("\n")[0]

    assert say(code_of(comparison), "en") == first_sentence
    assert len({say(code_of(comparison), lang) for lang in ("kk", "ru", "en")}) == 3


def test_every_kind_that_is_read_has_a_comparison() -> None:
    assert set(KINDS) <= COMPARISONS.keys()


def test_every_comparison_has_a_line_in_the_table() -> None:
    kinds = {kind: kind_of(kind) for kind in COMPARISONS}

    assert all(kind is not None and kind.source for kind in kinds.values())
    assert all(kind and 0 < kind.share_milli < 1_000 for kind in kinds.values())


@pytest.mark.parametrize("name", COMPARISONS)
def test_silences_rise_and_shares_fall(name: str) -> None:
    kind = kind_of(name)

    assert kind is not None
    for silences in (kind.silences, kind.service_silences):
        assert list(silences) == sorted(silences)
        assert [keep for _, keep in silences] == sorted((k for _, k in silences), reverse=True)
        assert all(0 < keep <= 1_000 for _, keep in silences)


def test_an_agreement_weighs_what_the_table_says() -> None:
    snapshot = Snapshot(complaints=1_000_001, degrees={("phone", "+77010000001"): 11})

    found = COMPARISONS["phone"](("phone", "+77010000001"), snapshot)

    # 300 thousandths over (10 others and 1 by chance) in a million.
    assert found == min(4_000, log10_milli(300 * 1_000_000, 1_000 * 11))


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_logarithm_is_rounded_down_exactly(numerator: int, denominator: int) -> None:
    found = log10_milli(numerator, denominator)

    power = Fraction(numerator, denominator) ** 1_000
    assert Fraction(10) ** found <= power < Fraction(10) ** (found + 1)
    assert abs(found - 1_000 * math.log10(numerator / denominator)) < 1.001


@given(st.sampled_from(sorted(COMPARISONS)), st.integers(0, 500), st.integers(2, 10**7))
def test_a_rarer_value_weighs_no_less(name: str, degree: int, population: int) -> None:
    kind = kind_of(name)
    assert kind is not None

    weight = weight_milli(kind, degree, population)

    assert kind.cap_milli >= weight >= weight_milli(kind, degree + 1, population) >= 0
    assert weight <= weight_milli(kind, degree, population + 1)
