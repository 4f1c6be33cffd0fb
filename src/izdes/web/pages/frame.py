"""The frame of every page: what its head says of whoever looks at it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from izdes.web.officers.models import Officer
from izdes.web.officers.reach import roles_of
from izdes.web.officers.roles import CASELESS, HEADING, INSTITUTIONAL, PROSECUTORS, Role

_WORK = frozenset(Role) - CASELESS


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation.

    Attributes:
        words: Code of what it is called.
        name: Name of the address that it leads to.
        roles: Whose navigation it stands in: whoever holds one of them now.
    """

    words: str
    name: str
    roles: frozenset[Role]


# The whole navigation, in its order. It shows the way; whether a page opens, the page decides.
NAVIGATION: tuple[Entry, ...] = (
    Entry("triage_queue", "triage_queue", _WORK),
    Entry("search_title", "search", _WORK),
    Entry("case_list", "case_list", _WORK),
    Entry("case_my_tasks", "case_my_tasks", _WORK),
    Entry("corr_queues", "decisions", PROSECUTORS),
    Entry("corr_inbox", "inbox", INSTITUTIONAL),
    Entry("corr_scoreboard", "scoreboard", INSTITUTIONAL | PROSECUTORS | {Role.HQ_ANALYST}),
    Entry("hubs_title", "hubs", frozenset({Role.HQ_ANALYST})),
    Entry("loop_limits", "loop_limits", frozenset({Role.HQ_ANALYST})),
    Entry("law_page", "law", frozenset(Role) - {Role.RECEPTION}),
    Entry("access_title", "access_list", _WORK),
    Entry("people_headed", "headed", HEADING),
    Entry("page_people", "people", frozenset({Role.ADMINISTRATOR})),
    Entry("people_bodies", "bodies", frozenset({Role.ADMINISTRATOR})),
    Entry("corr_undelivered", "undelivered", frozenset({Role.ADMINISTRATOR})),
)


@dataclass(frozen=True, slots=True)
class Way:
    """An entry as a page shows it."""

    words: str
    url: str
    is_here: bool


class OfficerRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Officer


def frame(request: HttpRequest) -> dict[str, object]:
    """Return what the head of a page asks about."""
    user = request.user
    roles = roles_of(user) if user.is_authenticated else frozenset[Role]()
    return {
        "is_administrator": Role.ADMINISTRATOR in roles,
        "navigation": list(_ways(request, roles)),
        # Each language is called as it calls itself.
        "languages": settings.LANGUAGES,
    }


def _ways(request: HttpRequest, roles: frozenset[Role]) -> Iterator[Way]:
    """Return the entries of whoever holds some roles; the nearest one above the page is marked."""
    found = [(one.words, reverse(one.name)) for one in NAVIGATION if roles & one.roles]
    above = [url for _, url in found if request.path.startswith(url)]
    here = max(above, key=len, default="")
    for words, url in found:
        yield Way(words, url, url == here)


def is_administrator(officer: Officer) -> bool:
    """Say whether an officer keeps the office now."""
    return Role.ADMINISTRATOR in roles_of(officer)
