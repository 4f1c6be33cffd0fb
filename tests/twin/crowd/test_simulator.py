"""The hub simulator: its shape, its truth, and the same numbers on every machine."""

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from izdes.core.identifiers.kinds import normalise
from izdes.twin.crowd.simulator import HUB, KINDS, MULE, OWN, SEEDS, Simulated, simulated


@pytest.fixture(scope="module")
def whole() -> Simulated:
    return simulated(SEEDS[0])


def test_the_numbers_of_one_seed_are_the_same_for_ever() -> None:
    small = simulated(1, complaints=2_000)

    columns = (small.reported_at, small.series, small.complaint, small.kind, small.value)
    digest = sha256(b"".join(column.astype("<i8").tobytes() for column in columns)).hexdigest()

    assert digest.startswith("ea3aeca6c52a8095")


def test_its_statistics_are_those_it_is_known_by(whole: Simulated) -> None:
    degrees = np.bincount(whole.value, minlength=len(whole.kind_of_value))
    shares = np.bincount(whole.part) / len(whole.part)

    assert len(whole.reported_at) == 200_000
    assert 36_000 < len(whole.sizes) < 42_000
    assert whole.sizes.max() == 3_000
    assert 14_500 < degrees[whole.first_hub :].max() < 16_500
    assert (degrees[whole.first_hub :] > 4_000).all()
    assert shares == pytest.approx([0.515, 0.11, 0.375], abs=0.01)
    assert whole.is_wrong.sum() / (whole.part == OWN).sum() == pytest.approx(0.023, abs=0.003)


@settings(max_examples=15)
@given(st.integers(0, 2**30), st.integers(1, 400))
def test_columns_fit_together(seed: int, complaints: int) -> None:
    small = simulated(seed, complaints=complaints)

    pairs = small.complaint * (len(small.kind_of_value)) + small.value
    assert (np.diff(pairs) > 0).all()
    assert (np.diff(small.reported_at) >= 0).all()
    assert (small.at == small.reported_at[small.complaint]).all()
    assert (small.kind == small.kind_of_value[small.value]).all()
    assert np.bincount(small.series).tolist() == small.sizes.tolist()
    assert set(small.complaint.tolist()) == set(range(complaints))


def test_own_identifiers_belong_to_one_series_but_for_errors(whole: Simulated) -> None:
    right = (whole.part == OWN) & ~whole.is_wrong
    owners = np.unique(np.stack([whole.value[right], whole.series[whole.complaint[right]]]), axis=1)

    assert len(np.unique(owners[0])) == owners.shape[1]
    assert not whole.is_wrong[whole.part != OWN].any()


def test_a_mule_serves_many_series_mostly_one_after_the_other(whole: Simulated) -> None:
    paid = whole.part == MULE
    mule, at = whole.value[paid], whole.at[paid]
    series = whole.series[whole.complaint[paid]]
    order = np.lexsort((at, mule))
    is_same_mule = np.diff(mule[order]) == 0
    changes = (is_same_mule & (np.diff(series[order]) != 0)).sum()
    pairs = len(np.unique(mule * len(whole.sizes) + series))

    # Without overlap a mule of n series changes hands n - 1 times.
    assert pairs / 4_000 > 6
    assert (pairs - 4_000) <= changes < 1.1 * pairs


def test_a_series_lasts_longer_the_larger_it_is(whole: Simulated) -> None:
    def days(series: int) -> float:
        at = whole.reported_at[whole.series == series]
        return float(at[-1] - at[0]) / 86_400_000_000

    largest = int(np.argmax(whole.sizes))
    middling = np.flatnonzero((whole.sizes > 20) & (whole.sizes < 40))[:50]

    assert days(largest) > 500
    assert 10 < np.mean([days(int(series)) for series in middling]) < 60


@given(st.integers(0, 2**40))
def test_every_value_has_a_text_that_readers_accept(whole: Simulated, drawn: int) -> None:
    value = drawn % len(whole.kind_of_value)
    kind = KINDS[whole.kind_of_value[value]]

    reading = normalise("tron" if kind == "wallet" else kind, whole.text(value))

    assert (reading.value, reading.code) == (whole.text(value), None)


def test_hubs_come_last_and_mules_before_them(whole: Simulated) -> None:
    assert whole.part[whole.value >= whole.first_hub].tolist() == [HUB] * (whole.part == HUB).sum()
    assert len(whole.kind_of_value) - whole.first_hub == 40
    assert whole.first_hub - whole.first_mule == 4_000
    assert whole.complaint_id(0) == "A0000001"
