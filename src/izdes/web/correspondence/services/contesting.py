"""Contesting: an institution says that a figure of its is wrong, and somebody rules on it.

Headquarters does; of a sealed request, which it does not see, a prosecutor who does.
"""

from typing import get_args

from django.db import IntegrityError, transaction

from izdes.web.correspondence.errors import RulingGiven, ScoreContested, ScoreNoteWrong
from izdes.web.correspondence.models import Request, ScoreNote
from izdes.web.correspondence.reach import may_rule, require_answerer
from izdes.web.correspondence.scoring import Figure, Ruling
from izdes.web.files.models import File
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.editions import the_moment
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import NotPermitted

_WITH_TIME: tuple[Figure, ...] = ("time", "overdue")


@transaction.atomic(durable=True)
def contest_score(
    *,
    request: Request,
    figure: Figure,
    ground: str,
    officer: Officer,
    proof: tuple[File, str] | None = None,
) -> ScoreNote:
    """Contest what one request adds to a figure, on stated grounds.

    Args:
        proof: A file that proves them, stored already, and what the institution calls it.

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
    note = ScoreNote(request=found, kind="contested", figure=figure, text=ground)
    if proof is not None:
        note.file, note.file_name = proof
    _noted(note, officer)
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
        NotPermitted: The officer does not see it, or is neither an analyst of headquarters nor, for
            a sealed request, a prosecutor who supervises the body and is named in the case.
        ScoreNoteWrong: There is no reason, or the time does not belong to such a ruling.
        RulingGiven: Somebody ruled on it already.
    """
    found = _to_rule(note, officer)
    is_time = ruling == "lost_time"
    _require(ruling in get_args(Ruling) and bool(reason.strip()), ruling)
    _require(is_time == (lost_minutes > 0), "lost_minutes")
    _require(not is_time or note.figure in _WITH_TIME, "lost_minutes")
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


def _to_rule(note: ScoreNote, officer: Officer) -> ScoreNote:
    """Return what was contested, for an officer who rules on it."""
    rows = ScoreNote.objects.select_related("request__case").filter(kind="contested")
    found = rows.filter(pk=note.pk).first()
    if found is None or not may_rule(officer, found.request):
        raise NotPermitted(needs="rule_on_score")
    return found


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
    if note.file is not None:
        told["digest"] = note.file.digest
    record(
        event,
        officer=officer.pk,
        subject=Subject("request", str(note.request_id)),
        changes={name: Change(None, text) for name, text in told.items()},
        case=note.request.case_id,
    )
