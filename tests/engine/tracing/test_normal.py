from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, cover, ledger, move, pinned_cases, wild_cases
from tests.engine.tracing.flats import differences

from izdes.core.money.transfer import ORDER_PROOFS, Ledger, TransferId
from izdes.core.tracing.events import events_of, has_ties
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.trace import Pinned, PinRefused
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.flat import flat_of
from izdes.engine.tracing.ledger.columns import columns_of
from izdes.engine.tracing.planning.normal import flat_of_columns, ground_of, normal_form

FEW = settings(max_examples=30)
KERNELS: list[Kernels] = ["numpy", "numba"]


def unequal(book: Ledger, pins: list[Pinned], kernels: Kernels) -> list[str]:
    """Return what differs from the core, in either order of ties."""
    ground = ground_of(columns_of(book), kernels=kernels)
    found = [] if ground.has_ties == has_ties(events_of(book.transfers)) else ["ties"]
    for ties_reversed in (False, True):
        plan = plan_of(book, pins, ties_reversed=ties_reversed)
        form = normal_form(ground, pins, ties_reversed=ties_reversed)
        pools = tuple(form.facts.pool(n) for n in range(len(plan.pools)))
        said = (form.annulled, form.pins, form.facts.assumed(), pools)
        found += differences(form.flat, flat_of(plan))
        if said != (plan.annulled, plan.pins, plan.assumed, plan.pools):
            found.append("names")
    return found


@FEW
@given(cases(), st.sampled_from(KERNELS))
def test_columns_give_the_plan_of_the_core(case: tuple[Ledger, object], kernels: Kernels) -> None:
    assert unequal(case[0], [], kernels) == []


@FEW
@given(cases(ties=True), st.sampled_from(KERNELS))
def test_ties_do_not_part_engine_and_core(case: tuple[Ledger, object], kernels: Kernels) -> None:
    assert unequal(case[0], [], kernels) == []


@given(wild_cases(), st.booleans(), st.sampled_from(KERNELS))
def test_a_wild_ledger_has_the_plan_of_the_core(
    case: tuple[Ledger, object],
    is_covered: bool,  # noqa: FBT001 - Hypothesis passes by name
    kernels: Kernels,
) -> None:
    book = case[0] if is_covered else replace(case[0], coverages=(), has_coverage=False)

    assert unequal(book, [], kernels) == []


@given(wild_cases(), st.lists(st.sampled_from(ORDER_PROOFS), min_size=60, max_size=60))
def test_proven_order_is_kept_as_the_core_keeps_it(
    case: tuple[Ledger, object], proofs: list[str]
) -> None:
    transfers = [
        replace(t, order_proven=proof)  # type: ignore[arg-type]
        for t, proof in zip(case[0].transfers, proofs, strict=False)
    ]

    assert unequal(replace(case[0], transfers=tuple(transfers)), [], "numpy") == []


@FEW
@given(pinned_cases(), st.sampled_from(KERNELS))
def test_stated_pins_hold_as_in_the_core(
    case: tuple[Ledger, object, list[Pinned]], kernels: Kernels
) -> None:
    assert unequal(case[0], case[2], kernels) == []


def drained() -> Ledger:
    return ledger(
        [
            move("in", 1, "V", "M", 100),
            move("low", 2, "M", "X", 60),
            move("more", 3, "W", "M", 500),
            move("out", 4, "M", "N", 100),
        ],
        cover("M"),
    )


@pytest.mark.parametrize(
    "pin",
    [
        Pinned(TransferId("in"), TransferId("out"), 41, "less was left"),
        Pinned(TransferId("in"), TransferId("nowhere"), 1, "no such transfer"),
        Pinned(TransferId("out"), TransferId("in"), 1, "the wrong way round"),
    ],
)
def test_a_pin_that_does_not_hold_is_refused(pin: Pinned) -> None:
    columns = columns_of(drained())

    with pytest.raises(PinRefused):
        flat_of_columns(columns, [pin])


def test_a_pin_holds_up_to_what_was_left() -> None:
    pin = Pinned(TransferId("in"), TransferId("out"), 40, "the rest went on")

    form = normal_form(ground_of(columns_of(drained())), [pin])

    assert form.pins == (pin,)


def test_an_empty_ledger_has_an_empty_form() -> None:
    book = ledger([], cover("M", opening=5))

    assert unequal(book, [], "numpy") == []
    assert unequal(book, [], "numba") == []


def test_a_plain_ledger_is_not_copied() -> None:
    columns = columns_of(ledger([move("a", 1, "V", "M", 7), move("b", 2, "M", "N", 5)], cover("M")))

    flat = flat_of_columns(columns)

    assert np.shares_memory(flat.units, columns.amount)
    assert (flat.transfer, flat.lo, flat.left, flat.came) == (None, None, None, None)
