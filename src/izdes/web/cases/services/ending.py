"""Ending a body: it is no more, once nobody and nothing is left in it.

It stands here and not beside the founding of bodies, because it asks how many cases a body has.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import localdate

from izdes.core.errors import IzdesError
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Body, Officer, Post, Supervision
from izdes.web.officers.reach import lasting_on, require_role
from izdes.web.officers.roles import Role

_NAMED = 10


class BodyNeeded(IzdesError):
    """Somebody or something is left in the body: posts, bodies below, supervision, cases."""

    code = "body_needed"


@transaction.atomic(durable=True)
def end_body(*, body: Body, ground: str, officer: Officer) -> Body:
    """End a body today: it gets no posts, complaints and cases any more. Twice is harmless.

    One administrator is enough, as for a post: it only takes away, and nothing is left to take.
    What the body did and was stays as it was recorded. That requests to an institution are all
    answered is not asked here.

    Args:
        ground: The order by which it ends.

    Raises:
        NotPermitted: The officer is no administrator.
        BodyNeeded: Posts in it last or are proposed, bodies below it or a supervision last, cases
            or undecided complaints are its own; the details name them, cases by their number only.
    """
    require_role(officer, Role.ADMINISTRATOR)
    held = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if held.until is not None:
        return held
    left = left_in(held)
    if any(value not in {"0", "—"} for value in left.values()):
        raise BodyNeeded(body=held.code, **left)
    held.until = max(localdate(), held.since)
    held.save(update_fields=["until"])
    record(
        Event.BODY_ENDED,
        officer=officer.pk,
        subject=Subject("body", str(held.pk)),
        changes={
            "code": Change(None, held.code),
            "until": Change(None, held.until.isoformat()),
            "ground": Change(None, ground),
        },
    )
    return held


def left_in(body: Body) -> dict[str, str]:
    """Return what keeps a body from being ended: names, or how many; a dash or a nought: nothing.

    Administrators alone are told of cases, and only how many there are.
    """
    lasting = Q(until__isnull=True) | Q(until__gt=Now())
    posts = Post.objects.filter(lasting, body=body, state__in=["proposed", "confirmed"])
    below = Body.objects.filter(lasting_on(localdate()), parent=body)
    seen = Supervision.objects.filter(lasting).filter(Q(office=body) | Q(body=body))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases, complaints FROM office_left_in_body(%s)", [body.pk])
        cases, complaints = cursor.fetchone() or (0, 0)
    return {
        "posts": _named(posts.order_by("pk").values_list("officer__login", flat=True)),
        "bodies": _named(below.order_by("code").values_list("code", flat=True)),
        "supervisions": str(seen.count()),
        "cases": str(cases),
        "complaints": str(complaints),
    }


def _named(found: Iterable[str]) -> str:
    """Return names, the first of many, or a dash."""
    names = list(dict.fromkeys(found))
    more = [f"+{len(names) - _NAMED}"] if len(names) > _NAMED else []
    return ", ".join([*names[:_NAMED], *more]) or "—"
