from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, cover, ledger, move, pinned_cases, wild_cases

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.trace import Pinned
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.flat import Flat, flat_of
from izdes.engine.tracing.units.index import Index, LedgerTooLarge, index_of, steps
from izdes.engine.tracing.units.levels import levels_of

Pinned_case = tuple[Ledger, list[Claim], list[Pinned]]
BOTH: list[Kernels] = ["numpy", "numba"]
FLATS = (
    cases().map(lambda case: flat_of(plan_of(case[0])))
    | wild_cases().map(lambda case: flat_of(plan_of(case[0])))
    | pinned_cases().map(lambda case: flat_of(plan_of(case[0], case[2])))
)


def same(one: object, other: object) -> bool:
    assert type(one) is type(other)
    return all(
        np.array_equal(getattr(one, f.name), getattr(other, f.name))
        and getattr(one, f.name).dtype == getattr(other, f.name).dtype
        for f in fields(one)  # type: ignore[arg-type]
    )


@given(FLATS)
def test_compiled_and_numpy_make_the_same_index(flat: Flat) -> None:
    assert same(index_of(flat, kernels="numba"), index_of(flat, kernels="numpy"))


@given(FLATS, st.booleans())
def test_compiled_and_plain_python_make_the_same_levels(flat: Flat, is_forward: bool) -> None:  # noqa: FBT001
    index = index_of(flat, kernels="numpy")

    compiled = levels_of(flat, index, is_forward=is_forward, kernels="numba")
    plain = levels_of(flat, index, is_forward=is_forward, kernels="numpy")

    assert same(compiled, plain)


@given(FLATS)
def test_both_directions_see_the_same_levels(flat: Flat) -> None:
    index = index_of(flat)

    onwards = levels_of(flat, index)
    back = levels_of(flat, index, is_forward=False)

    assert np.array_equal(onwards.in_at, back.in_at)
    assert np.array_equal(onwards.out_at, back.out_at)


@given(FLATS)
def test_positions_are_what_passed_the_pool_before(flat: Flat) -> None:
    index = index_of(flat)

    entered, left = flat.opening.copy(), np.zeros_like(flat.opening)
    out_at = index.out_at()
    for part, arrives in steps(flat):
        pool = (flat.target if arrives else flat.source)[part]
        if pool >= 0:
            axis, at = (entered, index.in_at) if arrives else (left, out_at)
            assert at[part] == axis[pool]
            axis[pool] += flat.units[part]


@given(FLATS)
def test_every_part_stands_once_on_each_side(flat: Flat) -> None:
    index = index_of(flat)

    assert sorted(index.in_parts) == list(np.flatnonzero(flat.target >= 0))
    assert sorted(index.out_parts) == list(np.flatnonzero(flat.source >= 0))
    assert index.in_first[-1] == len(index.in_parts)
    assert index.out_first[-1] == len(index.out_parts)


def huge(units: int) -> Flat:
    book = ledger([move("a", 1, "V", "A", 1), move("b", 2, "V", "A", 1)], cover("A"))
    return replace(flat_of(plan_of(book)), units=np.array([units, units], np.int64))


@pytest.mark.parametrize("kernels", BOTH)
@pytest.mark.parametrize("units", [2**61, 2**62, 2**63 - 1])
def test_more_than_the_numbers_hold_is_refused(units: int, kernels: Kernels) -> None:
    with pytest.raises(LedgerTooLarge):
        index_of(huge(units), kernels=kernels)


@pytest.mark.parametrize("kernels", BOTH)
def test_the_largest_sum_that_the_numbers_hold_is_taken(kernels: Kernels) -> None:
    index = index_of(huge(2**61 - 1), kernels=kernels)

    assert index.in_at.tolist() == [0, 2**61 - 1]


@pytest.mark.parametrize("kernels", BOTH)
def test_pools_may_pass_more_together_than_the_numbers_hold(kernels: Kernels) -> None:
    book = ledger([move(n, 1, "V", n, 1) for n in "ABCD"], *(cover(n) for n in "ABCD"))
    units = np.full(4, 2**61, np.int64)

    index = index_of(replace(flat_of(plan_of(book)), units=units), kernels=kernels)

    assert index.in_at.tolist() == [0, 0, 0, 0]


def test_a_plain_ledger_takes_less_than_sixty_bytes_a_transfer() -> None:
    rows = 1_000
    book = ledger([move(f"t{n}", n, "AB"[n % 2], "BA"[n % 2], 1) for n in range(rows)], cover("A"))
    flat = flat_of(plan_of(book))

    index: Index = index_of(flat)

    columns = (flat.units, flat.source, flat.target, flat.opening, flat.kind)
    assert index.nbytes + sum(c.nbytes for c in columns) < 60 * rows
