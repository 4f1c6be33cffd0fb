"""Telling: what a victim may know of correspondence in her case, written down to be told.

That an institution was asked, that it answered, that some of her own money is held. No account and
no sum; nothing of a sealed request or of a sealed case.
"""

from datetime import timedelta
from typing import Any

from django.db import connection

from izdes.web.reception.telling import RECENT


def gather(back: timedelta = RECENT) -> int:
    """Write down what became facts lately; return how many are new. Gathering twice is harmless."""
    given: list[Any] = [back]
    with connection.cursor() as cursor:
        cursor.execute("SELECT correspondence_gather(%s)", given)
        return int(cursor.fetchone()[0])
