from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.tracing.ledgers import pinned_cases

from izdes.adapters.tables.ledger import ledger_digest
from izdes.core.money.account import AccountKind
from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.poison import reached
from izdes.core.tracing.rules import RULES, RuleName, trace
from izdes.core.tracing.trace import Pinned
from izdes.engine.tracing.ledger.columns import columns_of
from izdes.engine.tracing.run import prepare, prepare_columns

KINDS: list[list[AccountKind]] = [[], ["merchant"], ["cash", "unknown"]]
Case = tuple[Ledger, list[Claim], list[Pinned]]


@settings(max_examples=40)
@given(pinned_cases(), st.sampled_from(list(RULES)))
def test_a_ledger_in_columns_gives_the_trace_of_the_core(case: Case, rule: RuleName) -> None:
    book, claims, pins = case
    expected = trace(book, claims, rule, pins=pins)

    found = prepare_columns(columns_of(book), pins, kernels="numpy").trace(claims, rule)

    assert replace(found, assumed=expected.assumed) == expected
    assert set(found.assumed) <= set(expected.assumed)


@settings(max_examples=40)
@given(pinned_cases(), st.sampled_from(list(RULES)))
def test_a_small_ledger_is_followed_in_columns_where_the_kernels_are_at_hand(
    case: Case, rule: RuleName
) -> None:
    book, claims, pins = case
    quick = prepare_columns(columns_of(book), pins, kernels="numpy")

    small = prepare(book, pins)
    small.quick = quick

    assert small.trace(claims, rule) == trace(book, claims, rule, pins=pins)


@settings(max_examples=100)
@given(pinned_cases(), st.sampled_from(["core", "columns"]))
def test_what_pro_rata_leaves_anywhere_is_known_before_it_is_traced(case: Case, way: str) -> None:
    book, claims, pins = case
    small = prepare(book, pins)
    small.quick = prepare_columns(columns_of(book), pins) if way == "columns" else None

    lying = small.lying(claims)

    endings = small.trace(claims, "pro-rata").endings
    left = {e.account for e in endings if e.amount_minor and e.ending in {"held", "frontier"}}
    assert left <= lying
    assert lying <= {a for t in book.transfers for a in (t.payer.account, t.payee.account)}


@settings(max_examples=25)
@given(pinned_cases())
def test_perimeter_bounds_and_digest_are_those_of_the_core(case: Case) -> None:
    book, claims, pins = case
    small, large = prepare(book, pins), prepare_columns(columns_of(book), pins, kernels="numpy")
    traces = [small.trace(claims, rule) for rule in RULES]

    assert large.reached(claims) == small.reached(claims) == reached(plan_of(book, pins), claims)
    assert large.bounds(claims, traces) == small.bounds(claims, traces)
    assert large.digest() == small.digest() == ledger_digest(book)


@settings(max_examples=25)
@given(pinned_cases(), st.sampled_from(list(RULES)))
def test_the_ledger_of_a_trace_holds_what_it_names(case: Case, rule: RuleName) -> None:
    book, claims, _ = case
    large = prepare_columns(columns_of(book), kernels="numpy")
    found = large.trace(claims, rule)

    kept = large.ledger_of([found], claims)

    assert {s.transfer_id for s in found.slices} <= {t.transfer_id for t in kept.transfers}
    assert set(kept.transfers) <= set(book.transfers)
    assert set(kept.coverages) <= set(book.coverages)


@settings(max_examples=25)
@given(pinned_cases(), st.sampled_from(list(RULES)), st.data())
def test_the_order_of_what_is_known_of_accounts_decides_nothing(
    case: Case, rule: RuleName, data: st.DataObject
) -> None:
    book, claims, pins = case
    more = [
        replace(c, opening_minor=data.draw(st.sampled_from([None, 0, 7])), kind=kind)
        for c in book.coverages[:3]
        for kind in data.draw(st.sampled_from(KINDS))
    ]
    known = [*book.coverages, *more]
    one = Ledger(book.transfers, tuple(known))
    other = Ledger(book.transfers, tuple(data.draw(st.permutations(known))))
    held = [pin for pin in pins if not more]

    found = trace(one, claims, rule, pins=held)

    assert trace(other, claims, rule, pins=held) == found
    large = prepare_columns(columns_of(other), held, kernels="numpy").trace(claims, rule)
    assert replace(large, assumed=found.assumed) == found
