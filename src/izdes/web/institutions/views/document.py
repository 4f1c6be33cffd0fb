"""The description of the site for programs, as the site itself serves it."""

from django.http import HttpRequest, HttpResponse

from izdes.core.sealing.canonical import canonical_json
from izdes.web.institutions.openapi import document as described


def document(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document."""
    del request
    return HttpResponse(canonical_json(described()), content_type="application/json")
