"""The table of papers: a draft that changes, then a paper that does not.

Attributes say what a paper is; what stands on it lies in `content`, from which its PDF can be made
again byte for byte.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from izdes.web.cases.models import Case, Complaint
from izdes.web.correspondence.models import Request
from izdes.web.files.models import File
from izdes.web.officers.models import Officer

STATES = ("draft", "made", "signed", "annulled")
_MADE = {"digest__regex": "^[0-9a-f]{64}$", "content__isnull": False, "file__isnull": False}


class Paper(models.Model):
    """A procedural paper of a case.

    Attributes:
        form: Name of its form; `fields` are filled in, by the form's names.
        version: Grows with every change of a draft, so that two do not overwrite one another.
        complaint: Of which complaint it is; None where it is of the whole case.
        request: The request that it is the paper of, where it is.
        translation_of: The paper of which it is a translation, by `translator`.
        number: Given when it is made; empty before.
        content: Everything that stands on it, and `digest` SHA-256 of its canonical JSON.
        file: The PDF before signing; `signed_file` with the signature inside.
        reason: Why it was annulled.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers", db_index=False)
    form = models.TextField()
    language = models.TextField()
    fields = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    state = models.TextField(default="draft")
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="papers")
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="papers")
    translation_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="translations"
    )
    translator = models.TextField(blank=True, default="")
    drafted_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())
    number = models.TextField(blank=True, default="")
    content = models.JSONField(null=True)
    digest = models.TextField(blank=True, default="")
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)
    signed_file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    annulled_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    annulled_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        db_table = "papers_paper"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "-drafted_at", "-id"], name="papers_paper_of_case"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="a_paper_is_numbered_once"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="paper_state_is_known"),
            models.CheckConstraint(
                condition=Q(language__in=["kk", "ru"]), name="a_paper_is_in_kazakh_or_russian"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "annulled"], number="", content__isnull=True)
                | (
                    ~Q(state="draft")
                    & ~Q(number="")
                    & Q(made_by__isnull=False, made_at__isnull=False, **_MADE)
                ),
                name="what_was_made_has_number_digest_and_file",
            ),
            models.CheckConstraint(
                condition=Q(
                    signed_by__isnull=True, signed_at__isnull=True, signed_file__isnull=True
                )
                & ~Q(state="signed")
                | Q(
                    signed_by=F("made_by"),
                    signed_at__isnull=False,
                    signed_file__isnull=False,
                    state__in=["signed", "annulled"],
                ),
                name="who_made_a_paper_signs_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="annulled")
                | Q(annulled_by__isnull=False, annulled_at__isnull=False, reason__regex=r"\S"),
                name="a_paper_is_annulled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(translation_of__isnull=True, translator="")
                | Q(translation_of__isnull=False, translator__regex=r"\S"),
                name="a_translation_names_its_translator",
            ),
        ]

    def __str__(self) -> str:
        """Name the paper by its number, or by its key."""
        return self.number or f"{self.form} #{self.pk}"
