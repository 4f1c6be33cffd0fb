from datetime import date

import pytest
from hypothesis import given
from tests.core.holds.test_parts import part_lists

from izdes.core.holds.again import EarlierHold, HeldAlready, held_already, require_other_money
from izdes.core.holds.parts import Part, Parts, joined, overlap

DAY = date(2026, 5, 21)
SUSPENSION = "freeze.suspension"
MONEY = (Part("t-1", 0, 60), Part("t-2", 0, 40))
GROUND = "may be hidden"


def earlier(**other: object) -> EarlierHold:
    given = {
        "number": "7",
        "measure_id": SUSPENSION,
        "ground": GROUND,
        "rule": "fifo",
        "parts": MONEY,
    }
    return EarlierHold(**given | other)  # type: ignore[arg-type]


def again(*holds: EarlierHold, parts: Parts = MONEY, measure: str = SUSPENSION) -> list[str]:
    found = held_already(measure, ground=GROUND, parts=parts, earlier=holds, on=DAY)
    return [f"{one.number}={one.minor}" for one in found]


def test_the_same_money_is_not_suspended_twice_on_one_ground() -> None:
    assert again(earlier()) == ["7=100"]
    with pytest.raises(HeldAlready) as refused:
        require_other_money(
            SUSPENSION, ground=GROUND, parts=[MONEY[0]], earlier=[earlier()], on=DAY
        )
    assert refused.value.details == {"number": "7", "minor": "60"}


def test_new_money_on_the_same_account_may_be_suspended() -> None:
    assert again(earlier(), parts=(Part("t-3", 0, 10), Part("t-1", 60, 80))) == []


def test_another_ground_and_another_measure_are_no_repetition() -> None:
    assert again(earlier(ground="given to another")) == []
    assert again(earlier(), measure="freeze.arrest") == []


def test_money_that_the_first_order_did_not_catch_may_be_suspended() -> None:
    assert again(earlier(caught_minor=0)) == []
    assert again(earlier(caught_minor=40), parts=(MONEY[0],)) == []
    assert again(earlier(caught_minor=50)) == ["7=50"]
    assert again(earlier(caught_minor=50, rule="lifo"), parts=(MONEY[1],)) == []


@given(part_lists(), part_lists())
def test_what_is_refused_is_just_what_both_orders_name(asked: Parts, held: Parts) -> None:
    found = held_already(
        SUSPENSION, ground=GROUND, parts=asked, earlier=[earlier(parts=joined(held))], on=DAY
    )

    assert [part for one in found for part in one.parts] == list(overlap(asked, held))
