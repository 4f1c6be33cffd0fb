"""The tab of a case: which series its complaints are in, proposed or confirmed."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase
from django.urls import reverse

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.frame import case_frame
from izdes.web.pages.figures import Link, Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.subjects.telling import names_of, region_word
from izdes.web.pages.tables import Column, Listing
from izdes.web.subjects.linking.selectors import Proposal, SeriesView, proposals_of, series_of


@dataclass(frozen=True, slots=True)
class Row:
    """A series of a case's complaints."""

    series: Link
    members: int
    mine: int
    regions: str
    units: str
    state: Mark


@login_required
def case_series(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show the series of a case's complaints."""
    me = request.user
    frame = case_frame(request, number)
    proposals = proposals_of(me, number)
    listing = Listing(
        request,
        name="case-series",
        rows=_rows(me, proposals),
        columns=(
            Column("series", "series", words="series_column_series"),
            Column("state", "state", kind="state"),
            Column("members", "members", words="series_column_members", kind="number"),
            Column("mine", "mine", words="series_column_mine", kind="number"),
            Column("regions", "regions", words="series_column_regions"),
            Column("units", "units", words="series_column_units"),
        ),
        caption="series_of_case",
        empty="series_of_case_none",
        case=number,
    )
    return listing.respond("subjects/tab.html", frame)


def _rows(me: Officer, proposals: tuple[Proposal, ...]) -> list[Row]:
    """Return a row for each series."""
    found = [(one, view) for one in proposals if (view := series_of(me, one.name)) is not None]
    names = names_of(me, (), (unit for _, view in found for unit, _ in view.places), ())
    return [
        Row(
            _link(proposal, view),
            view.members,
            len(proposal.complaints),
            ", ".join(sorted({region_word(region) for _, region in view.places if region})),
            ", ".join(sorted({names.body(unit) for unit, _ in view.places})),
            _state(view),
        )
        for proposal, view in found
    ]


def _link(proposal: Proposal, view: SeriesView) -> Link:
    """Return what a series is called: its number, or that of its complaints."""
    numbers = ", ".join(one.number for one in view.confirmed)
    words = (
        say("series_called", language(), number=numbers)
        if numbers
        else say("series_proposed", language())
    )
    return Link(words, reverse("series", args=[proposal.name]))


def _state(view: SeriesView) -> Mark:
    """Return whether a series is confirmed, in part or not at all."""
    if not view.confirmed:
        return Mark(say("figures_guess", language()), "guess")
    code = "series_state_part" if view.unconfirmed else "series_state_confirmed"
    return Mark(say(code, language()), "due" if view.unconfirmed else "held")
