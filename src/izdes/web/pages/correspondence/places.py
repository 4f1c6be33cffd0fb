"""Places: where requests are drafted and signed: in a case, or in a complaint before it is one.

Both show the same pages. Before registration the frame is that of the complaint, and only measures
that may precede registration are offered.
"""

from dataclasses import dataclass
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse

from izdes.adapters.words import Lang
from izdes.web.cases.masking import Sight, sight_of
from izdes.web.cases.models import Case, Complaint
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.reach import require_work
from izdes.web.correspondence.selectors import requests_visible_to
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.case.frame import case_frame, case_to_write
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.triage.desk import complaint_or_404

_CASE, _COMPLAINT = "case/base.html", "correspondence/complaint_base.html"


@dataclass(frozen=True, slots=True)
class Place:
    """A case, or a complaint that is none yet.

    Attributes:
        frame: What the head of its page shows.
    """

    case: Case | None
    complaint: Complaint | None
    frame: dict[str, object]

    @property
    def language(self) -> Lang:
        """The language of the papers; Kazakh before registration."""
        return language_of_case(self.case) if self.case is not None else "kk"

    def url(self, page: str = "") -> str:
        """Return the address of one of its pages: the list, ``new``, ``sign`` or ``submit``."""
        name = "case_requests" if self.case is not None else "complaint_requests"
        key = self.case.pk if self.case is not None else self.complaint.pk if self.complaint else 0
        return reverse(f"{name}_{page}" if page else name, args=[key])

    def requests_of(self, officer: Officer) -> QuerySet[Request]:
        """Return its requests, as far as an officer sees them."""
        rows = requests_visible_to(officer)
        if self.case is not None:
            return rows.filter(case=self.case)
        return rows.filter(complaint=self.complaint)

    def sight(self, officer: Officer) -> Sight:
        """Return how an officer sees numbers here."""
        if self.case is not None:
            return sight_of(officer, self.case)
        return sight_of(officer, self.complaint.unit) if self.complaint else sight_of(officer)

    def context(self) -> dict[str, object]:
        """Return what every template of a place asks for."""
        pages = {f"{page or 'list'}_url": self.url(page) for page in ("", "new", "sign", "submit")}
        base = _CASE if self.case is not None else _COMPLAINT
        return {**self.frame, **pages, "base": base}


def language_of_case(case: Case) -> Lang:
    """Return the language in which papers of a case are."""
    return "ru" if case.language == "ru" else "kk"


def case_place(request: OfficerRequest, number: int) -> Place:
    """Return a case on which an officer works, as a place.

    Raises:
        Http404: He does not see it.
        PermissionDenied: He sees it and does not work on it.
    """
    case = case_to_write(request.user, number)
    return Place(case, None, case_frame(request, number))


def complaint_place(request: OfficerRequest, number: int) -> Place:
    """Return a complaint on which an officer works, as a place.

    Raises:
        Http404: He does not see it.
        PermissionDenied: He sees it and does not work on it.
    """
    complaint = complaint_or_404(request.user, number)
    try:
        require_work(request.user, case=complaint.case, complaint=complaint)
    except NotPermitted:
        raise PermissionDenied from None
    return Place(None, complaint, {"complaint": complaint, "may_write": True})


def place_of(request: OfficerRequest, found: Request) -> Place:
    """Return where a request is written; see `case_place` and `complaint_place`."""
    if found.case_id is not None:
        return case_place(request, found.case_id)
    return complaint_place(request, cast("int", found.complaint_id))
