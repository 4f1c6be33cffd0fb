from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from tests.core.tracing.ledgers import cases, claim, cover, ledger, move, wild_cases

from izdes.core.money.transfer import Claim, Ledger, Transfer
from izdes.core.tracing.dwell import account_stays
from izdes.core.tracing.passing import Passing, passing_of
from izdes.core.tracing.plan import plan_of
from izdes.core.tracing.rules import trace

DAY = 24 * 60


def passing(book: Ledger, claims: list[Claim], *, zone: tzinfo = UTC) -> dict[str, Passing]:
    found = trace(book, claims, "fifo")
    return {p.account: p for p in passing_of(plan_of(book), book, claims, found, zone=zone)}


def one(
    moves: list[Transfer],
    claims: list[Claim] | None = None,
    *,
    opening: int = 0,
    start: int = -DAY,
    end: int = 9 * DAY,
) -> Passing:
    """The features of the account M."""
    book = ledger(moves, cover("M", opening=opening, start=start, end=end))
    return passing(book, claims or [])["M"]


def stay_by_unit(book: Ledger, account: str) -> list[tuple[int, bool]]:
    """How long each unit of an account stayed, first in first out, counted one by one."""
    (window,) = (c for c in book.coverages if c.account == account)
    queue: list[Transfer | None] = [None] * max(0, window.opening_minor or 0)
    owed, stays = max(0, -(window.opening_minor or 0)), []
    for t in book.transfers:
        if t.payer.account == account and window.covers(t.booked_at):
            for _ in range(t.amount_minor):
                if not queue:
                    owed += 1
                elif (came := queue.pop(0)) is not None:
                    stays.append((int((t.booked_at - came.booked_at).total_seconds()), True))
        if t.payee.account == account and window.covers(t.booked_at):
            repaid = min(owed, t.amount_minor)
            owed -= repaid
            queue += [t] * (t.amount_minor - repaid)
    assert window.covered_to
    ends = [window.covered_to - came.booked_at for came in queue if came is not None]
    return stays + [(int(end.total_seconds()), False) for end in ends]


@given(cases())
def test_stays_of_an_account_are_those_of_its_units_one_by_one(
    case: tuple[Ledger, list[Claim]],
) -> None:
    book, _ = case

    found = account_stays(plan_of(book))

    for coverage in book.coverages:
        stays: Counter[tuple[int, bool]] = Counter()
        place = (coverage.account, coverage.currency)
        for seconds, minor, has_left in found.get(place, ()):
            stays[seconds, has_left] += minor
        assert +stays == Counter(stay_by_unit(book, coverage.account))


@given(wild_cases())
def test_shares_are_thousandths_and_sums_are_the_statement_s(
    case: tuple[Ledger, list[Claim]],
) -> None:
    book, claims = case

    for p in passing(book, claims).values():
        for field in fields(Passing):
            value = getattr(p, field.name)
            if field.name.endswith("_milli"):
                assert 0 <= value <= 1000
            elif isinstance(value, int):
                assert value >= 0
        assert p.gone_quarter_milli <= p.gone_hour_milli <= p.gone_day_milli
        assert p.passed_minor <= min(p.in_minor, p.out_minor)
        assert p.payers_in_hour <= p.payers <= p.credits


def test_an_unrelated_account_changes_nothing() -> None:
    moves = [move("in", 0, "V", "M", 100), move("out", 7, "M", "N", 90)]
    others = [move("x", 1, "P", "Q", 5), move("y", 2, "Q", "R", 5)]

    alone = passing(ledger(moves, cover("M")), [])["M"]
    among = passing(ledger([*moves, *others], cover("M"), cover("Q")), [])["M"]

    assert alone == among


def test_how_long_money_stays_counts_all_of_it_not_the_claimed_part() -> None:
    # The wage of day one waits in front of what the victim pays.
    moves = [
        move("wage", 0, "E", "M", 100),
        move("theft", DAY, "V", "M", 100),
        move("out", DAY + 10, "M", "N", 150),
    ]

    p = one(moves, [claim("C/1", "theft", 100)])

    assert p.dwell_median_seconds == (DAY + 10) * 60
    assert (p.gone_quarter_milli, p.gone_hour_milli, p.gone_day_milli) == (250, 250, 250)
    assert (p.in_minor, p.out_minor, p.kept_milli) == (200, 150, 250)


def test_money_that_was_there_before_has_no_known_stay() -> None:
    p = one([move("in", 5, "V", "M", 10), move("out", 6, "M", "N", 100)], opening=100)

    assert p.dwell_median_seconds is None
    assert (p.gone_day_milli, p.kept_milli) == (0, 1000)


def test_the_busiest_day_is_what_both_came_and_left() -> None:
    moves = [
        move("a", 0, "V", "M", 50),
        move("b", 3 * DAY, "V", "M", 300),
        move("c", 3 * DAY + 60, "M", "N", 270),
        move("d", 4 * DAY + 1, "M", "N", 80),
    ]

    p = one(moves)

    assert (p.passed_minor, p.passed_milli, p.passed_of_inflow_milli) == (270, 900, 771)
    assert p.quiet_days == 3


def test_quiet_days_count_from_the_start_of_the_statement() -> None:
    p = one([move("a", 5 * DAY, "V", "M", 50), move("b", 5 * DAY + 9, "M", "N", 50)])

    assert p.quiet_days == 6


def test_payers_count_once_within_an_hour_that_the_statement_shows() -> None:
    moves = [move(f"p{n}", n * 25, f"P{n % 3}", "M", 1000) for n in range(6)]

    assert (one(moves).payers, one(moves).payers_in_hour) == (3, 3)
    assert one([*moves[::2]]).payers_in_hour == 2
    by_day = [replace(t, time_precision="day") for t in moves]
    assert one(by_day).payers_in_hour == 0


def test_the_case_shows_in_shares_of_what_came_and_what_left() -> None:
    moves = [
        move("v", 0, "V", "M", 300),
        move("w", 1, "E", "M", 100),
        move("on", 2, "M", "K", 350),
        move("k", 3, "K", "L", 200),
    ]
    book = ledger(moves, cover("M"), cover("K", opening=0))
    claims = [claim("C/1", "v", 300), claim("D/1", "k", 120)]

    found = passing(book, claims)

    assert (found["M"].victims_milli, found["M"].traced_milli) == (750, 750)
    assert (found["K"].victims_milli, found["K"].traced_milli) == (0, 857)
    assert found["K"].claimed_out_milli == 600


def test_cash_and_exchanges_are_out_of_reach_and_the_greatest_payee_counts() -> None:
    moves = [
        move("in", 0, "V", "M", 1000),
        move("atm", 1, "M", "@cash:X", 200, kind="cash_out"),
        move("ex", 2, "M", "EX", 300, kind="crypto_exchange"),
        move("n", 3, "M", "N", 250),
        move("n2", 4, "M", "N", 250),
    ]

    p = one(moves)

    assert (p.cash_milli, p.next_hop_milli) == (500, 500)


@pytest.mark.parametrize(("hours", "night"), [(0, 1000), (5, 0), (-5, 0)])
def test_night_is_where_the_clock_hangs(hours: int, night: int) -> None:
    book = ledger([move("in", 0, "V", "M", 9), move("out", 90, "M", "N", 9)], cover("M", opening=0))

    found = passing(book, [], zone=timezone(timedelta(hours=hours)))

    assert found["M"].night_milli == night


def test_a_time_printed_to_the_day_is_no_night() -> None:
    moves = [move("in", 0, "V", "M", 9), move("out", 90, "M", "N", 9)]

    assert one([replace(t, time_precision="day") for t in moves]).night_milli == 0


def test_round_sums_and_the_first_gap() -> None:
    moves = [
        move("before", 0, "M", "N", 1),
        move("a", 1, "V", "M", 300_000),
        move("b", 2, "V", "M", 300_001),
        move("out", 4, "M", "N", 5),
    ]

    p = one(moves, opening=1)

    assert (p.round_milli, p.first_gap_seconds) == (500, 180)


def test_annulled_payments_and_payments_to_oneself_count_for_nothing() -> None:
    moves = [
        move("in", 0, "V", "M", 100),
        move("back", 1, "M", "V", 100, kind="refund"),
        move("self", 2, "M", "M", 50),
    ]

    p = one(moves, opening=50)

    assert (p.credits, p.debits, p.in_minor, p.out_minor) == (0, 0, 0, 0)


def test_what_falls_outside_the_statement_is_not_in_it() -> None:
    moves = [move("in", 0, "V", "M", 100), move("late", 20, "M", "N", 100)]

    p = one(moves, start=-1, end=10)

    assert (p.credits, p.debits, p.observed_seconds) == (1, 0, 660)


def test_without_a_table_of_accounts_nothing_is_said() -> None:
    book = Ledger.ordered([move("in", 0, "V", "M", 100)], [], has_coverage=False)

    assert passing(book, []) == {}
