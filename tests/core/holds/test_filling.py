from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.tracing.ledgers import at

from izdes.core.holds.filling import Holding, fill
from izdes.core.law.protected import UnknownAnswer, answers, shown_for
from izdes.core.money.account import AccountKey

DAY = date(2026, 5, 21)
HOLDINGS = st.lists(
    st.builds(
        Holding,
        account=st.sampled_from([AccountKey(name) for name in "ABCDEF"]),
        balance_minor=st.integers(-50, 100),
        taken_minor=st.integers(0, 60),
        protected=st.sampled_from(answers()),
        came_last=st.none() | st.integers(0, 9).map(at),
    ),
    unique_by=lambda h: h.account,
)


@given(st.integers(0, 300), HOLDINGS, st.data())
def test_what_is_held_is_the_sum_asked_or_all_that_may_be_held(
    up_to: int, holdings: list[Holding], data: st.DataObject
) -> None:
    found = fill(up_to, data.draw(st.permutations(holdings)), on=DAY)

    free = {h.account: h.free_minor for h in holdings if shown_for(h.protected, on=DAY).may_hold}
    assert found.held_minor == min(up_to, sum(free.values()))
    assert found.held_minor + found.short_minor == up_to
    assert all(0 <= line.minor <= free.get(line.account, 0) for line in found.lines)
    assert found == fill(up_to, holdings, on=DAY)


@given(st.integers(0, 300), HOLDINGS)
def test_protected_accounts_give_nothing(up_to: int, holdings: list[Holding]) -> None:
    found = fill(up_to, holdings, on=DAY)

    protected = {h.account for h in holdings if h.protected == "protected"}
    assert {line.account for line in found.lines if line.status == "protected"} == protected
    assert not any(line.minor for line in found.lines if line.account in protected)


def test_accounts_to_which_traced_money_came_last_are_filled_first() -> None:
    holdings = [
        Holding(AccountKey("a"), 50),
        Holding(AccountKey("b"), 50, came_last=at(5)),
        Holding(AccountKey("c"), 50, came_last=at(9)),
        Holding(AccountKey("d"), 50, came_last=at(9), taken_minor=50),
    ]

    found = fill(80, holdings, on=DAY)

    assert [(line.account, line.status, line.minor) for line in found.lines] == [
        ("c", "held", 50),
        ("d", "empty", 0),
        ("b", "held", 30),
        ("a", "left_free", 0),
    ]


def test_an_answer_that_the_law_does_not_know_is_refused() -> None:
    with pytest.raises(UnknownAnswer):
        fill(1, [Holding(AccountKey("a"), 50, protected="perhaps")], on=DAY)
