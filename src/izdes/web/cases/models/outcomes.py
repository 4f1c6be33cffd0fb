"""What triage decided on a complaint: no complaint is refused, and every one gets its answer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.cases.models.cases import Case, Complaint
from izdes.web.officers.models import Body, Officer

OUTCOMES = ("registered", "joined", "sent", "not_registered")


class Outcome(models.Model):
    """One decision of triage; a complaint sent on gets another where it arrives.

    Attributes:
        kind: ``registered`` as a case, ``joined`` as an episode, ``sent`` by jurisdiction, or
            ``not_registered``: not subject to registration by a norm that is named.
        unit: The body in which it was decided.
        receipt: The complaint's receipt, and its number and moment in the book of intake, as they
            were then: where it was sent it gets others, and is seen here no more.
        to_unit: Where it was sent.
        norm: The norm by which it was decided, of the law pack.
        pack: Digest of that law pack.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="outcomes")
    kind = models.TextField()
    unit = models.ForeignKey(Body, models.PROTECT, related_name="outcomes", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="outcomes")
    to_unit = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    receipt = models.TextField(default="", db_default="")
    intake_number = models.TextField(blank=True, default="", db_default="")
    intake_at = models.DateTimeField(null=True)
    norm = models.TextField(blank=True, default="", db_default="")
    reason = models.TextField(blank=True, default="", db_default="")
    decided_by = models.ForeignKey(Officer, models.PROTECT, related_name="outcomes")
    decided_at = models.DateTimeField()
    pack = models.TextField(blank=True, default="", db_default="")

    class Meta:
        db_table = "cases_outcome"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=["registered", "joined"], case__isnull=False)
                | Q(kind__in=["sent", "not_registered"], case__isnull=True),
                name="what_was_registered_is_in_a_case",
            ),
            models.CheckConstraint(
                condition=Q(kind="sent", to_unit__isnull=False)
                | (~Q(kind="sent") & Q(to_unit__isnull=True)),
                name="what_was_sent_has_a_receiver",
            ),
            models.CheckConstraint(
                condition=~Q(kind="not_registered") | Q(norm__regex=r"\S", reason__regex=r"\S"),
                name="nothing_is_left_unregistered_without_a_norm",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "-decided_at", "-id"], name="cases_outcome_of_unit"),
            models.Index(fields=["-decided_at", "-id"], name="cases_outcome_latest"),
        ]

    def __str__(self) -> str:
        """Name kind and complaint."""
        return f"{self.kind} {self.complaint_id}"
