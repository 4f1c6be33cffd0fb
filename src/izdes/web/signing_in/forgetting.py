"""Forgetting: counters of tries and sessions that have expired, and open and count nothing more.

The list of an officer's sessions is his own; what has ended in it is forgotten when he signs in.
"""

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.timezone import now


def forget_expired() -> int:
    """Delete counters and sessions that have expired; return how many counters there were."""
    Session.objects.filter(expire_date__lt=now()).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM signing_in_counter WHERE expires < statement_timestamp()")
        return int(cursor.rowcount)
