from datetime import date

import pytest

from izdes.core.law.pack import norms
from izdes.core.law.protected import UnknownAnswer, answers, kinds_on, shown_for

DAY = date(2026, 5, 21)


@pytest.mark.parametrize(
    ("answer", "may_hold", "paper"),
    [
        ("asked", True, "protected_left_out"),
        ("not_known", True, "protected_left_out"),
        ("not_protected", True, "protected_none_said"),
        ("protected", False, ""),
    ],
)
def test_only_money_said_to_be_protected_may_not_be_held(
    answer: str, paper: str, *, may_hold: bool
) -> None:
    shown = shown_for(answer, on=DAY)

    assert (shown.may_hold, shown.paper) == (may_hold, paper)
    assert [norm.norm_id for norm in shown.norms] == ["cpc.protected_money"]


def test_what_nobody_knows_is_left_out_on_the_paper() -> None:
    assert shown_for("not_known", on=DAY).paper == shown_for("asked", on=DAY).paper


def test_an_answer_nobody_listed_is_refused() -> None:
    with pytest.raises(UnknownAnswer):
        shown_for("perhaps", on=DAY)


def test_benefits_housing_payments_and_the_notarys_deposit_are_among_the_kinds() -> None:
    kinds = {kind.kind for kind in kinds_on(DAY)}

    assert {"benefits", "housing_payments", "pension_one_off", "notary_deposit"} <= kinds
    assert {kind.norm_id for kind in kinds_on(DAY)} <= set(norms())


def test_the_answers_are_offered_in_one_order() -> None:
    assert answers() == ("asked", "not_known", "not_protected", "protected")
