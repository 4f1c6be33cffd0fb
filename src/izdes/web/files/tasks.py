"""Jobs of files: bytes that came in are read back once, by another process, from the disk."""

from django.db import connection

from izdes.web.files.blobs import blobs
from izdes.web.files.keys import Wrapped
from izdes.web.files.quarantine import quarantine
from izdes.web.files.selectors import file_visible_to
from izdes.web.jobs.job import job

DAMAGED = "its bytes on the disk are not those that came"


@job("files")
def check_file(*, officer: int, file: int) -> None:
    """Read a file back, and put it away if it is not what came."""
    found = file_visible_to(officer, file)
    wrapped = Wrapped(found.key_id, bytes(found.wrapped_key))
    if blobs().is_whole(found.blob, wrapped, digest=found.digest):
        with connection.cursor() as cursor:
            cursor.execute("SELECT files_checked(%s)", [file])
    elif found.state == "kept":
        quarantine(file, reason=DAMAGED, officer=officer)
