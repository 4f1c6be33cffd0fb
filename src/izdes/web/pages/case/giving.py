"""Giving a task: to whom in the case it may be given."""

from izdes.web.cases.models import Case
from izdes.web.cases.selectors import members_visible_to
from izdes.web.officers.models import Officer


def people_of(officer: Officer, case: Case) -> list[tuple[str, str]]:
    """Return whom a task may be given to."""
    rows = members_visible_to(officer).filter(
        case=case, until__isnull=True, kind__in=["lead", "member", "specialist"]
    )
    named = rows.select_related("officer").order_by("officer__full_name")
    return [("", "—"), *((str(one.officer_id), one.officer.full_name) for one in named)]


def person_of(officer: Officer, case: Case, chosen: str) -> Officer | None:
    """Return whom a form names."""
    if not chosen:
        return None
    rows = members_visible_to(officer).filter(case=case, until__isnull=True, officer=int(chosen))
    member = rows.select_related("officer").first()
    return member.officer if member else None
