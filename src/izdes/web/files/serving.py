"""Serving: the bytes of a file as an attachment that no browser runs, shows or guesses at."""

from itertools import chain
from urllib.parse import quote

from django.http import StreamingHttpResponse

from izdes.web.files.models import File
from izdes.web.files.selectors import bytes_of

# What a reader of files calls it if nobody gave a name.
_ENDINGS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/heic": "heic",
    "text/csv": "csv",
    "text/plain": "txt",
    "application/json": "json",
    "application/xml": "xml",
    "application/zip": "zip",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


def attachment(file: File, *, name: str = "") -> StreamingHttpResponse:
    """Return the bytes of a file to be saved.

    The first piece is opened before anything is sent, so that a file that does not open is an
    error and not half a file.

    Args:
        name: What the officer called it; without one, its digest.

    Raises:
        FileQuarantined: It is not served.
        NotOpened: Its bytes were changed.
    """
    chunks = bytes_of(file)
    first = next(chunks)
    response = StreamingHttpResponse(chain([first], chunks), content_type=file.media_type)
    called = name or f"{file.digest[:16]}.{_ENDINGS.get(file.media_type, 'bin')}"
    response["Content-Length"] = str(file.size_bytes)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(called, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
