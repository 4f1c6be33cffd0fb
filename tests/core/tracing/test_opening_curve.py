"""An unknown opening balance: what each larger one would change, computed again for every one."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at, cases, claim, cover, ledger, move, wild_cases

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId, Ledger
from izdes.core.tracing.opening_curve import (
    ClaimPlace,
    OpeningCurve,
    opening_curves,
    opening_interval,
)
from izdes.core.tracing.opening_plans import OpeningPlans
from izdes.core.tracing.plan import Plan, plan_of
from izdes.core.tracing.rules import RuleName, trace_plan
from izdes.core.tracing.trace import EndingKind

Case = tuple[Ledger, list[Claim]]


@st.composite
def unknown_cases(draw: st.DrawFn) -> Case:
    """Draw a ledger of which some openings are not printed, sometimes no coverage at all."""
    known, claims = draw(cases() | cases(ties=True) | wild_cases())
    coverages = tuple(
        replace(c, opening_minor=draw(st.sampled_from([None, None, c.opening_minor])))
        for c in known.coverages
    )
    return replace(known, coverages=coverages), claims


@st.composite
def round_cases(draw: st.DrawFn) -> Case:
    """Draw a ledger in which money comes back to where it was, again and again."""
    names = ["A", "B", "C"]
    moves = [move("theft", 0, "V", "A", draw(st.integers(1, 12)))]
    for n in range(1, draw(st.integers(2, 12))):
        payer, payee = draw(st.permutations(names))[:2]
        moves.append(move(f"t{n:02}", n, payer, payee, draw(st.integers(1, 12))))
    covers = [cover(name, opening=draw(st.sampled_from([None, 3]))) for name in names]
    return ledger(moves, *covers), [claim("C1", "theft", moves[0].amount_minor)]


def with_printed(known: Ledger, curve: OpeningCurve, delta: int) -> Ledger:
    """Return the ledger as it were if a larger opening had been printed."""
    return replace(
        known,
        coverages=tuple(
            replace(c, opening_minor=curve.opening.least_minor + delta)
            if (c.account, c.currency, c.covered_from)
            == (curve.opening.account, curve.opening.currency, curve.opening.covered_from)
            else c
            for c in known.coverages
        ),
    )


def endings(known: Ledger, claims: list[Claim], rule: RuleName) -> Counter[ClaimPlace]:
    _, resting = trace_plan(plan_of(known), claims, rule)
    found: Counter[ClaimPlace] = Counter()
    for r in resting:
        place = ClaimPlace(r.claim_id, r.account, r.ending, r.currency)
        found[place] += r.origin_hi - r.origin_lo
    return found


def assert_curves_are_right(known: Ledger, claims: list[Claim], rule: RuleName) -> None:
    far = sum(t.amount_minor for t in known.transfers) + 3
    for curve in opening_curves(known, claims, rule):
        lines = {line.place: line for line in curve.lines}
        claimed = {place.claim_id for place in lines}
        sampled = {d for line in curve.lines if not line.is_exact for d, _ in line.points}
        every = range(far) if any(line.is_exact for line in curve.lines) else ()
        for delta in {*every, *sampled}:
            truth = endings(with_printed(known, curve, delta), claims, rule)
            assert {p for p in +truth if p.claim_id in claimed} <= lines.keys()
            for place, line in lines.items():
                if line.is_exact or delta in sampled:
                    assert line.at(delta) == truth[place]


@given(case=unknown_cases())
def test_first_in_first_out_is_that_of_every_opening(case: Case) -> None:
    assert_curves_are_right(*case, "fifo")


@given(case=round_cases())
def test_money_that_comes_back_is_followed_at_its_own_speed(case: Case) -> None:
    assert_curves_are_right(*case, "fifo")


@settings(max_examples=30)
@given(case=unknown_cases())
def test_last_in_first_out_is_that_of_every_opening(case: Case) -> None:
    assert_curves_are_right(*case, "lifo")


@pytest.mark.parametrize("rule", ["pro-rata", "lowest-balance"])
@settings(max_examples=30)
@given(case=unknown_cases())
def test_a_rule_that_mixes_is_right_at_its_samples(rule: RuleName, case: Case) -> None:
    assert_curves_are_right(*case, rule)


@pytest.mark.parametrize("rule", ["fifo", "lifo"])
@given(case=unknown_cases())
def test_a_claim_without_a_curve_owes_nothing_to_an_assumed_opening(
    rule: RuleName, case: Case
) -> None:
    known, claims = case
    least = endings(known, claims, rule)

    for curve in opening_curves(known, claims, rule):
        covered = {line.place.claim_id for line in curve.lines}
        raised = endings(with_printed(known, curve, 7), claims, rule)
        others = {place for place in least | raised if place.claim_id not in covered}
        assert all(least[place] == raised[place] for place in others)


@given(case=unknown_cases(), delta=st.integers(0, 80))
def test_a_larger_opening_changes_nothing_but_which_refunds_are_pinned(
    case: Case, delta: int
) -> None:
    known, plan = case[0], plan_of(case[0])

    for number, pool in enumerate(plan.pools):
        if pool.is_assumed:
            printed = printed_more(known, plan, number, delta)
            raised = OpeningPlans(known, plan).at(number, delta)
            assert (raised.parts, raised.pins) == (printed.parts, printed.pins)
            assert raised.pools[number].opening_minor == printed.pools[number].opening_minor
            assert raised.pins != plan.pins or raised.parts == plan.parts


def printed_more(known: Ledger, plan: Plan, number: int, delta: int) -> Plan:
    pool = plan.pools[number]
    printed = [
        replace(c, opening_minor=pool.opening_minor + delta)
        if (c.account, c.currency, c.covered_from) == (pool.account, pool.currency, pool.start)
        else c
        for c in known.coverages
    ]
    return plan_of(replace(known, coverages=tuple(printed)))


@given(case=cases())
def test_without_a_table_of_accounts_every_opening_has_its_curve(case: Case) -> None:
    known, claims = replace(case[0], has_coverage=False), case[1]
    plan = plan_of(known)
    number = {(p.account, p.currency): n for n, p in enumerate(plan.pools)}

    for curve in opening_curves(known, claims, "fifo"):
        pool, plans = (
            number[curve.opening.account, curve.opening.currency],
            OpeningPlans(known, plan),
        )
        for delta in (0, 1, 5, 30):
            _, resting = trace_plan(plans.at(pool, delta), claims, "fifo")
            truth = Counter({line.place: 0 for line in curve.lines})
            for r in resting:
                truth[ClaimPlace(r.claim_id, r.account, r.ending, r.currency)] += r.units
            assert all(line.at(delta) == truth[line.place] for line in curve.lines)


def place(account: str, ending: EndingKind = "held", name: str = "C1") -> ClaimPlace:
    return ClaimPlace(ClaimId(name), AccountKey(account), ending, "KZT")


# 100 are stolen; 60 and then 50 go on. At least 10 were there before.
MOVES = [
    move("theft", 0, "V", "A", 100),
    move("on", 1, "A", "B", 60),
    move("on2", 2, "A", "C", 50),
]
UNKNOWN = ledger(MOVES, cover("A", opening=None))
THEFT = [claim("C1", "theft", 100)]


def test_first_in_first_out_is_made_of_straight_lines() -> None:
    [curve] = opening_curves(UNKNOWN, THEFT, "fifo")

    assert (curve.opening.account, curve.opening.covered_from, curve.opening.least_minor) == (
        "A",
        at(-1),
        10,
    )
    assert {line.place: line.points for line in curve.lines} == {
        place("A"): ((0, 0), (100, 100)),
        place("B", "frontier"): ((0, 50), (50, 0)),
        place("C", "frontier"): ((0, 50), (50, 50), (100, 0)),
    }
    assert curve.is_exact
    assert not curve.is_cut


def test_an_interval_says_the_least_and_the_most() -> None:
    [curve] = opening_curves(UNKNOWN, THEFT, "fifo")

    assert opening_interval(curve) == {
        place("A"): (0, 100),
        place("B", "frontier"): (0, 50),
        place("C", "frontier"): (0, 50),
    }


def test_the_last_money_goes_first_whatever_was_there_before() -> None:
    [curve] = opening_curves(UNKNOWN, THEFT, "lifo")

    assert {line.points for line in curve.lines} == {((0, 60),), ((0, 40),)}
    assert curve.is_exact


def test_a_mixture_is_sampled_at_powers_of_two() -> None:
    [curve] = opening_curves(UNKNOWN, THEFT, "pro-rata")

    assert {d for line in curve.lines for d, _ in line.points} == {0, 1, 2, 4, 8, 16, 32, 64, 128}
    assert not curve.is_exact


def test_too_many_break_points_are_cut_and_sampled_from_there() -> None:
    [curve] = opening_curves(UNKNOWN, THEFT, "fifo", most_points=1)

    assert curve.is_cut
    assert not curve.is_exact
    assert [line.at(64) for line in curve.lines] == [64, 0, 36]


# X pays 40 and all is spent; 40 are stolen; X gets a refund.
REFUNDED = ledger(
    [
        move("paid", 0, "X", "A", 40),
        move("spent", 1, "A", "B", 40),
        move("theft", 2, "V", "A", 40),
        move("refund", 3, "A", "X", 40, kind="refund"),
    ],
    cover("A", opening=None),
)


def test_an_opening_that_pins_a_refund_steps() -> None:
    [curve] = opening_curves(REFUNDED, [claim("C1", "theft", 40)], "lifo")

    assert {line.place: line.points for line in curve.lines} == {
        place("A"): ((0, 0), (39, 0), (40, 40)),
        place("X", "frontier"): ((0, 40), (39, 40), (40, 0)),
    }


def test_a_claim_through_an_exchange_is_sampled() -> None:
    sold = move("sold", 1, "A", "@fx:1", 60, kind="conversion")
    bought = move("bought", 1, "@fx:1", "A", 7, kind="conversion", currency="USD", seq=1)
    known = ledger([MOVES[0], sold, bought, MOVES[2]], cover("A", opening=None))

    [curve] = opening_curves(known, THEFT, "fifo")

    assert not any(line.is_exact for line in curve.lines)
    assert sum(line.at(0) for line in curve.lines) == 100


def test_each_opening_grows_while_the_others_are_least() -> None:
    moves = [*MOVES[:2], move("away", 3, "B", "D", 70)]
    known = ledger(moves, cover("A", opening=None), cover("B", opening=None))

    curves = opening_curves(known, THEFT, "fifo")

    assert [(curve.opening.account, curve.opening.least_minor) for curve in curves] == [
        ("A", 0),
        ("B", 10),
    ]
    assert all(sum(line.at(0) for line in curve.lines) == 100 for curve in curves)


def test_a_claim_that_never_passed_has_no_curve() -> None:
    known = ledger([move("theft", 0, "V", "A", 100)], cover("A"), cover("Z", opening=None))

    assert opening_curves(known, THEFT, "fifo") == ()
