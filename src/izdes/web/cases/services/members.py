"""Members: naming an officer of any body in a case, and releasing him."""

from typing import Literal

from django.db import transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case, Member
from izdes.web.cases.reach import require_case
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import may_see_cases

Kind = Literal["lead", "member", "specialist", "translator", "prosecutor"]


class MemberAlready(IzdesError):
    """The officer is in the case already, or another leads it."""

    code = "member_already"


class NobodyOfCases(IzdesError):
    """No post of this officer lets him work on cases."""

    code = "nobody_of_cases"


@transaction.atomic(durable=True)
def name_member(
    *, case: Case, person: Officer, kind: Kind, ground: str, officer: Officer
) -> Member:
    """Name an officer in a case by decree: a group may have members of any body.

    Raises:
        NotPermitted: The officer neither leads the case nor heads its unit.
        NobodyOfCases: The person works on no cases.
        MemberAlready: He is in it, or there is a lead and he would be one too.
    """
    require_case(officer, case, "lead")
    if not may_see_cases(person):
        raise NobodyOfCases
    held = Case.objects.select_for_update().get(pk=case.pk)
    lasting = Member.objects.filter(case=held, until__isnull=True)
    if lasting.filter(officer=person).exists() or (
        kind == "lead" and lasting.filter(kind="lead").exists()
    ):
        raise MemberAlready(number=held.number)
    member = Member.objects.create(case=held, officer=person, kind=kind, ground=ground, since=Now())
    _record(Event.MEMBER_NAMED, member, officer, ground=ground)
    return member


@transaction.atomic(durable=True)
def release_member(*, member: Member, reason: str, officer: Officer) -> None:
    """Release an officer from a case at once; releasing him twice is harmless.

    Raises:
        NotPermitted: The officer neither leads the case nor heads its unit.
    """
    require_case(officer, member.case, "lead")
    if Member.objects.filter(pk=member.pk, until__isnull=True).update(until=Now()):
        _record(Event.MEMBER_RELEASED, member, officer, reason=reason)


def _record(event: Event, member: Member, officer: Officer, **reasons: str) -> None:
    """Record what happened to a member."""
    record(
        event,
        officer=officer.pk,
        subject=Subject("member", str(member.pk)),
        changes={
            "login": Change(None, member.officer.login),
            "kind": Change(None, member.kind),
            **{name: Change(None, reason) for name, reason in reasons.items()},
        },
        case=member.case_id,
    )
