"""Tables of traces: where the money of a case went, as the ledger of the country showed it then.

A trace is made once from named input and never changed; a later one stands beside it. What it says
lies in two layers. Places, hops and endings are the case's own: how much came where, and in which
bank. Accounts and transfers name numbers and people; where they are known from another case's
statement alone, only who sees that case sees them too.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from izdes.web.cases.models import Case, Complaint


class Tracing(models.Model):
    """What is asked of a case's trace, and how far it is.

    Attributes:
        asked: Grows by one whenever something that a trace rests on changed.
        own_asked: What `asked` became when that was the case's own: an answer given to it, a
            complaint of it.
        done: What `asked` was when the last trace began: less means that one is due.
        asked_at: Since when a trace is due.
        code: Why there is no trace; empty where there is one.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="tracing")
    asked = models.PositiveBigIntegerField(default=1)
    own_asked = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    code = models.TextField(blank=True, default="")

    class Meta:
        db_table = "funds_tracing"

    def __str__(self) -> str:
        """Name the case by its key."""
        return f"tracing of {self.case_id}"


class Trace(models.Model):
    """The money of one case, followed through all rows that it led to.

    Attributes:
        number: The first of a case is 1.
        current_since: When its input was last what the case rested on: the latest is current.
        as_of: The moment of which it speaks.
        input_digest: Of complaints, answers and decisions: the same input is one trace.
        findings_digest: Of all that `izdes follow` says of the same input.
        parameters: Of the method.
        summary: Totals, by ending and currency, under each rule; no account stands in it.
        maps: The money maps, with numbers of places instead of accounts.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="traces", db_index=False)
    number = models.PositiveIntegerField()
    current_since = models.DateTimeField()
    made_at = models.DateTimeField()
    as_of = models.DateTimeField()
    rule = models.TextField()
    rules = ArrayField(models.TextField())
    parameters = models.JSONField()
    version = models.TextField()
    input_digest = models.TextField()
    findings_digest = models.TextField()
    law_pack = models.TextField()
    digests = models.JSONField()
    summary = models.JSONField()
    maps = models.JSONField()

    class Meta:
        db_table = "funds_trace"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "number"], name="traces_of_a_case_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["case", "input_digest", "version", "law_pack"],
                name="the_same_input_is_traced_once",
            ),
        ]

    def __str__(self) -> str:
        """Name case and trace by their numbers."""
        return f"trace {self.number} of {self.case_id}"


class Claim(models.Model):
    """One payment that a victim declares, and what was found of it.

    Attributes:
        claim_id: As in the results of `izdes follow`.
        state: ``matched``, ``declared`` or ``unmatched``.
        transfer: Number of the transfer that it is a part of.
        near_misses: How many transfers resemble it and are not it.
    """

    trace = models.ForeignKey(Trace, models.PROTECT, related_name="claims", db_index=False)
    claim_id = models.TextField()
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+")
    state = models.TextField()
    reason = models.TextField(blank=True, default="")
    amount_minor = models.BigIntegerField()
    currency = models.TextField()
    transfer = models.PositiveIntegerField(null=True)
    near_misses = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "funds_claim"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["trace", "claim_id"], name="a_claim_stands_once"),
        ]

    def __str__(self) -> str:
        """Name the claim."""
        return self.claim_id


class Place(models.Model):
    """An account, or a way out, that money came to: as much of it as the case itself may know.

    Attributes:
        number: By it hops, endings and maps name the place.
        masked: The account's number with all but its end hidden; of a way out its key.
        is_own: The case's own papers name it.
        keepers: Bodies whose cases' statements name it, where its own papers do not.
    """

    trace = models.ForeignKey(Trace, models.PROTECT, related_name="places", db_index=False)
    number = models.PositiveIntegerField()
    masked = models.TextField(blank=True, default="")
    kind = models.TextField()
    institution = models.TextField(blank=True, default="")
    institution_names = models.JSONField(null=True)
    institution_printed = models.TextField(blank=True, default="")
    is_own = models.BooleanField()
    keepers = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        db_table = "funds_place"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["trace", "number"], name="places_of_a_trace_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        """Name the place by its number."""
        return f"place {self.number}"


class Account(models.Model):
    """What is known of a place by name: for whoever sees a case whose papers name it.

    Attributes:
        sources: Cases whose statements name it; the trace's own where `is_own`.
    """

    trace = models.ForeignKey(Trace, models.PROTECT, related_name="accounts", db_index=False)
    number = models.PositiveIntegerField()
    account = models.TextField()
    printed = models.TextField(blank=True, default="")
    holder = models.TextField(blank=True, default="")
    holder_iin = models.TextField(blank=True, default="")
    sources = ArrayField(models.BigIntegerField())

    class Meta:
        db_table = "funds_account"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account"], name="funds_account_by_key"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["trace", "number"], name="an_account_is_named_once_in_a_trace"
            ),
        ]

    def __str__(self) -> str:
        """Name the account by its number in the trace."""
        return f"account of place {self.number}"


class Transfer(models.Model):
    """One movement of money that carried a claim: the rows of both banks that state it.

    Attributes:
        row_ids: Rows of statements; none where a victim alone declares it.
        sources: Cases whose statements state it; the trace's own where it is declared.
    """

    trace = models.ForeignKey(Trace, models.PROTECT, related_name="transfers", db_index=False)
    number = models.PositiveIntegerField()
    transfer_id = models.TextField()
    booked_at = models.DateTimeField()
    time_precision = models.TextField()
    amount_minor = models.BigIntegerField()
    currency = models.TextField()
    kind = models.TextField()
    source = models.PositiveIntegerField()
    target = models.PositiveIntegerField()
    purpose = models.TextField(blank=True, default="")
    row_ids = ArrayField(models.TextField(), default=list)
    sources = ArrayField(models.BigIntegerField())

    class Meta:
        db_table = "funds_transfer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["trace", "number"], name="transfers_of_a_trace_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        """Name the transfer by its number."""
        return f"transfer {self.number}"


class Hop(models.Model):
    """How much of a claim one transfer carried, under one rule.

    Attributes:
        ordinal: Its place in the trace: claim by claim, in order of time.
        transfer: Number of the transfer; `source` and `target` are numbers of places.
        step: How far from the victim it is: her own payment is 1.
        is_own: Statements of the case itself state the transfer, or she declares it.
        keepers: Bodies that may be asked where it rests on other cases' statements alone.
    """

    trace = models.ForeignKey(Trace, models.PROTECT, related_name="hops", db_index=False)
    rule = models.TextField()
    ordinal = models.PositiveIntegerField()
    claim_id = models.TextField()
    transfer = models.PositiveIntegerField()
    source = models.PositiveIntegerField()
    target = models.PositiveIntegerField()
    step = models.PositiveIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.TextField()
    behind = models.TextField(blank=True, default="")
    is_own = models.BooleanField()
    keepers = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        db_table = "funds_hop"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["trace", "rule", "ordinal"], name="hops_of_a_trace_are_in_order"
            ),
        ]

    def __str__(self) -> str:
        """Name the hop by its place."""
        return f"hop {self.ordinal}"


class Ending(models.Model):
    """How much of a claim ended at one place in one way, under one rule.

    Attributes:
        place: Number of the place; None for a claim that found no transfer.
        is_own: The case's own statements tell what became of the money there.
    """

    trace = models.ForeignKey(Trace, models.PROTECT, related_name="endings", db_index=False)
    rule = models.TextField()
    ordinal = models.PositiveIntegerField()
    claim_id = models.TextField()
    place = models.PositiveIntegerField(null=True)
    ending = models.TextField()
    amount_minor = models.BigIntegerField()
    currency = models.TextField()
    local_minor = models.BigIntegerField()
    local_currency = models.TextField()
    arrived_first = models.DateTimeField(null=True)
    arrived_last = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True)
    behind = models.TextField(blank=True, default="")
    marks = ArrayField(models.TextField(), default=list)
    least_minor = models.BigIntegerField()
    most_minor = models.BigIntegerField()
    is_own = models.BooleanField()
    keepers = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        db_table = "funds_ending"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["trace", "rule", "ordinal"], name="endings_of_a_trace_are_in_order"
            ),
        ]

    def __str__(self) -> str:
        """Name the ending by its place."""
        return f"ending {self.ordinal}"


class NextStep(models.Model):
    """What the trace proposes: to ask a bank about an account, or to hold money on it.

    Attributes:
        kind: ``question`` or ``freeze``.
        group: Number of the request or freeze, as in the results of `izdes follow`.
        amount_minor: Traced money that gives the ground; of a freeze the most that may be held.
        because: Why it is asked; empty for a freeze.
        details: What the page shows beside: what is asked, held, likely still there.
    """

    trace = models.ForeignKey(Trace, models.PROTECT, related_name="next_steps", db_index=False)
    ordinal = models.PositiveIntegerField()
    kind = models.TextField()
    group = models.TextField()
    place = models.PositiveIntegerField()
    institution = models.TextField(blank=True, default="")
    institution_names = models.JSONField(null=True)
    institution_printed = models.TextField(blank=True, default="")
    amount_minor = models.BigIntegerField()
    currency = models.TextField()
    period_from = models.DateTimeField(null=True)
    period_to = models.DateTimeField(null=True)
    because = models.TextField(blank=True, default="")
    details = models.JSONField()

    class Meta:
        db_table = "funds_next_step"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["trace", "ordinal"], name="next_steps_of_a_trace_are_in_order"
            ),
        ]

    def __str__(self) -> str:
        """Name the step by its number."""
        return self.group
