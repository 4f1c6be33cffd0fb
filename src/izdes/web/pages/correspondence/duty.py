"""Duty: what came in while the office of prosecutors was closed, and until when it is on duty.

Whoever is on duty or stands in decides then; when the office opens, what is left stands in the
ordinary queues, where it stood all the time. The hours of an office and the working days are the
law pack's, with what overrides them.
"""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from izdes.core.law.clocks.office_hours import closed_at
from izdes.core.law.release import LawPack
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.reach import supervised
from izdes.web.correspondence.selectors import requests_visible_to
from izdes.web.law.editions import NoLawInForce, pack_in_force
from izdes.web.officers.models import Officer, Post
from izdes.web.officers.reach import posts_now
from izdes.web.officers.roles import Role

# Whose queue it is; heads see whether anything is left in it.
_ON_DUTY = (Role.DUTY_PROSECUTOR, Role.ACTING_PROSECUTOR)
_DECIDED = ("sanction", "consent", "approval")


def law_of_days() -> LawPack | None:
    """Return the law whose working days count; None, the packaged one, where none is in force."""
    try:
        return pack_in_force()
    except NoLawInForce:
        return None


def is_after_hours(at: datetime, law: LawPack | None) -> bool:
    """Say whether the office is closed: then whoever is on duty decides."""
    return closed_at(at, law).holds(at)


def duty_posts(officer: Officer) -> list[Post]:
    """Return the posts of duty that an officer holds now, the first to end first."""
    rows = posts_now(officer).filter(role__in=_ON_DUTY).select_related("body")
    return list(rows.order_by("until", "pk"))


def has_duty_queue(officer: Officer) -> bool:
    """Say whether the queue after hours is his: on duty, standing in, or the head of an office."""
    roles = (*_ON_DUTY, Role.HEAD_OF_PROSECUTORS)
    return posts_now(officer).filter(role__in=roles).exists()


def duty_queue(officer: Officer, at: datetime, law: LawPack | None) -> QuerySet[Request]:
    """Return what came in while the office was closed and is not done, the oldest first.

    Each has `came_at`. What waits for a decision and what a prosecutor is only told of stand
    together: at night one person looks at both.
    """
    closed = closed_at(at, law)
    waits = Q(state="on_decision", queue__in=_DECIDED)
    untold = Q(queue="notice", sent_at__isnull=False) & Q(
        pk__in=Request.objects.filter(
            notices__to="prosecutor", notices__told_at__isnull=True
        ).values("pk")
    )
    rows = requests_visible_to(officer).filter(supervised(officer)).filter(waits | untold)
    rows = rows.annotate(came_at=Coalesce(F("submitted_at"), F("sent_at")))
    rows = rows.filter(came_at__gte=closed.since, came_at__lt=closed.until)
    return rows.order_by("came_at", "pk")
