"""Upkeep: what waits to be linked is linked even where its job was lost; weights are taken nightly.

A step of the worker, harmless to repeat.
"""

from django.db import connection, transaction

from izdes.web.subjects.linking.jobs import link_due


@transaction.atomic(durable=True)
def keep_linked() -> None:
    """Leave a job where something waits and none is there for it, or weights are old."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT linking_waits()")
        if cursor.fetchone()[0]:
            link_due.defer(officer=None)
