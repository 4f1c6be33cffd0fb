from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move, pinned_cases, wild_cases
from tests.engine.tracing.everything import everything, with_pins

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.plan import Plan, plan_of
from izdes.core.tracing.rules import trace_plan
from izdes.core.tracing.trace import ClaimsExceedTransfer, Pinned, Slice
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.facts import PlanFacts
from izdes.engine.tracing.flat import Flat, flat_of
from izdes.engine.tracing.mixtures.mixing import trace_mixed
from izdes.engine.tracing.mixtures.runs import place_of_parts
from izdes.engine.tracing.mixtures.shares import ClaimedRows, MixingRule, Thefts, claimed_rows
from izdes.engine.tracing.units.index import LedgerTooLarge

Case = tuple[Ledger, list[Claim]]
MIXING: list[MixingRule] = ["pro-rata", "lowest-balance"]
RULES = st.sampled_from(MIXING)
BOTH: list[Kernels] = ["numpy", "numba"]
CASES = cases() | cases(ties=True) | wild_cases()


def thefts_of(plan: Plan, claims: list[Claim], *, groups: int = 1) -> Thefts:
    """Return claims as thefts, in groups that follow each other in the order of ids."""
    place = {t.transfer_id: n for n, t in enumerate(plan.transfers)}
    in_order = sorted(claims, key=lambda c: c.claim_id)
    return Thefts(
        np.array([place[c.transfer_id] for c in in_order], np.int64),
        np.array([n * groups // len(in_order) for n in range(len(in_order))], np.int64),
        np.array([c.amount_minor for c in in_order], np.int64),
    )


def by_part(rows: ClaimedRows) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    for part, group, units in zip(
        rows.part.tolist(), rows.group.tolist(), rows.units.tolist(), strict=True
    ):
        found[part, group] += units
    return found


def by_transfer(rows: ClaimedRows, flat: Flat) -> Counter[int]:
    found: Counter[int] = Counter()
    for part, units in zip(rows.part.tolist(), rows.units.tolist(), strict=True):
        found[int(place_of_parts(flat)[part])] += units
    return found


def counted_once(plan: Plan, slices: tuple[Slice, ...]) -> Counter[int]:
    place = {t.transfer_id: n for n, t in enumerate(plan.transfers)}
    found: Counter[int] = Counter()
    for s in slices:
        found[place[s.transfer_id]] += 0 if s.behind else s.hi - s.lo
    return +found


def many_claims(book: Ledger, seed: int, count: int) -> list[Claim]:
    random = Random(seed)
    chosen = random.sample(book.transfers, count)
    return [
        claim(f"C{n:03}/1", t.transfer_id, random.randint(1, t.amount_minor))
        for n, t in enumerate(chosen)
    ]


@pytest.mark.parametrize("kernels", BOTH)
@given(CASES, RULES, st.booleans())
def test_the_engine_says_what_the_core_says(
    kernels: Kernels,
    case: Case,
    rule: MixingRule,
    ties_reversed: bool,  # noqa: FBT001
) -> None:
    book, claims = case
    plan = plan_of(book, ties_reversed=ties_reversed)

    found = trace_mixed(flat_of(plan), PlanFacts(plan), claims, rule, kernels=kernels)

    assert found == trace_plan(plan, claims, rule)


@pytest.mark.parametrize("kernels", BOTH)
@given(pinned_cases(), RULES)
def test_pinned_money_is_in_no_mixture_here_either(
    kernels: Kernels, case: tuple[Ledger, list[Claim], list[Pinned]], rule: MixingRule
) -> None:
    book, claims, pins = case
    plan = plan_of(book, pins)

    found = trace_mixed(flat_of(plan), PlanFacts(plan), claims, rule, kernels=kernels)

    assert found == trace_plan(plan, claims, rule)


@pytest.mark.parametrize("rule", MIXING)
@pytest.mark.parametrize("seed", range(4))
def test_a_larger_ledger_with_everything_is_traced_alike(seed: int, rule: MixingRule) -> None:
    book = everything(400, seed)
    plan = plan_of(book, with_pins(book, seed))
    claims = many_claims(book, seed, 30)
    flat, facts = flat_of(plan), PlanFacts(plan)

    found = [trace_mixed(flat, facts, claims, rule, kernels=kernels) for kernels in BOTH]

    assert found == [trace_plan(plan, claims, rule)] * 2


def test_a_claim_on_no_transfer_is_unmatched() -> None:
    plan = plan_of(ledger([move("t0", 0, "acct:V", "acct:M", 10)], cover("acct:M")))

    slices, (rest,) = trace_mixed(
        flat_of(plan), PlanFacts(plan), [claim("C/1", "lost", 7)], "pro-rata"
    )

    assert (slices, rest.ending, rest.units) == ((), "unmatched", 7)


def test_claims_beyond_their_transfer_are_refused() -> None:
    plan = plan_of(ledger([move("t0", 0, "acct:V", "acct:M", 10)], cover("acct:M")))
    claims = [claim("C/1", "t0", 6), claim("C/2", "t0", 5)]

    with pytest.raises(ClaimsExceedTransfer):
        trace_mixed(flat_of(plan), PlanFacts(plan), claims, "pro-rata")
    with pytest.raises(ClaimsExceedTransfer):
        claimed_rows(flat_of(plan), thefts_of(plan, claims), "pro-rata")


def test_clean_money_leaves_first_only_under_the_lowest_balance() -> None:
    book = ledger(
        [move("t0", 0, "acct:V", "acct:M", 60), move("t1", 1, "acct:M", "acct:N", 50)],
        cover("acct:M", opening=40),
    )
    plan = plan_of(book)
    thefts = thefts_of(plan, [claim("C/1", "t0", 60)])

    shares = {
        rule: by_transfer(claimed_rows(flat_of(plan), thefts, rule), flat_of(plan))
        for rule in MIXING
    }

    assert shares == {"pro-rata": {0: 60, 1: 30}, "lowest-balance": {0: 60, 1: 10}}


@given(CASES, RULES, st.integers(1, 3), st.randoms(use_true_random=False))
def test_the_kernel_finds_the_rows_of_plain_python(
    case: Case, rule: MixingRule, groups: int, random: Random
) -> None:
    book, claims = case
    plan = plan_of(book)
    flat, thefts = flat_of(plan), thefts_of(plan, claims, groups=groups)
    home = np.array([random.getrandbits(groups) for _ in plan.pools], np.uint64)

    by_hand, compiled = (
        claimed_rows(flat, thefts, rule, groups=groups, home=home, kernels=kernels)
        for kernels in BOTH
    )

    assert by_part(by_hand) == by_part(compiled)
    assert by_hand.balance.tolist() == compiled.balance.tolist()


@pytest.mark.parametrize("rule", MIXING)
def test_tables_grow_when_they_are_full(rule: MixingRule) -> None:
    paid = [move(f"a{n:02}", n, f"acct:{n}", "acct:M", 1000 + n) for n in range(64)]
    bounced = [
        move(f"b{n:02}", 100 + n, *(sides if n % 2 else sides[::-1]), 50_000 - 500 * n)
        for n, sides in enumerate([("acct:N", "acct:M")] * 60)
    ]
    plan = plan_of(ledger([*paid, *bounced], cover("acct:M"), cover("acct:N")))
    claims = [claim(f"C{n:02}/1", t.transfer_id, 900 + n) for n, t in enumerate(paid)]
    flat, thefts = flat_of(plan), thefts_of(plan, claims, groups=64)

    by_hand, compiled = (
        claimed_rows(flat, thefts, rule, groups=64, kernels=kernels) for kernels in BOTH
    )

    assert by_hand.part.size > 10 * flat.units.size
    assert by_part(by_hand) == by_part(compiled)


@given(cases(), RULES, st.integers(2**50, 2**53))
def test_the_kernel_is_exact_where_products_are_wide(
    case: Case, rule: MixingRule, factor: int
) -> None:
    book, claims = case
    small = flat_of(plan_of(book))
    flat = replace(small, units=small.units * factor + 1, opening=small.opening * factor)
    # One unit more than came would be one too many: openings make up for what was added.
    flat = replace(flat, opening=flat.opening + len(book.transfers))
    thefts = thefts_of(plan_of(book), claims, groups=2)
    thefts = replace(thefts, units=thefts.units * factor)

    by_hand, compiled = (
        claimed_rows(flat, thefts, rule, groups=2, kernels=kernels) for kernels in BOTH
    )

    assert by_part(by_hand) == by_part(compiled)


@given(CASES, RULES)
def test_all_claims_as_one_are_the_sum_of_each_unless_some_came_home(
    case: Case, rule: MixingRule
) -> None:
    book, claims = case
    plan = plan_of(book)
    flat = flat_of(plan)

    together = by_transfer(claimed_rows(flat, thefts_of(plan, claims), rule), flat)

    slices, resting = trace_plan(plan, claims, rule)
    apart = counted_once(plan, slices)
    assert all(together[place] >= units for place, units in apart.items())
    assert together == apart or any(r.ending == "returned" for r in resting)


@given(CASES, RULES)
def test_groups_add_up_to_all_as_one(case: Case, rule: MixingRule) -> None:
    book, claims = case
    plan = plan_of(book)
    flat = flat_of(plan)

    one, three = (
        claimed_rows(flat, thefts_of(plan, claims, groups=groups), rule, groups=groups)
        for groups in (1, 3)
    )

    assert by_transfer(one, flat) == by_transfer(three, flat)


def test_what_does_not_fit_the_kernels_numbers_is_refused() -> None:
    plan = plan_of(
        ledger([move(f"t{n}", n, "x", "acct:M", 2**61) for n in range(2)], cover("acct:M"))
    )
    thefts = thefts_of(plan, [claim("C/1", "t0", 5)])

    with pytest.raises(LedgerTooLarge):
        claimed_rows(flat_of(plan), thefts, "pro-rata", kernels="numba")


def test_large_amounts_in_different_pools_are_no_refusal() -> None:
    moves = [move(f"t{n}", n, "x", f"acct:{n}", 2**61) for n in range(4)]
    plan = plan_of(ledger(moves, *(cover(f"acct:{n}") for n in range(4))))

    rows = claimed_rows(
        flat_of(plan), thefts_of(plan, [claim("C/1", "t0", 5)]), "pro-rata", kernels="numba"
    )

    assert rows.units.tolist() == [5]


def test_more_groups_than_bits_are_refused() -> None:
    plan = plan_of(ledger([move("t0", 0, "acct:V", "acct:M", 10)], cover("acct:M")))

    with pytest.raises(ValueError, match="64"):
        claimed_rows(flat_of(plan), thefts_of(plan, [claim("C/1", "t0", 5)]), "pro-rata", groups=65)
