"""Posts: one proposes, another confirms. Ending one needs nobody else: it only takes away."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from izdes.core.errors import IzdesError
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Body, Officer, Post
from izdes.web.officers.reach import (
    LASTING,
    NotPermitted,
    require_lasting,
    roles_of,
    units_of,
)
from izdes.web.officers.roles import (
    ADMINISTRATORS_CHOICE,
    APART,
    TEMPORARY,
    BodyKind,
    Role,
    bodies_of,
)

_LEAST_ADMINISTRATORS = 2


class RoleNotInThisBody(IzdesError):
    """A body of this kind has no such role."""

    code = "role_not_in_this_body"


class EndMissing(IzdesError):
    """Whoever stands in for somebody does so until a day."""

    code = "end_missing"


class DutiesApart(IzdesError):
    """Whoever keeps the office or audits it holds no other post."""

    code = "duties_apart"


class SamePerson(IzdesError):
    """Another must confirm: neither who proposed it, nor who is to hold it."""

    code = "same_person"


class PostDecided(IzdesError):
    """The post was confirmed or refused already."""

    code = "post_decided"


class PostProposed(IzdesError):
    """The same post was proposed already and waits for a decision."""

    code = "post_proposed_already"


class LastAdministrators(IzdesError):
    """Fewer than two administrators would remain, and nobody could confirm anything."""

    code = "last_administrators"


def require_administrators_besides(person_id: int) -> None:
    """Refuse to leave fewer administrators than can confirm for each other.

    Raises:
        LastAdministrators: Without this person fewer than two would remain.
    """
    administrators = Post.objects.filter(role=Role.ADMINISTRATOR, state="confirmed")
    # Locked first and counted then, by a statement of its own: it sees what others have ended while
    # this one waited. Otherwise two could end each other's post and both succeed.
    list(administrators.select_for_update().order_by("pk").values_list("pk", flat=True))
    others = administrators.filter(LASTING, officer__is_active=True).exclude(officer=person_id)
    if others.values("officer").distinct().count() < _LEAST_ADMINISTRATORS:
        raise LastAdministrators


@transaction.atomic(durable=True)
def propose_post(
    *,
    person: Officer,
    body: Body,
    role: Role,
    ground: str,
    officer: Officer,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Post:
    """Propose that a person holds a role in a body, on the ground of an order.

    Args:
        since: From when; None: from the moment of the proposal, once it is confirmed.
        until: The moment at which it ends; None where the role has no end of its own.

    Raises:
        NotPermitted: The officer is no administrator and no head of this body.
        BodyEnded: The body is no more.
        RoleNotInThisBody: A body of this kind has no such role.
        EndMissing: A role held in somebody's place needs an end.
        DutiesApart: The person would keep or audit the office and work in it.
        PostProposed: It was proposed already.
    """
    _require_decider(officer, body_id=body.pk, role=role)
    require_lasting(body)
    if BodyKind(body.kind) not in bodies_of(role):
        raise RoleNotInThisBody(role=role, body=body.code)
    if role in TEMPORARY and until is None:
        raise EndMissing(role=role)
    _require_duties_apart(person, role)
    if Post.objects.filter(officer=person, body=body, role=role, state="proposed").exists():
        raise PostProposed(role=role, body=body.code)
    post = Post.objects.create(
        officer=person,
        body=body,
        role=role,
        ground=ground,
        since=since or Now(),
        until=until,
        proposed_by=officer,
    )
    _record(Event.POST_PROPOSED, post, officer, ground=ground)
    return post


@transaction.atomic(durable=True)
def confirm_post(*, post: Post, officer: Officer) -> Post:
    """Confirm a post that another proposed.

    Raises:
        NotPermitted: The officer is no administrator and no head of this body.
        SamePerson: He proposed it, or is to hold it.
        PostDecided: It was decided on already.
        DutiesApart: Since the proposal the person has got a post that excludes this one.
    """
    held = _proposed(post, officer)
    _require_duties_apart(held.officer, Role(held.role))
    return _decide(held, officer, state="confirmed", event=Event.POST_CONFIRMED)


@transaction.atomic(durable=True)
def refuse_post(*, post: Post, reason: str, officer: Officer) -> Post:
    """Refuse a post that another proposed.

    Raises:
        NotPermitted: The officer is no administrator and no head of this body.
        SamePerson: He proposed it, or is to hold it.
        PostDecided: It was decided on already.
    """
    held = _proposed(post, officer)
    return _decide(held, officer, state="refused", event=Event.POST_REFUSED, reason=reason)


@transaction.atomic(durable=True)
def end_post(*, post: Post, reason: str, officer: Officer) -> Post:
    """End a confirmed post at once; ending it twice is harmless.

    Raises:
        NotPermitted: The officer is no administrator and no head of this body.
        LastAdministrators: Fewer than two administrators would remain.
    """
    if post.role == Role.ADMINISTRATOR:
        # Before the post itself: whoever locks several locks them in one order.
        require_administrators_besides(post.officer_id)
    held = Post.objects.select_for_update().get(pk=post.pk)
    _require_decider(officer, body_id=held.body_id, role=Role(held.role))
    lasting = Post.objects.filter(LASTING, pk=held.pk, state="confirmed")
    if lasting.update(until=Now(), ended_by=officer):
        held.refresh_from_db()
        _record(Event.POST_ENDED, held, officer, reason=reason)
    return held


def _proposed(post: Post, officer: Officer) -> Post:
    """Return a proposed post, locked, on which the officer may decide."""
    held = Post.objects.select_for_update(of=("self",)).select_related("officer").get(pk=post.pk)
    _require_decider(officer, body_id=held.body_id, role=Role(held.role))
    if held.state != "proposed":
        raise PostDecided(state=held.state)
    if officer.pk in {held.proposed_by_id, held.officer_id}:
        raise SamePerson
    return held


def _decide(post: Post, officer: Officer, *, state: str, event: Event, reason: str = "") -> Post:
    """Write down a decision."""
    Post.objects.filter(pk=post.pk).update(state=state, decided_by=officer, decided_at=Now())
    post.refresh_from_db()
    _record(event, post, officer, **({"reason": reason} if reason else {}))
    return post


def _require_decider(officer: Officer, *, body_id: int, role: Role) -> None:
    """Let pass administrators, and heads for the desks of their own bodies."""
    if Role.ADMINISTRATOR in roles_of(officer):
        return
    if role in ADMINISTRATORS_CHOICE or body_id not in units_of(officer, "lead"):
        raise NotPermitted(needs=Role.ADMINISTRATOR)


def _require_duties_apart(person: Officer, role: Role) -> None:
    """Refuse a post beside one that must stand alone."""
    held = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gt=Now()), officer=person, state="confirmed"
    ).values_list("role", flat=True)
    if any(role in APART or other in APART for other in held if other != role):
        raise DutiesApart(role=role)


def _record(event: Event, post: Post, officer: Officer, **reasons: str) -> None:
    """Record what happened to a post."""
    record(
        event,
        officer=officer.pk,
        subject=Subject("post", str(post.pk)),
        changes={
            "login": Change(None, post.officer.login),
            "body": Change(None, post.body.code),
            "role": Change(None, post.role),
            **{name: Change(None, reason) for name, reason in reasons.items()},
        },
    )
