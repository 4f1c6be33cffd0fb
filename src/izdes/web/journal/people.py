"""Whom a command on the machine itself means: an officer by the name of signing in."""

from django.contrib.auth import get_user_model

from izdes.core.errors import IzdesError
from izdes.web.database.migrating import OWNER_ALIAS


class OfficerUnknown(IzdesError):
    """Nobody signs in by this name."""

    code = "officer_unknown"


def officer_called(login: str) -> int:
    """Return the number of the officer who signs in by a name.

    Asked under the login that owns the tables: nobody acts yet, so the office sees nobody.

    Raises:
        OfficerUnknown: Nobody signs in by this name.
    """
    people = get_user_model()
    found = people.objects.using(OWNER_ALIAS).filter(**{people.USERNAME_FIELD: login})
    number = found.values_list("pk", flat=True).first()
    if number is None:
        raise OfficerUnknown(login=login)
    return int(number)
