"""Messages over HTTP: receipts, answers with their files, signals, and what became of them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from izdes.core.orders.answers import is_file_name
from izdes.web.config import configuration
from izdes.web.institutions.arriving import (
    Arrived,
    answer_arrived,
    messages_after,
    receipt_arrived,
    signal_arrived,
)
from izdes.web.institutions.files import Stream
from izdes.web.institutions.problems import problems_told, said
from izdes.web.institutions.refusals import FormWrong, TooLarge
from izdes.web.institutions.sent import AT_ONCE
from izdes.web.institutions.tokens import with_token
from izdes.web.institutions.views.requests import cursor_of

if TYPE_CHECKING:
    # Generic to the checker alone.
    from django.core.files.uploadedfile import UploadedFile

ANSWER, FILES, SIGNATURES = "answer", "file", "signature"
# An answer about a thousand accounts; files come beside it.
_MOST_JSON = 4_000_000
# One of each form, with the certificates that came with it.
_MOST_SIGNATURES, _MOST_SIGNATURE = 2, 200_000


@problems_told
@with_token
def receipts(request: HttpRequest, number: str) -> HttpResponse:
    """Take a receipt about a request."""
    return _arrived(receipt_arrived(number, _json_of(request)))


@problems_told
@with_token
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """Take an answer to a request, with its files."""
    if request.content_type != "multipart/form-data":
        raise FormWrong(field="content-type")
    if _length(request) > configuration().file_megabytes * 2**20:
        raise TooLarge
    given = request.FILES.getlist(ANSWER)
    if len(given) != 1 or set(request.FILES) - {ANSWER, FILES, SIGNATURES} or request.POST:
        raise FormWrong(field=ANSWER)
    if (given[0].size or 0) > _MOST_JSON:
        raise TooLarge
    told = given[0].read()
    return _arrived(answer_arrived(number, told, _files(request), _signatures(request)))


@problems_told
@with_token
def signals(request: HttpRequest) -> HttpResponse:
    """Take a signal that nobody asked for."""
    return _arrived(signal_arrived(_json_of(request)))


@problems_told
@with_token
def messages(request: HttpRequest) -> HttpResponse:
    """Tell what became of the messages of the institution after a cursor."""
    after = cursor_of(request)
    found = messages_after(after, most=AT_ONCE)
    last = found[-1]["cursor"] if found else str(after)
    return said({"messages": found, "cursor": last, "more": len(found) == AT_ONCE})


def _arrived(message: Arrived) -> HttpResponse:
    """Say that a message was received: the same words however often it comes."""
    return said(message.as_json(), 201)


def _json_of(request: HttpRequest) -> bytes:
    """Return a message that is JSON alone.

    Raises:
        FormWrong: It is sent as something else.
        TooLarge: It is larger than any.
    """
    if request.content_type != "application/json":
        raise FormWrong(field="content-type")
    if _length(request) > _MOST_JSON:
        raise TooLarge
    return bytes(request.read(_MOST_JSON))


def _length(request: HttpRequest) -> int:
    """Return how long the body of a request says that it is.

    Raises:
        FormWrong: It says nothing.
    """
    text = str(request.META.get("CONTENT_LENGTH") or "")
    if not (text.isascii() and text.isdecimal()):
        raise FormWrong(field="content-length")
    return int(text)


def _files(request: HttpRequest) -> Iterator[tuple[str, Stream]]:
    """Yield the files of an answer by name.

    Raises:
        FormWrong: A name is none, or stands twice.
    """
    seen = set[str]()
    for file in request.FILES.getlist(FILES):
        name = _name(file)
        if name in seen:
            raise FormWrong(field=FILES)
        seen.add(name)
        yield name, file


def _signatures(request: HttpRequest) -> list[bytes]:
    """Return the signatures of an answer.

    Raises:
        FormWrong: There are more than there are forms.
        TooLarge: One is larger than any.
    """
    given = request.FILES.getlist(SIGNATURES)
    if len(given) > _MOST_SIGNATURES:
        raise FormWrong(field=SIGNATURES)
    if any((one.size or 0) > _MOST_SIGNATURE for one in given):
        raise TooLarge
    return [one.read() for one in given]


def _name(file: "UploadedFile[Any]") -> str:
    """Return the name of a file beside an answer.

    Raises:
        FormWrong: It is none.
    """
    if not file.name or not is_file_name(file.name):
        raise FormWrong(field=FILES)
    return str(file.name)
