import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, cover, ledger, move, pinned_cases, wild_cases
from tests.engine.tracing.everything import everything, with_pins
from tests.engine.tracing.single_units import Unit, contents_of

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.plan import plan_of
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.facts import PlanFacts
from izdes.engine.tracing.flat import Flat, flat_of
from izdes.engine.tracing.units.claimed import Claims
from izdes.engine.tracing.units.lots import LotRule
from izdes.engine.tracing.units.ropes import Origin, Ropes, ropes_of

Case = tuple[Ledger, list[Claim]]
RULE = st.sampled_from(["fifo", "lifo"])
KERNELS = st.sampled_from(["numpy", "numba"])
FLATS = (
    cases().map(lambda case: flat_of(plan_of(case[0])))
    | wild_cases().map(lambda case: flat_of(plan_of(case[0])))
    | pinned_cases().map(lambda case: flat_of(plan_of(case[0], case[2])))
)


def units_of(origin: Origin) -> list[Unit]:
    entered = origin.part if origin.part >= 0 else -1 - origin.pool
    units = [Unit(entered, number) for number in range(origin.lo, origin.hi)]
    return units[::-1] if origin.is_reversed else units


def same(one: Ropes, other: Ropes) -> bool:
    return (
        np.array_equal(one.nodes, other.nodes)
        and np.array_equal(one.parts, other.parts)
        and np.array_equal(one.pools, other.pools)
    )


@given(FLATS, RULE, KERNELS)
def test_a_rope_holds_every_unit_in_its_place(flat: Flat, rule: LotRule, kernels: Kernels) -> None:
    parts, pools = contents_of(flat, rule)

    ropes = ropes_of(flat, rule, kernels=kernels)

    for part, units in enumerate(parts):
        assert [u for origin in ropes.origins(part) for u in units_of(origin)] == units
    for pool, units in enumerate(pools):
        if flat.kind[pool] == 0:
            assert [u for origin in ropes.resting(pool) for u in units_of(origin)] == units


@given(cases() | wild_cases(), RULE, KERNELS)
def test_claimed_units_are_marked_and_counted_at_the_root(
    case: Case, rule: LotRule, kernels: Kernels
) -> None:
    book, claims = case
    plan = plan_of(book)
    flat = flat_of(plan)
    parts = contents_of(flat, rule).parts
    seeds = Claims(flat, PlanFacts(plan)).sorted_out(claims).seeds

    ropes = ropes_of(flat, rule, claimed=seeds, kernels=kernels)

    claimed: set[Unit] = set()
    fronts = {part: hi for part, _, hi, *_ in seeds.rows.tolist()}
    for part, units in enumerate(parts):
        claimed |= set(units[: fronts.get(part, 0)])
        marked = [u for o in ropes.origins(part) if o.is_claimed for u in units_of(o)]
        assert marked == [u for u in units if u in claimed]
        assert ropes.claimed_minor(part) == len(marked)


@given(FLATS, RULE)
def test_compiled_and_plain_python_make_the_same_trees(flat: Flat, rule: LotRule) -> None:
    assert same(ropes_of(flat, rule, kernels="numba"), ropes_of(flat, rule, kernels="numpy"))


def test_they_do_on_a_larger_ledger_with_everything() -> None:
    book = everything(400, 3)
    flat = flat_of(plan_of(book, with_pins(book, 3)))

    for rule in ("fifo", "lifo"):
        compiled = ropes_of(flat, rule, kernels="numba")
        assert same(compiled, ropes_of(flat, rule, kernels="numpy"))


def test_a_pool_of_many_deposits_that_is_bounced_many_times_stays_small() -> None:
    count = 300
    deposits = [move(f"d{n}", n, "V", "A", 10 + n % 7) for n in range(count)]
    most = sum(t.amount_minor for t in deposits) - 5
    bounces = [move(f"x{n}", count + n, "AB"[n % 2], "BA"[n % 2], most - n) for n in range(count)]
    flat = flat_of(plan_of(ledger([*deposits, *bounces], cover("A"), cover("B"))))

    ropes = ropes_of(flat, kernels="numba")

    written_out = sum(len(list(ropes.origins(part))) for part in range(2 * count))
    assert written_out > 50_000
    assert len(ropes.nodes) < 40 * 2 * count
