from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move, pinned_cases

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.backward import (
    Source,
    Target,
    TargetUndone,
    TargetUnknown,
    sources_of,
    target_named,
)
from izdes.core.tracing.plan import Plan, plan_of
from izdes.core.tracing.rules import RULES, RuleName, trace_plan
from izdes.core.tracing.trace import Pinned

Case = tuple[Ledger, list[Claim], list[Pinned]]
ALL = st.sampled_from(list(RULES))
# Accounts M and N are covered; 50 lie on M from before, V and W pay in.
BOOK = ledger(
    [
        move("v", 0, "V", "M", 100),
        move("w", 1, "W", "M", 50),
        move("on", 2, "M", "N", 120),
        move("out", 3, "N", "X", 90),
    ],
    cover("M", opening=50),
    cover("N"),
)


def found(name: str, rule: RuleName, *claims: Claim) -> list[tuple[str, str, str | None, int]]:
    plan = plan_of(BOOK)
    sources = sources_of(plan, target_named(plan, name), rule, claims=claims)
    return [(s.entrance, str(s.account), s.came_by, s.amount_minor) for s in sources]


def test_first_in_first_out_goes_back_to_what_came_first() -> None:
    assert found("out", "fifo") == [("outside", "V", "on", 40), ("opening", "M", "on", 50)]


def test_last_in_first_out_goes_back_to_what_came_last() -> None:
    # W's 50 came last to M, so they left it first and lie at the bottom of N.
    assert found("out", "lifo") == [("outside", "V", "on", 70), ("outside", "W", "on", 20)]


def test_in_proportion_every_source_gives_its_share() -> None:
    assert found("out", "pro-rata") == [
        ("outside", "V", "on", 45),
        ("outside", "W", "on", 22),
        ("opening", "M", "on", 23),
    ]


def test_own_money_first_depends_on_what_is_claimed() -> None:
    stolen = claim("C/1", "v", 100)

    assert found("M", "lowest-balance", stolen) == [("outside", "V", "v", 80)]
    assert found("M", "lowest-balance") == found("M", "pro-rata")


def test_what_enters_with_the_target_itself_came_by_nothing() -> None:
    assert found("v", "fifo") == [("outside", "V", None, 100)]


def test_the_sources_of_an_account_without_a_statement_are_those_of_what_came_there() -> None:
    assert found("X", "fifo") == found("out", "fifo")


def test_what_a_bank_lent_is_named_as_its_own() -> None:
    book = ledger([move("a", 0, "M", "N", 30)], cover("M", opening=10), cover("N"))
    plan = plan_of(book)

    sources = sources_of(plan, target_named(plan, "N"), "fifo")

    assert [(s.entrance, s.account, s.amount_minor) for s in sources] == [
        ("lender", "M", 20),
        ("opening", "M", 10),
    ]


def test_an_opening_that_nobody_printed_is_called_assumed() -> None:
    book = ledger([move("a", 0, "M", "N", 30)], cover("M", opening=None), cover("N"))
    plan = plan_of(book)

    (source,) = sources_of(plan, target_named(plan, "N"), "fifo")

    assert (source.entrance, source.is_assumed, source.amount_minor) == ("opening", True, 30)


def test_sources_beyond_an_exchange_are_counted_in_the_target_s_currency() -> None:
    book = ledger(
        [
            move("v", 0, "V", "M", 60),
            move("w", 1, "W", "M", 40),
            move("sold", 2, "M", "@fx:1", 100, kind="conversion"),
            move("bought", 2, "@fx:1", "M", 7, kind="conversion", currency="USD", seq=1),
        ],
        cover("M"),
        cover("M", currency="USD"),
    )
    plan = plan_of(book)

    sources = sources_of(plan, target_named(plan, "bought"), "fifo")

    assert [(s.account, s.currency, s.amount_minor) for s in sources] == [
        ("V", "USD", 4),
        ("W", "USD", 3),
    ]


def test_a_name_that_the_ledger_lacks_is_refused() -> None:
    with pytest.raises(TargetUnknown):
        target_named(plan_of(BOOK), "nobody")


def test_a_transfer_that_counts_for_nothing_is_refused() -> None:
    book = ledger(
        [move("a", 0, "V", "M", 10), move("b", 1, "M", "V", 10, kind="refund")], cover("M")
    )

    with pytest.raises(TargetUndone):
        target_named(plan_of(book), "a")


def balance(plan: Plan, pool: int) -> int:
    moved = [part for parts in plan.parts for part in parts]
    came = sum(part.units for part in moved if part.target == pool)
    left = sum(part.units for part in moved if part.source == pool)
    return plan.pools[pool].opening_minor + came - left


def total(sources: tuple[Source, ...]) -> int:
    return sum(s.amount_minor for s in sources)


@given(pinned_cases(), ALL)
def test_sources_add_up_to_what_is_asked_about(case: Case, rule: RuleName) -> None:
    book, claims, pins = case
    plan = plan_of(book, pins)

    for place, t in enumerate(plan.transfers):
        if plan.parts[place]:
            sources = sources_of(plan, Target(places=(place,)), rule, claims=claims)
            assert total(sources) == t.amount_minor
    for number, pool in enumerate(plan.pools):
        if pool.kind == "account":
            sources = sources_of(plan, Target(pools=(number,)), rule, claims=claims)
            assert total(sources) == balance(plan, number)


@given(pinned_cases(), ALL)
def test_backward_finds_of_each_claim_what_forward_brought(case: Case, rule: RuleName) -> None:
    book, claims, pins = case
    plan = plan_of(book, pins)
    slices, _ = trace_plan(plan, claims, rule)
    forward: Counter[tuple[str, str]] = Counter()
    for s in slices:
        forward[s.transfer_id, s.claim_id] += s.hi - s.lo

    for place, t in enumerate(plan.transfers):
        if plan.parts[place]:
            sources = sources_of(plan, Target(places=(place,)), rule, claims=claims)

            for c in claims:
                claimed = tuple(s for s in sources if c.claim_id in s.claims)
                assert total(claimed) == forward[t.transfer_id, c.claim_id]


@given(cases(), ALL)
def test_backward_finds_in_each_account_what_forward_left_there(
    case: tuple[Ledger, list[Claim]], rule: RuleName
) -> None:
    book, claims = case
    plan = plan_of(book)
    _, resting = trace_plan(plan, claims, rule)
    held = Counter[tuple[str, str]]()
    for r in resting:
        if r.ending == "held":
            held[r.account, r.claim_id] += r.units

    for number, pool in enumerate(plan.pools):
        sources = sources_of(plan, Target(pools=(number,)), rule, claims=claims)

        for c in claims:
            claimed = tuple(s for s in sources if c.claim_id in s.claims)
            assert total(claimed) == held[pool.account, c.claim_id]


@given(pinned_cases())
def test_without_claims_own_money_first_is_in_proportion(case: Case) -> None:
    book, _, pins = case
    plan = plan_of(book, pins)

    for place in range(len(plan.transfers)):
        if plan.parts[place]:
            target = Target(places=(place,))
            own_first = sources_of(plan, target, "lowest-balance")
            assert own_first == sources_of(plan, target, "pro-rata")
