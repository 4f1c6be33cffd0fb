"""Certificates of competence, and the categories of cases that require one."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from izdes.core.errors import IzdesError
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Certificate, Officer, Requirement
from izdes.web.officers.reach import require_role
from izdes.web.officers.roles import Role


class CertificateExists(IzdesError):
    """A certificate of this area and number was entered already."""

    code = "certificate_exists"


class CertificateNeverValid(IzdesError):
    """A certificate would expire before it was issued."""

    code = "certificate_never_valid"


@transaction.atomic(durable=True)
def enter_certificate(
    *, person: Officer, area: str, number: str, issued_on: date, expires_on: date, officer: Officer
) -> Certificate:
    """Enter a certificate that a person was given.

    Args:
        expires_on: The first day on which it holds no more.

    Raises:
        NotPermitted: The officer is no administrator.
        CertificateExists: It was entered already.
        CertificateNeverValid: It would expire before it was issued.
    """
    require_role(officer, Role.ADMINISTRATOR)
    if expires_on <= issued_on:
        raise CertificateNeverValid(area=area)
    if Certificate.objects.filter(area=area, number=number).exists():
        raise CertificateExists(area=area)
    certificate = Certificate.objects.create(
        officer=person, area=area, number=number, issued_on=issued_on, expires_on=expires_on
    )
    record(
        Event.CERTIFICATE_ENTERED,
        officer=officer.pk,
        subject=Subject("officer", str(person.pk)),
        changes={
            "area": Change(None, area),
            "number": Change(None, number),
            "expires_on": Change(None, expires_on.isoformat()),
        },
    )
    return certificate


@transaction.atomic(durable=True)
def require_certificate(*, category: str, area: str, since: date, officer: Officer) -> Requirement:
    """Let a category of cases be taken only by those certified for an area, from a day on.

    Requiring it twice is harmless: the first day stands.

    Raises:
        NotPermitted: The officer is no administrator.
    """
    require_role(officer, Role.ADMINISTRATOR)
    requirement, is_new = Requirement.objects.get_or_create(
        category=category, area=area, until=None, defaults={"since": since}
    )
    if is_new:
        record(
            Event.CERTIFICATE_REQUIRED,
            officer=officer.pk,
            subject=Subject("category", category),
            changes={"area": Change(None, area), "since": Change(None, since.isoformat())},
        )
    return requirement


@transaction.atomic(durable=True)
def waive_certificate(*, requirement: Requirement, reason: str, officer: Officer) -> None:
    """Require a certificate of a category no more, from today on; doing so twice is harmless.

    Raises:
        NotPermitted: The officer is no administrator.
    """
    require_role(officer, Role.ADMINISTRATOR)
    today = localdate()
    lasting = Requirement.objects.filter(pk=requirement.pk, until__isnull=True)
    if lasting.update(until=today):
        record(
            Event.CERTIFICATE_WAIVED,
            officer=officer.pk,
            subject=Subject("category", requirement.category),
            changes={
                "area": Change(None, requirement.area),
                "until": Change(None, today.isoformat()),
                "reason": Change(None, reason),
            },
        )
