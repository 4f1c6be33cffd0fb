from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move, pinned_cases, wild_cases
from tests.core.tracing.unit_by_unit import count_units

from izdes.core.money.transfer import Claim, Ledger, TransferId
from izdes.core.tracing.rules import RULES, RuleName, trace
from izdes.core.tracing.trace import ClaimsExceedTransfer, Pinned, Trace

Case = tuple[Ledger, list[Claim]]
ALL = st.sampled_from(list(RULES))
WITHOUT_MIXING: list[RuleName] = ["fifo", "lifo"]
MIXING: list[RuleName] = ["pro-rata", "lowest-balance"]


def ends(trace: Trace, claim_id: str = "C/1") -> dict[tuple[str, str], int]:
    return {
        (e.account, e.ending): e.amount_minor
        for e in trace.endings
        if e.claim_id == claim_id and e.amount_minor
    }


def summed(trace: Trace) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for e in trace.endings:
        found[e.claim_id, e.account, e.ending] += e.amount_minor
    return found


@given(cases(), ALL)
def test_every_rule_is_the_count_of_single_units(case: Case, rule: RuleName) -> None:
    book, claims = case

    assert summed(trace(book, claims, rule)) == count_units(book, claims, rule)


@given(pinned_cases(), ALL)
def test_no_unit_is_created_or_lost(
    case: tuple[Ledger, list[Claim], list[Pinned]], rule: RuleName
) -> None:
    book, claims, pins = case

    found = trace(book, claims, rule, pins=pins)

    for c in claims:
        theirs = [e for e in found.endings if e.claim_id == c.claim_id]
        assert sum(e.amount_minor for e in theirs) == c.amount_minor
        assert all(e.least_minor <= e.amount_minor <= e.most_minor for e in theirs)
        assert all(e.amount_minor >= 0 and e.local_minor >= 0 for e in theirs)


@given(wild_cases(), ALL)
def test_slices_lie_inside_their_transfers_and_never_overlap(case: Case, rule: RuleName) -> None:
    book, claims = case
    moved = {t.transfer_id: t.amount_minor for t in book.transfers}

    found = trace(book, claims, rule)

    taken: Counter[tuple[str, str, int]] = Counter()
    for number, s in enumerate(found.slices):
        assert s.slice_id == number
        assert 0 <= s.lo < s.hi <= moved[s.transfer_id]
        taken.update((s.transfer_id, s.claim_id, unit) for unit in range(s.lo, s.hi))
    assert not taken or max(taken.values()) == 1


@given(wild_cases(), st.sampled_from(WITHOUT_MIXING))
def test_children_divide_their_parent(case: Case, rule: RuleName) -> None:
    book, claims = case

    found = trace(book, claims, rule)

    origins: defaultdict[int, int] = defaultdict(int)
    for s in found.slices:
        if s.parent is not None:
            parent = found.slices[s.parent]
            assert parent.claim_id == s.claim_id
            assert parent.origin_lo <= s.origin_lo <= s.origin_hi <= parent.origin_hi
            origins[s.parent] += s.origin_hi - s.origin_lo
    for r in found.resting:
        if r.slice_id is not None:
            origins[r.slice_id] += r.origin_hi - r.origin_lo
    for s in found.slices:
        assert origins[s.slice_id] == s.origin_hi - s.origin_lo


@given(cases(), ALL, st.data())
def test_the_order_of_claims_does_not_matter(
    case: Case, rule: RuleName, data: st.DataObject
) -> None:
    book, claims = case
    turned = data.draw(st.permutations(claims))

    assert trace(book, turned, rule) == trace(book, claims, rule)


@given(cases(), ALL)
def test_an_unrelated_account_changes_nothing(case: Case, rule: RuleName) -> None:
    book, claims = case
    more = ledger(
        [*book.transfers, move("z", 5, "acct:Y", "acct:Z", 7, seq=99)],
        *book.coverages,
        cover("acct:Y", opening=9),
    )

    assert trace(more, claims, rule).endings == trace(book, claims, rule).endings


@given(cases(), st.sampled_from(WITHOUT_MIXING), st.data())
def test_a_transfer_booked_in_two_parts_changes_no_ending(
    case: Case, rule: RuleName, data: st.DataObject
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
        replace(
            whole,
            transfer_id=TransferId(whole.transfer_id + "b"),
            amount_minor=whole.amount_minor - part,
        ),
    ]
    divided = ledger([*(t for t in book.transfers if t is not whole), *halves], *book.coverages)

    assert summed(trace(divided, claims, rule)) == summed(trace(book, claims, rule))


@given(cases(), ALL, st.integers(1, 50))
def test_a_transfer_to_oneself_changes_nothing(case: Case, rule: RuleName, amount: int) -> None:
    book, claims = case
    own = move("own", 4, "acct:A", "acct:A", amount, seq=50)
    more = ledger([*book.transfers, own], *book.coverages)

    assert trace(more, claims, rule).endings == trace(book, claims, rule).endings


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("fifo", {("N", "frontier"): 40, ("M", "held"): 60}),
        ("lifo", {("N", "frontier"): 20, ("M", "held"): 80}),
        ("pro-rata", {("N", "frontier"): 35, ("M", "held"): 65}),
        ("lowest-balance", {("N", "frontier"): 10, ("M", "held"): 90}),
    ],
)
def test_the_rules_part_one_account_differently(
    rule: RuleName, expected: dict[tuple[str, str], int]
) -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("wage", 2, "W", "M", 30),
            move("out", 3, "M", "N", 50),
        ],
        cover("M", opening=10),
    )

    assert ends(trace(book, [claim("C/1", "in", 100)], rule)) == expected


def test_money_that_comes_later_does_not_restore_what_was_spent() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("out", 2, "M", "N", 90),
            move("wage", 3, "W", "M", 500),
            move("more", 4, "M", "N", 450),
        ],
        cover("M", opening=20),
    )

    found = trace(book, [claim("C/1", "in", 100)], "lowest-balance")

    assert ends(found) == {("N", "frontier"): 70, ("M", "held"): 30}


@given(cases(), st.integers(1, 1000))
def test_under_lifo_a_larger_opening_balance_changes_nothing(case: Case, more: int) -> None:
    book, claims = case
    solvent = Ledger(
        book.transfers,
        tuple(replace(c, opening_minor=10_000) for c in book.coverages),
    )
    richer = Ledger(
        book.transfers,
        tuple(replace(c, opening_minor=10_000 + more) for c in book.coverages),
    )

    assert trace(richer, claims, "lifo").endings == trace(solvent, claims, "lifo").endings


def test_a_lot_that_left_turned_round_leaves_again_turned_back() -> None:
    book = ledger(
        [
            move("in", 1, "V", "M", 100),
            move("on", 2, "M", "N", 100),
            move("out", 3, "N", "O", 30),
        ],
        cover("M"),
        cover("N"),
    )

    found = trace(book, [claim("C/1", "in", 100)], "lifo")

    assert [(s.transfer_id, s.origin_lo, s.origin_hi, s.is_reversed) for s in found.slices] == [
        ("in", 0, 100, False),
        ("on", 0, 100, True),
        ("out", 0, 30, False),
    ]


@pytest.mark.parametrize("rule", MIXING)
def test_a_unit_stolen_twice_counts_for_the_first_victim_under_a_mixture(rule: RuleName) -> None:
    book = ledger(
        [move("a", 1, "V", "W", 100), move("b", 2, "W", "M", 100)], cover("W"), cover("M")
    )

    found = trace(book, [claim("C/1", "a", 100), claim("D/1", "b", 100)], rule)

    later = [e for e in found.endings if e.claim_id == "D/1"]
    assert ends(found) == {("M", "held"): 100}
    assert [(e.account, e.amount_minor, e.behind) for e in later] == [("M", 100, "C/1")]


@pytest.mark.parametrize("rule", MIXING)
def test_a_mixture_knows_when_its_money_came_first_and_last(rule: RuleName) -> None:
    book = ledger(
        [move("a", 1, "V", "M", 10), move("b", 4, "V", "M", 10), move("c", 5, "M", "N", 4)],
        cover("M"),
    )

    found = trace(book, [claim("C/1", "a", 10), claim("D/1", "b", 10)], rule)

    (held,) = [e for e in found.endings if e.claim_id == "C/1" and e.ending == "held"]
    assert held.arrived_first == held.arrived_last
    assert [s.parent for s in found.slices] == [None] * 4
    assert [s.begins for s in found.slices] == [True, True, False, False]


@pytest.mark.parametrize("rule", list(RULES))
def test_what_is_too_small_for_one_unit_of_the_new_currency_ends_at_the_exchange(
    rule: RuleName,
) -> None:
    book = ledger(
        [
            move("a", 1, "V", "M", 3),
            move("b", 1, "W", "M", 997, seq=1),
            move("sell", 2, "M", "@fx:r", 1000, kind="conversion"),
            move("buy", 2, "@fx:r", "M", 2, kind="conversion", currency="USD", seq=1),
        ],
        cover("M"),
        cover("M", currency="USD"),
    )

    found = trace(book, [claim("C/1", "a", 3)], rule)

    assert sum(ends(found).values()) == 3
    if rule != "lifo":
        assert ends(found) == {("@fx:r", "conversion"): 3}


@pytest.mark.parametrize("rule", list(RULES))
def test_claims_beyond_their_transfer_are_refused(rule: RuleName) -> None:
    book = ledger([move("in", 1, "V", "M", 100)])

    with pytest.raises(ClaimsExceedTransfer):
        trace(book, [claim("C/1", "in", 60), claim("D/1", "in", 60)], rule)


@pytest.mark.parametrize("rule", list(RULES))
def test_a_claim_on_an_annulled_payment_is_returned_to_its_payer(rule: RuleName) -> None:
    book = ledger(
        [move("in", 1, "V", "S", 9), move("back", 2, "S", "V", 9, kind="refund")], cover("S")
    )

    found = trace(book, [claim("C/1", "in", 9)], rule)

    assert found.annulled == (("in", "back"),)
    assert found.slices == ()
    assert ends(found) == {("V", "returned"): 9}
