"""The table of what answers state in a case: whose accounts the money came to, opened from where.

It stands below the identifiers that complaints mention: observed, with the answer as its source.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from izdes.adapters.words import say
from izdes.web.cases.masking import Sight
from izdes.web.cases.models import Case
from izdes.web.correspondence.selectors import answer_files_visible_to
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.figures import Chip, Link, Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Choice, Column, Listing
from izdes.web.subjects.linking.identifiers import Known, matches_each
from izdes.web.subjects.linking.stating import StatedView, stated_in

# Of so many things the country is asked.
_MOST_ASKED = 500
_ROLES = ("holder", "contact", "login")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that answers state, as its officer sees it."""

    what: Chip
    role: str
    account: Chip
    tier: Mark
    source: Link | str
    complaints: int
    first: datetime | None
    last: datetime | None


def stated_listing(request: OfficerRequest, case: Case, sight: Sight) -> Listing:
    """Return the table of what answers state in a case."""
    return Listing(
        request,
        name="case-stated",
        rows=_rows(request.user, case, sight),
        columns=(
            Column("value", "what", words="case_identifier", kind="identifier"),
            Column("role", "role", words="case_stated_role", filter=Choice(choices=_roles())),
            Column("account", "account", words="case_stated_account", kind="identifier"),
            Column("tier", "tier", words="case_tier", kind="state"),
            Column("source", "source", words="case_stated_source"),
            Column("complaints", "complaints", words="series_column_mine", kind="number"),
            Column("first", "first", words="case_stated_first", kind="moment"),
            Column("last", "last", words="case_stated_last", kind="moment", is_hidden=True),
        ),
        caption="case_stated",
        empty="case_stated_none",
        case=case.pk,
        prefix="stated-",
    )


def _rows(me: Officer, case: Case, sight: Sight) -> list[Row]:
    """Return a row for each thing stated."""
    found = stated_in(me, case.pk)
    sources = _sources(me, found)
    known = matches_each(me, [(one.kind, one.value) for one in found[:_MOST_ASKED]])
    return [
        Row(
            _chip(one, sight, known),
            say(f"case_stated_role_{one.role}", language()),
            Chip(*_account(one.account), sight=sight),
            Mark(say("case_tier_observed", language())),
            next((sources[file] for file in one.files if file in sources), ""),
            one.complaints,
            one.first_at,
            one.last_at,
        )
        for one in found
    ]


def _sources(me: Officer, found: Sequence[StatedView]) -> Mapping[int, Link]:
    """Return the answers by the files that state something, as requests are numbered."""
    files = {file for one in found for file in one.files}
    rows = answer_files_visible_to(me).filter(file__in=files).select_related("answer__request")
    return {
        one.file_id: Link(
            one.answer.request.number, reverse("request", args=[one.answer.request_id])
        )
        for one in rows.order_by("pk")
    }


def _chip(one: StatedView, sight: Sight, known: Mapping[tuple[str, str], Known]) -> Chip:
    """Return what is stated, with how many complaints of the country it belongs to."""
    found = known.get((one.kind, one.value))
    count = found.complaints if found and found.complaints > 1 else None
    code = "" if one.certainty == "certain" else "figures_doubtful"
    return Chip(one.kind, one.value, sight=sight, count=count, code=code)


def _account(key: str) -> tuple[str, str]:
    """Return an account's kind and value, of a card its digits alone."""
    kind, _, value = key.partition(":")
    return (kind, value.rpartition(":")[2]) if kind == "card" else (kind, value)


def _roles() -> dict[str, str]:
    """Return the words of roles, to filter by."""
    words = (say(f"case_stated_role_{role}", language()) for role in _ROLES)
    return {word: word for word in words}
