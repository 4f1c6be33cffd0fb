"""Contesting: an institution says that a figure of its is wrong, and headquarters rules on it."""

from typing import get_args

from django.db import IntegrityError, transaction

from izdes.web.correspondence.errors import RulingGiven, ScoreContested, ScoreNoteWrong
from izdes.web.correspondence.models import Request, ScoreNote
from izdes.web.correspondence.reach import require_answerer
from izdes.web.correspondence.scoring import Figure, Ruling
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.editions import the_moment
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import require_role
from izdes.web.officers.roles import Role

_WITH_TIME: tuple[Figure, ...] = ("time", "overdue")


@transaction.atomic(durable=True)
def contest_score(*, request: Request, figure: Figure, ground: str, officer: Officer) -> ScoreNote:
    """Contest what one request adds to a figure, on stated grounds.

    Raises:
        NotPermitted: The officer does not answer for the institution, or it was not sent.
        ScoreNoteWrong: There is no such figure, or no ground.
        ScoreContested: It is contested already, and nobody has ruled on it.
    """
    require_answerer(officer, request)
    _require(figure in get_args(Figure) and bool(ground.strip()), figure)
    # Locked, so that two of the institution do not contest the same at one moment.
    found = Request.objects.select_for_update(no_key=True).get(pk=request.pk)
    mine = found.score_notes.filter(kind="contested", figure=figure)
    if mine.filter(ruling__isnull=True).exists():
        raise ScoreContested(request=found.number)
    note = _noted(ScoreNote(request=found, kind="contested", figure=figure, text=ground), officer)
    _record(Event.SCORE_CONTESTED, note, officer)
    return note


@transaction.atomic(durable=True)
def rule_on_score(
    *, note: ScoreNote, ruling: Ruling, reason: str, officer: Officer, lost_minutes: int = 0
) -> ScoreNote:
    """Rule on what an institution contests; the figure is counted by it from then on.

    Args:
        lost_minutes: How long the institution waited for us; for ``lost_time`` alone.

    Raises:
        NotPermitted: The officer is no analyst of headquarters.
        ScoreNoteWrong: There is no reason, or the time does not belong to such a ruling.
        RulingGiven: Somebody ruled on it already.
    """
    require_role(officer, Role.HQ_ANALYST)
    is_time = ruling == "lost_time"
    _require(ruling in get_args(Ruling) and bool(reason.strip()), ruling)
    _require(is_time == (lost_minutes > 0), "lost_minutes")
    _require(not is_time or note.figure in _WITH_TIME, "lost_minutes")
    found = ScoreNote.objects.select_related("request").get(pk=note.pk, kind="contested")
    made = ScoreNote(
        request=found.request,
        kind=ruling,
        figure=found.figure,
        note=found,
        text=reason,
        lost_minutes=lost_minutes,
    )
    try:
        with transaction.atomic():
            _noted(made, officer)
    except IntegrityError:
        raise RulingGiven(request=found.request.number) from None
    _record(Event.SCORE_RULED, made, officer)
    return made


def _noted(note: ScoreNote, officer: Officer) -> ScoreNote:
    """Keep a note."""
    note.officer, note.at = officer, the_moment()
    note.save(force_insert=True)
    return note


def _require(is_right: bool, field: str) -> None:  # noqa: FBT001 - what is asked stands before it
    """Refuse a note of which a field does not hold what it must."""
    if not is_right:
        raise ScoreNoteWrong(field=field)


def _record(event: Event, note: ScoreNote, officer: Officer) -> None:
    """Record a note; the last statement of both commands."""
    told = {"figure": note.figure, "ruling": note.kind, "reason": note.text}
    if note.lost_minutes:
        told["lost_minutes"] = str(note.lost_minutes)
    record(
        event,
        officer=officer.pk,
        subject=Subject("request", str(note.request_id)),
        changes={name: Change(None, text) for name, text in told.items()},
        case=note.request.case_id,
    )
