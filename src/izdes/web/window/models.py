"""Tables of the window: drafts, their parts, what was sent, and what the office says of it.

They are reached by functions alone, each of which asks for a digest that only whoever reported can
give; `sql/0002_store.sql` has them. What she wrote stands here enciphered, under a key that is made
of the installation's and of her token: whoever takes a copy of these tables reads nothing.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Draft(models.Model):
    """A report that is being written.

    Attributes:
        digest: SHA-256 of the token, which only her telephone has.
        expires_at: When it is forgotten.
    """

    digest = models.BinaryField(unique=True)
    begun_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "window_draft"

    def __str__(self) -> str:
        """Name the draft by its key: its digest is a secret's."""
        return f"draft {self.pk}"


class Part(models.Model):
    """What one step of a draft said at a moment; the latest counts.

    Attributes:
        sealed: The answers, enciphered.
        blob: Where the bytes of a file lie that came in this step.
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="parts", db_index=False)
    step = models.TextField()
    sealed = models.BinaryField()
    blob = models.UUIDField(null=True, unique=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "window_part"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["draft", "step", "-id"], name="window_part_of_draft"),
        ]

    def __str__(self) -> str:
        """Name the part by its key."""
        return f"part {self.pk}"


class Report(models.Model):
    """A report that was sent, known by its number and the digest of its code.

    Attributes:
        draft_digest: Of the draft that it was; one draft is one report, however often it is sent.
        code_digest: SHA-256 of number and code; the code itself only she has.
    """

    number = models.TextField(unique=True)
    draft_digest = models.BinaryField(unique=True)
    code_digest = models.BinaryField()
    sent_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "window_report"

    def __str__(self) -> str:
        """Name the report by its key."""
        return f"report {self.pk}"


class Package(models.Model):
    """What was sent once: the report, again with more in it, an addition, or its signature.

    Attributes:
        sequence: 1 for the first of a report, and so on.
        content: SHA-256 of what it says, so that sending the same twice makes one package.
        blob: Name of its file, which only the office can open.
        copy: What it says, for her alone: enciphered under her code.
        taken_at: When the office, or a file for it, took it.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="packages", db_index=False)
    sequence = models.PositiveIntegerField()
    kind = models.TextField()
    content = models.BinaryField()
    blob = models.UUIDField(unique=True)
    copy = models.BinaryField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "window_package"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["report", "sequence"], name="packages_of_a_report_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["report", "addition", "signature"]),
                name="package_kind_is_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["id"], condition=Q(taken_at__isnull=True), name="window_package_waiting"
            ),
        ]

    def __str__(self) -> str:
        """Name the package by its key."""
        return f"package {self.pk}"


class Word(models.Model):
    """What the office says of a report: a code, a moment, and details without secrets."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="words", db_index=False)
    kind = models.TextField()
    at = models.DateTimeField()
    detail = models.TextField(default="{}")

    class Meta:
        db_table = "window_word"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["report", "kind", "at"], name="the_office_says_a_thing_once"
            ),
        ]

    def __str__(self) -> str:
        """Name the word by its kind."""
        return self.kind


class Counter(models.Model):
    """How often somebody did something lately, under a digest that tells neither who nor what."""

    digest = models.BinaryField(unique=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "window_counter"

    def __str__(self) -> str:
        """Name the counter by its key."""
        return f"counter {self.pk}"
