"""Enclosures: signed papers that go with a request to its addressee."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.correspondence.models.requests import Request
from izdes.web.files.models import File
from izdes.web.officers.models import Officer


class Enclosure(models.Model):
    """A signed paper of the case that goes with a request; added while the request is a draft.

    Attributes:
        kind: ``victim_decree``.
        number: Of the paper.
        digest: SHA-256 of the bytes, hexadecimal; the signed request names it too.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="enclosures", db_index=False)
    kind = models.TextField()
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    number = models.TextField()
    digest = models.TextField()
    size_bytes = models.BigIntegerField()
    enclosed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    enclosed_at = models.DateTimeField()

    class Meta:
        db_table = "correspondence_enclosure"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="victim_decree"), name="kind_of_an_enclosure_is_known"
            ),
            models.UniqueConstraint(
                fields=["request", "kind"], name="a_request_encloses_a_kind_once"
            ),
        ]

    def __str__(self) -> str:
        """Name the paper by its number."""
        return f"{self.kind} {self.number}"
