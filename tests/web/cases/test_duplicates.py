"""Duplicates: a rule and its reason, within what one sees, at the same cost however many."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from tests.web.cast import Cast

from izdes.twin.numbers import person_number, phone
from izdes.web.cases.duplicates import duplicates_of
from izdes.web.cases.models import Complaint
from izdes.web.cases.reports import Applicant, Payment, Report
from izdes.web.cases.services.receiving import receive_complaints

_AT = datetime(2026, 4, 1, 6, 0, tzinfo=UTC)
_IIN = person_number("900101", 77, is_odd=True)
_PAID = Payment(at=_AT, amount_minor=5_000_00, to_raw=phone(3))


def _taken(
    cast: Cast, reports: Sequence[Report], *, login: str = "duty_officer_a1"
) -> list[Complaint]:
    """Let complaints be received in the unit of somebody."""
    with cast.acts(login) as officer:
        unit = cast.body(login.rpartition("_")[2])
        taken = receive_complaints(reports=reports, unit=unit, officer=officer, source="import")
    return [one.complaint for one in taken if one]


@pytest.mark.parametrize(
    ("report", "rules"),
    [
        (Report(_AT, applicant=Applicant(iin=_IIN)), ("same_iin",)),
        (Report(_AT, applicant=Applicant(phone=phone(5))), ("same_phone",)),
        (Report(_AT, payments=(_PAID,)), ("same_payment",)),
        (Report(_AT, narrative="Одни и те же слова"), ("same_words",)),
        (
            Report(_AT, applicant=Applicant(iin=_IIN), payments=(_PAID,)),
            ("same_iin", "same_payment"),
        ),
    ],
)
def test_what_is_told_twice_says_by_which_rule(
    cast: Cast, report: Report, rules: tuple[str, ...]
) -> None:
    one, other = _taken(cast, [report, report])

    with cast.acts("duty_officer_a1") as officer:
        found = duplicates_of(officer, [one])

    assert [(d.complaint_id, d.rules) for d in found[one.pk]] == [(other.pk, rules)]


def test_what_has_nothing_in_common_is_no_duplicate(cast: Cast) -> None:
    (one, _) = _taken(cast, [Report(_AT, narrative="Одно"), Report(_AT, narrative="Другое")])

    with cast.acts("duty_officer_a1") as officer:
        assert not duplicates_of(officer, [one])


def test_a_complaint_of_another_unit_is_not_told_of(cast: Cast) -> None:
    report = Report(_AT, applicant=Applicant(iin=_IIN))
    (one,) = _taken(cast, [report])
    _taken(cast, [report], login="investigator_b1")

    with cast.acts("duty_officer_a1") as officer:
        assert not duplicates_of(officer, [one])


def test_what_too_many_share_is_no_reason(cast: Cast) -> None:
    taken = _taken(cast, [Report(_AT, applicant=Applicant(phone=phone(5)))] * 30)

    with cast.acts("duty_officer_a1") as officer:
        assert not duplicates_of(officer, taken[:1])
