"""Tables of answers: a file that a bank sent, the statements in it, and every row of them.

An answer is one row for the whole country, however many cases it was given to: its bytes make it.
Its rows are the country's ledger; each leads back to its file, sheet and row. Nothing here is
changed after it was read: a corrected answer is another answer, and a decision says which counts.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from izdes.web.cases.models import Case
from izdes.web.files.models import File
from izdes.web.officers.models import Officer

STATES = ("waiting", "read", "unreadable")
OUTCOMES = ("reconciled", "faulty", "not_checkable")


class Answer(models.Model):
    """A file as a bank sent it, and what it turned out to be.

    Attributes:
        name: What it was called when it first came; a reader may find the account in it.
        said_account: What an officer says of it where the file itself does not; likewise
            ``said_bank`` and ``said_zone``.
        state: ``waiting``, ``read``, or ``unreadable``: no statement could be got out of it.
        form: Its recognised form; empty where it is none that we know.
        calls: How many telephone calls it holds, where it is an operator's answer.
        version: Which release read it.
    """

    file = models.OneToOneField(File, models.PROTECT, related_name="answer")
    name = models.TextField()
    said_account = models.TextField(blank=True, default="")
    said_bank = models.TextField(blank=True, default="")
    said_zone = models.TextField(blank=True, default="")
    state = models.TextField(default="waiting")
    form = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    calls = models.PositiveIntegerField(default=0)
    version = models.TextField(blank=True, default="")
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "funds_answer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="answer_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", read_at__isnull=True)
                | (~Q(state="waiting") & Q(read_at__isnull=False)),
                name="an_answer_that_was_read_says_when",
            ),
        ]

    def __str__(self) -> str:
        """Name the answer by its key: a name may be a person's."""
        return f"answer #{self.pk}"


class CaseAnswer(models.Model):
    """That an answer was given to a case: by whom, when, and under which name."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="given_to", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    name = models.TextField()
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "funds_case_answer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["answer", "case"], name="an_answer_is_once_in_a_case"),
        ]

    def __str__(self) -> str:
        """Name answer and case by their keys."""
        return f"answer #{self.answer_id} in {self.case_id}"


class Statement(models.Model):
    """One account in one currency as one file states it; see `core.money.statement`.

    Attributes:
        ordinal: Its place in the file, from 0.
        outcome: What its own arithmetic says of it; ``faulty`` is kept, shown and never traced.
        covered_from, covered_to: The interval that it covers; none where it shows none.
    """

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="statements", db_index=False)
    ordinal = models.PositiveIntegerField()
    sheet = models.PositiveIntegerField()
    account = models.TextField()
    currency = models.TextField()
    bank = models.TextField(blank=True, default="")
    holder = models.TextField(blank=True, default="")
    holder_iin = models.TextField(blank=True, default="")
    account_kind = models.TextField()
    period_from = models.DateTimeField(null=True)
    period_to = models.DateTimeField(null=True)
    opening_minor = models.BigIntegerField(null=True)
    closing_minor = models.BigIntegerField(null=True)
    row_count = models.PositiveIntegerField()
    unread_rows = models.PositiveIntegerField()
    zone = models.TextField(blank=True, default="")
    outcome = models.TextField()
    covered_from = models.DateTimeField(null=True)
    covered_to = models.DateTimeField(null=True)

    class Meta:
        db_table = "funds_statement"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "currency"], name="funds_statement_of_account"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["answer", "ordinal"], name="statements_of_an_answer_are_numbered"
            ),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="outcome_is_known"),
        ]

    def __str__(self) -> str:
        """Name the statement by its key."""
        return f"statement #{self.pk}"


class Row(models.Model):
    """One movement as one statement prints it: a row of the country's ledger."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="rows", db_index=False)
    position = models.PositiveIntegerField()
    row_id = models.TextField(db_index=True)
    booked_at = models.DateTimeField()
    time_precision = models.TextField()
    direction = models.TextField()
    amount_minor = models.BigIntegerField()
    currency = models.TextField()
    kind = models.TextField()
    payer_account = models.TextField()
    payer_name = models.TextField(blank=True, default="")
    payer_iin = models.TextField(blank=True, default="")
    payer_bank = models.TextField(blank=True, default="")
    payee_account = models.TextField()
    payee_name = models.TextField(blank=True, default="")
    payee_iin = models.TextField(blank=True, default="")
    payee_bank = models.TextField(blank=True, default="")
    operation = models.TextField(blank=True, default="")
    purpose = models.TextField(blank=True, default="")
    purpose_code = models.TextField(blank=True, default="")
    reference = models.TextField(blank=True, default="")
    balance_minor = models.BigIntegerField(null=True)
    order_proven = models.BooleanField(default=False)

    class Meta:
        db_table = "funds_row"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["statement", "position"], name="rows_of_a_statement_are_in_order"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["debit", "credit"]), name="direction_is_known"
            ),
        ]

    def __str__(self) -> str:
        """Name the row by its key."""
        return f"row #{self.pk}"


class Fault(models.Model):
    """Something wrong at one place of an answer; see `core.errors.Fault`.

    Attributes:
        statement: None where it concerns the file.
        is_arithmetic: It was found by adding up and not by reading.
        details: Pairs (name, value) for the sentence.
    """

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="faults")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="faults", null=True)
    ordinal = models.PositiveIntegerField()
    is_arithmetic = models.BooleanField(default=False)
    severity = models.TextField()
    code = models.TextField()
    sheet = models.TextField(blank=True, default="")
    row = models.PositiveIntegerField(default=0)
    column = models.TextField(blank=True, default="")
    details = models.JSONField(default=list)

    class Meta:
        db_table = "funds_fault"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(severity__in=["refused", "noted"]), name="severity_is_known"
            ),
        ]

    def __str__(self) -> str:
        """Name what is wrong."""
        return self.code


class Alias(models.Model):
    """A card or phone that a statement ties to an account; see `core.money.account.Alias`."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="aliases")
    ordinal = models.PositiveIntegerField()
    key = models.TextField(db_index=True)
    account = models.TextField()
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    source = models.TextField()

    class Meta:
        db_table = "funds_alias"

    def __str__(self) -> str:
        """Name the alias by its key, never by what it ties."""
        return f"alias #{self.pk}"


class Correction(models.Model):
    """An officer's decision that one answer takes the place of another; both are kept."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections")
    correction = models.ForeignKey(Answer, models.PROTECT, related_name="corrects")
    replaced = models.ForeignKey(Answer, models.PROTECT, related_name="corrected_by")
    decided_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        db_table = "funds_correction"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["correction", "replaced"], name="an_answer_is_replaced_by_another_once"
            ),
            models.CheckConstraint(
                condition=~Q(correction=F("replaced")), name="no_answer_replaces_itself"
            ),
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"), name="a_replacement_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        """Name both answers by their keys."""
        return f"{self.correction_id} instead of {self.replaced_id}"
