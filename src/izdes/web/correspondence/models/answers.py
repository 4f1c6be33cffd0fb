"""What institutions say: receipts, answers with their files, signals; added and never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.correspondence.models.requests import Request, RequestSubject
from izdes.web.files.models import File
from izdes.web.officers.models import Body, Officer


class Receipt(models.Model):
    """One message about a request: of the institution, or of the investigator to it.

    Attributes:
        message_id: Given by the sender; a message is taken once.
        kind: What it says; the last four are the investigator's.
        paper: Canonical bytes of the institution's message; None for the investigator's own.
        reason: Code of the reason; empty where none is needed.
        asked_until: Until when an extension was asked, or given.
        said_at: When the sender says that it was so.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="receipts")
    message_id = models.TextField()
    kind = models.TextField()
    paper = models.BinaryField(null=True)
    digest = models.TextField(default="", blank=True)
    reason = models.TextField(default="", blank=True)
    text = models.TextField(default="", blank=True)
    asked_until = models.DateTimeField(null=True)
    by_name = models.TextField(default="", blank=True)
    by_post = models.TextField(default="", blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        db_table = "correspondence_receipt"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["request", "message_id"], name="a_message_is_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "delivered",
                        "accepted",
                        "rejected",
                        "clarification_asked",
                        "extension_asked",
                        "clarified",
                        "extension_given",
                        "extension_refused",
                        "recalled",
                    ]
                ),
                name="receipt_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        """Name kind and message."""
        return f"{self.kind} #{self.pk}"


class Answer(models.Model):
    """One answer to a request; a corrected answer is another row, and both stay.

    Attributes:
        answer_id: Given by the institution.
        version: 1 for the first, one more for each correction.
        corrects: The answer that this one corrects.
        completeness: ``full``, ``partial`` or ``none``.
        paper: Canonical bytes of the answer as it came.
        said_at: When the institution says that it answered.
        faults: What was found to be wrong when it came, as `Fault.as_json` writes it.
        signatures: Over the paper: bytes, who signed, and what was found about each.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="answers")
    answer_id = models.TextField()
    version = models.PositiveIntegerField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by")
    why_corrected = models.TextField(default="", blank=True)
    completeness = models.TextField()
    text = models.TextField(default="", blank=True)
    paper = models.BinaryField()
    digest = models.TextField()
    by_name = models.TextField()
    by_post = models.TextField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    at = models.DateTimeField()
    faults = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    signatures = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))

    class Meta:
        db_table = "correspondence_answer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["request", "answer_id"], name="an_answer_is_taken_once"
            ),
            models.UniqueConstraint(
                fields=["request", "version"], name="versions_of_an_answer_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(completeness__in=["full", "partial", "none"]),
                name="answer_completeness_is_known",
            ),
            models.CheckConstraint(
                condition=Q(version=1, corrects__isnull=True)
                | Q(version__gt=1, corrects__isnull=False, why_corrected__regex=r"\S"),
                name="a_correction_says_what_and_why",
            ),
        ]

    def __str__(self) -> str:
        """Name request and version."""
        return f"{self.request_id} v{self.version}"


class AnswerFile(models.Model):
    """A file of an answer.

    Attributes:
        kind: ``movements``, ``accounts``, ``balance``, ``client_file``, ``logins``, ``video``, …
    """

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="files", db_index=False)
    file = models.ForeignKey(File, models.PROTECT, related_name="answered")
    name = models.TextField()
    kind = models.TextField()
    digest = models.TextField()
    size_bytes = models.BigIntegerField()

    class Meta:
        db_table = "correspondence_answer_file"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["answer", "name"], name="an_answer_names_a_file_once"),
        ]

    def __str__(self) -> str:
        """Name kind and digest."""
        return f"{self.kind} {self.digest[:16]}"


class AnswerSubject(models.Model):
    """What an answer says of one subject: ``found``, ``not_ours`` or ``not_found``."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="subjects", db_index=False)
    subject = models.ForeignKey(RequestSubject, models.PROTECT, related_name="answers")
    status = models.TextField()
    text = models.TextField(default="", blank=True)

    class Meta:
        db_table = "correspondence_answer_subject"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["answer", "subject"], name="an_answer_speaks_of_a_subject_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["found", "not_ours", "not_found"]),
                name="subject_status_is_known",
            ),
        ]

    def __str__(self) -> str:
        """Name the status."""
        return f"{self.status} #{self.pk}"


class Signal(models.Model):
    """What an institution tells unasked: a suspected account, a blocked attempt, a second victim.

    Attributes:
        request: The order that it has to do with; None for none.
        account: The suspected account as the institution names it, with its kind before a colon.
    """

    institution = models.ForeignKey(Body, models.PROTECT, related_name="signals")
    message_id = models.TextField()
    kind = models.TextField()
    account = models.TextField(default="", blank=True)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.TextField(default="", blank=True)
    text = models.TextField(default="", blank=True)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="signals")
    paper = models.BinaryField()
    digest = models.TextField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "correspondence_signal"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["institution", "message_id"], name="a_signal_is_taken_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["suspected_account", "blocked_attempt", "second_victim"]),
                name="signal_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        """Name the kind."""
        return f"{self.kind} #{self.pk}"
