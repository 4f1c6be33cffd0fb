"""Requests: what one institution is asked or told, from its draft to its answer."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from izdes.core.orders.states import STATES
from izdes.web.cases.models import Case, Complaint
from izdes.web.officers.models import Body, Officer

_KINDS = ("request", "order", "notice", "motion", "approval", "decree")
_CONSENTS = ("none", "sanction", "agreement", "approval", "act")
_QUEUES = ("none", "notice", "sanction", "consent", "approval", "judge")


class Request(models.Model):
    """A demand, an order or a notice to one addressee, in a case.

    Attributes:
        case: None only before registration; then it goes by `complaint`.
        complaint: The complaint of an urgent action before registration.
        measure: Code of the measure in the law pack; `kind`, `consent` and `queue` are its own, as
            they were when it was drafted.
        state: One of `izdes.core.orders.states`.
        draft: What the paper will say; see `drafts.Draft`.
        relation: ``none``, ``supersedes`` or ``supplements`` the request `related`.
        follows: What happened that this paper follows, by its name in the law pack; empty for none.
        same_matter: The earlier request of the same matter that was refused or taken back.
        is_sealed: What comes back stays in a compartment of its own.
        is_urgent_before: It was drafted before registration.
        paper: The canonical bytes that were signed; None before.
        digest: SHA-256 of them; empty before.
        pack: Digest of the law pack under which it was drafted.
        batch: Name of the signing session in which it was signed; empty for one alone.
        layer: Of the trace from which it was drafted; None where none.
        trace: Digest of the report of that trace.
        due_at: Until when the addressee must answer; counted from its delivery.
        amount_outcome: How its sum compared with what was traced when it arrived, as
            `izdes.core.holds.recheck`; empty before, and where nothing was compared.
    """

    number = models.TextField(unique=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="requests")
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="requests")
    addressee = models.ForeignKey(Body, models.PROTECT, related_name="requests", db_index=False)
    measure = models.TextField()
    kind = models.TextField(db_default="request")
    consent = models.TextField(db_default="sanction")
    queue = models.TextField(db_default="sanction")
    state = models.TextField(default="draft", db_default="draft")
    draft = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    relation = models.TextField(default="none", db_default="none")
    related = models.ForeignKey("self", models.PROTECT, null=True, related_name="relating")
    follows = models.TextField(default="", db_default="", blank=True)
    same_matter = models.ForeignKey("self", models.PROTECT, null=True, related_name="again")
    is_sealed = models.BooleanField(default=False, db_default=False)
    is_urgent_before = models.BooleanField(default=False, db_default=False)
    drafted_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="drafted")
    drafted_at = models.DateTimeField(db_default=Now())
    pack = models.TextField(default="", db_default="")
    batch = models.TextField(default="", db_default="", blank=True)
    layer = models.PositiveIntegerField(null=True)
    trace = models.TextField(default="", db_default="", blank=True)
    paper = models.BinaryField(null=True)
    digest = models.TextField(default="", db_default="", blank=True)
    signed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="signed")
    signed_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    amount_outcome = models.TextField(default="", db_default="", blank=True)

    class Meta:
        db_table = "correspondence_request"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="request_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="request_kind_is_known"),
            models.CheckConstraint(
                condition=Q(consent__in=_CONSENTS), name="request_consent_is_known"
            ),
            models.CheckConstraint(condition=Q(queue__in=_QUEUES), name="request_queue_is_known"),
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(complaint__isnull=False),
                name="a_request_is_of_a_case_or_of_a_complaint",
            ),
            models.CheckConstraint(
                condition=Q(relation="none", related__isnull=True)
                | (Q(relation__in=["supersedes", "supplements"]) & Q(related__isnull=False)),
                name="what_relates_names_what_it_relates_to",
            ),
            models.CheckConstraint(
                condition=Q(related__isnull=True) | ~Q(related=F("id")),
                name="no_request_relates_to_itself",
            ),
            models.CheckConstraint(
                condition=Q(paper__isnull=True, digest="", signed_at__isnull=True)
                | Q(
                    paper__isnull=False,
                    digest__regex="^[0-9a-f]{64}$",
                    signed_at__isnull=False,
                    signed_by__isnull=False,
                ),
                name="what_is_signed_has_bytes_and_a_signer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(paper__isnull=False),
                name="only_a_draft_is_unsigned",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["addressee", "-sent_at"],
                condition=Q(sent_at__isnull=False),
                name="correspondence_request_inbox",
            ),
            models.Index(
                fields=["complaint"],
                condition=Q(case__isnull=True),
                name="correspondence_request_loose",
            ),
            models.Index(
                fields=["queue", "submitted_at"],
                condition=Q(state="on_decision"),
                name="correspondence_request_queue",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(
                    state__in=[
                        "sent",
                        "delivered",
                        "accepted",
                        "clarification_asked",
                        "extension_asked",
                    ]
                ),
                name="correspondence_request_due",
            ),
        ]

    def __str__(self) -> str:
        """Name the request by its number."""
        return self.number


class RequestSubject(models.Model):
    """Whom or what a request is about; its place in the paper, and what was answered about it.

    Attributes:
        kind: As `izdes.core.orders.subjects`.
        card_digest: SHA-256 of a card's whole number; empty where it is not known.
        most_minor: The most that may be held on it, in minor units.
        account: Key of the ledger's account (``iban:KZ…``); empty where it has none.
        status: ``found``, ``not_ours`` or ``not_found`` by the latest answer; empty before.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="subjects", db_index=False)
    position = models.PositiveIntegerField()
    kind = models.TextField()
    value = models.TextField()
    card_digest = models.TextField(default="", db_default="", blank=True)
    most_minor = models.BigIntegerField(null=True)
    account = models.TextField(default="", db_default="", blank=True)
    status = models.TextField(default="", db_default="", blank=True)

    class Meta:
        db_table = "correspondence_subject"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["request", "position"], name="a_place_in_a_request_is_taken_once"
            ),
            models.UniqueConstraint(
                fields=["request", "kind", "value"], name="a_request_names_a_subject_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "value"], name="correspondence_subject_value"),
            models.Index(
                fields=["account"], condition=~Q(account=""), name="correspondence_subject_account"
            ),
        ]

    def __str__(self) -> str:
        """Name the kind, never the value."""
        return f"{self.kind} #{self.pk}"
