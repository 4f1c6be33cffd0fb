from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, cover, ledger, move, pinned_cases, wild_cases
from tests.engine.tracing.everything import everything, with_pins

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.backward import Source, Target, sources_of
from izdes.core.tracing.plan import Plan, plan_of
from izdes.core.tracing.trace import Pinned
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.facts import PlanFacts
from izdes.engine.tracing.flat import EXCHANGE, flat_of
from izdes.engine.tracing.units.backward import Backtracer
from izdes.engine.tracing.units.lots import LotRule, Tracer
from izdes.engine.tracing.units.sought import Sought, seeds_of

Case = tuple[Ledger, list[Claim]]
PinnedCase = tuple[Ledger, list[Claim], list[Pinned]]
RULES: list[LotRule] = ["fifo", "lifo"]
RULE, KERNELS = st.sampled_from(RULES), st.sampled_from(["numpy", "numba"])


def backtracer(plan: Plan, rule: LotRule, kernels: Kernels = "numpy") -> Backtracer:
    return Backtracer(flat_of(plan), PlanFacts(plan), rule, kernels=kernels)


def targets(plan: Plan) -> list[Target]:
    places = [n for n, parts in enumerate(plan.parts) if parts]
    pools = [n for n, pool in enumerate(plan.pools) if pool.kind == "account"]
    return [
        *(Target(places=(n,)) for n in places),
        *(Target(pools=(n,)) for n in pools),
        Target(places=tuple(places), pools=tuple(pools)),
    ]


@given(cases() | cases(ties=True) | wild_cases(), RULE, KERNELS)
def test_sources_are_the_cores(case: Case, rule: LotRule, kernels: Kernels) -> None:
    plan = plan_of(case[0])
    back = backtracer(plan, rule, kernels)

    for target in targets(plan):
        assert back.sources_of(target) == sources_of(plan, target, rule)


@given(pinned_cases(), RULE)
def test_pinned_money_comes_from_where_the_core_says(case: PinnedCase, rule: LotRule) -> None:
    plan = plan_of(case[0], case[2])
    back = backtracer(plan, rule)

    for target in targets(plan):
        assert back.sources_of(target) == sources_of(plan, target, rule)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", range(3))
def test_a_larger_ledger_with_everything_comes_from_where_the_core_says(
    seed: int, rule: LotRule
) -> None:
    book = everything(300, seed)
    plan = plan_of(book, with_pins(book, seed))
    back = backtracer(plan, rule, "numba")

    for target in targets(plan)[seed::40]:
        assert back.sources_of(target) == sources_of(plan, target, rule)


@given(cases() | wild_cases(), RULE, KERNELS)
def test_forward_and_back_is_where_one_was(case: Case, rule: LotRule, kernels: Kernels) -> None:
    plan = plan_of(case[0])
    flat, facts = flat_of(plan), PlanFacts(plan)
    if EXCHANGE in flat.kind:
        return
    onwards = Tracer(flat, facts, rule, kernels=kernels)
    back = Backtracer(flat, facts, rule, kernels=kernels)

    for part, units in enumerate(flat.units.tolist()):
        forward = onwards.follow(seeds_of([Sought(part, 0, units, "KZT")]))
        for there, lo, hi, _, begins, ends, *_ in forward.slices.tolist():
            path = back.follow(seeds_of([Sought(there, lo, hi, "KZT")]))
            again = [row for row in path.slices.tolist() if row[0] == part]
            assert sorted(unit for row in again for unit in range(row[1], row[2])) == list(
                range(begins, ends)
            )


@given(wild_cases(), RULE)
def test_sources_add_up_to_the_target(case: Case, rule: LotRule) -> None:
    plan = plan_of(case[0])
    back = backtracer(plan, rule)

    for place, t in enumerate(plan.transfers):
        if plan.parts[place]:
            found = back.sources_of(Target(places=(place,)))
            assert sum(s.amount_minor for s in found) == t.amount_minor


def test_each_kind_of_entrance_is_told() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("on", 2, "M", "N", 130),
            move("out", 3, "N", "O", 160),
        ],
        cover("M", opening=20),
        cover("N", opening=25),
    )

    found = backtracer(plan_of(book), "fifo").sources_of(Target(places=(2,)))

    def told(s: Source) -> tuple[str, str, str | None, int]:
        return (s.entrance, s.account, s.came_by, s.amount_minor)

    assert sorted(map(told, found)) == [
        ("lender", "M", "on", 10),
        ("lender", "N", None, 5),
        ("opening", "M", "on", 20),
        ("opening", "N", None, 25),
        ("outside", "V", "on", 100),
    ]


def test_what_an_exchange_gives_comes_from_what_went_in() -> None:
    book = ledger(
        [
            move("a", 1, "V", "M", 2),
            move("b", 2, "W", "M", 998),
            move("sell", 3, "M", "@fx:r", 1000, kind="conversion"),
            move("buy", 4, "@fx:r", "M", 3, kind="conversion", currency="USD"),
            move("out", 5, "M", "N", 1, currency="USD"),
        ],
        cover("M"),
        cover("M", currency="USD"),
    )
    plan = plan_of(book)

    found = backtracer(plan, "fifo").sources_of(Target(places=(4,)))

    assert Counter({s.account: s.amount_minor for s in found}) == Counter({"W": 1})
    assert found == sources_of(plan, Target(places=(4,)), "fifo")
