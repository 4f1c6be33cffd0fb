"""The list of cases: those that an officer sees, the latest first."""

from functools import cache

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponseBase
from django.urls import reverse

from izdes.web.cases.models import Case
from izdes.web.cases.selectors import cases_visible_to, members_visible_to
from izdes.web.investigation.visible import qualifications_visible_to
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.case.naming import scheme_name, state_words
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Days, Listing, Text

_STATES = ("registered", "joined")


@looked_at
def case_list(request: OfficerRequest) -> HttpResponseBase:
    """Show the cases that the officer sees."""
    listing = Listing(
        request,
        name="cases",
        rows=_rows(request.user),
        columns=_columns(),
        caption="case_list_caption",
        empty="case_list_empty",
        link=_url,
        order="-registered",
    )
    return listing.respond("case/list.html")


def _rows(officer: Officer) -> QuerySet[Case]:
    """Return the cases, each with its lead and the norms of its qualification."""
    lead = members_visible_to(officer).filter(case=OuterRef("pk"), kind="lead", until__isnull=True)
    norms = qualifications_visible_to(officer).filter(case=OuterRef("pk")).order_by("-pk")
    return (
        cases_visible_to(officer)
        .select_related("unit")
        .annotate(
            lead_name=Subquery(lead.values("officer__full_name")[:1]),
            norms=Subquery(norms.values("norms")[:1]),
        )
    )


def _columns() -> tuple[Column, ...]:
    """Return the columns of the list."""
    # Asked for by the first row: whoever sees no case sees no law either.
    law = cache(pack_in_force)
    states = {state: state_words(state) for state in _STATES}
    name = f"name_{language()}"
    return (
        Column("number", "number", words="case_number", sort="number", filter=Text("number")),
        Column(
            "state",
            lambda case: Mark(state_words(case.state)),
            words="case_state",
            sort="state",
            kind="state",
            filter=Choice("state", states),
        ),
        Column(
            "registered",
            "registered_at",
            words="case_registered_at",
            sort="registered_at",
            kind="moment",
            filter=Days("registered_at"),
        ),
        Column("unit", f"unit.{name}", words="case_unit", sort="unit__code"),
        Column("lead", "lead_name", words="case_lead", sort="lead_name", filter=Text("lead_name")),
        Column(
            "scheme",
            lambda case: scheme_name(case.scheme, law()),
            words="case_scheme",
            sort="scheme",
        ),
        Column(
            "norms",
            lambda case: ", ".join(case.norms or ()),
            words="case_qualification",
            is_hidden=True,
        ),
    )


def _url(case: Case) -> str:
    """Return the page of a case."""
    return reverse("case_overview", kwargs={"number": case.pk})
