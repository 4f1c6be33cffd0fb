"""Members: naming an officer of any body in a case, and releasing him."""

from collections.abc import Mapping
from typing import Literal, get_args

from django.db import transaction
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case, Member
from izdes.web.cases.reach import require_case
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import may_see_cases, roles_of
from izdes.web.officers.roles import CASELESS, PROSECUTORS, Role

Kind = Literal["member", "specialist", "translator", "prosecutor"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_READING = frozenset({Role.SPECIALIST, Role.TRANSLATOR})
# Who may be what, where not everybody may: a member changes the case.
_POSTS: Mapping[Kind, frozenset[Role]] = {
    "member": frozenset(Role) - CASELESS - _READING,
    "prosecutor": PROSECUTORS,
}


class MemberAlready(IzdesError):
    """The officer is in the case already."""

    code = "member_already"


class NobodyOfCases(IzdesError):
    """No post of this officer lets him work on cases."""

    code = "nobody_of_cases"


class PostUnfit(IzdesError):
    """No post of this officer lets him be named as that in a case."""

    code = "member_post_unfit"


class LeadStays(IzdesError):
    """A lead is not released: another is assigned in his place."""

    code = "lead_stays"


@transaction.atomic(durable=True)
def name_member(
    *, case: Case, person: Officer, kind: Kind, ground: str, officer: Officer
) -> Member:
    """Name an officer in a case, of whatever body; who leads it is assigned, not named.

    Raises:
        NotPermitted: The officer neither leads the case nor heads its unit.
        NobodyOfCases: The person works on no cases.
        PostUnfit: He holds no post in which he may be that.
        MemberAlready: He is in it.
    """
    require_case(officer, case, "lead")
    if not may_see_cases(person):
        raise NobodyOfCases
    if kind in _POSTS and not roles_of(person) & _POSTS[kind]:
        raise PostUnfit(name=person.full_name)
    held = Case.objects.select_for_update().get(pk=case.pk)
    require_outside(held, person)
    member = Member.objects.create(case=held, officer=person, kind=kind, ground=ground, since=Now())
    _record(Event.MEMBER_NAMED, member, officer, ground=ground)
    return member


@transaction.atomic(durable=True)
def release_member(*, member: Member, reason: str, officer: Officer) -> None:
    """Release an officer from a case at once; releasing him twice is harmless.

    Raises:
        NotPermitted: The officer neither leads the case nor heads its unit.
        LeadStays: The member leads the case. Were a sealed one without a lead, nobody could name
            another.
    """
    require_case(officer, member.case, "lead")
    if member.kind == "lead":
        raise LeadStays(number=member.case.number)
    if Member.objects.filter(pk=member.pk, until__isnull=True).update(until=Now()):
        _record(Event.MEMBER_RELEASED, member, officer, reason=reason)


def require_outside(case: Case, person: Officer) -> None:
    """Let nobody be named in a case who is in it.

    Raises:
        MemberAlready: He is in it.
    """
    if Member.objects.filter(case=case, officer=person, until__isnull=True).exists():
        raise MemberAlready(number=case.number)


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
