"""Packages of the outer contour that were refused, and why; for whoever keeps the office."""

from django.http import Http404, HttpResponseBase

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.packages.taking import Refusal, refusals
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.frame import OfficerRequest, is_administrator
from izdes.web.pages.tables import Column, Listing, Text, page_of


@looked_at
def packages_refused(request: OfficerRequest) -> HttpResponseBase:
    """Show every file of the outer contour, and every message in one, that was refused."""
    if not is_administrator(request.user):
        raise Http404
    listing = _listing(request, refusals())
    return page_of(request, "correspondence/packages.html", {"listing": listing}, listing)


def _reason(found: Refusal) -> str:
    """Return why a file was refused, in plain words."""
    return say(found.code, language(), **found.details)


def _listing(request: OfficerRequest, rows: tuple[Refusal, ...]) -> Listing:
    """Return the table of what was refused."""
    return Listing(
        request,
        name="packages",
        rows=rows,
        columns=(
            Column("file", "name", words="corr_package_file", sort="value", filter=Text()),
            Column("reason", _reason, words="corr_left_reason"),
            Column("at", "at", words="corr_signal_at", sort="value", kind="moment"),
        ),
        caption="corr_packages",
        empty="corr_packages_none",
        order="-at",
    )
