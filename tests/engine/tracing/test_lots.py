from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move, pinned_cases, wild_cases
from tests.engine.tracing.everything import everything, with_pins

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.plan import Plan, plan_of
from izdes.core.tracing.rules import trace_plan
from izdes.core.tracing.trace import ClaimsExceedTransfer, Pinned, Resting, Slice
from izdes.engine.tracing.compiled import Kernels
from izdes.engine.tracing.facts import PlanFacts
from izdes.engine.tracing.flat import flat_of
from izdes.engine.tracing.units.claimed import Claims
from izdes.engine.tracing.units.lots import LotRule, Tracer, trace_lots
from izdes.engine.tracing.units.seeds import Found

Case = tuple[Ledger, list[Claim]]
PinnedCase = tuple[Ledger, list[Claim], list[Pinned]]
RULES: list[LotRule] = ["fifo", "lifo"]
BOTH: list[Kernels] = ["numpy", "numba"]
RULE, KERNELS = st.sampled_from(RULES), st.sampled_from(BOTH)
CASES = cases() | cases(ties=True) | wild_cases()


def traced(
    plan: Plan, claims: Sequence[Claim], rule: LotRule, kernels: Kernels = "numpy"
) -> tuple[tuple[Slice, ...], tuple[Resting, ...]]:
    return trace_lots(flat_of(plan), PlanFacts(plan), claims, rule, kernels=kernels)


def found(plan: Plan, claims: Sequence[Claim], rule: LotRule, kernels: Kernels) -> Found:
    flat, facts = flat_of(plan), PlanFacts(plan)
    seeds = Claims(flat, facts).sorted_out(claims).seeds
    return Tracer(flat, facts, rule, kernels=kernels).follow(seeds)


def ends(resting: Sequence[Resting]) -> Counter[tuple[str, str, str]]:
    sums: Counter[tuple[str, str, str]] = Counter()
    for r in resting:
        sums[r.claim_id, r.account, r.ending] += r.origin_hi - r.origin_lo
    return +sums


@given(CASES, RULE, KERNELS)
def test_slices_and_resting_pieces_are_the_cores(
    case: Case, rule: LotRule, kernels: Kernels
) -> None:
    book, claims = case
    plan = plan_of(book)

    assert traced(plan, claims, rule, kernels) == trace_plan(plan, claims, rule)


@given(pinned_cases(), RULE, KERNELS)
def test_pinned_money_goes_as_in_the_core(
    case: PinnedCase, rule: LotRule, kernels: Kernels
) -> None:
    book, claims, pins = case
    plan = plan_of(book, pins)

    assert traced(plan, claims, rule, kernels) == trace_plan(plan, claims, rule)


@given(cases(ties=True) | wild_cases(), RULE)
def test_the_opposite_order_goes_as_in_the_core(case: Case, rule: LotRule) -> None:
    book, claims = case
    plan = plan_of(book, ties_reversed=True)

    assert traced(plan, claims, rule) == trace_plan(plan, claims, rule)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("kernels", BOTH)
@pytest.mark.parametrize("seed", range(4))
def test_a_larger_ledger_with_everything_goes_as_in_the_core(
    seed: int, kernels: Kernels, rule: LotRule
) -> None:
    book = everything(300, seed)
    plan = plan_of(book, with_pins(book, seed))
    claims = [
        claim(f"C{n:02}/1", t.transfer_id, max(1, t.amount_minor // (1 + n % 3)))
        for n, t in enumerate(book.transfers[seed::9])
    ]

    assert traced(plan, claims, rule, kernels) == trace_plan(plan, claims, rule)


@given(wild_cases(), RULE)
def test_compiled_and_plain_python_find_the_same_rows(case: Case, rule: LotRule) -> None:
    book, claims = case
    plan = plan_of(book)

    compiled, plain = (found(plan, claims, rule, kernels) for kernels in ("numba", "numpy"))

    assert np.array_equal(compiled.slices, plain.slices)
    assert np.array_equal(compiled.resting, plain.resting)


@given(pinned_cases(), RULE)
def test_every_unit_of_a_claim_rests_once(case: PinnedCase, rule: LotRule) -> None:
    book, claims, pins = case

    _, resting = traced(plan_of(book, pins), claims, rule)

    pieces = defaultdict(list)
    for r in resting:
        pieces[r.claim_id].append((r.origin_lo, r.origin_hi))
    for c in claims:
        assert sorted(unit for lo, hi in pieces[c.claim_id] for unit in range(lo, hi)) == list(
            range(c.amount_minor)
        )


@given(wild_cases(), RULE)
def test_claims_traced_together_end_as_each_alone(case: Case, rule: LotRule) -> None:
    book, claims = case
    if any(t.kind == "conversion" for t in book.transfers):
        return
    plan = plan_of(book)

    together = ends(traced(plan, claims, rule)[1])

    alone: Counter[tuple[str, str, str]] = Counter()
    for c in claims:
        alone += ends(traced(plan, [c], rule)[1])
    assert together == alone


@given(cases(), RULE, st.data())
def test_a_transfer_booked_in_two_parts_changes_no_ending(
    case: Case, rule: LotRule, data: st.DataObject
) -> None:
    book, claims = case
    claimed = {c.transfer_id for c in claims}
    free = [t for t in book.transfers if t.transfer_id not in claimed and t.amount_minor > 1]
    if not free:
        return
    whole = data.draw(st.sampled_from(free))
    part = data.draw(st.integers(1, whole.amount_minor - 1))
    halves = [
        replace(whole, amount_minor=part),
        move("zz", 0, whole.payer.account, whole.payee.account, whole.amount_minor - part),
    ]
    halves[1] = replace(halves[1], booked_at=whole.booked_at, seq=whole.seq)
    divided = ledger([*(t for t in book.transfers if t is not whole), *halves], *book.coverages)

    one, two = traced(plan_of(book), claims, rule), traced(plan_of(divided), claims, rule)

    assert ends(one[1]) == ends(two[1])


@pytest.mark.parametrize("kernels", BOTH)
@pytest.mark.parametrize("rule", RULES)
def test_more_slices_than_there_was_room_for_are_all_found(rule: LotRule, kernels: Kernels) -> None:
    deposits = [move(f"d{n}", n, "V", "A", 10 + n % 3) for n in range(60)]
    whole = sum(t.amount_minor for t in deposits)
    bounces = [move(f"x{n}", 100 + n, "AB"[n % 2], "BA"[n % 2], whole) for n in range(60)]
    plan = plan_of(ledger([*deposits, *bounces], cover("A"), cover("B")))
    claims = [claim(f"C{n:02}/1", t.transfer_id, t.amount_minor) for n, t in enumerate(deposits)]

    slices, resting = traced(plan, claims, rule, kernels)

    assert len(slices) == 60 * 61
    assert {(r.account, r.units) for r in resting} == {("A", 10), ("A", 11), ("A", 12)}


@pytest.mark.parametrize("kernels", BOTH)
@pytest.mark.parametrize("rule", RULES)
def test_shares_of_very_large_sums_are_exact(rule: LotRule, kernels: Kernels) -> None:
    sold, bought = 2**61 - 1, 2**60 + 12_345
    book = ledger(
        [
            move("a", 1, "V", "A", sold),
            move("s", 2, "A", "@fx:1", sold, kind="conversion"),
            move("b", 3, "@fx:1", "A", bought, kind="conversion", currency="USD"),
            *(move(f"p{n}", 4 + n, "A", "B", 2**58 + n, currency="USD") for n in range(3)),
        ],
        cover("A"),
        cover("A", currency="USD"),
    )
    plan, claims = plan_of(book), [claim("C/1", "a", sold // 3), claim("D/1", "a", sold // 5)]

    assert traced(plan, claims, rule, kernels) == trace_plan(plan, claims, rule)


@pytest.mark.parametrize("kernels", BOTH)
def test_money_comes_home_to_an_account_of_which_nothing_was_known_when_it_left(
    kernels: Kernels,
) -> None:
    book = ledger(
        [
            move("out", 1, "V", "M", 9),
            move("back", 5, "M", "V", 7),
            move("on", 6, "V", "N", 7),
        ],
        cover("M"),
        cover("V", start=3),
    )

    slices, resting = traced(plan_of(book), [claim("C/1", "out", 9)], "fifo", kernels)

    assert [s.transfer_id for s in slices] == ["out", "back"]
    assert ends(resting) == {("C/1", "V", "returned"): 7, ("C/1", "M", "held"): 2}


@pytest.mark.parametrize("kernels", BOTH)
@pytest.mark.parametrize("rule", RULES)
def test_units_that_leave_together_are_parted_only_then(rule: LotRule, kernels: Kernels) -> None:
    book = ledger(
        [
            move("a", 1, "V", "M", 7),
            move("s", 2, "M", "@fx:1", 7, kind="conversion"),
            move("b", 3, "@fx:1", "M", 10, kind="conversion", currency="USD"),
            move("out", 4, "M", "N", 7, currency="USD"),
        ],
        cover("M"),
        cover("M", currency="USD"),
        cover("N", opening=-3, currency="USD"),
    )
    plan, claims = plan_of(book), [claim("C/1", "a", 7)]

    slices, resting = traced(plan, claims, rule, kernels)

    assert (slices, resting) == trace_plan(plan, claims, rule)
    if rule == "fifo":
        # Seven of ten units take ⌊7·7/10⌋ of the origin, and three of these seven ⌊4·3/7⌋.
        assert ends(resting) == {
            ("C/1", "N", "lender"): 1,
            ("C/1", "N", "held"): 3,
            ("C/1", "M", "held"): 3,
        }


def test_a_tracer_answers_many_questions() -> None:
    book = ledger(
        [move("a", 1, "V", "A", 9), move("b", 2, "W", "A", 5), move("c", 3, "A", "B", 11)],
        cover("A"),
    )
    plan = plan_of(book)
    tracer = Tracer(flat_of(plan), PlanFacts(plan), "fifo")

    first, second = (tracer.trace([c]) for c in (claim("C/1", "a", 9), claim("D/1", "b", 5)))

    assert ends(first[1]) == {("C/1", "B", "frontier"): 9}
    assert ends(second[1]) == {("D/1", "B", "frontier"): 2, ("D/1", "A", "held"): 3}
    assert tracer.trace([claim("C/1", "a", 9)]) == first


@pytest.mark.parametrize("rule", RULES)
def test_claims_beyond_their_transfer_are_refused(rule: LotRule) -> None:
    plan = plan_of(ledger([move("in", 1, "V", "M", 100)]))

    with pytest.raises(ClaimsExceedTransfer):
        traced(plan, [claim("C/1", "in", 60), claim("D/1", "in", 60)], rule)


def test_claims_on_nothing_and_on_what_was_undone_are_told() -> None:
    book = ledger(
        [move("in", 1, "V", "S", 9), move("back", 2, "S", "V", 9, kind="refund")], cover("S")
    )
    plan, claims = plan_of(book), [claim("C/1", "in", 9), claim("D/1", "nowhere", 4)]

    slices, resting = traced(plan, claims, "fifo")

    assert slices == ()
    assert ends(resting) == {("C/1", "V", "returned"): 9, ("D/1", "", "unmatched"): 4}


def test_no_claims_at_all_are_no_slices() -> None:
    plan = plan_of(ledger([move("in", 1, "V", "M", 100)], cover("M")))

    assert traced(plan, [], "lifo", "numba") == ((), ())
