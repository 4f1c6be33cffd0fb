"""What was decided of a case: its qualification, its term, its victims, its numbers elsewhere."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from izdes.web.cases.models import Case, Episode
from izdes.web.officers.models import Officer
from izdes.web.subjects.models import Identifier


class Qualification(models.Model):
    """Under which norms an officer put the act; the latest of a case holds.

    Attributes:
        norms: The points that he decided on, names of the law pack.
        suggested: The points that the program suggested for the same facts; never a decision.
        facts: What both were judged by, as he gave it: day, sum, means, victims, acts, group.
        pack: Digest of the law that it was decided under.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="qualifications")
    norms = ArrayField(models.TextField())
    suggested = ArrayField(models.TextField(), default=list)
    facts = models.JSONField()
    reason = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    pack = models.TextField()

    class Meta:
        db_table = "investigation_qualification"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(norms__len__gt=0), name="a_qualification_names_a_norm"
            ),
            models.CheckConstraint(
                condition=Q(norms=F("suggested")) | Q(reason__regex=r"\S"),
                name="what_differs_from_the_suggestion_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Name the decision by its key."""
        return f"qualification #{self.pk}"


class TermDecree(models.Model):
    """A decision on which the term of a case depends, as it is written in its decree.

    Attributes:
        kind: ``extension``, ``excluded`` time, ``returned``, ``custody`` or ``covert``.
        level: Which prosecutor extended it; of extensions only.
        to_months: How long the case may last in all; of extensions only.
        exclusion: On which ground time stands still; of excluded time only.
        since: From when it takes effect.
        until: First moment after excluded time; None while it goes on.
        copied_from: The decree of the case from which this one was separated.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="term_decrees")
    kind = models.TextField()
    level = models.TextField(blank=True, default="")
    to_months = models.PositiveSmallIntegerField(null=True)
    exclusion = models.TextField(blank=True, default="")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    number = models.TextField()
    decreed_on = models.DateField()
    decreed_by = models.TextField()
    ground = models.TextField()
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    pack = models.TextField()

    class Meta:
        db_table = "investigation_term_decree"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=["extension", "excluded", "returned", "custody", "covert"]),
                name="term_decree_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="extension")
                | (Q(level__in=["district", "region", "general"]) & Q(to_months__gt=0)),
                name="an_extension_says_by_whom_and_how_far",
            ),
            models.CheckConstraint(
                condition=~Q(kind="excluded")
                | Q(
                    exclusion__in=[
                        "familiarisation",
                        "complaint",
                        "approval",
                        "plea_deal",
                        "interruption",
                    ]
                ),
                name="excluded_time_has_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="excluded_time_ends_after_it_began",
            ),
            models.CheckConstraint(condition=Q(number__regex=r"\S"), name="a_decree_has_a_number"),
            models.UniqueConstraint(
                fields=["case", "kind", "number", "decreed_on"],
                name="a_decree_on_the_term_is_recorded_once",
            ),
        ]

    def __str__(self) -> str:
        """Name the decree by its number."""
        return f"{self.kind} {self.number}"


class Victim(models.Model):
    """The decree by which whoever complained of an episode was recognised as its victim.

    Attributes:
        damage_minor: The damage as it was established, in tiyn; None while only she has said it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="victims")
    episode = models.OneToOneField(Episode, models.PROTECT, related_name="victim")
    number = models.TextField()
    decreed_on = models.DateField()
    damage_minor = models.BigIntegerField(null=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "investigation_victim"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(number__regex=r"\S"), name="a_victim_is_recognised_by_a_decree"
            ),
            models.CheckConstraint(
                condition=Q(damage_minor__isnull=True) | Q(damage_minor__gte=0),
                name="damage_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        """Name the episode whose victim it is."""
        return f"victim of {self.episode_id}"


class Confirmation(models.Model):
    """An identifier that a complaint mentions, confirmed by evidence; until then it was observed.

    Attributes:
        basis: The evidence, in words: the answer, the record, the document.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="confirmations")
    identifier = models.ForeignKey(Identifier, models.PROTECT, related_name="confirmations")
    basis = models.TextField()
    confirmed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        db_table = "investigation_confirmation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "identifier"], name="an_identifier_is_confirmed_once_in_a_case"
            ),
            models.CheckConstraint(
                condition=Q(basis__regex=r"\S"), name="a_confirmation_names_its_evidence"
            ),
        ]

    def __str__(self) -> str:
        """Name what was confirmed by its key."""
        return f"confirmation of {self.identifier_id}"


class ReturnedNumber(models.Model):
    """The number that an outside register gave a case, as an officer entered it.

    Attributes:
        register: ``state_register`` or ``anti_fraud``.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="returned_numbers")
    register = models.TextField()
    number = models.TextField()
    given_at = models.DateTimeField()
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "investigation_returned_number"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(register__in=["state_register", "anti_fraud"]),
                name="register_is_known",
            ),
            models.UniqueConstraint(
                fields=["register", "number"], name="a_register_gives_a_number_once"
            ),
        ]

    def __str__(self) -> str:
        """Name register and number."""
        return f"{self.register} {self.number}"
