from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.bench.invented import Invented, invented, stock_of
from izdes.bench.mules import average_precision, measure, moments_of
from izdes.core.tracing.rules import trace
from izdes.twin.facts import Facts, facts_of
from izdes.twin.tables import case_tables, truth_tables


@cache
def facts() -> Facts:
    return facts_of(3, 8)


@cache
def case(traders: int = 0) -> Invented:
    told = facts()
    return invented(
        {**case_tables(told), **truth_tables(told)},
        openings={a.side.key: a.opening_minor for a in told.world.accounts},
        reported={c.complaint_id: str(c.document["reported_at"]) for c in told.complaints},
        traders=traders,
    )


def test_where_stolen_money_lies_at_the_end_is_what_the_twin_counted() -> None:
    true: Counter[str] = Counter()
    for endings in facts().full.endings.values():
        for (account, ending), units in endings.items():
            true[account] += units if ending == "held" else 0

    stock = stock_of(case())

    there = {a: stock.there(a, case().ends) for a in case().openings}
    assert {a: minor for a, minor in there.items() if minor} == dict(+true)


def test_what_lies_on_an_account_leaves_it_or_stays() -> None:
    stock = stock_of(case())

    for moment in moments_of(case()):
        for account in case().openings:
            leaving = stock.leaving(account, moment, case().ends)
            assert 0 <= leaving <= stock.there(account, moment)


def test_nobody_knows_at_a_moment_what_comes_after_it() -> None:
    moment = moments_of(case())[0]

    book, claims = case().known_at(moment)

    reported = case().reported
    assert all(reported[c.claim_id] <= moment for c in claims)
    assert all(c.covered_to is None or c.covered_to < moment for c in book.coverages)
    assert all(t.booked_at <= moment for t in book.transfers)
    assert trace(book, claims, "fifo").endings


def test_traders_pay_only_what_they_have() -> None:
    book = case(traders=3).everything()

    balances: Counter[str] = Counter()
    for t in book.transfers:
        balances[t.payer.account] -= t.amount_minor
        balances[t.payee.account] += t.amount_minor
        for trader in case(traders=3).traders:
            assert balances[trader] >= 0


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=12))
def test_average_precision_is_one_where_all_are_above_the_others(
    ranked: list[tuple[int, bool]],
) -> None:
    found = average_precision(ranked)

    assert 0 <= found <= 1
    if any(is_one for _, is_one in ranked):
        apart = [(points + 10 * is_one, is_one) for points, is_one in ranked]
        assert average_precision(apart) == pytest.approx(1)
        assert average_precision([(1, is_one) for _, is_one in ranked]) == pytest.approx(
            sum(is_one for _, is_one in ranked) / len(ranked)
        )


def test_figures_are_the_same_every_time_and_keep_to_their_limits() -> None:
    found = measure([case(traders=2)])

    assert found == measure([case(traders=2)])
    best = found["asks"]["best_possible"]
    for order in ("proposed", "by_amount", "by_last_arrival"):
        assert all(found["asks"][order][k] <= share for k, share in best.items())
    saved = [hold["saved_minor"] for hold in found["holds"]]
    assert saved == sorted(saved, reverse=True)
    assert found["points"]["traders"] == 2
