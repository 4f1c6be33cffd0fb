from dataclasses import replace
from itertools import groupby
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.core.money.running import (
    OWN,
    Happened,
    chains,
    look,
    mixed_up,
    orders,
    placed,
    printed,
    stories,
)
from tests.core.money.statements import row

from izdes.core.money.statement import StatementRow
from izdes.core.money.trail import ordered

OPENING = 1_000
randoms = st.randoms(use_true_random=False)


def looks(rows: list[StatementRow]) -> list[tuple[object, ...]]:
    return [look(r) for r in rows]


def by_day(rows: list[StatementRow]) -> list[list[StatementRow]]:
    return [list(day) for _, day in groupby(rows, key=lambda r: r.booked_at)]


@given(stories(), randoms)
def test_what_the_balances_prove_is_what_happened(story: list[Happened], random: Random) -> None:
    true = printed(story, opening=OPENING)

    found = ordered(mixed_up(true, random), OPENING)

    assert found.broken is None
    assert chains(OPENING, list(found.rows))
    assert [r.position for r in found.rows] == list(range(len(true)))
    for day, truth in zip(by_day(list(found.rows)), by_day(true), strict=True):
        assert len({r.order_proven for r in day}) == 1
        if day[0].order_proven:
            assert looks(day) == looks(truth)


@given(stories(most=6, days=2), randoms)
def test_a_day_is_proven_exactly_when_no_other_order_chains(
    story: list[Happened], random: Random
) -> None:
    true = printed(story, opening=OPENING)

    found = ordered(mixed_up(true, random), OPENING)

    possible = [order for order in orders(true) if chains(OPENING, order)]
    for n, day in enumerate(by_day(list(found.rows))):
        choices = {tuple(looks(by_day(order)[n])) for order in possible}
        assert day[0].order_proven == (len(choices) == 1)
    uncertain = {row_id for rows in found.ambiguous for row_id in rows}
    assert uncertain == {r.row_id for r in true} - found.proven


@given(stories(), st.sampled_from((OPENING, None)))
def test_newest_first_is_oldest_first(story: list[Happened], opening: int | None) -> None:
    true = printed(story, opening=OPENING)
    turned = placed(r for day in by_day(true) for r in day[::-1])

    oldest, newest = ordered(true, opening), ordered(turned, opening)

    assert (newest.broken, newest.opening_minor, newest.closing_minor) == (
        oldest.broken,
        oldest.opening_minor,
        oldest.closing_minor,
    )
    assert newest.proven == oldest.proven
    for day, same_day in zip(by_day(list(newest.rows)), by_day(list(oldest.rows)), strict=True):
        # Interchangeable rows may change places: which of them is which nobody can see.
        assert not day[0].order_proven or looks(day) == looks(same_day)
    assert ordered(placed(true[::-1]), opening) == newest


@given(stories(), randoms)
def test_the_opening_balance_follows_from_the_rows(story: list[Happened], random: Random) -> None:
    true = printed(story, opening=OPENING)

    found = ordered(mixed_up(true, random))

    moved = sum(h.minor for h in story)
    assert found.broken is None
    assert (found.opening_minor, found.closing_minor) in (
        (None, None),
        (OPENING, OPENING + moved),
    )
    if any(sum(h.minor for h in story if h.day == day) for day in range(3)):
        assert found.opening_minor == OPENING


@given(stories(most=6, days=3), st.data())
def test_a_changed_or_missing_row_is_noticed_unless_the_rest_chains(
    story: list[Happened], data: st.DataObject
) -> None:
    true = printed(story, opening=OPENING)
    opening = data.draw(st.sampled_from((OPENING, None)))
    victim = data.draw(st.sampled_from(true))
    rest = [r for r in true if r is not victim]
    if data.draw(st.booleans()):
        rest.append(replace(victim, amount_minor=data.draw(st.sampled_from((10, 20, 25, 30)))))
    listed = mixed_up(rest, data.draw(randoms))

    found = ordered(listed, opening)

    starts = {opening} if opening is not None else set(range(OPENING - 300, OPENING + 300, 5))
    possible = any(chains(start, order) for order in orders(rest) for start in starts)
    assert (found.broken is None) == possible


def test_the_row_behind_the_missing_one_is_named() -> None:
    story = [Happened(n // 4, 100 + n) for n in range(12)]
    true = printed(story)
    for missing in range(12):
        rest = [r for n, r in enumerate(true) if n != missing]

        found = ordered(mixed_up(rest, Random(missing)), 0)

        behind = true[missing + 1] if missing < 11 else None
        assert found.broken == (behind.row_id if behind else None)


def test_a_gap_on_the_first_day_is_named_as_far_as_the_list_tells_what_came_first() -> None:
    true = printed([Happened(n // 4, 100 + n) for n in range(12)])

    found = ordered([*true[:2], *true[3:]])

    assert found.broken == true[3].row_id


def test_a_day_that_does_not_chain_takes_no_proof_from_the_others() -> None:
    rows = printed([Happened(n // 2, 100 + n) for n in range(6)])
    wrong = [*rows[:2], replace(rows[2], balance_minor=5), *rows[3:]]

    found = ordered(wrong, 0)

    assert found.broken == rows[2].row_id
    assert found.proven == {r.row_id for n, r in enumerate(rows) if n not in (2, 3)}


def test_rows_that_chain_as_listed_but_not_in_time_still_tell_the_balances() -> None:
    # A payment by card, booked two days after it was made and printed with its own day.
    rows = printed([Happened(0, 500), Happened(1, -30), Happened(2, -40), Happened(0, -7)])

    found, turned = ordered(rows), ordered(placed(rows[::-1]))

    assert found.broken is not None
    assert (found.opening_minor, found.closing_minor) == (0, 423)
    assert (turned.opening_minor, turned.closing_minor) == (0, 423)


def test_rows_that_chain_as_listed_may_lack_some_balances() -> None:
    rows = printed([Happened(0, 500), Happened(1, -30), Happened(2, -40), Happened(0, -7)])
    rows[2] = replace(rows[2], balance_minor=None)

    found, with_gap = ordered(rows), ordered([rows[0], *rows[2:]])

    assert (found.broken is not None, found.has_gap, found.opening_minor) == (True, False, None)
    assert with_gap.has_gap


def test_a_printed_opening_balance_that_the_rows_do_not_follow_breaks_the_chain() -> None:
    rows = printed([Happened(0, 500), Happened(1, -30)])

    found = ordered(rows, 7)

    assert found.broken == rows[0].row_id
    assert found.opening_minor is None


def test_round_trips_through_one_balance_are_ambiguous_and_stay_as_listed() -> None:
    story = [Happened(0, 50, "V"), Happened(0, -50, "X"), Happened(0, 70, "W"), Happened(0, -70)]
    rows = printed(story)

    found = ordered(rows, 0)

    assert found.proven == frozenset()
    assert found.ambiguous == (tuple(r.row_id for r in rows),)
    assert list(found.rows) == rows


def test_equal_round_trips_are_interchangeable() -> None:
    rows = printed([Happened(0, 50, "V"), Happened(0, -50, "X")] * 3)

    found = ordered(rows, 0)

    assert found.proven == {r.row_id for r in rows}
    assert list(found.rows) == [replace(r, order_proven=True) for r in rows]


def test_a_circle_on_the_only_day_does_not_tell_where_it_begins() -> None:
    rows = printed([Happened(0, 50), Happened(0, -50)])

    found = ordered(rows)

    assert (found.opening_minor, found.broken, found.proven) == (None, None, frozenset())


def test_circles_of_several_days_tell_where_they_meet() -> None:
    rows = printed([Happened(0, 50), Happened(0, -50), Happened(1, -20), Happened(1, 20)])

    found = ordered(rows[::-1])

    assert found.opening_minor == 0
    assert found.proven == {r.row_id for r in rows}


def test_a_day_that_lacks_a_balance_stays_as_listed() -> None:
    rows = printed([Happened(0, 50), Happened(0, -20), Happened(1, 7), Happened(1, 8)])
    partly = [rows[1], replace(rows[0], balance_minor=None), rows[3], rows[2]]

    found = ordered(placed(partly), 0)

    assert [r.row_id for r in found.rows] == [partly[n].row_id for n in (0, 1, 3, 2)]
    assert found.proven == {r.row_id for r in rows[2:]}
    assert found.opening_minor is None


def test_a_payment_and_its_fee_in_one_printed_row_are_one_step() -> None:
    story = [Happened(0, 500), Happened(0, -30), Happened(0, -2), Happened(0, 70)]
    rows = printed(story)
    paid, fee = replace(rows[1], balance_minor=None), replace(rows[2], kind="fee")

    found = ordered(placed([rows[3], paid, fee, rows[0]]))

    assert [r.row_id for r in found.rows] == [r.row_id for r in rows]
    assert found.proven == {r.row_id for r in rows}
    assert (found.opening_minor, found.closing_minor) == (0, 538)


def test_rows_without_balances_stay_as_they_are() -> None:
    rows = tuple(row("f", n, 9 - n) for n in range(1, 5))

    assert ordered(rows, 0).rows == rows


def test_rows_that_move_nothing_stand_where_their_balance_is_reached() -> None:
    true = printed([Happened(0, 50), Happened(0, -20), Happened(0, 100)])
    within = replace(row("f", 9, 0, payer=OWN, payee=OWN, precision="day"), balance_minor=30)

    found = ordered(placed([true[2], within, true[1], true[0]]), 0)

    assert [r.row_id for r in found.rows] == [r.row_id for r in (true[0], true[1], within, true[2])]
    assert found.proven == {r.row_id for r in true}
    assert found.closing_minor == 130


def test_a_day_of_twenty_thousand_rows_is_put_in_order() -> None:
    story = [Happened(0, 1_000 + n if n % 2 else -n) for n in range(1, 20_001)]
    true = printed(story, opening=OPENING)

    found = ordered(mixed_up(true, Random(7)), OPENING)

    assert [r.row_id for r in found.rows] == [r.row_id for r in true]
    assert len(found.proven) == 20_000
