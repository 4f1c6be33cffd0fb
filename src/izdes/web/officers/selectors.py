"""What an officer sees of bodies, people, posts and certificates, and who may take which case."""

from datetime import date

from django.db.models import Q, QuerySet

from izdes.web.officers import scopes
from izdes.web.officers.models import (
    Body,
    Certificate,
    Officer,
    Post,
    Requirement,
    Supervision,
)


def bodies_visible_to(officer: Officer) -> QuerySet[Body]:
    """Return the bodies that an officer sees."""
    return Body.objects.filter(scopes.bodies(officer))


def supervisions_visible_to(officer: Officer) -> QuerySet[Supervision]:
    """Return who supervises whom, as far as an officer sees it."""
    return Supervision.objects.filter(scopes.supervisions(officer))


def officers_visible_to(officer: Officer) -> QuerySet[Officer]:
    """Return the people that an officer sees."""
    return Officer.objects.filter(scopes.officers(officer))


def posts_visible_to(officer: Officer) -> QuerySet[Post]:
    """Return the posts that an officer sees, proposed and ended ones too."""
    return Post.objects.filter(scopes.posts(officer))


def certificates_visible_to(officer: Officer) -> QuerySet[Certificate]:
    """Return the certificates that an officer sees."""
    return Certificate.objects.filter(scopes.certificates(officer))


def requirements_visible_to(officer: Officer) -> QuerySet[Requirement]:
    """Return what categories of cases require, as far as an officer sees it."""
    return Requirement.objects.filter(scopes.requirements(officer))


def categories_that_require(officer: Officer, on: date) -> tuple[str, ...]:
    """Return the categories of which a certificate is required on a day, by name."""
    lasting = requirements_visible_to(officer).filter(Q(until__isnull=True) | Q(until__gt=on))
    names = lasting.filter(since__lte=on).values_list("category", flat=True)
    return tuple(names.order_by("category").distinct())


def may_take(officer: Officer, category: str, on: date) -> bool:
    """Say whether an officer has, on a day, every certificate that a category of cases requires.

    A category of which nothing is required may be taken by anybody.
    """
    required = Requirement.objects.filter(
        Q(until__isnull=True) | Q(until__gt=on), category=category, since__lte=on
    )
    held = Certificate.objects.filter(officer=officer, issued_on__lte=on, expires_on__gt=on)
    areas = set(required.values_list("area", flat=True))
    return areas <= set(held.values_list("area", flat=True))
