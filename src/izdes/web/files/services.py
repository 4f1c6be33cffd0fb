"""Commands on files: store and use.

Bytes go to the disk before the transaction and stay there if it fails; the sweep takes them later.
A row therefore never refers to bytes that are not there.
"""

from collections.abc import Iterable
from functools import partial

from django.db import connection, transaction

from izdes.web.config import configuration
from izdes.web.files.blobs import Received, blobs
from izdes.web.files.models import Use
from izdes.web.files.tasks import check_file
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record

_LONGEST_NAME = 255


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
def _store(received: Received, *, name: str, officer: int | None) -> int:
    """Keep received bytes and record it."""
    number = keep(received, name=name)
    if officer is not None:
        check_file.defer(officer=officer, file=number)
    record(
        Event.FILE_STORED,
        officer=officer,
        subject=Subject("file", str(number)),
        changes={"digest": Change(None, received.digest)},
    )
    return number


def _plain(name: str) -> str:
    """Return a name without folders, signs that no name has, and what is too long of it."""
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-_LONGEST_NAME:]
