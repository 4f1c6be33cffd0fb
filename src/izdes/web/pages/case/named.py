"""Named: who is in a case and who may be, as its page of members offers them."""

from django.db.models import QuerySet

from izdes.web.cases.models import Case, Member
from izdes.web.cases.selectors import members_visible_to
from izdes.web.language import language
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import LASTING
from izdes.web.officers.roles import CASELESS, POLICE, BodyKind, Role
from izdes.web.officers.selectors import bodies_visible_to, posts_visible_to
from izdes.web.pages.case.naming import worded

_BODIES = POLICE | {BodyKind.PROSECUTOR_OFFICE}
_ROLES = sorted(frozenset(Role) - CASELESS)


def lasting(me: Officer, case: Case) -> QuerySet[Member]:
    """Return who is in a case now."""
    rows = members_visible_to(me).filter(LASTING, case=case).select_related("officer", "case")
    return rows.order_by("officer__full_name", "pk")


def releasable(me: Officer, case: Case) -> QuerySet[Member]:
    """Return who may be released from a case: everybody in it but its lead."""
    return lasting(me, case).exclude(kind="lead")


def posts_of_members(me: Officer, case: Case) -> dict[int, str]:
    """Return what the members of a case are in the office now, and where, by their keys."""
    members = members_visible_to(me).filter(case=case).values("officer")
    rows = posts_visible_to(me).filter(LASTING, state="confirmed", officer__in=members)
    found: dict[int, list[str]] = {}
    for one in rows.select_related("body").order_by("pk"):
        words = f"{worded('role', one.role)}, {getattr(one.body, f'name_{language()}')}"
        found.setdefault(one.officer_id, []).append(words)
    return {officer: "; ".join(words) for officer, words in found.items()}


def people_of(me: Officer, body: Body) -> list[tuple[str, str]]:
    """Return who of a body may be named in a case, each with what he is there."""
    rows = posts_visible_to(me).filter(
        LASTING, body=body, role__in=_ROLES, state="confirmed", officer__is_active=True
    )
    found: dict[int, list[str]] = {}
    for one in rows.select_related("officer").order_by("officer__full_name", "pk"):
        words = found.setdefault(one.officer_id, [one.officer.full_name])
        words.append(worded("role", one.role))
    return [(str(officer), ", ".join(words)) for officer, words in found.items()]


def bodies_of_members(me: Officer) -> QuerySet[Body]:
    """Return the bodies whose people may be named in a case."""
    return bodies_visible_to(me).filter(kind__in=_BODIES).order_by(f"name_{language()}", "pk")
