from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at, claim, cover, ledger, move, wild_cases

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Claim, Ledger, Transfer
from izdes.core.tracing.dwell import seconds_stayed, stays_of, survival, visits_of
from izdes.core.tracing.frontier import (
    ENOUGH_ACCOUNTS,
    ENOUGH_DEPARTURES,
    NextStep,
    pieces_at_stake,
    rank_frontier,
)
from izdes.core.tracing.rules import RULES, RuleName, trace


def bank_of(account: AccountKey) -> str:
    return account.partition(":")[0] if ":" in account else ""


def ranked(book: Ledger, claims: list[Claim], minute: int) -> tuple[NextStep, ...]:
    return rank_frontier(trace(book, claims, "fifo"), book, institution_of=bank_of, now=at(minute))


def test_frontier_arrivals_are_no_stays_and_held_money_is_cut_short() -> None:
    book = ledger(
        [move("in", 0, "V", "M", 100), move("out", 10, "M", "dark", 60)],
        cover("M", opening=0, end=30),
    )

    stays = stays_of(trace(book, [claim("C/1", "in", 100)], "fifo"), book)

    assert sorted(stays) == [(600, 60, True), (1800, 40, False)]


def test_money_before_a_gap_is_cut_short_where_the_statement_ends() -> None:
    gap = [cover("M", opening=0, end=20), cover("M", opening=0, start=50, end=90)]
    book = ledger([move("in", 0, "V", "M", 100)], *gap)

    stays = stays_of(trace(book, [claim("C/1", "in", 100)], "fifo"), book)

    assert stays == [(1200, 100, False)]


def test_money_in_exchange_is_in_no_account() -> None:
    sold = move("sold", 5, "M", "@fx:1", 100, kind="conversion")
    bought = move("bought", 5, "@fx:1", "M", 20, kind="conversion", currency="USD", seq=1)
    spent = move("spent", 9, "M", "dark", 20, currency="USD")
    book = ledger(
        [move("in", 0, "V", "M", 100), sold, bought, spent],
        cover("M", opening=0),
        cover("M", opening=0, currency="USD"),
    )

    visits = visits_of(trace(book, [claim("C/1", "in", 100)], "fifo"), book)

    found = {(v.account, v.currency, v.seconds, v.minor) for v in visits}
    assert found == {("M", "KZT", 300, 100), ("M", "USD", 240, 20)}


def test_units_stolen_twice_stay_once() -> None:
    book = ledger(
        [move("a", 0, "A", "B", 100), move("b", 5, "B", "M", 100)], cover("B"), cover("M", end=9)
    )
    claims = [claim("A/1", "a", 100), claim("B/1", "b", 100)]

    stays = stays_of(trace(book, claims, "fifo"), book)

    assert sorted(stays) == [(240, 100, False), (300, 100, True)]


def day_only(t: Transfer) -> Transfer:
    return replace(t, time_precision="day")


def test_a_time_printed_to_the_day_is_the_middle_of_what_it_may_mean() -> None:
    came, left = move("in", 0, "V", "M", 1), move("out", 0, "M", "N", 1, seq=1)

    assert seconds_stayed(came, left) == 0
    assert seconds_stayed(day_only(came), day_only(left)) == 86_399 // 2
    two_days = replace(day_only(left), booked_at=at(2 * 24 * 60))
    assert seconds_stayed(day_only(came), two_days) == 2 * 86_400
    assert seconds_stayed(day_only(came), at(60)) == 1800


def test_a_rule_that_mixes_takes_the_stays_of_the_same_claims_in_a_queue() -> None:
    book = ledger(
        [move("in", 0, "V", "M", 100), move("out", 10, "M", "dark", 60)],
        cover("M", opening=50, end=30),
    )
    claims = [claim("C/1", "in", 100)]

    queue = stays_of(trace(book, claims, "fifo"), book)

    assert queue
    assert stays_of(trace(book, claims, "pro-rata"), book) == queue
    assert stays_of(trace(book, claims, "lowest-balance"), book) == queue


@given(wild_cases(), st.sampled_from(list(RULES)), st.integers(0, 200))
def test_every_row_is_what_the_trace_left_there(
    case: tuple[Ledger, list[Claim]], rule: RuleName, minute: int
) -> None:
    book, claims = case
    found = trace(book, claims, rule)

    steps = rank_frontier(found, book, institution_of=bank_of, now=at(minute))

    pieces = pieces_at_stake(found)
    assert {(s.account, s.currency) for s in steps} == set(pieces)
    assert [s.rank for s in steps] == list(range(1, len(steps) + 1))
    for s in steps:
        assert s.traced_minor == sum(r.units for r in pieces[s.account, s.currency])
        assert (s.likely_minor is None) == (s.basis == "none") == (s.loss_per_hour_minor is None)
        if s.likely_minor is not None and s.loss_per_hour_minor is not None:
            assert 0 <= s.loss_per_hour_minor <= s.likely_minor <= s.traced_minor
            assert 0 <= s.older_minor <= s.traced_minor
    estimated = [s.weight_minor for s in steps if s.likely_minor is not None]
    assert all(a >= b for a, b in pairwise(estimated))
    # Rows without an estimate come last.
    assert [s.basis == "none" for s in steps] == sorted(s.basis == "none" for s in steps)


@given(wild_cases(), st.integers(0, 200), st.integers(0, 200))
def test_waiting_never_makes_money_likelier(
    case: tuple[Ledger, list[Claim]], minute: int, longer: int
) -> None:
    book, claims = case

    now = {(s.account, s.currency): s.likely_minor for s in ranked(book, claims, minute)}
    later = {(s.account, s.currency): s.likely_minor for s in ranked(book, claims, minute + longer)}

    assert now.keys() == later.keys()
    assert all((later[place] or 0) <= (likely or 0) for place, likely in now.items())


def test_the_larger_sum_gives_way_to_the_likelier_one() -> None:
    # M passes everything on after ten minutes.
    known = [move("v1", 0, "V", "b:M", 100), move("m1", 10, "b:M", "@cash:X", 100)]
    book = ledger(
        [*known, move("old", 20, "V", "b:OLD", 900), move("new", 100, "V", "b:NEW", 50)],
        cover("b:M", opening=0),
    )
    claims = [claim("A/1", "v1", 100), claim("A/2", "old", 900), claim("A/3", "new", 50)]

    steps = ranked(book, claims, 105)

    assert [(s.account, s.likely_minor) for s in steps] == [("b:NEW", 50), ("b:OLD", 0)]
    assert [(s.loss_per_hour_minor, s.older_minor) for s in steps] == [(50, 0), (0, 900)]
    assert {(s.basis, s.stays, s.seen_minor) for s in steps} == {("case", 1, 100)}


def test_before_anything_was_seen_to_leave_the_last_day_comes_first() -> None:
    book = ledger(
        [
            move("old", 0, "V", "OLD", 900),
            move("new", 3000, "V", "NEW", 50),
            move("more", 3001, "V", "MORE", 60),
        ],
        cover("Z"),
    )
    claims = [claim("A/1", "old", 900), claim("A/2", "new", 50), claim("A/3", "more", 60)]

    steps = ranked(book, claims, 3010)

    assert [s.account for s in steps] == ["MORE", "NEW", "OLD"]
    assert {(s.basis, s.likely_minor) for s in steps} == {("none", None)}


def passing_on(bank: str, minutes: int, departures: int) -> list[Transfer]:
    """Money that passes through accounts of one bank, each time after so many minutes."""
    moves = []
    for n in range(departures):
        mule, start = f"{bank}:{n % ENOUGH_ACCOUNTS}", n * 1000
        moves.append(move(f"{bank}{n}i", start, "V", mule, 100, seq=n))
        moves.append(move(f"{bank}{n}o", start + minutes, mule, "@cash:X", 100, seq=n))
    return moves


@pytest.mark.parametrize(
    ("departures", "basis", "likely"),
    [(ENOUGH_DEPARTURES, "institution", 100), (ENOUGH_DEPARTURES - 1, "case", 49)],
)
def test_a_bank_speaks_for_itself_once_enough_was_seen(
    departures: int, basis: str, likely: int
) -> None:
    moves = passing_on("slow", 600, departures) + passing_on("fast", 5, ENOUGH_DEPARTURES)
    fresh = move("fresh", 99_000, "V", "slow:new", 100)
    accounts = [f"{b}:{n}" for b in ("slow", "fast") for n in range(ENOUGH_ACCOUNTS)]
    book = ledger([*moves, fresh], *(cover(a, opening=0, end=99_999) for a in accounts))
    claims = [
        claim(f"A/{t.transfer_id}", t.transfer_id, 100) for t in moves if t.payer == fresh.payer
    ]
    claims.append(claim("B/1", "fresh", 100))

    (step,) = ranked(book, claims, 99_060)

    assert (step.account, step.institution, step.basis) == ("slow:new", "slow", basis)
    assert step.likely_minor == likely


def test_an_estimate_speaks_of_one_currency() -> None:
    book = ledger(
        [
            move("in", 0, "V", "M", 100),
            move("out", 10, "M", "@cash:X", 100),
            move("usd", 20, "V", "dark", 7, currency="USD"),
        ],
        cover("M", opening=0),
    )

    (step,) = ranked(book, [claim("A/1", "in", 100), claim("A/2", "usd", 7)], 60)

    assert (step.currency, step.basis, step.likely_minor) == ("USD", "none", None)


def test_what_is_held_right_now_is_there() -> None:
    estimate = survival([(10, 5, True)])

    assert estimate is not None
    assert estimate.likely(7, seen_after=20, now_after=20) == 7
    assert estimate.likely(7, seen_after=20, now_after=21) == 0
    assert (estimate.median(), estimate.until) == (10, 10)


def test_a_new_statement_makes_a_new_list() -> None:
    moves = [move("in", 0, "V", "M", 100), move("on", 5, "M", "N", 100)]
    claims = [claim("A/1", "in", 100)]

    before = ranked(ledger(moves[:1], cover("Z")), claims, 30)
    after = ranked(ledger(moves, cover("M", opening=0)), claims, 30)

    assert [s.account for s in before] == ["M"]
    assert [(s.account, s.arrived_last) for s in after] == [("N", at(0) + timedelta(minutes=5))]
