"""Cases, the complaints that they came of, and their episodes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from izdes.web.files.models import File
from izdes.web.officers.models import Body

SOURCES = ("window", "operator", "desk", "portal", "import")
SIGNINGS = ("e_signature", "protocol", "oral_protocol")


class Case(models.Model):
    """A registered investigation.

    Attributes:
        number: Its number in the state register.
        unit: The body in whose proceedings it is.
        form: How it is conducted: ``investigation``, ``inquiry``, ``accelerated``, …
        is_sealed: Only its named members see it, whoever else might see its unit's cases.
        scheme: By which method its victims were deceived, as an officer has said; empty before.
        intake_number: Its complaint's number in the book of intake, empty where there is none.
        language: The language of its proceedings.
    """

    number = models.TextField(unique=True)
    unit = models.ForeignKey(Body, models.PROTECT, related_name="cases", db_index=False)
    registered_at = models.DateTimeField()
    form = models.TextField()
    state = models.TextField()
    category = models.TextField()
    is_sealed = models.BooleanField(default=False)
    scheme = models.TextField(blank=True, default="", db_default="")
    intake_number = models.TextField(blank=True, default="", db_default="")
    language = models.TextField(default="kk", db_default="kk")

    class Meta:
        db_table = "cases_case"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(language__in=["kk", "ru", "en"]),
                name="proceedings_have_one_of_three_languages",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "-registered_at", "-id"], name="cases_case_of_unit"),
            models.Index(fields=["-registered_at", "-id"], name="cases_case_latest"),
        ]

    def __str__(self) -> str:
        """Name the case by its number."""
        return self.number


class Complaint(models.Model):
    """What a victim submitted.

    Attributes:
        receipt: Number of the receipt.
        code_digest: SHA-256 of the receipt's code; the code itself only she has.
        case: None until it is registered as a case or joined to one.
        region: Two digits of KATO, empty when not given.
        received_at: When the office took it in; ``reported_at`` is when she reported.
        narrative_digest: SHA-256 of the file with her words, once they are kept.
        source: Where it came in: ``window``, ``operator``, ``desk``, ``portal`` or ``import``.
        narrative: Her words; long, so lists leave them out.
        scheme: By which method she was deceived, as an officer has said; empty before.
        proposed_scheme: The same as the machine reads it out of her words.
        total_minor: The loss as she declares it, in minor units; None when not said.
        is_in_progress: She reports while money can still be stopped.
        state: A ``message`` until she has signed it, then ``signed``, and changed no more.
        signed_how: ``e_signature``, ``protocol`` or ``oral_protocol``; empty before.
        organisation: BIN of the organisation that complains; empty for a person.
        external_id: What its source calls it; None where the office made it itself.
        intake_number: Its number in the book of intake, ``intake_at`` when it was entered there.
        triaged_at: When triage decided on it here; None while it waits.
        source_file: The file in which it came, and its line there.
    """

    receipt = models.TextField(unique=True)
    code_digest = models.BinaryField()
    unit = models.ForeignKey(Body, models.PROTECT, related_name="complaints", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="complaints")
    region = models.TextField(blank=True, default="")
    received_at = models.DateTimeField()
    language = models.TextField()
    narrative_digest = models.TextField(blank=True, default="")
    source = models.TextField(default="desk", db_default="desk")
    reported_at = models.DateTimeField(db_default=Now())
    occurred_from = models.DateTimeField(null=True)
    occurred_to = models.DateTimeField(null=True)
    narrative = models.TextField(blank=True, default="", db_default="")
    scheme = models.TextField(blank=True, default="", db_default="")
    proposed_scheme = models.TextField(blank=True, default="", db_default="")
    total_minor = models.BigIntegerField(null=True)
    is_in_progress = models.BooleanField(default=False, db_default=False)
    state = models.TextField(default="message", db_default="message")
    signed_how = models.TextField(blank=True, default="", db_default="")
    signed_at = models.DateTimeField(null=True)
    organisation = models.TextField(blank=True, default="", db_default="")
    external_id = models.TextField(null=True)  # noqa: DJ001 - two that have none are not the same
    intake_number = models.TextField(blank=True, default="", db_default="")
    intake_at = models.DateTimeField(null=True)
    triaged_at = models.DateTimeField(null=True)
    source_file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    source_line = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "cases_complaint"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="a_source_is_known"),
            models.CheckConstraint(
                condition=Q(state="message", signed_how="", signed_at__isnull=True)
                | Q(state="signed", signed_how__in=SIGNINGS, signed_at__isnull=False),
                name="what_is_signed_says_how_and_when",
            ),
            models.CheckConstraint(
                condition=Q(intake_number="", intake_at__isnull=True)
                | Q(intake_number__regex=r"\S", intake_at__isnull=False),
                name="an_intake_number_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(total_minor__isnull=True) | Q(total_minor__gte=0),
                name="a_loss_is_not_negative",
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"], name="a_source_names_a_complaint_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "-received_at", "-id"], name="cases_complaint_of_unit"),
            models.Index(fields=["-received_at", "-id"], name="cases_complaint_latest"),
            # What waits for triage: a small part of all, whatever the country has gathered.
            models.Index(
                fields=["unit", "-reported_at", "-id"],
                condition=Q(case__isnull=True, triaged_at__isnull=True),
                name="cases_complaint_waiting",
            ),
            # By which the same words are found again.
            models.Index(
                fields=["narrative_digest"],
                condition=~Q(narrative_digest=""),
                name="cases_complaint_same_words",
            ),
        ]

    def __str__(self) -> str:
        """Name the complaint by its receipt."""
        return self.receipt


class Episode(models.Model):
    """One criminal event of a case: one victim, one deception."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="episodes", db_index=False)
    complaint = models.OneToOneField(Complaint, models.PROTECT, null=True)
    number = models.PositiveIntegerField()

    class Meta:
        db_table = "cases_episode"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "number"], name="episodes_of_a_case_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        """Name the episode by case and number."""
        return f"{self.case_id}/{self.number}"
