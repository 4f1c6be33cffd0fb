"""The journal of reading: who looked at what, in which case, and what for.

A page that shows a person's data calls `read_by` first. The reading is committed before the page
is made: what was shown is in the table, and where it could not be written, nothing is shown. A
crash in between leaves a reading of a page that nobody saw, never a page that nobody recorded.

About once a second the worker seals what waits: one entry of the chain holds the digest of the
batch. Until then, and no longer, whoever owns the tables could remove a reading unnoticed.
"""

from django.db import connection, transaction

from izdes.core.errors import IzdesError
from izdes.web.journal.record import Subject, appended

_MOST = 10_000
_LONGEST_PURPOSE = 1_000


class PurposeMissing(IzdesError):
    """Nobody looks at a person's data without saying what for, in one line."""

    code = "reading_purpose_missing"


def read_by(officer: int, subject: Subject, *, case: int | None, purpose: str) -> int:
    """Write down that an officer looks at something; it is committed when this returns.

    Returns:
        The number of the reading.

    Raises:
        PurposeMissing: The purpose is empty, too long, or more than one line.
    """
    if not purpose.strip() or not purpose.isprintable() or len(purpose) > _LONGEST_PURPOSE:
        raise PurposeMissing
    # Durable: inside somebody else's transaction it might be rolled back after the page was shown.
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            "SELECT journal_read(%s, %s, %s, %s, %s)",
            [officer, subject.kind, subject.key, case, purpose],
        )
        return int(cursor.fetchone()[0])


def seal_readings() -> int:
    """Seal the readings that wait: a step of the worker, harmless to repeat or to run twice.

    Returns:
        How many entries it took; usually one, and none where nothing waits.
    """
    sealed = 0
    while _seal() is not None:
        sealed += 1
    return sealed


@transaction.atomic(durable=True)
def _seal() -> int | None:
    """Seal one batch and return its entry."""
    return appended("journal_seal_readings(%s)", [_MOST])
