"""The queue of triage: complaints on which nobody has decided, by the money still to be caught.

What an hour and a layer cost, `izdes.core.tracing.urgency` says. Beyond some days nothing of it is
left, so of a very long queue the latest thousand are ordered, and the others are counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from izdes.core.tracing.urgency import Urgency, catchable, layers_to, together
from izdes.web.cases import scopes
from izdes.web.cases.duplicates import Duplicate, duplicates_of
from izdes.web.cases.models import Complaint
from izdes.web.officers.models import Officer

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A complaint that waits, with why it stands where it stands."""

    complaint: Complaint
    urgency: Urgency
    duplicates: tuple[Duplicate, ...]

    def __repr__(self) -> str:
        """Name the complaint and nothing that it says."""
        return f"Waiting({self.complaint.receipt})"


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits: the most urgent first.

    Attributes:
        older: How many more wait than are shown.
    """

    rows: tuple[Waiting, ...]
    older: int


def waiting_for(officer: Officer) -> QuerySet[Complaint]:
    """Return the complaints on which triage has not decided, of the bodies that an officer sees."""
    return Complaint.objects.filter(scopes.waiting(officer))


def triage_queue(officer: Officer, *, now: datetime) -> Queue:
    """Return the queue of the bodies that an officer sees, the most urgent first."""
    found = (
        waiting_for(officer)
        .defer("narrative")
        .select_related("unit")
        .prefetch_related("payments")
        .order_by("-reported_at", "-id")
    )
    complaints = list(found[: _MOST + 1])
    older = found.count() - _MOST if len(complaints) > _MOST else 0
    same = duplicates_of(officer, complaints[:_MOST])
    rows = [
        Waiting(complaint, urgency_of(complaint, now=now), same.get(complaint.pk, ()))
        for complaint in complaints[:_MOST]
    ]
    return Queue(tuple(sorted(rows, key=_place)), older)


def urgency_of(complaint: Complaint, *, now: datetime) -> Urgency:
    """Return how urgent a complaint is at a moment; its payments are read."""
    payments = tuple(_each(complaint, now))
    if not payments and complaint.total_minor:
        minutes = _minutes(complaint.reported_at, now)
        return catchable(complaint.total_minor, minutes=minutes, layers=layers_to("none"))
    return together(payments)


def total_of(complaint: Complaint) -> int | None:
    """Return what is said to be lost: as declared, or the sum of payments; None if neither."""
    if complaint.total_minor is not None:
        return complaint.total_minor
    amounts = [one.amount_minor for one in complaint.payments.all() if one.amount_minor is not None]
    return sum(amounts) if amounts else None


def _each(complaint: Complaint, now: datetime) -> Iterator[Urgency]:
    """Yield the urgency of each payment whose amount is said."""
    for payment in complaint.payments.all():
        if payment.amount_minor:
            yield catchable(
                payment.amount_minor,
                minutes=_minutes(payment.at or complaint.reported_at, now),
                layers=layers_to(payment.to_kind),
            )


def _minutes(since: datetime, now: datetime) -> int:
    """Return the whole minutes that have passed."""
    return int((now - since).total_seconds()) // 60


def _place(row: Waiting) -> tuple[int, int, float, int]:
    """Return by what rows are ordered: the most money first, then the newest."""
    complaint = row.complaint
    caught, lost = row.urgency.catchable_minor, row.urgency.amount_minor
    return (-caught, -lost, -complaint.reported_at.timestamp(), -complaint.pk)
