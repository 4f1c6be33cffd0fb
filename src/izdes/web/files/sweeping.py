"""Sweeping: bytes that no row refers to, because a command failed after they had come.

Only what has lain for a day is swept: a command that is under way has its bytes on the disk before
its row.
"""

from itertools import islice

from django.db import connection

from izdes.web.files.blobs import blobs

_DAY_SECONDS = 86_400.0
_AT_ONCE = 1_000


def sweep(*, older_than_seconds: float = _DAY_SECONDS) -> int:
    """Take away bytes that are nobody's; return how many there were."""
    kept = blobs()
    swept = kept.clear_incoming(older_than_seconds)
    old = kept.untouched_for(older_than_seconds)
    while some := list(islice(old, _AT_ONCE)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT files_blobs(%s::uuid[])", [some])
            known = {row[0] for row in cursor.fetchall()}
        for blob in set(some) - known:
            kept.discard(blob)
            swept += 1
    return swept
