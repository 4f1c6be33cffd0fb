from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.orders.papers import MADE, a_sanction, an_order

from izdes.core.orders.decision import in_force
from izdes.core.orders.order import Period
from izdes.core.orders.wrong import PaperWrong

ORDER = an_order()
GIVEN = a_sanction(ORDER)
REFUSED = replace(GIVEN, outcome="refused", grounds=("too_wide",), why="Кезең тым ұзақ.")
IN_PART = replace(REFUSED, outcome="given_in_part", subjects=ORDER.subjects[:1])


def test_a_sanction_puts_the_whole_order_in_force() -> None:
    assert in_force(ORDER, GIVEN).subjects == ORDER.subjects


def test_a_refusal_puts_nothing_in_force() -> None:
    assert in_force(ORDER, REFUSED).subjects == ()


def test_a_part_puts_only_that_part_in_force() -> None:
    assert in_force(ORDER, IN_PART).subjects == ORDER.subjects[:1]


def test_a_part_that_is_all_of_it_is_no_part() -> None:
    with pytest.raises(PaperWrong):
        in_force(ORDER, replace(IN_PART, subjects=ORDER.subjects))


def test_a_decision_gives_no_longer_period_than_was_asked() -> None:
    longer = Period(MADE - timedelta(days=31), MADE)

    with pytest.raises(PaperWrong):
        in_force(ORDER, replace(IN_PART, period=longer))


def test_a_decision_gives_nobody_who_was_not_asked_about() -> None:
    other = replace(ORDER.subjects[1], value="939802******9999")

    with pytest.raises(PaperWrong):
        in_force(ORDER, replace(IN_PART, subjects=(other,)))


def test_a_refusal_names_its_grounds() -> None:
    with pytest.raises(PaperWrong):
        replace(REFUSED, grounds=())


def test_a_refusal_says_why_in_words() -> None:
    with pytest.raises(PaperWrong):
        replace(REFUSED, why=" ")
