"""Requests over HTTP: what was told, and the packages."""

from django.http import HttpRequest, HttpResponse

from izdes.web.institutions.enclosures import enclosure_of, enclosures_of
from izdes.web.institutions.problems import problems_told, said
from izdes.web.institutions.refusals import FormWrong
from izdes.web.institutions.sent import AT_ONCE, package_of, tidings_after
from izdes.web.institutions.tokens import with_token

_LARGEST_CURSOR = 2**63 - 1
_LONGEST_CURSOR = len(str(_LARGEST_CURSOR))


@problems_told
@with_token
def tidings(request: HttpRequest) -> HttpResponse:
    """Tell what the institution was told after a cursor, and the cursor to ask with next."""
    after = cursor_of(request)
    found = tidings_after(after)
    last = found[-1].cursor if found else after
    more = len(found) == AT_ONCE
    told = {"requests": [one.as_json() for one in found], "cursor": str(last), "more": more}
    return said(told)


@problems_told
@with_token
def package(request: HttpRequest, number: str) -> HttpResponse:
    """Give the package of a request."""
    del request
    return HttpResponse(package_of(number), content_type="application/json")


@problems_told
@with_token
def enclosures(request: HttpRequest, number: str) -> HttpResponse:
    """Tell which papers go with a request."""
    del request
    return said({"enclosures": [one.as_json() for one in enclosures_of(number)]})


@problems_told
@with_token
def enclosure(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    """Give a paper that goes with a request."""
    del request
    found, content = enclosure_of(number, sha256)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


def cursor_of(request: HttpRequest) -> int:
    """Return after what is asked; 0 for everything.

    Raises:
        FormWrong: It is no cursor.
    """
    text = request.GET.get("after", "0")
    is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_CURSOR
    if not is_number or int(text) > _LARGEST_CURSOR:
        raise FormWrong(field="after")
    return int(text)
