"""Stepping: a request is locked, its step is looked up in the one table, and it moves on."""

from collections.abc import Collection
from datetime import datetime

from izdes.core.law.clocks.zone import local_day
from izdes.core.law.measures import Measure
from izdes.core.law.needed import what_is_needed
from izdes.core.law.release import LawPack
from izdes.core.orders.states import State, Step, StepLacks, StepRefused, after
from izdes.web.correspondence.errors import ReasonAbsent, RequestMoved
from izdes.web.correspondence.models import Request
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer


def held(request: Request) -> Request:
    """Return a request, locked until this command ends, as it stands now.

    Raises:
        RequestMoved: It is not there for whoever acts.
    """
    rows = Request.objects.select_for_update(of=("self",)).filter(pk=request.pk)
    beside = ("case", "complaint__case", "addressee", "related", "same_matter")
    found = rows.select_related(*beside).first()
    if found is None:
        raise RequestMoved(request=request.number, state="")
    return found


def follow_complaint(request: Request) -> None:
    """Put a request of before registration into the case that its complaint became since."""
    complaint = request.complaint
    if request.case_id is None and complaint is not None and complaint.case is not None:
        Request.objects.filter(pk=request.pk).update(case=complaint.case)
        request.case = complaint.case


def following(request: Request, step: Step, *, has: Collection[str] = ()) -> State:
    """Return the state to which a step leads.

    Raises:
        RequestMoved: It does not lead on from here.
        ReasonAbsent: It needs words that are not there.
    """
    try:
        return after(request.state, step, consent=request.consent, has=has)  # type: ignore[arg-type] # kept as checked
    except StepRefused:
        raise RequestMoved(request=request.number, state=request.state) from None
    except StepLacks as lacks:
        raise ReasonAbsent(need=lacks.details["need"]) from None


def moved(request: Request, state: State, **columns: object) -> Request:
    """Write a new state, and what comes with it."""
    Request.objects.filter(pk=request.pk).update(state=state, **columns)
    for name, value in {"state": state, **columns}.items():
        setattr(request, name, value)
    return request


def measure_of(request: Request, law: LawPack, at: datetime) -> Measure:
    """Return the measure of a request as it stands at a moment.

    Raises:
        MeasureNotInForce: It does not hold on that day.
    """
    return what_is_needed(request.measure, on=local_day(at), law=law).measure


def stepped(
    event: Event, request: Request, officer: Officer | None, *, was: str, **texts: str
) -> None:
    """Record a step; the last statement of every command."""
    changes = {"state": Change(was, request.state)} if was != request.state else {}
    changes |= {name: Change(None, text) for name, text in texts.items() if text}
    decided(
        event,
        under=pack_in_force().ref,
        officer=officer,
        subject=Subject("request", str(request.pk)),
        changes=changes,
        case=request.case_id,
    )
