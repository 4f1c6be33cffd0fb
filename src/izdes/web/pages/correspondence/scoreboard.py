"""The scoreboard: how each institution answers; an institution sees its own figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.http import Http404, HttpResponseBase
from django.utils.timezone import now

from izdes.adapters.words import say
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.selectors import inbox_of, requests_visible_to
from izdes.web.language import language
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import institutions_of, is_inside
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.naming import body_name
from izdes.web.pages.correspondence.scores import Score, score_of
from izdes.web.pages.figures import span
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.tables import Column, Listing, Text, page_of

_SINCE = timedelta(days=365)
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One institution of the board."""

    body: Body
    score: Score


@looked_at
def scoreboard(request: OfficerRequest) -> HttpResponseBase:
    """Show the figures of a year, of the institutions whose requests the officer sees."""
    me, at = request.user, now()
    if not institutions_of(me) and not is_inside(me):
        raise Http404
    lines = _lines(_rows(me, at), at)
    listing = _listing(request, lines)
    context = {"listing": listing, "is_own": not is_inside(me), "at": at}
    return page_of(request, "correspondence/scoreboard.html", context, listing)


def _rows(me: Officer, at: datetime) -> Iterable[Request]:
    """Return the requests that were delivered within a year, institution by institution."""
    found = requests_visible_to(me) if is_inside(me) else inbox_of(me)
    found = found.filter(delivered_at__gte=at - _SINCE).select_related("addressee")
    found = found.defer("paper", "draft").prefetch_related(
        "receipts", "answers", "holds", "score_notes"
    )
    return found.order_by("addressee", "pk")[:_MOST]


def _lines(rows: Iterable[Request], at: datetime) -> list[Line]:
    """Return a line for each institution."""
    groups = groupby(rows, key=lambda one: one.addressee_id)
    found = ((list(group)) for _, group in groups)
    return [Line(group[0].addressee, score_of(group, at)) for group in found]


def _listing(request: OfficerRequest, lines: list[Line]) -> Listing:
    """Return the board as a table."""
    lang = language()

    def time(value: timedelta | None) -> str:
        return span(value, lang) if value is not None else "—"

    def hits(line: Line) -> str:
        one = line.score
        if one.hit_percent is None:
            return "—"
        if one.hit_interval is None:
            return say("corr_hits", lang, percent=one.hit_percent, held=one.held, looked=one.looked)
        low, high = one.hit_interval
        return say("corr_hits_few", lang, held=one.held, looked=one.looked, low=low, high=high)

    return Listing(
        request,
        name="scoreboard",
        rows=lines,
        columns=(
            Column("institution", lambda line: body_name(line.body), words="corr_addressee",
                   sort="value", filter=Text()),
            Column("asked", "score.asked", words="corr_score_asked", sort="value", kind="number"),
            Column("answered", "score.answered", words="corr_score_answered", sort="value",
                   kind="number"),
            Column("p50", lambda line: time(line.score.p50), words="corr_score_p50"),
            Column("p95", lambda line: time(line.score.p95), words="corr_score_p95"),
            Column("overdue", "score.overdue", words="corr_score_overdue", sort="value",
                   kind="number"),
            Column("refused", "score.refused", words="corr_score_refused", sort="value",
                   kind="number"),
            Column("defective", "score.defective", words="corr_score_defective", sort="value",
                   kind="number"),
            Column("corrected", "score.corrected", words="corr_score_corrected", sort="value",
                   kind="number"),
            Column("wrong", "score.wrong", words="corr_score_wrong", sort="value", kind="number"),
            Column("hits", hits, words="corr_score_hits"),
        ),
        caption="corr_scoreboard",
        empty="corr_scoreboard_none",
    )  # fmt: skip
