"""Scopes: whoever holds a post knows the law that the office works under, and what overrides it."""

from django.db.models import Q

from izdes.web.officers.models import Officer
from izdes.web.officers.reach import is_in_post

_NOBODY = Q(pk__in=())


def packs(officer: Officer) -> Q:
    """Packs that are installed."""
    return Q() if is_in_post(officer) else _NOBODY


def texts(officer: Officer) -> Q:
    """The texts of their files."""
    return Q() if is_in_post(officer) else _NOBODY


def overrides(officer: Officer) -> Q:
    """Overrides, proposed and refused ones too."""
    return Q() if is_in_post(officer) else _NOBODY


def withdrawals(officer: Officer) -> Q:
    """Overrides that were withdrawn."""
    return Q() if is_in_post(officer) else _NOBODY


def editions(officer: Officer) -> Q:
    """Editions and what belongs to them."""
    return Q() if is_in_post(officer) else _NOBODY
