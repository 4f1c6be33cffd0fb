"""Rotating: keys of files wrapped by the present key of the installation, and the files checked.

The bytes stay as they are. It works under the owner's login, a thousand files at a time; whoever
stops it half-way starts it again. When it has ended, no file needs the key before any more.
"""

from django.db import transaction

from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.files.blobs import blobs
from izdes.web.files.keys import Wrapped
from izdes.web.files.models import File
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record

_AT_ONCE = 1_000


def rewrap() -> int:
    """Wrap the key of every file by the present key; return how many were wrapped anew.

    Raises:
        KeyUnknown: A file's key is wrapped by a key that the configuration does not hold.
    """
    kept = blobs()
    done = 0
    while changed := _rewrap_some():
        done += changed
    if done:
        _recorded(kept.keys.current, done)
    return done


def broken_files() -> tuple[int, ...]:
    """Return the numbers of files whose bytes are missing or are not theirs any more.

    Raises:
        KeyUnknown: A file's key is wrapped by a key that the configuration does not hold.
    """
    kept = blobs()
    return tuple(
        file.pk
        for file in File.objects.using(OWNER_ALIAS).order_by("id").iterator()
        if not kept.is_whole(
            file.blob, Wrapped(file.key_id, bytes(file.wrapped_key)), digest=file.digest
        )
    )


def _rewrap_some() -> int:
    """Wrap the next keys; return how many."""
    keys = blobs().keys
    with transaction.atomic(using=OWNER_ALIAS):
        old = (
            File.objects.using(OWNER_ALIAS)
            .exclude(key_id=keys.current)
            .order_by("id")
            .select_for_update()[:_AT_ONCE]
        )
        for file in old:
            before = Wrapped(file.key_id, bytes(file.wrapped_key))
            after = keys.wrap(keys.unwrap(before, file.blob), file.blob)
            File.objects.using(OWNER_ALIAS).filter(pk=file.pk).update(
                key_id=after.key_id, wrapped_key=after.wrapped
            )
        return len(old)


@transaction.atomic(durable=True)
def _recorded(key_id: str, count: int) -> None:
    """Record that keys were wrapped anew."""
    record(
        Event.FILE_KEYS_REWRAPPED,
        officer=None,
        subject=Subject("files_key", key_id),
        changes={"count": Change(None, str(count))},
    )
