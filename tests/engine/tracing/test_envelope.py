"""The envelope at scale is the core's, to the last minor unit."""

import pytest
from hypothesis import given
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move, wild_cases

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.envelope import Bounds, envelope
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.trace import ClaimsExceedTransfer
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.facts import PlanFacts
from izdes.engine.tracing.flat import flat_of
from izdes.engine.tracing.limits.envelope import ClaimPlace, envelopes

WAYS: list[Kernels] = ["numba", "numpy"]


def by_core(case: tuple[Ledger, list[Claim]]) -> dict[ClaimPlace, Bounds | None]:
    plan, claims = plan_of(case[0]), case[1]
    return {
        (c.claim_id, *place): bounds for c in claims for place, bounds in envelope(plan, c).items()
    }


@pytest.mark.parametrize("kernels", WAYS)
@given(case=cases() | cases(ties=True) | wild_cases())
def test_every_bound_is_the_core_s(kernels: Kernels, case: tuple[Ledger, list[Claim]]) -> None:
    plan = plan_of(case[0])

    found = envelopes(flat_of(plan), PlanFacts(plan), case[1], kernels=kernels)

    assert found == by_core(case)


@pytest.mark.parametrize("kernels", WAYS)
@given(case=cases() | wild_cases())
def test_places_can_be_asked_for(kernels: Kernels, case: tuple[Ledger, list[Claim]]) -> None:
    plan, every = plan_of(case[0]), by_core(case)
    asked = sorted(every)[::2]

    found = envelopes(flat_of(plan), PlanFacts(plan), case[1], asked, kernels=kernels)

    assert found == {place: every[place] for place in asked}


@pytest.mark.parametrize("kernels", WAYS)
def test_a_place_that_no_unit_can_reach_has_bounds_of_nothing(kernels: Kernels) -> None:
    plan = plan_of(ledger([move("theft", 0, "V", "A", 100)], cover("A")))
    stolen = claim("C1", "theft", 60)
    place: ClaimPlace = (stolen.claim_id, AccountKey("Z"), "held", "KZT")

    found = envelopes(flat_of(plan), PlanFacts(plan), [stolen], [place], kernels=kernels)

    assert found == {place: Bounds(60, 0, 0)}


@pytest.mark.parametrize("kernels", WAYS)
def test_networks_larger_than_the_first_room_are_searched_whole(kernels: Kernels) -> None:
    moves = [move("theft", 0, "V", "A0", 1000)]
    moves += [
        move(f"t{n}", n, f"A{n % 7}", f"A{(n * 3 + 1) % 7}", 1 + n % 13) for n in range(1, 700)
    ]
    case = (
        ledger(moves, *(cover(f"A{n}", opening=None) for n in range(7))),
        [claim("C1", "theft", 900)],
    )
    plan = plan_of(case[0])

    found = envelopes(flat_of(plan), PlanFacts(plan), case[1], kernels=kernels)

    assert found == by_core(case)


def test_a_claim_above_its_transfer_is_refused() -> None:
    plan = plan_of(ledger([move("theft", 0, "V", "A", 100)], cover("A")))

    with pytest.raises(ClaimsExceedTransfer):
        envelopes(flat_of(plan), PlanFacts(plan), [claim("C1", "theft", 101)])
