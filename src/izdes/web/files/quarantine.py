"""Quarantine: a file that is not what it should be is kept, and served to nobody until let out."""

from django.db import connection, transaction

from izdes.core.errors import IzdesError
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record


class QuarantineRefused(IzdesError):
    """A file is in that state already, or this officer may not change it."""

    code = "quarantine_refused"


@transaction.atomic(durable=True)
def quarantine(number: int, *, reason: str, officer: int | None) -> None:
    """Put a file away: it is kept and no longer served, to nobody.

    Raises:
        QuarantineRefused: It is there already, or the officer does not see it.
    """
    _change_state("SELECT files_quarantine(%s, %s)", [number, reason])
    changes = {"state": Change("kept", "quarantined"), "reason": Change(None, reason)}
    record(
        Event.FILE_QUARANTINED,
        officer=officer,
        subject=Subject("file", str(number)),
        changes=changes,
    )


@transaction.atomic(durable=True)
def release(number: int, *, reason: str, officer: int | None) -> None:
    """Let a file out of quarantine; only an administrator may.

    Raises:
        QuarantineRefused: It is not there, or the officer is no administrator.
    """
    _change_state("SELECT files_release(%s)", [number])
    changes = {"state": Change("quarantined", "kept"), "reason": Change(None, reason)}
    record(
        Event.FILE_RELEASED, officer=officer, subject=Subject("file", str(number)), changes=changes
    )


def _change_state(question: str, given: list[int | str]) -> None:
    """Ask the database to change a file's state."""
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        if not cursor.fetchone()[0]:
            raise QuarantineRefused(number=str(given[0]))
