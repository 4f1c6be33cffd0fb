"""The machine officer who takes in what was sent: an officer that is no person.

It is entered and given its post by two administrators, as everybody is, with the role *reception*
at a headquarters, and never gets a password. What it took in says so in the journal.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from izdes.core.errors import IzdesError
from izdes.web.acting import acting
from izdes.web.officers.models import Officer


class ReceptionMissing(IzdesError):
    """Nobody holds the post of the reception."""

    code = "reception_missing"


@contextmanager
def reception() -> Iterator[Officer]:
    """Let the reception act on this connection.

    Raises:
        ReceptionMissing: Nobody holds its post.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT office_reception()")
        found = cursor.fetchone()[0]
    if found is None:
        raise ReceptionMissing
    with acting(found):
        yield Officer.objects.get(pk=found)
