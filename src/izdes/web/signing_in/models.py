"""Recovery: how an officer who lost his password or his telephone comes in again.

One administrator proposes it, another confirms it, and each hands over one half of a code that is
shown once. The officer sets his own password with both halves; neither administrator ever can.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from izdes.web.officers.models import Officer

DIGESTS = ("first_digest", "second_digest")


class Recoveries(models.Manager["Recovery"]):
    """Finds recoveries without the digests of their codes, which the office may not read."""

    def get_queryset(self) -> models.QuerySet["Recovery"]:
        """Return recoveries."""
        return super().get_queryset().defer(*DIGESTS)


class Recovery(models.Model):
    """A way back in for one officer, once, until a moment.

    Attributes:
        forgets_factors: His second factors are removed too: he lost his telephone.
        state: ``proposed``, ``confirmed``, ``refused``, ``replaced`` by a later one, or ``used``.
        first_digest: SHA-256 of the half that the proposer hands over.
        second_digest: SHA-256 of the half that the confirmer hands over.
    """

    person = models.ForeignKey(Officer, models.PROTECT, related_name="recoveries")
    ground = models.TextField()
    forgets_factors = models.BooleanField(default=False)
    state = models.TextField(default="proposed")
    proposed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(db_default=Now())
    first_digest = models.BinaryField()
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    second_digest = models.BinaryField(null=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = Recoveries()

    class Meta:
        db_table = "signing_in_recovery"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "confirmed", "refused", "replaced", "used"]),
                name="recovery_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("person")), name="nobody_proposes_his_own_recovery"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("person"))),
                name="another_decides_on_a_recovery",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "used"])
                | Q(
                    decided_by__isnull=False,
                    second_digest__isnull=False,
                    expires_at__isnull=False,
                ),
                name="a_confirmed_recovery_has_both_halves",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="one_open_recovery_of_an_officer",
            ),
        ]

    def __str__(self) -> str:
        """Name the state."""
        return f"{self.pk}: {self.state}"
