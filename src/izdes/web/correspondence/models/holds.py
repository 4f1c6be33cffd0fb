"""Holds: money that an order holds; and notices: who must be told of a measure, and by when."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.correspondence.models.answers import Answer
from izdes.web.correspondence.models.requests import Request, RequestSubject
from izdes.web.officers.models import Officer


class Hold(models.Model):
    """What an institution said of one account that an order was to hold.

    Attributes:
        account: Key of the account, as the institution names it.
        status: ``held``, ``empty``, ``protected``, ``not_ours`` or ``not_found``.
        amount_minor: What is held, in minor units; 0 unless held.
        looked_at: When the institution looked.
        since: From when it is held; None unless held.
        until: When it lapses by the law; None where nothing is held, or a court holds it.
        ended_why: ``released``, ``lapsed``, ``arrested``, ``recalled`` or ``corrected``.
        cleared_at: When its holder was found not to be concerned: the harm that was done.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="holds")
    subject = models.ForeignKey(RequestSubject, models.PROTECT, related_name="holds")
    answer = models.ForeignKey(Answer, models.PROTECT, related_name="holds")
    account = models.TextField(default="", blank=True)
    status = models.TextField()
    amount_minor = models.BigIntegerField()
    currency = models.TextField()
    looked_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(default="", blank=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    cleared_why = models.TextField(default="", blank=True)

    class Meta:
        db_table = "correspondence_hold"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(status__in=["held", "empty", "protected", "not_ours", "not_found"]),
                name="hold_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status="held", amount_minor__gt=0, since__isnull=False)
                | (~Q(status="held") & Q(amount_minor=0, since__isnull=True)),
                name="what_is_held_has_an_amount_and_a_beginning",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | Q(
                    ended_at__isnull=False,
                    ended_why__in=["released", "lapsed", "arrested", "recalled", "corrected"],
                ),
                name="what_ended_says_why",
            ),
            models.UniqueConstraint(
                fields=["answer", "subject", "account"], name="an_answer_holds_an_account_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "since"], name="correspondence_hold_account"),
            models.Index(
                fields=["until"],
                condition=Q(status="held", ended_at__isnull=True),
                name="correspondence_hold_until",
            ),
        ]

    def __str__(self) -> str:
        """Name status and request."""
        return f"{self.status} of {self.request_id}"


class Notice(models.Model):
    """Somebody who must be told of a measure, and by when.

    Attributes:
        to: ``prosecutor``, ``court``, ``owner``, ``defence``, or ``institution`` for the register
            number that follows an urgent action.
        clock: Rule of the clock; empty where it is at the same time.
        waived_why: The norm by which nobody need be told; empty otherwise.
        how: How it was told: a number, a receipt.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="notices")
    to = models.TextField()
    clock = models.TextField(default="", blank=True)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    how = models.TextField(default="", blank=True)
    waived_why = models.TextField(default="", blank=True)

    class Meta:
        db_table = "correspondence_notice"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "to"], name="a_notice_is_owed_once"),
            models.CheckConstraint(
                condition=Q(to__in=["prosecutor", "court", "owner", "defence", "institution"]),
                name="notice_recipient_is_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at"],
                condition=Q(told_at__isnull=True),
                name="correspondence_notice_due",
            ),
        ]

    def __str__(self) -> str:
        """Name request and recipient."""
        return f"{self.request_id} → {self.to}"
