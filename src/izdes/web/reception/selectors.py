"""What an officer sees of what was sent."""

from django.db.models import QuerySet

from izdes.web.cases import scopes
from izdes.web.officers.models import Officer
from izdes.web.reception.models import Addition, Return, Signature


def additions_visible_to(officer: Officer) -> QuerySet[Addition]:
    """Return what was added later to the complaints that an officer sees."""
    return Addition.objects.filter(scopes.of_complaints(officer))


def signatures_visible_to(officer: Officer) -> QuerySet[Signature]:
    """Return the electronic signatures over the complaints that an officer sees."""
    return Signature.objects.filter(scopes.of_complaints(officer))


def returns_visible_to(officer: Officer) -> QuerySet[Return]:
    """Return what came back to those whose complaints an officer sees."""
    return Return.objects.filter(scopes.of_complaints(officer))
