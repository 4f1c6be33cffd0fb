"""Leading: the head of a body says who leads a case of it; a sealed one its lead hands over."""

from django.db import connection, transaction
from django.utils.timezone import localdate

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case, Member
from izdes.web.cases.reach import reach_of
from izdes.web.cases.services.cases import CertificateMissing
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted, units_of
from izdes.web.officers.selectors import may_take

# One statement: whoever hands a sealed case over neither leads nor sees it after the first half.
# Out as a lead or a member, and in again as the lead: what was stays as it was written.
_REPLACE = """
    WITH released AS (
        UPDATE cases_member SET until = statement_timestamp()
        WHERE case_id = %(case)s AND until IS NULL
            AND (kind = 'lead' OR officer_id = %(person)s)
        RETURNING id)
    INSERT INTO cases_member (case_id, officer_id, kind, ground, since)
    SELECT %(case)s, %(person)s, 'lead', %(ground)s, statement_timestamp()
    FROM (SELECT count(*) FROM released) AS done
    RETURNING id, since
"""


class LeadOutside(IzdesError):
    """Whoever leads a case works in the body that has it."""

    code = "lead_outside"


@transaction.atomic(durable=True)
def assign_lead(*, case: Case, person: Officer, ground: str, officer: Officer) -> Member:
    """Let a person lead a case from now on; who led it is released. Doing so twice is harmless.

    Raises:
        NotPermitted: The officer heads no body that has the case, or does not lead a sealed one.
        LeadOutside: The person does not work there.
        CertificateMissing: The category of the case requires a certificate that he has not, today.
    """
    if not _may_assign(officer, case):
        raise NotPermitted(needs="lead_unit")
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if held.unit_id not in units_of(person, "write"):
        raise LeadOutside(name=person.full_name)
    if not may_take(person, held.category, localdate()):
        raise CertificateMissing(category=held.category)
    lasting = Member.objects.filter(case=held, until__isnull=True).select_related("officer")
    before = lasting.filter(kind="lead").first()
    if before is not None and before.officer_id == person.pk:
        return before
    made = _replaced(held, person, ground)
    record(
        Event.LEAD_ASSIGNED,
        officer=officer.pk,
        subject=Subject("case", str(held.pk)),
        changes={
            "lead": Change(before.officer.login if before else None, person.login),
            "ground": Change(None, ground),
        },
        case=held.pk,
    )
    return made


def _may_assign(officer: Officer, case: Case) -> bool:
    """Say whether an officer heads the body of an open case, or leads a sealed one."""
    if case.is_sealed:
        return case.pk in reach_of(officer, "lead").named
    return case.unit_id in units_of(officer, "lead")


def _replaced(case: Case, person: Officer, ground: str) -> Member:
    """Release whoever leads a case, and let a person lead it."""
    with connection.cursor() as cursor:
        cursor.execute(_REPLACE, {"case": case.pk, "person": person.pk, "ground": ground})
        key, since = cursor.fetchone()
    return Member(pk=key, case=case, officer=person, kind="lead", ground=ground, since=since)
