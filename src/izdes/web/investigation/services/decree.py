"""The decree of a movement: its case is held, its ground looked up, and what it moves goes along.

A movement is decided by whoever the law names, on paper or by his signature elsewhere. Here it is
written down with its number, its day and its ground, and the case moves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from izdes.core.errors import IzdesError
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Attachment, Case, Complaint, Episode
from izdes.web.cases.reach import require_case
from izdes.web.files.services import use
from izdes.web.investigation.models import Movement, Victim
from izdes.web.investigation.movements import JOINED
from izdes.web.investigation.norms import require_norms
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import the_moment
from izdes.web.officers.models import Officer


class SealedStays(IzdesError):
    """A sealed case is seen by its named members only: nobody could work on it elsewhere."""

    code = "sealed_case_stays"


class CaseJoined(IzdesError):
    """The case was joined into another and goes no way of its own."""

    code = "case_joined_already"


class NothingMoves(IzdesError):
    """A joinder takes at least two cases; a separation takes some episodes and leaves some."""

    code = "nothing_moves"


class DecreedLater(IzdesError):
    """A decree is recorded after it was made."""

    code = "movement_of_the_future"


@dataclass(frozen=True, slots=True)
class Order:
    """The decree of a movement.

    Attributes:
        decreed_by: Who made it, with his post; for a transfer the prosecutor.
        norms: Its grounds, names of the law pack.
        reason: Why, in the words of the decree.
    """

    number: str
    decreed_at: datetime
    decreed_by: str
    norms: tuple[str, ...]
    reason: str


def held_case(case: Case, officer: Officer) -> Case:
    """Return a case, locked, that goes its own way and for which the officer answers."""
    require_case(officer, case, "lead")
    rows = Case.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=case.pk)
    if held.state == JOINED:
        raise CaseJoined(number=held.number)
    return held


def held_cases(cases: Sequence[Case], officer: Officer) -> list[Case]:
    """Return cases locked in one order, so that two officers do not wait for each other."""
    locked = {one.pk: held_case(one, officer) for one in sorted(cases, key=lambda one: one.pk)}
    return [locked[key] for key in dict.fromkeys(one.pk for one in cases)]


def movement_by(kind: str, case: Case, order: Order, officer: Officer, *, law: LawPack) -> Movement:
    """Return the row of a movement, its decree checked."""
    if order.decreed_at > the_moment():
        raise DecreedLater
    named = require_norms(order.norms, on=order.decreed_at.date(), law=law)
    return Movement(
        kind=kind,
        case=case,
        norms=[norm.norm_id for norm in named],
        number=order.number.strip(),
        decreed_at=order.decreed_at,
        decreed_by=order.decreed_by.strip(),
        reason=order.reason.strip(),
        recorded_by=officer,
        recorded_at=the_moment(),
        pack=law.ref.digest,
    )


def take_over(case: Case, episodes: Iterable[Episode]) -> None:
    """Give episodes, with their complaints and victims, to a case, under its next numbers."""
    last = Episode.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    taken = list(episodes)
    for number, episode in enumerate(taken, start=last + 1):
        episode.case, episode.number = case, number
    Episode.objects.bulk_update(taken, ["case", "number"])
    complaints = [one.complaint_id for one in taken if one.complaint_id is not None]
    # A victim's row is moved while the old case still shows it.
    Victim.objects.filter(episode__in=taken).update(case=case)
    Complaint.objects.filter(pk__in=complaints).update(case=case)
    for file, complaint in Attachment.objects.filter(complaint__in=complaints).values_list(
        "file_id", "complaint_id"
    ):
        use(file, by=Subject("moved_complaint", f"{complaint}:{case.pk}"), case=case.pk)


def confirmations_follow(movement: Movement) -> None:
    """Let what was confirmed of moved complaints hold where they are now, as it was confirmed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT investigation_confirmations_follow(%s)", [movement.pk])


def said(order: Order) -> dict[str, Change]:
    """Return what a decree says, as the journal keeps it."""
    return {
        "decree": Change(None, f"{order.number}, {order.decreed_at.isoformat()}"),
        "decreed_by": Change(None, order.decreed_by),
        "reason": Change(None, order.reason),
    }


def record_movement(
    event: Event,
    case: Case,
    order: Order,
    officer: Officer,
    *,
    law: LawPack,
    changes: dict[str, Change],
) -> None:
    """Record a movement of a case."""
    decided(
        event,
        under=law.ref,
        officer=officer,
        subject=Subject("case", str(case.pk)),
        changes=changes,
        case=case.pk,
        norm=order.norms[0],
    )
