"""Where a case goes, and the copies of decrees that must reach somebody."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from izdes.web.cases.models import Case
from izdes.web.officers.models import Body, Officer


class Movement(models.Model):
    """That a case changed hands, was transferred, joined into another, or separated from one.

    Attributes:
        kind: ``transfer``, ``joinder`` or ``separation``.
        case: The case that goes on: transferred, joined into, or separated from.
        other: The case that was joined into it, or the new one.
        to_unit: Where a transferred case went.
        norms: The grounds, names of the law pack.
        is_new_offence: Whether a separated case is a new offence and counts from itself.
        counted_from: From which registration the term of `other` counts; of separations only.
        number: Number of the decree, of the prosecutor for a transfer.
        decreed_by: Who decreed it, with his post.
        is_done: A transfer is done once, by the function of the database.
    """

    kind = models.TextField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="movements")
    other = models.ForeignKey(Case, models.PROTECT, null=True, related_name="origins")
    from_unit = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    to_unit = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    norms = ArrayField(models.TextField())
    is_new_offence = models.BooleanField(default=False)
    counted_from = models.DateTimeField(null=True)
    number = models.TextField()
    decreed_at = models.DateTimeField()
    decreed_by = models.TextField()
    reason = models.TextField()
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    is_done = models.BooleanField(default=True)
    pack = models.TextField()

    class Meta:
        db_table = "investigation_movement"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="transfer", to_unit__isnull=False, other__isnull=True)
                | (Q(kind__in=["joinder", "separation"]) & Q(other__isnull=False)),
                name="a_movement_says_where_to",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("case")),
                name="no_case_is_joined_to_itself",
            ),
            models.UniqueConstraint(
                fields=["other"],
                condition=Q(kind="joinder"),
                name="a_case_is_joined_once",
            ),
            models.CheckConstraint(
                condition=Q(norms__len__gt=0) & Q(number__regex=r"\S") & Q(reason__regex=r"\S"),
                name="a_movement_has_a_ground_a_decree_and_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Name the movement by its key."""
        return f"{self.kind} #{self.pk}"


class Copy(models.Model):
    """A copy of a decree that must reach somebody in time, and when it was sent.

    Attributes:
        to: ``prosecutor`` or ``defence``.
        clock: The clock of the law that gives the term.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="copies")
    movement = models.ForeignKey(Movement, models.PROTECT, related_name="copies")
    to = models.TextField()
    clock = models.TextField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    receipt = models.TextField(blank=True, default="")

    class Meta:
        db_table = "investigation_copy"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(to__in=["prosecutor", "defence"]), name="copy_goes_to_somebody_known"
            ),
            models.UniqueConstraint(fields=["movement", "to"], name="a_copy_goes_to_each_once"),
        ]

    def __str__(self) -> str:
        """Name the copy by its key."""
        return f"copy #{self.pk}"
