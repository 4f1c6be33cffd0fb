"""Tables of the reception: packages, what was added later, signatures, words said back.

Packages and words are reached by functions alone (`sql/0002_reception.sql`). What whoever reported
added later, and her signature, are seen where her complaint is seen.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.cases.models import Complaint
from izdes.web.files.models import File
from izdes.web.officers.models import Officer


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


class Signature(models.Model):
    """An electronic signature over a report, as the office itself has found it.

    Attributes:
        package: SHA-256 of the manifest of the package in which it came.
        statement: The very bytes that were signed.
        file: The signature as it came.
        report: What was found, as canonical JSON: every check, and what was trusted.
        outcome: ``accepted``; ``refused``; ``waiting`` for roots or newer lists.
        why: Code of the first check that is not good; empty where it is accepted.
        name: Whose the certificate is, as it says; with her individual number, and the number of
            the organisation for which she signs.
        certificate: SHA-256 of the certificate.
        received_at: When the window received it: for this moment it is checked.
        claimed_at: When the signer says that she signed; None where she does not.
    """

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="signatures", db_index=False
    )
    package = models.TextField(unique=True)
    statement = models.ForeignKey(File, models.PROTECT, related_name="+")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    report = models.ForeignKey(File, models.PROTECT, related_name="+")
    outcome = models.TextField()
    why = models.TextField(default="", blank=True)
    name = models.TextField(default="", blank=True)
    iin = models.TextField(default="", blank=True)
    body_bin = models.TextField(default="", blank=True)
    certificate = models.TextField(default="", blank=True)
    received_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()

    class Meta:
        db_table = "reception_signature"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(outcome="accepted", why="")
                | (Q(outcome__in=["refused", "waiting"]) & ~Q(why="")),
                name="what_is_wrong_with_a_signature_is_said",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["complaint", "received_at"], name="reception_signature_of"),
            models.Index(
                fields=["id"],
                condition=Q(outcome="waiting"),
                name="reception_signature_waiting",
            ),
        ]

    def __str__(self) -> str:
        """Name the signature by its outcome and key."""
        return f"{self.outcome} signature {self.pk}"


class Return(models.Model):
    """Money that came back to whoever complained, as an officer has recorded it from a document.

    Nothing of it is changed: a correction is another row, and one of nothing takes the return back.

    Attributes:
        amount_minor: In minor units; 0 only of a correction, where nothing was returned after all.
        payer: Who returned it, as the document names him.
        document: The document that shows it: an answer to a refund notice, a payment order.
        why: Why it is corrected; empty of the first row.
        source: Digest that names the payment in an institution's answer; empty where it was typed.
    """

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="returns", db_index=False)
    amount_minor = models.BigIntegerField()
    currency = models.TextField(default="KZT")
    returned_on = models.DateField()
    payer = models.TextField()
    document = models.TextField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    why = models.TextField(default="", blank=True)
    source = models.TextField(default="", db_default="", blank=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "reception_return"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, why="", amount_minor__gt=0)
                | Q(corrects__isnull=False, why__regex=r"\S", amount_minor__gte=0),
                name="a_return_has_a_sum_and_its_correction_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(payer__regex=r"\S", document__regex=r"\S"),
                name="a_return_names_payer_and_document",
            ),
            models.UniqueConstraint(
                fields=["complaint", "payer", "document", "returned_on"],
                condition=Q(corrects__isnull=True),
                name="a_return_is_recorded_once",
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(corrects__isnull=True) & ~Q(source=""),
                name="a_payment_of_an_answer_is_recorded_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["complaint", "recorded_at"], name="reception_return_of"),
        ]

    def __str__(self) -> str:
        """Name the return by its key."""
        return f"return {self.pk}"


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
