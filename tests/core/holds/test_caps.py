from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at, cases, claim, cover, ledger, move, wild_cases

from izdes.core.holds.caps import AccountCap, cap_on, caps_of, digest_of, not_yet_held
from izdes.core.holds.parts import Part, units_in
from izdes.core.holds.pieces import Piece, pieces_of
from izdes.core.holds.victims import NotOneTrace
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, Ledger, RowId
from izdes.core.tracing.frontier import pieces_at_stake
from izdes.core.tracing.rules import RULES, RuleName, trace

REPORTED = at(500)


def traced(
    book: Ledger, claims: list[Claim], *, case: str = "1", rule: RuleName = "fifo"
) -> tuple[Piece, ...]:
    found = trace(book, claims, rule)
    return pieces_of(found, book, case=case, reported_at={c.claim_id: REPORTED for c in claims})


def amounts(caps: tuple[AccountCap, ...]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(c.account, c.currency): (c.held_minor, c.frontier_minor) for c in caps}


def shares(caps: tuple[AccountCap, ...]) -> dict[tuple[str, str], int]:
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for cap in caps:
        for share in cap.shares:
            found[cap.account, share.claim_id] += share.minor
    return found


@given(wild_cases(), st.sampled_from(list(RULES)))
def test_a_cap_is_what_the_trace_holds_and_last_saw_there(
    case: tuple[Ledger, list[Claim]], rule: RuleName
) -> None:
    book, claims = case

    caps = caps_of(traced(book, claims, rule=rule))

    stakes = pieces_at_stake(trace(book, claims, rule))
    assert amounts(caps) == {
        place: (
            sum(r.units for r in rests if r.ending == "held"),
            sum(r.units for r in rests if r.ending == "frontier"),
        )
        for place, rests in stakes.items()
    }


@given(wild_cases(), st.sampled_from(["fifo", "lifo"]), st.data())
def test_cases_traced_apart_give_what_they_give_together(
    case: tuple[Ledger, list[Claim]], rule: RuleName, data: st.DataObject
) -> None:
    book, claims = case
    ours = [c for c in claims if data.draw(st.booleans())]
    theirs = [c for c in claims if c not in ours]

    together = caps_of(traced(book, claims, rule=rule))
    apart = caps_of(
        [
            *traced(book, ours, case="ours", rule=rule),
            *traced(book, theirs, case="theirs", rule=rule),
        ]
    )

    # A payment back to an earlier victim returns that claim alone: only a joint trace sees it end.
    if not any(r.ending == "returned" for r in trace(book, claims, rule).resting):
        assert amounts(apart) == amounts(together)
        assert shares(apart) == shares(together)


@given(cases(ties=True), st.sampled_from(["fifo", "lifo"]))
def test_no_unit_is_in_two_shares_and_none_exceeds_what_came(
    case: tuple[Ledger, list[Claim]], rule: RuleName
) -> None:
    book, claims = case

    caps = caps_of([*traced(book, claims, rule=rule), *traced(book, claims, case="2", rule=rule)])

    came = {str(t.transfer_id): t.amount_minor for t in book.transfers}
    for cap in caps:
        assert cap.amount_minor == units_in(cap.parts) == cap.held_minor + cap.frontier_minor
        assert cap.cases == ("1",)
        for part in cap.parts:
            assert part.hi <= came[part.transfer]


@given(cases(), st.data())
def test_the_order_of_pieces_does_not_matter(
    case: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    found = traced(*case)

    assert caps_of(data.draw(st.permutations(found))) == caps_of(found)


def test_money_stolen_twice_belongs_to_the_first_victim_across_cases() -> None:
    book = ledger(
        [move("a", 0, "A", "B", 100), move("b", 5, "B", "M", 100)], cover("B"), cover("M", end=9)
    )
    later = traced(book, [claim("B/1", "b", 100)], case="B")
    first = traced(book, [claim("A/1", "a", 60)], case="A")

    cap = cap_on([*later, *first], AccountKey("M"), "KZT")

    assert cap is not None
    assert cap.amount_minor == 100
    assert [(s.case, s.minor) for s in cap.shares] == [("A", 60), ("B", 40)]
    assert [(b.case, b.first_case, b.minor) for b in cap.behind] == [("B", "A", 60)]


def test_of_two_claims_on_one_payment_the_one_reported_first_counts() -> None:
    book = ledger([move("a", 0, "A", "M", 100)], cover("M"))
    late = traced(book, [claim("X/1", "a", 100)], case="X")
    early = [replace(p, reported_at=at(400)) for p in traced(book, [claim("Y/1", "a", 100)])]

    cap = cap_on([*late, *early], AccountKey("M"), "KZT")

    assert cap is not None
    assert cap.amount_minor == 100
    assert [s.claim_id for s in cap.shares] == ["Y/1"]


def test_one_transfer_under_two_names_is_counted_once() -> None:
    book = ledger([move("a", 0, "A", "M", 100)], cover("M"))
    found = traced(book, [claim("X/1", "a", 100)])
    rows = [replace(p, row_ids=(RowId("r1"), RowId("r2"))) for p in found]
    renamed = [
        replace(p, case="2", part=Part("r2", p.part.lo, p.part.hi), row_ids=(RowId("r2"),))
        for p in found
    ]

    assert [c.amount_minor for c in caps_of([*rows, *renamed])] == [100]
    assert [c.amount_minor for c in caps_of([*found, *renamed])] == [200]


def test_money_shown_to_have_left_is_in_no_cap() -> None:
    book = ledger([move("a", 0, "A", "M", 100), move("b", 5, "M", "N", 70)], cover("M", end=9))

    caps = caps_of(traced(book, [claim("A/1", "a", 100)]))

    assert {c.account: (c.amount_minor, c.layer) for c in caps} == {"M": (30, 1), "N": (70, 2)}


def test_what_an_order_holds_already_no_further_order_is_for() -> None:
    book = ledger([move("a", 0, "A", "M", 100), move("b", 5, "C", "M", 50)], cover("M"))
    cap = cap_on(
        traced(book, [claim("A/1", "a", 100), claim("C/1", "b", 50)]), AccountKey("M"), "KZT"
    )
    assert cap is not None

    assert not_yet_held(cap, [Part("a", 0, 100)]) == (Part("b", 0, 50),)


def test_pieces_of_two_rules_make_no_cap() -> None:
    book = ledger([move("a", 0, "A", "M", 100)], cover("M"))
    claims = [claim("A/1", "a", 100)]

    with pytest.raises(NotOneTrace):
        caps_of([*traced(book, claims), *traced(book, claims, rule="lifo")])
    with pytest.raises(NotOneTrace):
        caps_of(
            [
                *traced(book, claims, rule="pro-rata"),
                *traced(book, claims, case="2", rule="pro-rata"),
            ]
        )


def test_a_caps_digest_changes_with_its_money() -> None:
    book = ledger([move("a", 0, "A", "M", 100)], cover("M"))

    two = caps_of(traced(book, [claim("A/1", "a", 100)]))
    assert digest_of(two) == two[0].digest()
    digests = {
        caps_of(traced(book, [claim("A/1", "a", minor)]))[0].digest() for minor in (99, 100, 100)
    }

    assert len(digests) == 2
