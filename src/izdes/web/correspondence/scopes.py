"""Scopes: which rows of correspondence an officer sees; the policies say the same."""

from django.db.models import Exists, OuterRef, Q

from izdes.web.cases import scopes as cases
from izdes.web.cases.reach import reach_of
from izdes.web.correspondence.models import Answer, Request
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import institutions_of, is_inside, roles_of
from izdes.web.officers.roles import Role


def requests(officer: Officer) -> Q:
    """Those of cases and complaints that he sees; for an institution, what was sent to it."""
    found = cases.of_cases(officer)
    found &= Q(is_sealed=False) | Q(case__in=reach_of(officer, "read").named)
    # Few requests are before registration. Where there is none, none is asked for: an alternative
    # would have the database walk through all of them.
    loose = Q(case__isnull=True, complaint__unit__in=reach_of(officer, "read").units)
    if Request.objects.filter(loose).exists():
        found |= loose
    institutions = institutions_of(officer)
    if not institutions:
        return found
    return Q(sent_at__isnull=False, addressee__in=institutions) | found


def of_requests(officer: Officer) -> Q:
    """Whatever belongs to a request that he sees."""
    seen = Request.objects.filter(requests(officer), pk=OuterRef("request"))
    return Q(Exists(seen))


def of_answers(officer: Officer) -> Q:
    """Whatever belongs to an answer that he sees."""
    seen = Answer.objects.filter(of_requests(officer), pk=OuterRef("answer"))
    return Q(Exists(seen))


def blocks(officer: Officer) -> Q:
    """Those of cases that he sees."""
    return cases.of_cases(officer)


def notices(officer: Officer) -> Q:
    """Those of requests that he sees; an institution sees none: it is the office's matter."""
    return of_requests(officer) if is_inside(officer) else Q(pk__in=())


def signals(officer: Officer) -> Q:
    """Those of his institution, those of requests that he sees, and all to an analyst."""
    if Role.HQ_ANALYST in roles_of(officer):
        return Q()
    own = Q(institution__in=institutions_of(officer))
    return own | (Q(request__isnull=False) & of_requests(officer))
