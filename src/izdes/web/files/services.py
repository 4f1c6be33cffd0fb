"""Commands on files: store, use, put into quarantine, let out again.

Bytes go to the disk before the transaction and stay there if it fails; the sweep takes them later.
A row therefore never refers to bytes that are not there.
"""

from collections.abc import Iterable
from functools import partial

from django.db import connection, transaction

from izdes.core.errors import IzdesError
from izdes.web.config import configuration
from izdes.web.files.blobs import Blobs, Received
from izdes.web.files.keys import keys_of
from izdes.web.files.models import Use
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record

_LONGEST_NAME = 255


class FileUnknown(IzdesError):
    """There is no such file, or it is not to be seen by this officer."""

    code = "file_unknown"


class QuarantineRefused(IzdesError):
    """A file is in that state already, or this officer may not change it."""

    code = "quarantine_refused"


def blobs() -> Blobs:
    """Return the blobs of this installation."""
    given = configuration()
    return Blobs(given.home / "files", keys_of(given))


def store(chunks: Iterable[bytes], *, name: str, officer: int | None) -> int:
    """Store bytes that an officer gave; the same bytes again are the same file.

    Args:
        name: What he calls them; only he sees it, and nothing is read out of it.

    Returns:
        The number of the file.

    Raises:
        FileTooLarge: There are more bytes than this installation takes.
    """
    received = receive(chunks)
    return _store(received, name=name, officer=officer)


def receive(chunks: Iterable[bytes]) -> Received:
    """Put bytes on the disk, before the transaction of a command that keeps them.

    Raises:
        FileTooLarge: There are more bytes than this installation takes.
    """
    return blobs().receive(chunks, most_bytes=configuration().file_megabytes * 2**20)


def keep(received: Received, *, name: str) -> int:
    """Keep received bytes, within the command of another room; return the number of the file."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT files_keep(%s, %s, %s, %s, %s, %s, %s)",
            [
                received.digest,
                received.size_bytes,
                received.media_type,
                received.blob,
                received.key.key_id,
                received.key.wrapped,
                _plain(name),
            ],
        )
        number = int(cursor.fetchone()[0])
        cursor.execute("SELECT files_blobs(%s::uuid[])", [[received.blob]])
        is_ours = cursor.fetchone() is not None
    if not is_ours:
        # The same bytes were here already: these are one copy too many.
        transaction.on_commit(partial(blobs().discard, received.blob))
    return number


def use(number: int, *, by: Subject, case: int) -> None:
    """Note that something of a case refers to a file, within the command of another room."""
    Use.objects.bulk_create(
        [Use(file_id=number, subject_type=by.kind, subject_id=by.key, case_id=case)],
        ignore_conflicts=True,
    )


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


@transaction.atomic(durable=True)
def _store(received: Received, *, name: str, officer: int | None) -> int:
    """Keep received bytes and record it."""
    number = keep(received, name=name)
    if officer is not None:
        # Only here: the job is made of these commands.
        from izdes.web.files.tasks import check_file  # noqa: PLC0415

        check_file.defer(officer=officer, file=number)
    record(
        Event.FILE_STORED,
        officer=officer,
        subject=Subject("file", str(number)),
        changes={"digest": Change(None, received.digest)},
    )
    return number


def _change_state(question: str, given: list[int | str]) -> None:
    """Ask the database to change a file's state."""
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        if not cursor.fetchone()[0]:
            raise QuarantineRefused(number=str(given[0]))


def _plain(name: str) -> str:
    """Return a name without folders, signs that no name has, and what is too long of it."""
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-_LONGEST_NAME:]
