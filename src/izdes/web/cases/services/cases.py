"""Cases: registering one, taking it as its lead, sealing it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.timezone import localdate

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case, Member
from izdes.web.cases.reach import reach_of, require_case
from izdes.web.cases.services.members import require_outside
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted, require_lasting, units_of
from izdes.web.officers.selectors import may_take


class CaseExists(IzdesError):
    """A case of this number is registered already."""

    code = "case_exists"


class CaseHasLead(IzdesError):
    """Somebody leads the case already."""

    code = "case_has_lead"


class CertificateMissing(IzdesError):
    """Cases of this category are taken only by those certified for them."""

    code = "certificate_missing"


@transaction.atomic(durable=True)
def register_case(
    *,
    number: str,
    unit: Body,
    registered_at: datetime,
    form: str,
    category: str,
    officer: Officer,
) -> Case:
    """Register a case in a unit under the number of the state register.

    Raises:
        NotPermitted: The officer does not work in this unit.
        BodyEnded: The unit is no more.
        CaseExists: Some case has this number, be it one that he does not see.
    """
    if unit.pk not in units_of(officer, "write"):
        raise NotPermitted(needs="write_unit")
    require_lasting(unit)
    try:
        with transaction.atomic():
            case = Case.objects.create(
                number=number,
                unit=unit,
                registered_at=registered_at,
                form=form,
                category=category,
                state="registered",
            )
    except IntegrityError:
        raise CaseExists(number=number) from None
    record(
        Event.CASE_REGISTERED,
        officer=officer.pk,
        subject=Subject("case", str(case.pk)),
        changes={"number": Change(None, number), "unit": Change(None, unit.code)},
        case=case.pk,
    )
    return case


@transaction.atomic(durable=True)
def take_case(*, case: Case, ground: str, officer: Officer) -> Member:
    """Take a case without a lead into one's own proceedings; taking it twice is harmless.

    Raises:
        NotPermitted: The officer does not work on the case.
        CertificateMissing: Its category requires a certificate that he has not, today.
        CaseHasLead: Somebody else leads it.
        MemberAlready: He is in it otherwise; then he is assigned by a head.
    """
    require_case(officer, case, "write")
    held = Case.objects.select_for_update().get(pk=case.pk)
    if (lead := _lead(held)) is not None:
        if lead.officer_id != officer.pk:
            raise CaseHasLead(number=held.number)
        return lead
    if not may_take(officer, held.category, localdate()):
        raise CertificateMissing(category=held.category)
    require_outside(held, officer)
    member = Member.objects.create(
        case=held, officer=officer, kind="lead", ground=ground, since=Now()
    )
    record(
        Event.CASE_TAKEN,
        officer=officer.pk,
        subject=Subject("case", str(held.pk)),
        changes={"ground": Change(None, ground)},
        case=held.pk,
    )
    return member


@transaction.atomic(durable=True)
def seal_case(*, case: Case, ground: str, officer: Officer) -> Case:
    """Seal a case: from now on only those see it who are named in it. Doing so twice is harmless.

    Whoever was let in by a grant is out; heads, prosecutors and analysts who are not named too.

    Raises:
        NotPermitted: The officer is not the lead of the case: nobody seals it before himself.
    """
    if case.pk not in reach_of(officer, "lead").named:
        raise NotPermitted(needs="lead_case")
    if Case.objects.filter(pk=case.pk, is_sealed=False).update(is_sealed=True):
        record(
            Event.CASE_SEALED,
            officer=officer.pk,
            subject=Subject("case", str(case.pk)),
            changes={"is_sealed": Change("false", "true"), "ground": Change(None, ground)},
            case=case.pk,
        )
    case.refresh_from_db()
    return case


def _lead(case: Case) -> Member | None:
    """Return who leads a case."""
    return Member.objects.filter(case=case, kind="lead", until__isnull=True).first()
