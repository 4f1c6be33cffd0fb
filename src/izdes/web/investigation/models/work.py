"""What is done in a case: tasks, recordings that are wanted, notes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.cases.models import Case
from izdes.web.officers.models import Officer


class Task(models.Model):
    """One thing to do in a case: of a tactical plan, or an officer's own.

    Attributes:
        code: Its name in the law pack; empty for an own one, which has a title instead.
        kind: Of own ones: ``ordinary``, or an ``instruction`` to another region, or a ``trip``.
        clock: The clock of the law that gives its term, which starts when an event happens.
        state: ``open``, ``done`` or ``skipped``.
        outcome: What came out of it, or why it was left out.
        version: Grows with every change, so that two officers do not overwrite each other.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    code = models.TextField(blank=True, default="")
    title = models.TextField(blank=True, default="")
    kind = models.TextField(default="ordinary")
    who = models.TextField()
    assignee = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="tasks")
    clock = models.TextField(blank=True, default="")
    due_at = models.DateTimeField(null=True)
    state = models.TextField(default="open")
    outcome = models.TextField(blank=True, default="")
    created_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    pack = models.TextField()

    class Meta:
        db_table = "investigation_task"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "skipped"]), name="task_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["ordinary", "instruction", "trip"]),
                name="task_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"\S") | Q(title__regex=r"\S"), name="a_task_says_what"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(outcome__regex=r"\S"),
                name="a_task_ends_with_a_result_or_a_reason",
            ),
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=~Q(code=""),
                name="a_task_of_the_plan_stands_once_in_a_case",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["assignee", "due_at"],
                condition=Q(state="open"),
                name="investigation_task_of_officer",
            ),
        ]

    def __str__(self) -> str:
        """Name the task by its key."""
        return f"task #{self.pk}"


class Recording(models.Model):
    """What a camera may have seen, and until when its recording is still there.

    Attributes:
        kind: The kind of recording in the law pack: whose camera.
        told_days: For how many days the holder says that he keeps it; None: nobody said.
        state: ``wanted``, ``asked``, ``received`` or ``gone``.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="recordings")
    kind = models.TextField()
    place = models.TextField()
    recorded_at = models.DateTimeField()
    told_days = models.PositiveSmallIntegerField(null=True)
    state = models.TextField(default="wanted")
    noted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "investigation_recording"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=["wanted", "asked", "received", "gone"]),
                name="recording_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(place__regex=r"\S"), name="a_recording_was_made_somewhere"
            ),
        ]

    def __str__(self) -> str:
        """Name the recording by its key."""
        return f"recording #{self.pk}"


class Note(models.Model):
    """What an officer wrote down in a case; nobody changes or removes it, he neither."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    author = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "investigation_note"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="a_note_says_something"),
        ]

    def __str__(self) -> str:
        """Name the note, never what it says."""
        return f"note #{self.pk}"
