"""Tables of the loop: when a plan is due, what it says, and which drafts are the machine's.

A plan is made from a trace and from what institutions answered, and never changed; the next one
stands beside it. It proposes: drafts are changed, signed and sent by officers alone.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from izdes.web.cases.models import Case, Complaint
from izdes.web.correspondence.models import Request
from izdes.web.funds.models import Trace
from izdes.web.officers.models import Officer


class Turn(models.Model):
    """Whether a plan is due: of a case, or of a complaint before it is one.

    Attributes:
        asked: Grows by one whenever something that a plan rests on changed.
        done: What `asked` was when the last plan began: less means that one is due.
        asked_at: When it was last asked for: from here the machine's own time counts.
    """

    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="+")
    complaint = models.OneToOneField(Complaint, models.PROTECT, null=True, related_name="+")
    asked = models.PositiveBigIntegerField(default=1)
    done = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "loop_turn"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, complaint__isnull=True)
                | Q(case__isnull=True, complaint__isnull=False),
                name="a_turn_is_of_a_case_or_of_a_complaint",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["asked_at"], condition=Q(asked__gt=models.F("done")), name="loop_turn_due"
            ),
        ]

    def __str__(self) -> str:
        """Name whose turn it is."""
        return f"turn {self.pk}"


class Rules(models.Model):
    """The limits at which a trail is not followed further, from a moment on; see `core.holds`.

    Attributes:
        floor_minor: Less traced money than this, in tiyn, is not asked about.
        most_layers: No more transfers from the victim than this; None: no limit.
        cost_minor: What an answer costs both sides, in tiyn; 0: it is not weighed.
        onward_milli: Of money that is likely gone, the thousandths that following it may find.
        again_hours: An account is not asked once more about a shorter time than this.
    """

    floor_minor = models.PositiveBigIntegerField()
    most_layers = models.PositiveIntegerField(null=True)
    cost_minor = models.PositiveBigIntegerField()
    onward_milli = models.PositiveIntegerField()
    again_hours = models.PositiveIntegerField()
    since = models.DateTimeField()
    set_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    ground = models.TextField()

    class Meta:
        db_table = "loop_rules"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(onward_milli__lte=1000), name="a_share_is_at_most_the_whole"
            ),
            models.CheckConstraint(condition=Q(ground__regex=r"\S"), name="limits_have_a_ground"),
        ]

    def __str__(self) -> str:
        """Name the moment."""
        return f"rules since {self.since}"


class Plan(models.Model):
    """What is proposed next in a case, or of a complaint before it is one.

    Attributes:
        trace: What it rests on; None before registration, where the complaint alone is followed.
        asked_at: When it was asked for; the time between is the machine's.
        findings: Digest of the findings of that trace.
        rules: The limits that held: None where nobody set any.
        drafted, changed, withdrawn: How many of the machine's drafts it made and changed, and how
            many it took back because their ground had gone.
        is_at_the_end: Nothing is to be asked and no answer is awaited.
    """

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="plans")
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="plans")
    trace = models.ForeignKey(Trace, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField()
    findings = models.TextField()
    rules = models.ForeignKey(Rules, models.PROTECT, null=True, related_name="+")
    drafted = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    is_at_the_end = models.BooleanField()

    class Meta:
        db_table = "loop_plan"

    def __str__(self) -> str:
        """Name the plan."""
        return f"plan {self.pk}"


class Spot(models.Model):
    """An account where money of the case may still be, and what is proposed there.

    Attributes:
        rank: From 1: the most that is likely there and not held.
        place: Its number in the trace; None before registration.
        account: Its key, where the case's own papers name it; empty otherwise.
        cap_minor: The most that a further order may hold: of all victims, other orders taken off.
        likely_minor: What is likely there; None without an estimate.
        caught_minor: What orders hold there.
        basis: Whose stays the estimate rests on.
        request: The draft to hold it; None where none was made, for `reason`.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="spots", db_index=False)
    rank = models.PositiveIntegerField()
    place = models.PositiveIntegerField(null=True)
    account = models.TextField(blank=True, default="")
    masked = models.TextField(blank=True, default="")
    institution = models.TextField(blank=True, default="")
    currency = models.TextField()
    traced_minor = models.BigIntegerField()
    cap_minor = models.BigIntegerField()
    likely_minor = models.BigIntegerField(null=True)
    caught_minor = models.BigIntegerField()
    loss_per_hour_minor = models.BigIntegerField(null=True)
    basis = models.TextField(blank=True, default="")
    arrived_last = models.DateTimeField()
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True, default="")

    class Meta:
        db_table = "loop_spot"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "rank"], name="spots_of_a_plan_are_ranked"),
        ]

    def __str__(self) -> str:
        """Name the rank."""
        return f"spot {self.rank}"


class Stop(models.Model):
    """A question that is not asked, and why.

    Attributes:
        because: Why it would be asked.
        reason: Why it is not; the words stand under ``hold_stop.``.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="stops", db_index=False)
    ordinal = models.PositiveIntegerField()
    place = models.PositiveIntegerField(null=True)
    masked = models.TextField(blank=True, default="")
    institution = models.TextField(blank=True, default="")
    because = models.TextField()
    reason = models.TextField()
    traced_minor = models.BigIntegerField()
    expected_minor = models.BigIntegerField()
    currency = models.TextField()
    layer = models.PositiveIntegerField()

    class Meta:
        db_table = "loop_stop"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["plan", "ordinal"], name="stops_of_a_plan_are_in_order"
            ),
        ]

    def __str__(self) -> str:
        """Name the reason."""
        return f"{self.reason} #{self.pk}"


class Proposed(models.Model):
    """A draft that the machine made: as long as it is as it was written, the next plan changes it.

    Attributes:
        key: Of one matter in a case or complaint: measure, addressee, and what it is about.
        written: The draft and its subjects as the machine wrote them.
        transfers: Of a question about single transfers, which.
    """

    request = models.OneToOneField(Request, models.PROTECT, related_name="proposed")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="proposed")
    key = models.TextField()
    written = models.JSONField()
    transfers = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "loop_proposed"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["key"], name="loop_proposed_key"),
        ]

    def __str__(self) -> str:
        """Name the request."""
        return f"proposed {self.request_id}"
