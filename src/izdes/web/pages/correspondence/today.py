"""Today: what correspondence asks of whoever looks at his day, each with the page to do it on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from izdes.web.correspondence.models import Block, Hold, Notice, Request
from izdes.web.correspondence.selectors import (
    blocks_ending,
    inbox_of,
    lapsing_visible_to,
    notices_owed,
    overdue_visible_to,
    queue_of,
    requests_visible_to,
    returns_open,
)
from izdes.web.institutions.taking import undelivered
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import institutions_of, is_inside, roles_of, units_of
from izdes.web.officers.roles import Role
from izdes.web.pages.correspondence.contesting import open_notes
from izdes.web.pages.correspondence.deciding import DUTY, QUEUES
from izdes.web.pages.correspondence.duty import duty_queue, has_duty_queue, law_of_days
from izdes.web.pages.correspondence.naming import state_mark
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import is_administrator

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
    """What correspondence asks of an officer.

    Attributes:
        mine: What waits for the investigator, each with how it stands: a draft of the machine's
            says so.
    """

    waiting: tuple[Waiting, ...]
    mine: tuple[tuple[Request, Mark], ...]
    overdue: tuple[Request, ...]
    lapsing: tuple[Hold, ...]
    blocks: tuple[Block, ...]
    owed: tuple[Notice, ...]

    def __bool__(self) -> bool:
        """Say whether anything is asked."""
        return any((self.waiting, self.mine, self.overdue, self.lapsing, self.blocks, self.owed))


def today_of(me: Officer, at: datetime) -> Today:
    """Return what correspondence asks of an officer now."""
    if institutions_of(me):
        return Today(tuple(_inbox(me, at)), (), (), (), (), ())
    if not is_inside(me):
        return Today((), (), (), (), (), ())
    if is_administrator(me):
        return Today(tuple(_left()), (), (), (), (), ())
    queues = [
        *(_queues(me, at) if units_of(me, "supervise") else ()),
        *_contested(me),
        *_returns(me),
    ]
    mine = (
        requests_visible_to(me)
        .filter(state__in=_MINE)
        .filter(
            Q(case__members__officer=me, case__members__until__isnull=True)
            # Before registration: whoever of the body comes first.
            | Q(case__isnull=True, complaint__unit__in=units_of(me, "write"))
        )
    )
    return Today(
        tuple(queues),
        tuple(
            (one, state_mark(one, at))
            for one in mine.select_related("case", "addressee").distinct().order_by("pk")[:_SHOWN]
        ),
        tuple(overdue_visible_to(me, now=at).select_related("case", "addressee")[:_SHOWN]),
        tuple(lapsing_visible_to(me, now=at).select_related("request__case")[:_SHOWN]),
        tuple(_ending(me, at)),
        tuple(notices_owed(me).select_related("request__case")[:_SHOWN]),
    )


def _queues(me: Officer, at: datetime) -> list[Waiting]:
    """Return the queues in which something waits."""
    found = []
    if has_duty_queue(me) and (waits := duty_queue(me, at, law_of_days()).count()):
        url = reverse("decision_queue", args=[DUTY])
        found.append(Waiting(f"corr_queue_{DUTY}", waits, url, is_late=True))
    for name in QUEUES:
        count = queue_of(me, name).count()
        if count:
            found.append(
                Waiting(f"corr_queue_{name}", count, reverse("decision_queue", args=[name]))
            )
    return found


def _contested(me: Officer) -> list[Waiting]:
    """Return how many objections to figures wait for the officer: of headquarters, or of a case."""
    may = Role.HQ_ANALYST in roles_of(me) or units_of(me, "supervise")
    count = open_notes(me).count() if may else 0
    return [Waiting("corr_contests_open", count, reverse("score_notes"))] if count else []


def _returns(me: Officer) -> list[Waiting]:
    """Return how many payments told in answers wait for the officer, and where the first is."""
    found = returns_open(me)
    if not found:
        return []
    url = reverse("request", args=[found[0].request.pk])
    return [Waiting("corr_paid_back_open", len(found), f"{url}#returned")]


def _ending(me: Officer, at: datetime) -> Iterable[Block]:
    """Return the blocks that were entered by hand and end soon, with nothing above them."""
    law = law_of_days()
    return () if law is None else blocks_ending(me, law, now=at)[:_SHOWN]


def _left() -> list[Waiting]:
    """Return how many messages of institutions could not be taken."""
    count = len(undelivered())
    url = reverse("undelivered")
    return [Waiting("corr_undelivered", count, url, is_late=True)] if count else []


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
