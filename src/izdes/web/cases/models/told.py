"""What a complaint tells beside itself: who complains, what was paid, what was borrowed, and files.

All of it is what somebody said. Nothing here is changed: who tells more adds rows.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.cases.models.cases import Complaint
from izdes.web.files.models import File

PRECISIONS = ("second", "minute", "day")


class Applicant(models.Model):
    """Who complains: a person, or whoever speaks for an organisation.

    Attributes:
        contact: Another way to reach her than the telephone.
        birth_year: Four digits, as she gave it: no number tells it.
        representative: Who speaks for her, with the ground.
    """

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="applicant")
    full_name = models.TextField(blank=True, default="", db_default="")
    iin = models.TextField(blank=True, default="", db_default="")
    phone = models.TextField(blank=True, default="", db_default="")
    contact = models.TextField(blank=True, default="", db_default="")
    birth_year = models.PositiveSmallIntegerField(null=True)
    sex = models.TextField(blank=True, default="", db_default="")
    organisation_name = models.TextField(blank=True, default="", db_default="")
    representative = models.TextField(blank=True, default="", db_default="")

    class Meta:
        db_table = "cases_applicant"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2100)),
                name="a_year_of_birth_has_four_digits",
            ),
        ]
        # By which whoever complains twice is found.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["iin"], condition=~Q(iin=""), name="cases_applicant_iin"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="cases_applicant_phone"),
        ]

    def __str__(self) -> str:
        """Name the applicant by her complaint."""
        return f"applicant of {self.complaint_id}"


class NameToken(models.Model):
    """One of an applicant's names, folded: the search asks for equal ones."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="name_tokens", db_index=False
    )
    token = models.TextField()

    class Meta:
        db_table = "cases_name_token"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["token", "complaint"], name="a_name_stands_once_in_a_complaint"
            ),
        ]

    def __str__(self) -> str:
        """Name the complaint, never the name."""
        return f"name of {self.complaint_id}"


class Payment(models.Model):
    """One payment as the victim declares it: the n-th is her n-th claim.

    Attributes:
        at: When; None when not said.
        precision: How exactly ``at`` was said.
        amount_minor: None when not said.
        from_raw: Her account as written; ``to_raw`` the one that received.
        from_bank: Identifier of the law pack's register of institutions; empty when not known.
        to_kind: What ``to_raw`` was read as: ``iban``, ``card``, ``phone``, a chain, ``name``, …
    """

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="payments", db_index=False
    )
    ordinal = models.PositiveIntegerField()
    at = models.DateTimeField(null=True)
    precision = models.TextField(default="minute", db_default="minute")
    amount_minor = models.BigIntegerField(null=True)
    currency = models.TextField(default="KZT", db_default="KZT")
    from_raw = models.TextField(blank=True, default="", db_default="")
    to_raw = models.TextField(blank=True, default="", db_default="")
    from_bank = models.TextField(blank=True, default="", db_default="")
    to_bank = models.TextField(blank=True, default="", db_default="")
    channel = models.TextField(blank=True, default="", db_default="")
    to_kind = models.TextField(blank=True, default="", db_default="")

    class Meta:
        db_table = "cases_payment"
        # By which a payment that is told twice is found.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["to_raw", "amount_minor"],
                condition=~Q(to_raw=""),
                name="cases_payment_same",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["complaint", "ordinal"], name="payments_of_a_complaint_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(precision__in=PRECISIONS), name="a_precision_is_known"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gte=0),
                name="a_payment_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        """Name complaint and ordinal, never an account."""
        return f"{self.complaint_id}/{self.ordinal}"


class Loan(models.Model):
    """A loan taken in the victim's name, as she declares it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="loans")
    lender = models.TextField(blank=True, default="", db_default="")
    contract = models.TextField(blank=True, default="", db_default="")
    at = models.DateTimeField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.TextField(default="KZT", db_default="KZT")
    paid_to = models.TextField(blank=True, default="", db_default="")

    class Meta:
        db_table = "cases_loan"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gte=0),
                name="a_loan_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        """Name the loan by its key."""
        return f"loan #{self.pk}"


class Attachment(models.Model):
    """A file that came with a complaint: a screenshot, a receipt, a recording."""

    complaint = models.ForeignKey(
        Complaint, models.PROTECT, related_name="attachments", db_index=False
    )
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    kind = models.TextField(default="other", db_default="other")
    name = models.TextField(blank=True, default="", db_default="")

    class Meta:
        db_table = "cases_attachment"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["complaint", "file"], name="a_file_comes_with_a_complaint_once"
            ),
        ]

    def __str__(self) -> str:
        """Name complaint and file by their keys."""
        return f"file {self.file_id} of {self.complaint_id}"
