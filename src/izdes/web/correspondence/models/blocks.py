"""Blocks: what the anti-fraud centre blocked, as somebody told the office; entered by hand."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.cases.models import Case
from izdes.web.officers.models import Body, Officer

SOURCES = ("telephone", "letter", "portal")


class Block(models.Model):
    """That the centre blocked an account of a case, on the word of whoever told an officer so.

    What the centre itself answers is a `Hold`, and is heard first. A row is never removed: one that
    was wrong is put right by another, or taken back, each for a reason.

    Attributes:
        account: Key of the account.
        institution: Who keeps the money where it is.
        incident: Number of the incident in the base of the centre.
        since: From when the operation is blocked; the clock of the first rung runs from here.
        until: When the block ends by the law of the moment of entering.
        source: ``telephone``, ``letter`` or ``portal``.
        corrects: The row in whose place this one stands; None for the first.
        over: Empty while it stands; ``corrected`` or ``taken_back`` after.
        over_why: Why.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="blocks")
    account = models.TextField()
    institution = models.ForeignKey(Body, models.PROTECT, related_name="+")
    incident = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    source = models.TextField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    over = models.TextField(default="", db_default="", blank=True)
    over_at = models.DateTimeField(null=True)
    over_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    over_why = models.TextField(default="", db_default="", blank=True)

    class Meta:
        db_table = "correspondence_block"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(source__in=["telephone", "letter", "portal"]),
                name="source_of_a_block_is_known",
            ),
            models.CheckConstraint(
                condition=Q(account__regex=r"\S", incident__regex=r"\S"),
                name="a_block_has_account_and_incident",
            ),
            models.CheckConstraint(
                condition=Q(over="", over_at__isnull=True, over_by__isnull=True, over_why="")
                | Q(
                    over__in=["corrected", "taken_back"],
                    over_at__isnull=False,
                    over_by__isnull=False,
                    over_why__regex=r"\S",
                ),
                name="a_block_that_is_over_says_why",
            ),
            models.UniqueConstraint(
                fields=["case", "account"],
                condition=Q(over=""),
                name="an_account_of_a_case_is_blocked_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["until"], condition=Q(over=""), name="correspondence_block_until"),
        ]

    def __str__(self) -> str:
        """Name the incident, never the account."""
        return f"block {self.incident}"
