"""Selectors of files: what an officer sees, and its bytes."""

from collections.abc import Iterator

from django.db.models import QuerySet

from izdes.core.errors import IzdesError
from izdes.web.files.blobs import blobs
from izdes.web.files.keys import Wrapped
from izdes.web.files.models import File, Upload, Use


class FileUnknown(IzdesError):
    """There is no such file, or it is not to be seen by this officer."""

    code = "file_unknown"


class FileQuarantined(IzdesError):
    """A file is kept and not served: it waits for somebody who looks at it apart."""

    code = "file_quarantined"


def files_visible_to(officer: int) -> QuerySet[File]:
    """Return the files that the acting officer sees.

    The policies of the tables decide it: a file he gave, or one that is used in a case he sees.
    """
    del officer
    return File.objects.order_by("id")


def file_visible_to(officer: int, number: int) -> File:
    """Return a file.

    Raises:
        FileUnknown: There is none, or the officer does not see it: both are the same answer.
    """
    found = files_visible_to(officer).filter(pk=number).first()
    if found is None:
        raise FileUnknown(number=number)
    return found


def name_given_by(officer: int, file: File) -> str:
    """Return what the officer called a file, or nothing: names of others are not shown."""
    named = Upload.objects.filter(file=file, officer_id=officer).order_by("-id").first()
    return named.name if named else ""


def uses_of(officer: int, file: File) -> QuerySet[Use]:
    """Return what refers to a file, as far as the acting officer sees it: the policies say so."""
    del officer
    return Use.objects.filter(file=file).order_by("id")


def bytes_of(file: File) -> Iterator[bytes]:
    """Yield the bytes of a file as they came.

    Raises:
        FileQuarantined: They are not served.
    """
    if file.state != "kept":
        raise FileQuarantined(number=file.pk)
    wrapped = Wrapped(file.key_id, bytes(file.wrapped_key))
    return blobs().read(file.blob, wrapped)
