"""Appointing: a head names who leads a sealed case that its lead has left; he does not see it."""

from django.db import connection, transaction
from django.utils.timezone import localdate

from izdes.core.errors import IzdesError
from izdes.web.cases.leaderless import cases_without_lead
from izdes.web.cases.services.cases import CertificateMissing
from izdes.web.investigation.services.leading import LeadOutside
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted, units_of
from izdes.web.officers.roles import Role
from izdes.web.officers.selectors import may_take


class LeadHimself(IzdesError):
    """Whoever appoints the lead of a sealed case does not appoint himself: it would open to him."""

    code = "lead_himself"


@transaction.atomic(durable=True)
def appoint_lead(*, case: int, person: Officer, ground: str, officer: Officer) -> int:
    """Let a person lead a sealed case whose lead works on cases no more.

    The case stays sealed, and the head who appoints does not see it, before or after.

    Args:
        case: The key of the case.

    Returns:
        The key of the person's membership.

    Raises:
        NotPermitted: The officer heads no body that has the case, or the case has a lead: perhaps
            another head has appointed one a moment ago.
        LeadHimself: He would appoint himself.
        LeadOutside: The person does not work in the body that has the case.
        CertificateMissing: The category of the case requires a certificate that the person has not,
            today.
    """
    found = next((one for one in cases_without_lead(officer) if one.pk == case), None)
    if found is None:
        raise NotPermitted(needs=Role.HEAD_OF_UNIT)
    if person.pk == officer.pk:
        raise LeadHimself
    if found.unit not in units_of(person, "write"):
        raise LeadOutside(name=person.full_name)
    if not may_take(person, found.category, localdate()):
        raise CertificateMissing(category=found.category)
    member, former = _appointed(case, person, ground)
    record(
        Event.LEAD_APPOINTED,
        officer=officer.pk,
        subject=Subject("case", str(case)),
        changes={"lead": Change(former, person.login), "ground": Change(None, ground)},
        case=case,
    )
    return member


def _appointed(case: int, person: Officer, ground: str) -> tuple[int, str | None]:
    """Let a person lead a case; return the key of his membership, and who led it before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT member_id, login FROM case_appoint_lead(%s, %s, %s)"
            " LEFT JOIN officers_officer ON officers_officer.id = former_id",
            [case, person.pk, ground],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotPermitted(needs=Role.HEAD_OF_UNIT)
    return int(row[0]), row[1]
