"""Reach: the posts that an officer holds at this moment, and the bodies that they open to him.

This is the office's own reading of the rules; ``sql/0002_visibility.sql`` is the database's.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.timezone import localdate

from izdes.core.errors import IzdesError
from izdes.web.officers.models import Body, Officer, Post, Supervision
from izdes.web.officers.roles import (
    CASELESS,
    DESK,
    HEADING,
    HEADS,
    INSTITUTIONAL,
    POLICE,
    PROSECUTORS,
    Role,
)

Verb = Literal["read", "write", "take", "lead", "supervise"]
# `Now` is the time of the statement, as in the policies: what has ended is over at once.
LASTING = Q(since__lte=Now()) & (Q(until__isnull=True) | Q(until__gt=Now()))


class NotPermitted(IzdesError):
    """None of the posts that the officer holds now lets him do this."""

    code = "not_permitted"


class BodyEnded(IzdesError):
    """The body is no more: nobody gets a post in it, and nothing comes to it."""

    code = "body_ended"


def posts_now(officer: Officer) -> QuerySet[Post]:
    """Return the confirmed posts that an officer holds now."""
    return Post.objects.filter(LASTING, officer=officer, officer__is_active=True, state="confirmed")


def roles_of(officer: Officer) -> frozenset[Role]:
    """Return the roles that an officer holds now."""
    return frozenset(Role(role) for role in posts_now(officer).values_list("role", flat=True))


def is_in_post(officer: Officer) -> bool:
    """Say whether an officer holds any post now."""
    return bool(roles_of(officer))


def is_inside(officer: Officer) -> bool:
    """Say whether an officer holds a post elsewhere than in an institution."""
    return bool(roles_of(officer) - INSTITUTIONAL)


def may_see_cases(officer: Officer) -> bool:
    """Say whether any post lets an officer work on cases, be it only as a member."""
    return bool(roles_of(officer) - CASELESS)


def institutions_of(officer: Officer) -> frozenset[int]:
    """Return the institutions in whose name an officer answers."""
    own = posts_now(officer).filter(role__in=INSTITUTIONAL)
    return frozenset(own.values_list("body_id", flat=True))


def units_of(officer: Officer, verb: Verb) -> frozenset[int]:
    """Return the bodies whose open cases an officer may read, write, lead or supervise.

    In those of ``take`` he may take complaints: in his own, and the reception in every body of the
    police.
    """
    held = [(body, Role(role)) for body, role in posts_now(officer).values_list("body_id", "role")]
    own = {body for body, role in held if role in DESK}
    led = _below(body for body, role in held if role in HEADS)
    if verb == "take" and any(role is Role.RECEPTION for _, role in held):
        return frozenset(Body.objects.filter(kind__in=POLICE).values_list("pk", flat=True))
    if verb in {"write", "take"}:
        return frozenset(own | led)
    if verb == "lead":
        return frozenset(led)
    offices = _below(body for body, role in held if role in PROSECUTORS)
    supervised = _supervised(offices)
    if verb == "supervise":
        return frozenset(supervised)
    analysed = _analysed({body for body, role in held if role is Role.HQ_ANALYST})
    return frozenset(own | led | supervised | offices | analysed)


def headed_by(officer: Officer) -> frozenset[int]:
    """Return the bodies whose posts an officer, their head, has before him, and all below them."""
    heading = posts_now(officer).filter(role__in=HEADING)
    return frozenset(_below(heading.values_list("body_id", flat=True)))


def with_above(bodies: Iterable[int]) -> frozenset[int]:
    """Return bodies and all above them: whoever supervises one of these supervises them."""
    above = dict(Body.objects.filter(parent__isnull=False).values_list("pk", "parent_id"))
    found, waiting = set[int](), list(bodies)
    while waiting:
        body = waiting.pop()
        if body not in found:
            found.add(body)
            waiting.extend(one for one in [above.get(body)] if one is not None)
    return frozenset(found)


def lasting_on(day: date) -> Q:
    """Return the condition of bodies that are not ended on a day."""
    return Q(until__isnull=True) | Q(until__gt=day)


def require_lasting(*bodies: Body) -> None:
    """Let nothing come to a body that is no more, today.

    Raises:
        BodyEnded: One of them is ended.
    """
    keys = [body.pk for body in bodies]
    ended = Body.objects.filter(pk__in=keys).exclude(lasting_on(localdate())).first()
    if ended is not None:
        raise BodyEnded(body=ended.code)


def require_role(officer: Officer, *roles: Role) -> None:
    """Let nobody pass who holds none of some roles now.

    Raises:
        NotPermitted: He holds none of them.
    """
    if not roles_of(officer) & set(roles):
        raise NotPermitted(needs=" ".join(sorted(roles)))


def _supervised(offices: set[int]) -> set[int]:
    """Return what some offices of prosecutors supervise, and all below it."""
    if not offices:
        return set()
    lasting = Supervision.objects.filter(LASTING, office__in=offices)
    return _below(lasting.values_list("body_id", flat=True))


def _analysed(headquarters: set[int]) -> set[int]:
    """Return what analysts see: all from the central headquarters, what is below from another."""
    if not headquarters:
        return set()
    if Body.objects.filter(pk__in=headquarters, region__isnull=True).exists():
        return set(Body.objects.values_list("pk", flat=True))
    return _below(headquarters)


def _below(top: Iterable[int]) -> set[int]:
    """Return bodies and all below them."""
    found = set[int]()
    waiting = list(top)
    if not waiting:
        return found
    children = defaultdict[int, list[int]](list)
    for body, parent in Body.objects.filter(parent__isnull=False).values_list("pk", "parent_id"):
        children[int(parent or 0)].append(body)
    while waiting:
        body = waiting.pop()
        if body not in found:
            found.add(body)
            waiting.extend(children[body])
    return found
