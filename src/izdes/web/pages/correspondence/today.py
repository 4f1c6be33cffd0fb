"""Today: what correspondence asks of whoever looks at his day, each with the page to do it on."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from izdes.web.correspondence.models import Hold, Notice, Request
from izdes.web.correspondence.selectors import (
    inbox_of,
    lapsing_visible_to,
    notices_owed,
    overdue_visible_to,
    queue_of,
    requests_visible_to,
)
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import institutions_of, is_inside, units_of
from izdes.web.pages.correspondence.deciding import QUEUES

_SHOWN = 10
_ANSWER = ("sent", "delivered", "accepted", "clarification_asked", "extension_asked")
# What waits for the investigator, in the order in which he takes it up.
_MINE = ("draft", "signed", "sanctioned", "clarification_asked", "extension_asked", "answered")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits of one kind, and where it is done."""

    words: str
    count: int
    url: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """What correspondence asks of an officer."""

    waiting: tuple[Waiting, ...]
    mine: tuple[Request, ...]
    overdue: tuple[Request, ...]
    lapsing: tuple[Hold, ...]
    owed: tuple[Notice, ...]

    def __bool__(self) -> bool:
        """Say whether anything is asked."""
        return any((self.waiting, self.mine, self.overdue, self.lapsing, self.owed))


def today_of(me: Officer, at: datetime) -> Today:
    """Return what correspondence asks of an officer now."""
    if institutions_of(me):
        return Today(tuple(_inbox(me, at)), (), (), (), ())
    if not is_inside(me):
        return Today((), (), (), (), ())
    queues = _queues(me) if units_of(me, "supervise") else []
    mine = (
        requests_visible_to(me)
        .filter(state__in=_MINE)
        .filter(case__members__officer=me, case__members__until__isnull=True)
    )
    return Today(
        tuple(queues),
        tuple(mine.select_related("case", "addressee").distinct().order_by("pk")[:_SHOWN]),
        tuple(overdue_visible_to(me, now=at).select_related("case", "addressee")[:_SHOWN]),
        tuple(lapsing_visible_to(me, now=at).select_related("request__case")[:_SHOWN]),
        tuple(notices_owed(me).select_related("request__case")[:_SHOWN]),
    )


def _queues(me: Officer) -> list[Waiting]:
    """Return the queues in which something waits."""
    found = []
    for name in QUEUES:
        count = queue_of(me, name).count()
        if count:
            found.append(
                Waiting(f"corr_queue_{name}", count, reverse("decision_queue", args=[name]))
            )
    return found


def _inbox(me: Officer, at: datetime) -> list[Waiting]:
    """Return how much waits for an institution."""
    rows, url = inbox_of(me), reverse("inbox")
    late = rows.filter(state__in=_ANSWER, due_at__lt=at).count()
    waiting = [
        Waiting("corr_inbox_new", rows.filter(state="sent").count(), url),
        Waiting("corr_inbox_open", rows.filter(state__in=_ANSWER[1:]).count(), url),
        Waiting("corr_inbox_late", late, url, is_late=True),
    ]
    return [one for one in waiting if one.count]
