"""Notes on figures: what an institution contests, and what headquarters says to it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.correspondence.models.requests import Request
from izdes.web.files.models import File
from izdes.web.officers.models import Officer


class ScoreNote(models.Model):
    """One note on a figure of the scoreboard, about one request; added and never changed.

    Attributes:
        kind: ``contested`` by the institution; or a ruling of headquarters on such a note:
            ``taken_out`` of the figure, ``lost_time`` that was ours, ``refused``.
        figure: ``time``, ``overdue``, ``refused``, ``wrong`` or ``hits``.
        note: The note that a ruling is about; None for a note.
        text: The ground, or the reason.
        lost_minutes: How long the institution waited for us; 0 for every other kind.
        file: The institution's proof of its ground, called `file_name` by it; None for none.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="score_notes")
    kind = models.TextField()
    figure = models.TextField()
    note = models.OneToOneField("self", models.PROTECT, null=True, related_name="ruling")
    text = models.TextField()
    lost_minutes = models.PositiveIntegerField(default=0, db_default=0)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    file_name = models.TextField(default="", db_default="", blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "correspondence_score_note"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="contested", note__isnull=True)
                | Q(kind__in=["taken_out", "lost_time", "refused"], note__isnull=False),
                name="a_ruling_is_about_a_note",
            ),
            models.CheckConstraint(
                condition=Q(figure__in=["time", "overdue", "refused", "wrong", "hits"]),
                name="contested_figure_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="lost_time", lost_minutes__gt=0, figure__in=["time", "overdue"])
                | (~Q(kind="lost_time") & Q(lost_minutes=0)),
                name="lost_time_has_a_length",
            ),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="a_score_note_has_words"),
            models.CheckConstraint(
                condition=Q(file__isnull=True, file_name="")
                | Q(file__isnull=False, kind="contested"),
                name="proof_lies_beside_what_is_contested",
            ),
        ]

    def __str__(self) -> str:
        """Name kind and figure."""
        return f"{self.kind} {self.figure} #{self.pk}"
