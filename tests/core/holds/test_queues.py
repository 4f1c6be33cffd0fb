from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at

from izdes.core.holds.queues import Standing, held_at, history


@st.composite
def rows(draw: st.DrawFn) -> list[Standing]:
    found = []
    for n in range(draw(st.integers(0, 5))):
        since = draw(st.integers(0, 10))
        until = draw(st.none() | st.integers(since, 15))
        cap = draw(st.integers(1, 50))
        found.append(Standing(f"{n}", at(since), cap, None if until is None else at(until)))
    return draw(st.permutations(found))


BALANCES = st.lists(st.tuples(st.integers(0, 15).map(at), st.integers(-20, 200)), max_size=6)


@given(rows(), st.integers(-20, 200), st.integers(0, 15))
def test_never_more_is_held_than_is_there_or_than_the_caps(
    row: list[Standing], balance: int, minute: int
) -> None:
    caught = held_at(row, balance, at=at(minute))

    caps = sum(o.cap_minor for o in row if o.stands_at(at(minute)))
    assert sum(c.held_minor for c in caught) == min(max(0, balance), caps)
    assert all(0 <= c.held_minor <= c.cap_minor for c in caught)


@given(rows(), BALANCES, st.integers(1, 50))
def test_a_later_order_never_lowers_an_earlier_one(
    row: list[Standing], balances: list[tuple[datetime, int]], cap: int
) -> None:
    later = Standing("new", max((o.since for o in row), default=at(0)), cap)

    before, after = history(row, balances), history([*row, later], balances)

    held = {(m.at, c.number): c.held_minor for m in after for c in m.caught}
    for moment in before:
        for one in moment.caught:
            assert held[moment.at, one.number] == one.held_minor


@given(rows(), st.integers(0, 200), st.integers(0, 4), st.integers(0, 15))
def test_releasing_one_lowers_no_other(
    row: list[Standing], balance: int, which: int, minute: int
) -> None:
    released = [replace(o, until=o.since) if o.number == f"{which}" else o for o in row]

    before = {c.number: c.held_minor for c in held_at(row, balance, at=at(minute))}
    after = {c.number: c.held_minor for c in held_at(released, balance, at=at(minute))}

    assert all(after[n] >= minor for n, minor in before.items() if n != f"{which}")


@given(rows(), BALANCES)
def test_at_every_moment_of_a_history_the_queue_holds(
    row: list[Standing], balances: list[tuple[datetime, int]]
) -> None:
    for moment in history(row, balances):
        assert moment.held_minor <= max(0, moment.balance_minor)
        assert moment.held_minor + moment.free_minor == max(0, moment.balance_minor)
        assert moment.caught == held_at(row, moment.balance_minor, at=moment.at)


def test_what_comes_later_fills_the_orders_in_their_row() -> None:
    row = [Standing("second", at(2), 100), Standing("first", at(1), 50)]

    found = history(row, [(at(0), 30), (at(5), 120)])

    assert [(m.at, [(c.number, c.held_minor) for c in m.caught]) for m in found] == [
        (at(0), []),
        (at(1), [("first", 30)]),
        (at(2), [("first", 30), ("second", 0)]),
        (at(5), [("first", 50), ("second", 70)]),
    ]


def test_money_paid_out_against_an_order_is_said() -> None:
    row = [Standing("a", at(0), 50), Standing("b", at(0), 50, until=at(5))]

    found = history(row, [(at(0), 100), (at(3), 70), (at(6), 20)])

    assert [m.paid_against_minor for m in found] == [0, 30, 0, 30]
