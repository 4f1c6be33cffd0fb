import pytest
from tests.engine.tracing.everything import everything, with_pins
from tests.engine.tracing.flats import differences
from tests.engine.tracing.test_normal import KERNELS, unequal

from izdes.core.tracing.plan import plan_of
from izdes.engine.tracing.flat import flat_of
from izdes.engine.tracing.ledger.columns import columns_of
from izdes.engine.tracing.planning.normal import flat_of_columns


def test_these_ledgers_have_everything() -> None:
    plan = plan_of(everything(2_000, 1))

    flat = flat_of(plan)

    assert {part.ending for parts in plan.parts for part in parts} > {"lender", "conversion", "fee"}
    assert {pool.kind for pool in plan.pools} == {"account", "pin", "exchange"}
    assert plan.annulled
    assert plan.pins
    assert any(pool.goes_dark for pool in plan.pools)
    assert flat.left is not None
    assert flat.transfer is not None
    assert flat.lo is not None


@pytest.mark.parametrize("seed", range(3))
def test_some_thousand_rows_have_the_plan_of_the_core(seed: int) -> None:
    book = everything(2_000, seed)

    assert [unequal(book, [], kernels) for kernels in KERNELS] == [[], []]


@pytest.mark.parametrize("seed", range(10, 30))
def test_small_crowded_ledgers_have_the_plan_of_the_core(seed: int) -> None:
    book = everything(40, seed)
    pins = with_pins(book, seed)

    assert [unequal(book, pins, kernels) for kernels in KERNELS] == [[], []]


def test_both_kernels_give_the_same_arrays() -> None:
    columns = columns_of(everything(3_000, 77))

    for ties_reversed in (False, True):
        by_numpy, by_numba = (
            flat_of_columns(columns, ties_reversed=ties_reversed, kernels=kernels)
            for kernels in KERNELS
        )
        assert differences(by_numpy, by_numba) == []
