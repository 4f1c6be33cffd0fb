"""Commands of correspondence: drafting a request."""

from django.db import IntegrityError, transaction

from izdes.core.errors import IzdesError
from izdes.web.cases.models import Case
from izdes.web.cases.reach import require_case
from izdes.web.correspondence.models import Request
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.roles import BodyKind


class NotAnInstitution(IzdesError):
    """A request goes to an institution."""

    code = "not_an_institution"


class RequestExists(IzdesError):
    """A request of this number was drafted already."""

    code = "request_exists"


@transaction.atomic(durable=True)
def draft_request(
    *, number: str, case: Case, addressee: Body, measure: str, officer: Officer
) -> Request:
    """Draft a request in a case; its addressee sees it when it was sent, not before.

    Raises:
        NotPermitted: The officer does not work on the case.
        NotAnInstitution: The addressee is none.
        RequestExists: Some request has this number.
    """
    require_case(officer, case, "write")
    if addressee.kind != BodyKind.INSTITUTION:
        raise NotAnInstitution(body=addressee.code)
    try:
        with transaction.atomic():
            request = Request.objects.create(
                number=number, case=case, addressee=addressee, measure=measure
            )
    except IntegrityError:
        raise RequestExists(number=number) from None
    decided(
        Event.REQUEST_DRAFTED,
        under=pack_in_force().ref,
        officer=officer,
        subject=Subject("request", str(request.pk)),
        changes={"measure": Change(None, measure), "addressee": Change(None, addressee.code)},
        case=case.pk,
    )
    return request
