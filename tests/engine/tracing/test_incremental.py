from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move, wild_cases

from izdes.core.money.transfer import Claim, Ledger
from izdes.core.tracing.plan import Plan, plan_of
from izdes.core.tracing.rules import RULES, RuleName, trace_plan
from izdes.engine.tracing.facts import PlanFacts
from izdes.engine.tracing.flat import flat_of
from izdes.engine.tracing.growing.claim_digests import claim_digest, claim_digests
from izdes.engine.tracing.growing.incremental import Answer, IncrementalTracer, Tracing
from izdes.engine.tracing.mixtures.mixing import trace_mixed
from izdes.engine.tracing.units.lots import trace_lots

Case = tuple[Ledger, list[Claim]]
ALL: list[RuleName] = list(RULES)
ANY = st.sampled_from(ALL)


def by_engine(plan: Plan, claims: Sequence[Claim], rule: RuleName) -> Answer:
    flat, facts = flat_of(plan), PlanFacts(plan)
    if rule == "pro-rata" or rule == "lowest-balance":  # noqa: PLR1714 - so that types narrow
        return trace_mixed(flat, facts, claims, rule, kernels="numpy")
    found = trace_lots(flat, facts, claims, rule, kernels="numpy")
    return (found[0], found[1])


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[Ledger, list[Claim], Ledger, list[Claim]]:
    """Draw a ledger and its claims, and what of both was known before the last statements came."""
    book, claims = draw(cases() | cases(ties=True) | wild_cases())
    known = {c.account for c in book.coverages if draw(st.booleans())}
    earlier = Ledger(
        tuple(
            t
            for t in book.transfers
            if t.payer.account in known or t.payee.account in known or draw(st.integers(0, 3))
        ),
        tuple(c for c in book.coverages if c.account in known),
    )
    heard = [c for c in claims if draw(st.integers(0, 4))]
    return earlier, heard, book, claims


@pytest.mark.parametrize("tracing", [trace_plan, by_engine])
@pytest.mark.parametrize("rule", ALL)
@given(arrivals())
def test_going_on_is_tracing_anew(
    tracing: Tracing, rule: RuleName, case: tuple[Ledger, list[Claim], Ledger, list[Claim]]
) -> None:
    earlier, heard, book, claims = case
    first, second = plan_of(earlier), plan_of(book)
    tracer = IncrementalTracer(rule, tracing)

    before = tracer.update(first, heard)
    after = tracer.update(second, claims)

    assert (before.slices, before.resting) == trace_plan(first, heard, rule)
    assert (after.slices, after.resting) == trace_plan(second, claims, rule)


@given(ANY, arrivals())
def test_what_moved_is_what_has_another_digest(
    rule: RuleName, case: tuple[Ledger, list[Claim], Ledger, list[Claim]]
) -> None:
    earlier, heard, book, claims = case
    tracer = IncrementalTracer(rule, by_engine)
    before = claim_digests(*by_engine(plan_of(earlier), heard, rule), earlier.transfers)
    after = claim_digests(*by_engine(plan_of(book), claims, rule), book.transfers)

    tracer.update(plan_of(earlier), heard)
    update = tracer.update(plan_of(book), claims)

    every = sorted(before.keys() | after.keys())
    assert [(m.claim_id, m.before_digest, m.after_digest) for m in update.moved] == [
        (c, before.get(c, ""), after.get(c, "")) for c in every if before.get(c) != after.get(c)
    ]
    assert {m.claim_id for m in update.moved if m.after_digest} <= update.traced


@given(ANY, cases() | wild_cases())
def test_an_unrelated_account_changes_nothing(rule: RuleName, case: Case) -> None:
    book, claims = case
    more = [move("z0", 4, "acct:Y", "acct:Z", 30, seq=99), move("z1", 5, "acct:Z", "@cash:X", 7)]
    larger = Ledger.ordered([*book.transfers, *more], [*book.coverages, cover("acct:Z")])
    tracer = IncrementalTracer(rule, by_engine)

    tracer.update(plan_of(book), claims)
    update = tracer.update(plan_of(larger), claims)

    assert (update.moved, update.traced) == ((), frozenset())
    assert (update.slices, update.resting) == by_engine(plan_of(larger), claims, rule)


@given(ANY, cases())
def test_the_same_again_traces_nothing(rule: RuleName, case: Case) -> None:
    book, claims = case
    tracer = IncrementalTracer(rule, by_engine)

    tracer.update(plan_of(book), claims)
    update = tracer.update(plan_of(book), claims[::-1])

    assert (update.moved, update.traced) == ((), frozenset())


def test_a_new_statement_is_named_as_the_reason() -> None:
    moves = [
        move("t0", 0, "acct:V", "acct:M", 10),
        move("t1", 1, "acct:W", "acct:K", 10),
        move("t2", 2, "acct:M", "acct:N", 10),
    ]
    claims = [claim("C/1", "t0", 10), claim("D/1", "t1", 10)]
    seen = [cover("acct:M"), cover("acct:K")]
    tracer = IncrementalTracer("fifo", by_engine)

    tracer.update(plan_of(ledger(moves, *seen)), claims)
    update = tracer.update(plan_of(ledger(moves, *seen, cover("acct:N"))), claims)

    assert [(m.claim_id, m.because) for m in update.moved] == [("C/1", ("acct:N",))]
    assert update.traced == {"C/1"}


def test_a_claim_pulled_along_is_told_by_whom() -> None:
    moves = [
        move("t0", 0, "acct:V", "acct:M", 10),
        move("t1", 1, "acct:M", "acct:W", 10),
        move("t2", 2, "acct:W", "acct:K", 10),
    ]
    claims = [claim("C/1", "t0", 10), claim("D/1", "t2", 10)]
    before = ledger(moves, cover("acct:W"), cover("acct:K"))
    after = ledger(moves, cover("acct:M"), cover("acct:W"), cover("acct:K"))
    tracer = IncrementalTracer("fifo", by_engine)

    tracer.update(plan_of(before), claims)
    update = tracer.update(plan_of(after), claims)

    assert [r.behind for r in update.resting if r.claim_id == "D/1"] == ["C/1"]
    assert [(m.claim_id, m.because) for m in update.moved] == [
        ("C/1", ("acct:M",)),
        ("D/1", ("acct:M",)),
    ]


def test_under_a_rule_that_mixes_a_new_claim_moves_those_it_meets_and_no_others() -> None:
    moves = [
        move("t0", 0, "acct:V", "acct:M", 10),
        move("t1", 1, "acct:W", "acct:M", 10),
        move("t2", 2, "acct:M", "acct:N", 10),
        move("t3", 3, "acct:U", "acct:K", 10),
    ]
    book = ledger(moves, cover("acct:M"), cover("acct:K"))
    heard = [claim("C/1", "t0", 10), claim("D/1", "t3", 10)]
    tracer = IncrementalTracer("lowest-balance", by_engine)

    tracer.update(plan_of(book), heard)
    update = tracer.update(plan_of(book), [*heard, claim("E/1", "t1", 10)])

    assert update.traced == {"C/1", "E/1"}
    assert [m.claim_id for m in update.moved] == ["C/1", "E/1"]


def test_a_claim_taken_back_is_gone() -> None:
    book = ledger([move("t0", 0, "acct:V", "acct:M", 10)], cover("acct:M"))
    tracer = IncrementalTracer("pro-rata", by_engine)

    tracer.update(plan_of(book), [claim("C/1", "t0", 10)])
    update = tracer.update(plan_of(book), [])

    assert (update.slices, update.resting) == ((), ())
    assert [m.after_digest for m in update.moved] == [""]


@given(ANY, cases())
def test_a_digest_names_no_numbers_of_slices(rule: RuleName, case: Case) -> None:
    book, claims = case
    slices, resting = by_engine(plan_of(book), claims, rule)
    shifted = [
        replace(s, slice_id=s.slice_id + 7, parent=None if s.parent is None else s.parent + 7)
        for s in slices
    ]
    moved = [r if r.slice_id is None else replace(r, slice_id=r.slice_id + 7) for r in resting]

    assert claim_digests(shifted, moved, book.transfers) == claim_digests(
        slices, resting, book.transfers
    )


@given(cases())
def test_every_unit_of_a_trace_is_in_its_claims_digest(case: Case) -> None:
    book, claims = case
    slices, resting = by_engine(plan_of(book), claims, "fifo")
    before = claim_digests(slices, resting, book.transfers)
    one = slices[0]

    after = claim_digests([replace(one, hi=one.hi + 1), *slices[1:]], resting, book.transfers)

    assert {c for c in before if before[c] != after[c]} == {one.claim_id}
    assert claim_digest(one.claim_id, slices, resting, book.transfers) == before[one.claim_id]
