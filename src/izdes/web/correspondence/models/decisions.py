"""Signatures, what was found about them, and decisions: added and never changed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from izdes.web.correspondence.models.requests import Request
from izdes.web.files.models import File
from izdes.web.officers.models import Body, Officer


class Signature(models.Model):
    """A detached signature over the bytes of an order or of a decision.

    Attributes:
        paper: ``order`` or ``decision``.
        paper_digest: SHA-256 of what it is over.
        form: ``cades`` or ``jws``.
        certificate: Digest of the signer's certificate.
        stamp: The answer of a time-stamping authority; None without one.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="signatures")
    paper = models.TextField()
    paper_digest = models.TextField()
    form = models.TextField()
    value = models.BinaryField()
    certificate = models.TextField()
    stamp = models.BinaryField(null=True)
    signed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "correspondence_signature"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(paper__in=["order", "decision"]), name="signed_paper_is_known"
            ),
            models.CheckConstraint(
                condition=Q(form__in=["cades", "jws"]), name="signature_form_is_known"
            ),
            models.UniqueConstraint(
                fields=["request", "paper_digest", "form"],
                name="a_paper_has_one_signature_of_a_form",
            ),
        ]

    def __str__(self) -> str:
        """Name paper and form."""
        return f"{self.paper} {self.form} #{self.pk}"


class Verification(models.Model):
    """What was found about the signatures of a request at one step, kept as evidence.

    Attributes:
        step: ``sign``, ``decide`` or ``send``.
        report: Canonical bytes of the report.
        order_digest: Of the order that was looked at.
        decision_digest: Of the decision; empty where there was none.
        is_accepted: Whether every signature was found good; the database compares it to the report.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="verifications")
    step = models.TextField()
    report = models.BinaryField()
    order_digest = models.TextField()
    decision_digest = models.TextField(default="", blank=True)
    is_accepted = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "correspondence_verification"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(step__in=["sign", "decide", "send"]),
                name="verification_step_is_known",
            ),
        ]

    def __str__(self) -> str:
        """Name the step."""
        return f"{self.step} #{self.pk}"


class Decision(models.Model):
    """What a prosecutor or a judge decided about one request.

    Attributes:
        number: In the register of the office; a judge's act has the number of the court.
        kind: ``sanction``, ``agreement``, ``approval``, or ``act`` for a judge's.
        outcome: ``given``, ``given_in_part`` or ``refused``.
        order_digest: The bytes that were decided upon.
        paper: The canonical bytes of the decision; None for an act on paper.
        digest: SHA-256 of them; empty for an act on paper.
        decided_by: The prosecutor; None for a judge, whom `judge` names.
        recorded_by: Who entered an act on paper; None where the decision was signed here.
        office: The office of prosecutors, or the court.
        role: In which role the prosecutor decided.
        level: Of the prosecutor: ``district``, ``region`` or ``general``; empty for a judge.
        grounds: Why it was refused, wholly or in part.
        earlier: The earlier refusal of the same matter that was shown; None where there was none.
        decided_on: The day of a judge's act.
        file: The file of the act on paper.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="decisions")
    number = models.TextField()
    kind = models.TextField()
    outcome = models.TextField()
    order_digest = models.TextField()
    paper = models.BinaryField(null=True)
    digest = models.TextField(default="", blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="decisions")
    judge = models.TextField(default="", blank=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Body, models.PROTECT, related_name="decisions")
    role = models.TextField()
    level = models.TextField(default="", blank=True)
    grounds = ArrayField(models.TextField(), default=list)
    why = models.TextField(default="", blank=True)
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    decided_on = models.DateField()
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "correspondence_decision"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=["sanction", "agreement", "approval", "act"]),
                name="decision_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["given", "given_in_part", "refused"]),
                name="decision_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused")
                | Q(kind="act", why__regex=r"\S")
                | Q(grounds__len__gt=0, why__regex=r"\S"),
                name="a_refusal_has_grounds",
            ),
            models.CheckConstraint(condition=Q(number__regex=r"\S"), name="a_decision_is_numbered"),
            models.CheckConstraint(
                condition=Q(
                    kind="act", judge__regex=r"\S", recorded_by__isnull=False, paper__isnull=True
                )
                | (
                    ~Q(kind="act")
                    & Q(decided_by__isnull=False, paper__isnull=False)
                    & Q(digest__regex="^[0-9a-f]{64}$")
                ),
                name="an_act_is_on_paper_and_a_sanction_is_signed",
            ),
            # A judge's act may be upon several motions: one to each institution.
            models.UniqueConstraint(
                fields=["office", "number"],
                condition=~Q(kind="act"),
                name="an_office_gives_a_number_once",
            ),
            models.UniqueConstraint(
                fields=["request", "order_digest"], name="a_paper_is_decided_on_once"
            ),
        ]

    def __str__(self) -> str:
        """Name the decision by its number."""
        return self.number
