"""What an officer sees of the law of the office."""

from django.db.models import QuerySet

from izdes.web.law import scopes
from izdes.web.law.models import (
    Edition,
    EditionOverride,
    Override,
    Pack,
    PackText,
    Withdrawal,
)
from izdes.web.officers.models import Officer


def packs_visible_to(officer: Officer) -> QuerySet[Pack]:
    """Return the packs that are installed, in the order in which they came into force."""
    return Pack.objects.filter(scopes.packs(officer))


def texts_visible_to(officer: Officer) -> QuerySet[PackText]:
    """Return the files of those packs."""
    return PackText.objects.filter(scopes.texts(officer))


def overrides_visible_to(officer: Officer) -> QuerySet[Override]:
    """Return the overrides, proposed, refused and withdrawn ones too."""
    return Override.objects.filter(scopes.overrides(officer))


def withdrawals_visible_to(officer: Officer) -> QuerySet[Withdrawal]:
    """Return the withdrawals of overrides."""
    return Withdrawal.objects.filter(scopes.withdrawals(officer))


def editions_visible_to(officer: Officer) -> QuerySet[Edition]:
    """Return every edition that was or will be in force."""
    return Edition.objects.filter(scopes.editions(officer))


def edition_overrides_visible_to(officer: Officer) -> QuerySet[EditionOverride]:
    """Return which overrides belong to which edition."""
    return EditionOverride.objects.filter(scopes.editions(officer))
