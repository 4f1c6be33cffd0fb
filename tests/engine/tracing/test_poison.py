from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move, pinned_cases, wild_cases
from tests.engine.tracing.everything import everything, with_pins

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.poison import perimeter, reached
from izdes.core.tracing.trace import Pinned
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.facts import PlanFacts
from izdes.engine.tracing.flat import flat_of
from izdes.engine.tracing.limits.poison import touched, trace_poison
from izdes.engine.tracing.mixtures.runs import place_of_parts

Case = tuple[Ledger, list[Claim]]
BOTH: list[Kernels] = ["numpy", "numba"]


@pytest.mark.parametrize("kernels", BOTH)
@given(cases() | cases(ties=True) | wild_cases(), st.booleans())
def test_the_engine_reaches_what_the_core_reaches(
    kernels: Kernels,
    case: Case,
    ties_reversed: bool,  # noqa: FBT001
) -> None:
    book, claims = case
    plan = plan_of(book, ties_reversed=ties_reversed)

    found = trace_poison(flat_of(plan), PlanFacts(plan), claims, kernels=kernels)

    assert found == reached(plan, claims)


@pytest.mark.parametrize("kernels", BOTH)
@given(pinned_cases())
def test_pinned_money_goes_its_own_way_here_too(
    kernels: Kernels, case: tuple[Ledger, list[Claim], list[Pinned]]
) -> None:
    book, claims, pins = case
    plan = plan_of(book, pins)

    found = trace_poison(flat_of(plan), PlanFacts(plan), claims, kernels=kernels)

    assert found == reached(plan, claims)


@pytest.mark.parametrize("seed", range(3))
def test_more_claims_than_bits_are_followed_in_turns(seed: int) -> None:
    book = everything(400, seed)
    plan = plan_of(book, with_pins(book, seed))
    chosen = Random(seed).sample(book.transfers, 150)
    claims = [claim(f"C{n:03}/1", t.transfer_id, 1) for n, t in enumerate(chosen)]

    found = [trace_poison(flat_of(plan), PlanFacts(plan), claims, kernels=k) for k in BOTH]

    assert found == [reached(plan, claims)] * 2


@given(cases() | wild_cases())
def test_all_claims_as_one_reach_whatever_one_of_them_does(case: Case) -> None:
    book, claims = case
    plan = plan_of(book)
    flat, facts = flat_of(plan), PlanFacts(plan)
    begun = {facts.place_of(c.transfer_id) for c in claims}
    parts = np.flatnonzero([place in begun for place in place_of_parts(flat).tolist()])

    by_hand, compiled = (touched(flat, parts, kernels=kernels) for kernels in BOTH)

    each = perimeter(plan, claims).transfers.keys()
    assert by_hand.tolist() == compiled.tolist()
    assert each <= set(place_of_parts(flat)[by_hand].tolist())


def test_nothing_claimed_touches_nothing() -> None:
    plan = plan_of(ledger([move("t0", 0, "acct:V", "acct:M", 10)], cover("acct:M")))

    assert not touched(flat_of(plan), np.zeros(0, np.int64)).any()
    assert trace_poison(flat_of(plan), PlanFacts(plan), []) == ()
