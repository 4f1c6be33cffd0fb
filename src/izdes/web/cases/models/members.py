"""Who is in a case, who asked to be let into one, and who was."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from izdes.web.cases.models.cases import Case
from izdes.web.officers.models import Body, Officer
from izdes.web.subjects.models import Identifier


class Member(models.Model):
    """An officer in a case, whatever body he comes from, from a moment to a moment.

    Attributes:
        kind: ``lead``, ``member``, ``specialist``, ``translator`` or ``prosecutor``; the first two
            change the case, the others read it.
        ground: The decree by which he is in it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="members")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="memberships")
    kind = models.TextField()
    ground = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_member"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=["lead", "member", "specialist", "translator", "prosecutor"]),
                name="member_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["case", "officer"],
                condition=Q(until__isnull=True),
                name="an_officer_is_once_in_a_case",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(kind="lead", until__isnull=True),
                name="a_case_has_one_lead",
            ),
        ]

    def __str__(self) -> str:
        """Name case and officer by their keys."""
        return f"{self.officer_id} in {self.case_id}"


class AccessRequest(models.Model):
    """An officer asks a unit to let him into its cases: he knows that there is a match, not which.

    Attributes:
        for_case: His own case, for which he asks.
        unit: The body that he asks.
        identifier: What matched, where a look-up told so.
        series: The series whose cases he asks for; one request for all of them.
        state: ``asked``, ``granted``, ``refused`` or ``lapsed``.
        reason: Why it was refused, or why it ended before its time.
    """

    asker = models.ForeignKey(Officer, models.PROTECT, related_name="access_asked")
    for_case = models.ForeignKey(Case, models.PROTECT, related_name="access_asked")
    unit = models.ForeignKey(Body, models.PROTECT, related_name="access_asked")
    identifier = models.ForeignKey(Identifier, models.PROTECT, null=True)
    series = models.BigIntegerField(null=True)
    ground = models.TextField()
    state = models.TextField(default="asked")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Officer, models.PROTECT, null=True, related_name="access_decided"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        db_table = "cases_access_request"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "granted", "refused", "lapsed"]),
                name="access_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True)
                | (
                    ~Q(state="asked")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("asker"))
                ),
                name="nobody_grants_himself_access",
            ),
            models.CheckConstraint(
                condition=Q(ground__regex=r"\S"), name="access_is_asked_for_on_a_ground"
            ),
            models.UniqueConstraint(
                fields=["asker", "unit", "series"],
                condition=Q(state="asked", series__isnull=False),
                name="one_open_request_for_a_series",
            ),
            models.UniqueConstraint(
                fields=["asker", "for_case", "unit", "identifier"],
                condition=Q(state="asked", identifier__isnull=False),
                name="one_open_request_for_a_match",
            ),
        ]

    def __str__(self) -> str:
        """Name the request by its key."""
        return f"access #{self.pk}"


class Grant(models.Model):
    """One case that an officer was let into, until a moment; it opens no sealed case."""

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="grants")
    case = models.ForeignKey(Case, models.PROTECT, related_name="grants")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="grants")
    granted_by = models.ForeignKey(Officer, models.PROTECT, related_name="granted")
    since = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "cases_grant"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "case"], name="a_request_opens_a_case_once"),
            models.CheckConstraint(
                condition=~Q(granted_by=F("officer")), name="nobody_opens_a_case_to_himself"
            ),
        ]

    def __str__(self) -> str:
        """Name case and officer by their keys."""
        return f"{self.officer_id} into {self.case_id}"
