"""Casework: cases of the cast with something in them, made by the office's own commands."""

from datetime import UTC, date, datetime, timedelta

from django.utils.timezone import now
from tests.web.cast import Cast

from izdes.core.identifiers.complaint import GivenIdentifier
from izdes.core.law.qualification import Facts
from izdes.twin.numbers import card, person_number, phone
from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.reports import Applicant, Payment, Report
from izdes.web.cases.services.cases import register_case, take_case
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.cases.services.triage import join_complaint
from izdes.web.investigation.services.decree import Order
from izdes.web.investigation.services.terms import Decree

AT = datetime(2026, 5, 21, 9, 35, tzinfo=UTC)
LEAD, HEAD, OTHER = "investigator_a1", "head_of_unit_a1", "inquirer_a1"
FACTS = Facts("taking", date(2026, 5, 21), 450_000_000, means="deceived_online")


def decree(number: str = "12") -> Decree:
    """Return a decree of some prosecutor."""
    return Decree(number, date(2026, 6, 20), "district prosecutor", "special complexity")


def order(number: str = "77", *, norms: tuple[str, ...]) -> Order:
    """Return a decree of a movement, made an hour ago."""
    return Order(number, now() - timedelta(hours=1), "prosecutor A. B.", norms, "one group")


def complain(cast: Cast, number: int, minor: int | None, *, login: str = LEAD) -> Complaint:
    """Let somebody of the unit take a complaint with one payment."""
    unit = login.rpartition("_")[2]
    report = Report(
        reported_at=AT + timedelta(hours=number),
        region="75",
        occurred_from=AT,
        occurred_to=AT + timedelta(minutes=20),
        scheme="ONLINE_PURCHASE",
        applicant=Applicant(
            full_name="Анар Серикова",
            iin=person_number("910101", number, is_odd=False),
            phone=phone(number),
        ),
        payments=(Payment(at=AT, amount_minor=minor, to_raw=card("00", number), to_bank="BANK"),),
        identifiers=(GivenIdentifier("phone", phone(500 + number), "offender_contact"),),
    )
    with cast.acts(login) as officer:
        return receive_complaint(
            report=report, unit=cast.body(unit), officer=officer, source="desk"
        ).complaint


def case_with(cast: Cast, number: str, *sums: int | None, login: str = LEAD) -> Case:
    """Let a lead register a case and join a complaint for each sum."""
    unit = login.rpartition("_")[2]
    serial = sum(number.encode()) % 400
    complaints = [
        complain(cast, serial + place, minor, login=login) for place, minor in enumerate(sums)
    ]
    with cast.acts(login) as officer:
        case = register_case(
            number=number,
            unit=cast.body(unit),
            registered_at=AT,
            form="investigation",
            category="ordinary",
            officer=officer,
        )
        take_case(case=case, ground="decree", officer=officer)
        for complaint in complaints:
            join_complaint(complaint=complaint, case=case, officer=officer)
    return case
