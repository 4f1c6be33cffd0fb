"""Tables of correspondence, as far as visibility needs them: a request and to whom it goes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.cases.models import Case
from izdes.web.officers.models import Body


class Request(models.Model):
    """A demand to an institution, in a case.

    Attributes:
        measure: Code of the measure in the law pack.
        sent_at: When it left; until then its addressee knows nothing of it.
    """

    number = models.TextField(unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    addressee = models.ForeignKey(Body, models.PROTECT, related_name="requests", db_index=False)
    measure = models.TextField()
    state = models.TextField(default="draft")
    sent_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "correspondence_request"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["addressee", "-sent_at"],
                condition=Q(sent_at__isnull=False),
                name="correspondence_request_inbox",
            ),
        ]

    def __str__(self) -> str:
        """Name the request by its number."""
        return self.number
