"""Tables of the reception: packages that were taken, what was added later, words said back.

Packages and words are reached by functions alone (`sql/0002_reception.sql`). What whoever reported
added later is seen where her complaint is seen.
"""

from typing import ClassVar

from django.db import models

from izdes.web.cases.models import Complaint


class Package(models.Model):
    """A package that was taken in.

    Attributes:
        digest: SHA-256 of its manifest: by it a package is known, and is taken once.
        sender: The public keys of the window that signed it.
    """

    digest = models.TextField(unique=True)
    sender = models.TextField()
    number = models.TextField()
    sequence = models.PositiveIntegerField()
    kind = models.TextField()
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="packages")
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "reception_package"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["number", "sequence"], name="reception_package_of_report"),
        ]

    def __str__(self) -> str:
        """Name the package by the beginning of its digest."""
        return self.digest[:16]


class Addition(models.Model):
    """What whoever reported said later; its files are the complaint's."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="additions", db_index=False
    )
    package = models.TextField(unique=True)
    at = models.DateTimeField()
    text = models.TextField(blank=True, default="")

    class Meta:
        db_table = "reception_addition"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["complaint", "-at"], name="reception_addition_of"),
        ]

    def __str__(self) -> str:
        """Name the addition by its key."""
        return f"addition {self.pk}"


class Word(models.Model):
    """What the office says to whoever reported: a fact of her complaint, said once.

    Attributes:
        told_at: When a window was told.
        noticed_at: When a notice was made of it for her telephone or her letter box.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="words", db_index=False)
    kind = models.TextField()
    at = models.DateTimeField()
    detail = models.TextField(default="{}")
    told_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reception_word"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["complaint", "kind", "at"], name="a_fact_is_said_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["id"],
                condition=models.Q(told_at__isnull=True),
                name="reception_word_untold",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(noticed_at__isnull=True),
                name="reception_word_unnoticed",
            ),
        ]

    def __str__(self) -> str:
        """Name the word by its kind."""
        return self.kind
