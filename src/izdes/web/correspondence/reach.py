"""Reach: who may draft, sign, decide and answer; the database's policies say the same of rows."""

from django.db.models import Q

from izdes.core.law.measures import Measure
from izdes.web.cases.models import Case, Complaint, Member
from izdes.web.cases.reach import require_case
from izdes.web.correspondence.errors import (
    DeciderMayNot,
    DrafterMayNot,
    SignerMayNot,
    SignerOutside,
)
from izdes.web.correspondence.models import Request
from izdes.web.officers.models import Body, Officer, Post
from izdes.web.officers.reach import (
    LASTING,
    NotPermitted,
    institutions_of,
    posts_now,
    roles_of,
    units_of,
)
from izdes.web.officers.roles import DESK, BodyKind, Role


def require_work(officer: Officer, *, case: Case | None, complaint: Complaint | None) -> None:
    """Let nobody pass who does not work on a case, or on a complaint before it is one.

    Raises:
        NotPermitted: He does not.
    """
    if case is not None:
        require_case(officer, case, "write")
    elif complaint is None or complaint.unit_id not in units_of(officer, "write"):
        raise NotPermitted(needs="write_case")


def require_of_request(officer: Officer, request: Request) -> None:
    """Let nobody pass who does not work on the case of a request; see `require_work`."""
    require_work(officer, case=request.case, complaint=request.complaint)


def require_drafter(officer: Officer, measure: Measure, case: Case | None) -> None:
    """Let nobody pass whose roles may not draft a measure.

    Raises:
        DrafterMayNot: None of them may.
        SignerOutside: It is sealed, and he is not in the group of the case.
    """
    if measure.is_sealed and not _is_in_group(officer, 0 if case is None else case.pk):
        raise SignerOutside(request=measure.measure_id)
    if not roles_of(officer) & {*measure.drafts, *measure.signs, "group_member"}:
        raise DrafterMayNot(measure=measure.measure_id)


def signing_post(officer: Officer, request: Request, measure: Measure) -> Post:
    """Return the post in which an officer signs: in the body of the case, if he has one there.

    Raises:
        SignerMayNot: None of his roles may sign this measure.
        SignerOutside: He is not in the group of the case.
    """
    posts = [p for p in _posts(officer) if p.role in measure.signs]
    if not posts:
        raise SignerMayNot(measure=measure.measure_id)
    unit = _unit(request)
    # What only heads sign, whoever answers for the body signs; all else, the group of the case.
    is_heads = not {*measure.signs} & DESK and unit in units_of(officer, "lead")
    if request.case_id is not None and not (is_heads or _is_in_group(officer, request.case_id)):
        raise SignerOutside(request=request.number)
    return next((p for p in posts if p.body_id == unit), posts[0])


def deciding_post(officer: Officer, request: Request, measure: Measure) -> Post:
    """Return the post in which a prosecutor decides: in an office that supervises the body.

    Raises:
        DeciderMayNot: He has none, or not of a role or a level that decides this measure.
    """
    if _unit(request) in units_of(officer, "supervise"):
        for post in _posts(officer):
            is_level = not measure.level or _RANKS[level_of(post.body)] >= _RANKS[measure.level]
            if post.role in measure.decides and is_level:
                return post
    raise DeciderMayNot(measure=measure.measure_id)


def require_answerer(officer: Officer, request: Request) -> None:
    """Let nobody pass who does not answer for the institution to which a request was sent.

    Raises:
        NotPermitted: He does not, or it was not sent.
    """
    if request.sent_at is None or request.addressee_id not in institutions_of(officer):
        raise NotPermitted(needs="answer_request")


def may_rule(officer: Officer, request: Request) -> bool:
    """Say whether an officer rules on what was contested of a request that he sees.

    Headquarters does. It sees nothing of what is sealed: there it is a prosecutor who supervises
    the body and is named in the case, so that nobody rules on his own request.
    """
    if Role.HQ_ANALYST in roles_of(officer):
        return True
    case = request.case
    if case is None or not (request.is_sealed or case.is_sealed):
        return False
    named = Member.objects.filter(LASTING, case=case, officer=officer).exists()
    return named and case.unit_id in units_of(officer, "supervise")


def to_rule(officer: Officer) -> Q:
    """Return the condition of requests of which an officer rules on what is contested."""
    if Role.HQ_ANALYST in roles_of(officer):
        return Q()
    sealed = Q(is_sealed=True) | Q(case__is_sealed=True)
    mine = Member.objects.filter(LASTING, officer=officer).values("case")
    return sealed & Q(case__in=mine, case__unit__in=units_of(officer, "supervise"))


_RANKS = {"district": 0, "region": 1, "general": 2}


def level_of(office: Body) -> str:
    """Return the level of an office of prosecutors: of the whole country, a region, a district."""
    if office.region is None:
        return "general"
    parent = office.parent
    is_below = parent is not None and parent.kind == BodyKind.PROSECUTOR_OFFICE
    return "district" if is_below and parent is not None and parent.region else "region"


def supervised(officer: Officer) -> Q:
    """Return the condition of requests of bodies that an officer's office supervises."""
    units = units_of(officer, "supervise")
    return Q(case__unit__in=units) | Q(case__isnull=True, complaint__unit__in=units)


def _is_in_group(officer: Officer, case: int) -> bool:
    """Say whether an officer leads a case or is a member of its group now."""
    group = Member.objects.filter(LASTING, case=case, kind__in=["lead", "member"])
    return group.filter(officer=officer).exists()


def _posts(officer: Officer) -> list[Post]:
    """Return the posts that an officer holds now, the oldest first, with their bodies."""
    return list(posts_now(officer).select_related("body__parent").order_by("since", "pk"))


def _unit(request: Request) -> int:
    """Return the body in whose proceedings a request is."""
    if request.case is not None:
        return int(request.case.unit_id)
    return int(request.complaint.unit_id) if request.complaint is not None else 0
