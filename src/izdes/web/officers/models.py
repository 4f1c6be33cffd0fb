"""Tables of officers: bodies and who supervises whom, people, posts, certificates.

What an officer may do follows from the posts that he holds at this moment. A post is proposed by
one person and confirmed by another, and the database refuses that they are the same.
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from izdes.web.officers.roles import TEMPORARY, BodyKind, Role

_KINDS = sorted(BodyKind)
_ROLES = sorted(Role)


class Body(models.Model):
    """A body: a unit, an office of prosecutors, a court, an institution.

    Attributes:
        code: Stable short name.
        region: Two digits of KATO; None for a body of the whole country.
        institution: The identifier of the law pack's register; only of institutions.
        bin: Its БИН, by which its papers and certificates are known; empty while nobody entered it.
        bic: Of a bank; empty for others.
        until: The first day on which it is no more.
    """

    kind = models.TextField()
    code = models.TextField(unique=True)
    name_kk = models.TextField()
    name_ru = models.TextField()
    name_en = models.TextField()
    region = models.TextField(null=True)  # noqa: DJ001 - the whole country is not the empty region
    district = models.TextField(blank=True, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    institution = models.TextField(null=True, unique=True)  # noqa: DJ001 - most bodies are none
    bin = models.TextField(blank=True, default="", db_default="")
    bic = models.TextField(blank=True, default="", db_default="")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "officers_body"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="body_kind_is_known"),
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(region__regex="^[0-9]{2}$"),
                name="region_has_two_digits",
            ),
            models.CheckConstraint(
                condition=Q(kind=BodyKind.INSTITUTION, institution__isnull=False)
                | (~Q(kind=BodyKind.INSTITUTION) & Q(institution__isnull=True)),
                name="only_institutions_stand_in_the_register",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="body_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="no_body_is_below_itself",
            ),
            models.UniqueConstraint(
                fields=["bin"], condition=~Q(bin=""), name="one_body_has_a_bin"
            ),
        ]

    def __str__(self) -> str:
        """Name the body by its code."""
        return self.code


class Supervision(models.Model):
    """A prosecutor's office supervises a body, and with it all below that body."""

    office = models.ForeignKey(Body, models.PROTECT, related_name="supervises")
    body = models.ForeignKey(Body, models.PROTECT, related_name="supervised_by")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "officers_supervision"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "body"],
                condition=Q(until__isnull=True),
                name="one_open_supervision_of_a_body_by_an_office",
            ),
            models.CheckConstraint(
                condition=~Q(office=F("body")), name="no_office_supervises_itself"
            ),
        ]

    def __str__(self) -> str:
        """Say who supervises whom."""
        return f"{self.office_id} → {self.body_id}"


class Officers(BaseUserManager["Officer"]):
    """Finds officers by their login."""


class Officer(AbstractBaseUser):
    """A person who works here. What he may do follows from his posts, never from himself.

    Attributes:
        iin: Individual number of identification, by which his signature is known.
    """

    # Sign-ins are entries of the journal, not a column that each of them overwrites.
    last_login = None

    login = models.TextField(unique=True)
    full_name = models.TextField()
    iin = models.TextField(unique=True, null=True)  # noqa: DJ001 - unknown is not the empty number
    language = models.TextField(default="kk")
    is_active = models.BooleanField(default=True)

    objects = Officers()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        db_table = "officers_officer"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(language__in=["kk", "ru", "en"]), name="language_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        """Name the officer as signatures do."""
        return self.full_name


class Post(models.Model):
    """A role that an officer holds in a body, from a moment to a moment, once it is confirmed.

    Attributes:
        ground: The order by which he holds it.
        state: ``proposed``, ``confirmed`` or ``refused``.
        founding: 1 and 2 for the two administrators whom nobody could confirm.
        decided_by: Who confirmed or refused: neither who proposed it nor who is to hold it.
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="posts")
    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    role = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ground = models.TextField()
    state = models.TextField(default="proposed")
    founding = models.SmallIntegerField(null=True, unique=True)
    proposed_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="proposed")
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="decided")
    decided_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="ended")

    class Meta:
        db_table = "officers_post"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(role__in=_ROLES), name="role_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "confirmed", "refused"]),
                name="post_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="post_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=sorted(TEMPORARY)) | Q(until__isnull=False),
                name="who_stands_in_does_so_until_a_day",
            ),
            models.CheckConstraint(
                condition=Q(founding__isnull=True, proposed_by__isnull=False)
                | Q(founding__in=[1, 2], role=Role.ADMINISTRATOR, proposed_by__isnull=True),
                name="only_two_posts_are_proposed_by_nobody",
            ),
            models.CheckConstraint(
                condition=Q(founding__isnull=False)
                | Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~Q(state="proposed")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                    & ~Q(decided_by=F("officer"))
                ),
                name="another_confirms_what_one_proposes",
            ),
            models.UniqueConstraint(
                fields=["officer", "body", "role"],
                condition=Q(state="proposed"),
                name="one_open_proposal_of_a_post",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["officer", "state"], name="officers_post_of_officer"),
        ]

    def __str__(self) -> str:
        """Name the role and the body."""
        return f"{self.role} @ {self.body_id}"


class Certificate(models.Model):
    """What an officer is certified for, from a day to a day."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="certificates")
    area = models.TextField()
    number = models.TextField()
    issued_on = models.DateField()
    expires_on = models.DateField()

    class Meta:
        db_table = "officers_certificate"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["area", "number"], name="a_certificate_is_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("issued_on")),
                name="certificate_expires_after_it_is_issued",
            ),
        ]

    def __str__(self) -> str:
        """Name the certificate."""
        return f"{self.area} {self.number}"


class Requirement(models.Model):
    """A category of cases is taken only by those certified for an area, from a day to a day."""

    category = models.TextField()
    area = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "officers_requirement"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["category", "area"],
                condition=Q(until__isnull=True),
                name="an_area_is_required_of_a_category_once",
            ),
        ]

    def __str__(self) -> str:
        """Say what needs what."""
        return f"{self.category} ← {self.area}"
