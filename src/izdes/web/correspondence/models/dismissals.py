"""Dismissals: that a payment which an answer tells of is no return of the case, and why."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.correspondence.models.requests import Request
from izdes.web.officers.models import Officer


class Dismissal(models.Model):
    """A payment of an answer that an officer recorded at no episode, for a reason; never changed.

    Attributes:
        source: Digest by which the payment is known; see `holds.returned.Payback`.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="dismissals", db_index=False)
    source = models.TextField()
    why = models.TextField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "correspondence_dismissal"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(source__regex="^[0-9a-f]{64}$"), name="what_is_dismissed_has_a_digest"
            ),
            models.CheckConstraint(condition=Q(why__regex=r"\S"), name="a_dismissal_says_why"),
            models.UniqueConstraint(
                fields=["request", "source"], name="a_payment_is_dismissed_once"
            ),
        ]

    def __str__(self) -> str:
        """Name the payment by the beginning of its digest."""
        return f"dismissed {self.source[:8]}"
