import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, ClaimId, Ledger
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.restitution import (
    METHODS,
    DivisionRefused,
    Method,
    balance_of,
    divide,
    owners_of,
)
from izdes.core.tracing.rules import RULES, RuleName, trace

ENTITLED = st.dictionaries(
    st.text("AB/12", min_size=1, max_size=4).map(ClaimId), st.integers(0, 10**12), max_size=8
)


@given(st.integers(0, 10**13), ENTITLED, st.sampled_from(METHODS))
def test_shares_and_what_is_left_over_make_the_sum(
    minor: int, entitled: dict[ClaimId, int], method: Method
) -> None:
    division = divide(minor, entitled, method=method)

    shares = sum(share.share_minor for share in division.shares)
    assert shares + division.left_over_minor == minor
    assert shares + division.short_minor == sum(entitled.values())
    assert [s.claim_id for s in division.shares] == sorted(entitled)


@given(st.integers(0, 10**13), ENTITLED)
def test_nobody_gets_more_than_she_is_entitled_to_nor_a_unit_less_than_her_part(
    minor: int, entitled: dict[ClaimId, int]
) -> None:
    division = divide(minor, entitled, method="traced")

    for s in division.shares:
        assert s.share_minor <= entitled[s.claim_id]
        assert s.floor_minor * s.denominator + s.remainder == s.numerator
        assert 0 <= s.remainder < max(1, s.denominator)
        # Less than one unit from the exact part, on either side.
        assert abs(s.share_minor * s.denominator - s.numerator) < max(1, s.denominator)


@given(st.integers(0, 10**6), ENTITLED)
def test_units_left_over_go_to_the_largest_remainders_of_equal_ones_to_the_first_claim(
    minor: int, entitled: dict[ClaimId, int]
) -> None:
    shares = divide(minor, entitled, method="pari-passu").shares

    with_unit = [(-s.remainder, s.claim_id) for s in shares if s.has_unit]
    without = [(-s.remainder, s.claim_id) for s in shares if not s.has_unit]
    assert max(with_unit, default=(0, "")) < min(without, default=(1, ""))
    assert all(s.remainder for s in shares if s.has_unit)


def test_the_arithmetic_of_a_division_can_be_read() -> None:
    entitled = {ClaimId("A/1"): 500, ClaimId("B/1"): 300, ClaimId("C/1"): 200}

    division = divide(333, entitled, method="traced")

    read = [(s.numerator, s.denominator, s.floor_minor, s.remainder) for s in division.shares]
    assert read == [(166500, 1000, 166, 500), (99900, 1000, 99, 900), (66600, 1000, 66, 600)]
    assert [s.share_minor for s in division.shares] == [166, 100, 67]
    assert division.short_minor == 667


def test_a_surplus_is_left_over_and_named() -> None:
    division = divide(120, {ClaimId("A/1"): 70, ClaimId("B/1"): 30}, method="pari-passu")

    assert [s.share_minor for s in division.shares] == [70, 30]
    assert division.left_over_minor == 20


def test_without_anybody_entitled_the_whole_sum_is_left_over() -> None:
    assert divide(9, {}, method="traced").left_over_minor == 9
    assert divide(9, {ClaimId("A/1"): 0}, method="traced").left_over_minor == 9


@pytest.mark.parametrize(("minor", "entitled"), [(-1, 1), (1, -1)])
def test_less_than_nothing_is_refused(minor: int, entitled: int) -> None:
    with pytest.raises(DivisionRefused):
        divide(minor, {ClaimId("A/1"): entitled}, method="traced")


def test_a_mixed_balance_has_owners_one_behind_and_a_clean_rest() -> None:
    book = ledger(
        [
            move("a", 1, "A", "M", 100),
            move("b", 2, "B", "A2", 50),
            # The second victim pays on what was already stolen from B.
            move("c", 3, "A2", "M", 50),
            move("spent", 4, "M", "@cash:X", 60),
        ],
        cover("M", opening=40),
        cover("A2", opening=0),
    )
    claims = [claim("A/1", "a", 100), claim("B/1", "b", 50), claim("C/1", "c", 50)]

    found = owners_of(
        trace(book, claims, "fifo"),
        AccountKey("M"),
        "KZT",
        balance_minor=balance_of(plan_of(book), AccountKey("M"), "KZT"),
    )

    # 40 clean and 20 of A's were spent; B's 50 came last, and C stands behind B.
    assert found.entitlements == {"A/1": 80, "B/1": 50}
    assert [(o.claim_id, o.owned_minor, o.behind) for o in found.behind] == [("C/1", 50, "B/1")]
    assert (found.clean_minor, found.missing_minor) == (0, 0)


def test_a_balance_below_the_traced_money_names_what_is_missing() -> None:
    book = ledger([move("a", 1, "A", "dark", 100)], cover("M"))

    found = owners_of(
        trace(book, [claim("A/1", "a", 100)], "fifo"), AccountKey("dark"), "KZT", balance_minor=30
    )

    assert [(o.held_minor, o.frontier_minor) for o in found.owners] == [(0, 100)]
    assert (found.clean_minor, found.missing_minor) == (0, 70)


@given(cases(), st.sampled_from(list(RULES)))
def test_what_is_held_and_the_clean_rest_make_the_balance(
    case: tuple[Ledger, list[Claim]], rule: RuleName
) -> None:
    book, claims = case
    found, plan = trace(book, claims, rule), plan_of(book)

    for pool in plan.pools:
        if pool.kind == "account":
            balance = balance_of(plan, pool.account, pool.currency)
            assert balance is not None
            owners = owners_of(found, pool.account, pool.currency, balance_minor=balance)
            held = sum(o.held_minor for o in owners.owners)
            frontier = sum(o.frontier_minor for o in owners.owners)
            assert owners.clean_minor is not None
            assert owners.missing_minor is not None
            assert held <= balance
            assert held + frontier + owners.clean_minor - owners.missing_minor == balance


def test_an_account_without_a_statement_has_no_known_balance() -> None:
    book = ledger([move("a", 1, "A", "dark", 100)], cover("M"))

    assert balance_of(plan_of(book), AccountKey("dark"), "KZT") is None
    assert owners_of(trace(book, [], "fifo"), AccountKey("dark"), "KZT").clean_minor is None
