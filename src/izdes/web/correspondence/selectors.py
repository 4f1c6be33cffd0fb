"""What an officer sees of correspondence."""

from django.db.models import QuerySet

from izdes.web.correspondence import scopes
from izdes.web.correspondence.models import Request
from izdes.web.officers.models import Officer


def requests_visible_to(officer: Officer) -> QuerySet[Request]:
    """Return the requests that an officer sees."""
    return Request.objects.filter(scopes.requests(officer))
