"""Scopes: which rows of this app's tables an officer sees, as conditions of selectors.

The database says the same by its policies, and neither relies on the other: a filter that somebody
forgets here is caught there, a policy that somebody loosens is caught here.
"""

from django.db.models import Q

from izdes.web.officers.models import Officer, Post
from izdes.web.officers.reach import institutions_of, is_in_post, is_inside

_NOBODY = Q(pk__in=())


def bodies(officer: Officer) -> Q:
    """Bodies are known to whoever holds a post."""
    return Q() if is_in_post(officer) else _NOBODY


def supervisions(officer: Officer) -> Q:
    """Who supervises whom is known to whoever holds a post outside institutions."""
    return Q() if is_inside(officer) else _NOBODY


def officers(officer: Officer) -> Q:
    """Everybody sees himself; an institution its own people; the others everybody."""
    if is_inside(officer):
        return Q()
    own = Post.objects.filter(body__in=institutions_of(officer)).values("officer")
    return Q(pk=officer.pk) | Q(pk__in=own)


def posts(officer: Officer) -> Q:
    """Posts are seen as officers are."""
    if is_inside(officer):
        return Q()
    return Q(officer=officer) | Q(body__in=institutions_of(officer))


def certificates(officer: Officer) -> Q:
    """Certificates are one's own, and everybody's to whoever holds a post outside institutions."""
    return Q() if is_inside(officer) else Q(officer=officer)


def requirements(officer: Officer) -> Q:
    """What a category of cases requires is known to whoever holds a post."""
    return Q() if is_in_post(officer) else _NOBODY
