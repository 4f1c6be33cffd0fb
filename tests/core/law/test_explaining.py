from datetime import UTC, date, datetime

import pytest

from izdes.core.law.clocks.rules import Rule
from izdes.core.law.explaining import NameUnknown, NotInForce, explain
from izdes.core.law.measures import Measure

DAY = date(2026, 5, 21)


def test_a_clock_is_explained_with_its_end_and_its_norm() -> None:
    # 20 March 2026 is a Friday; Monday to Wednesday are days off after Nauryz.
    found = explain(
        "DL_ANSWER_3D", on=date(2026, 3, 20), started_at=datetime(2026, 3, 20, 10, tzinfo=UTC)
    )

    assert isinstance(found.thing, Rule)
    assert [n.norm_id for n in found.norms] == ["cpc.duty_to_answer"]
    assert found.due is not None
    assert found.due.at == datetime(2026, 3, 26, 19, tzinfo=UTC)


def test_a_measure_is_explained_with_the_norms_that_hold_on_the_day() -> None:
    found = explain("request.bank_secrecy", on=DAY)

    assert isinstance(found.thing, Measure)
    assert found.norms[0].norm_id == "cpc.bank_secrecy"
    assert all(norm.holds_on(DAY) for norm in found.norms)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("cpc.suspension", "norm"), ("stop.incident", "task"), ("DL_ASSIGN_10D", "clock")],
)
def test_a_name_of_any_kind_is_found(name: str, kind: str) -> None:
    found = explain(name, on=DAY)

    assert (found.kind, found.due) == (kind, None)
    assert found.norms


def test_a_name_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(NameUnknown):
        explain("DL_TOMORROW", on=DAY)


def test_a_name_that_does_not_hold_yet_is_another_error() -> None:
    with pytest.raises(NotInForce) as caught:
        explain("DL_OPERATOR_2WD", on=date(2025, 11, 17))

    assert caught.value.details == {"name": "DL_OPERATOR_2WD", "day": "2025-11-17"}
