"""What is said where there is no address, or something failed: always as a problem."""

from django.http import HttpRequest, HttpResponse

from izdes.web.institutions.problems import problem
from izdes.web.institutions.refusals import Failed, FormWrong, NoSuchAddress


def wrong_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request has no meaning."""
    del request, exception
    return problem(FormWrong(field="request"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such address."""
    del request, exception
    return problem(NoSuchAddress())


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours."""
    del request
    return problem(Failed())
