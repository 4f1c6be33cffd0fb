"""Leading: the head of a body says who leads a case of it."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.timezone import localdate

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case, Member
from izdes.web.cases.services.cases import CertificateMissing
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted, units_of
from izdes.web.officers.selectors import may_take


class LeadOutside(IzdesError):
    """Whoever leads a case works in the body that has it."""

    code = "lead_outside"


@transaction.atomic(durable=True)
def assign_lead(*, case: Case, person: Officer, ground: str, officer: Officer) -> Member:
    """Let a person lead a case from now on; who led it is released. Doing so twice is harmless.

    Raises:
        NotPermitted: The officer heads no body that has the case.
        LeadOutside: The person does not work there.
        CertificateMissing: The category of the case requires a certificate that he has not, today.
    """
    if case.is_sealed or case.unit_id not in units_of(officer, "lead"):
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
    # Out as a lead or a member, and in again as the lead: what was stays as it was written.
    lasting.filter(kind="lead").update(until=Now())
    lasting.filter(officer=person).update(until=Now())
    made = Member.objects.create(case=held, officer=person, kind="lead", ground=ground, since=Now())
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
