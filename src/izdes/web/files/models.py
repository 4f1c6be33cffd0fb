"""Tables of files: the bytes once, everybody who gave them, everything that refers to them.

A file is seen through what refers to it: by whoever gave it, and by whoever sees a case in which it
is used. Other rooms widen that with policies of their own on ``files_use``.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class File(models.Model):
    """Bytes, kept once.

    Attributes:
        digest: SHA-256 of the bytes as they came, in hexadecimal digits.
        media_type: What the bytes look like; their name is not asked.
        blob: Where the enciphered bytes lie; it says nothing of what they are.
        key_id: Which key wraps their own key.
        state: ``kept``, or ``quarantined``: kept and never served.
        checked_at: When its bytes were read back and found whole.
    """

    digest = models.TextField(unique=True)
    size_bytes = models.BigIntegerField()
    media_type = models.TextField()
    blob = models.UUIDField(unique=True)
    key_id = models.TextField()
    wrapped_key = models.BinaryField()
    state = models.TextField(default="kept")
    quarantine_reason = models.TextField(blank=True, default="")
    stored_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "files_file"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(digest__regex="^[0-9a-f]{64}$"), name="a_digest_is_sha256_in_hex"
            ),
            models.CheckConstraint(condition=Q(size_bytes__gte=0), name="a_size_is_not_negative"),
            models.CheckConstraint(
                condition=Q(state="kept", quarantine_reason="")
                | (Q(state="quarantined") & Q(quarantine_reason__regex=r"\S")),
                name="a_quarantine_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Name the file by the beginning of its digest."""
        return self.digest[:16]


class Upload(models.Model):
    """That somebody gave these bytes, and what he called them."""

    file = models.ForeignKey(File, models.PROTECT, related_name="uploads", db_index=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "files_upload"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["file", "officer", "name"], name="an_upload_is_known_once"
            ),
        ]

    def __str__(self) -> str:
        """Name the upload by its number: a name may be a person's."""
        return f"upload {self.pk}"


class Use(models.Model):
    """That something refers to a file: ``("statement", "17")`` in a case."""

    file = models.ForeignKey(File, models.PROTECT, related_name="uses", db_index=False)
    subject_type = models.TextField()
    subject_id = models.TextField()
    case_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        db_table = "files_use"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["file", "subject_type", "subject_id"], name="a_use_is_known_once"
            ),
        ]

    def __str__(self) -> str:
        """Name what refers."""
        return f"{self.subject_type} {self.subject_id}"
