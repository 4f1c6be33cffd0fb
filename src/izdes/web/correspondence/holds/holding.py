"""Holding: what institutions say they hold, until when, and how it ends."""

from collections.abc import Mapping
from datetime import datetime

from izdes.core.law.clocks.zone import local_day
from izdes.core.law.ladder import rungs_on
from izdes.core.law.measures import Measure
from izdes.core.orders.answers import Answer as AnswerPaper
from izdes.web.correspondence.holds.ladders import BLOCK, measures_of
from izdes.web.correspondence.models import Answer, Hold, Request, RequestSubject
from izdes.web.correspondence.orders.standing import Minute
from izdes.web.law.deciding import due_under


def hold_as_answered(
    kept: Answer,
    answer: AnswerPaper,
    *,
    rows: Mapping[tuple[str, str], RequestSubject],
    measure: Measure,
    minute: Minute,
) -> None:
    """Keep what an answer says is held; what a corrected answer said before has ended by it."""
    request = kept.request
    before = Hold.objects.filter(request=request, ended_at__isnull=True)
    before.update(ended_at=minute.at, ended_why="corrected")
    Hold.objects.bulk_create(
        Hold(
            request=request,
            subject=rows[one.subject.kind, one.subject.value],
            answer=kept,
            account=one.account,
            status=one.status,
            amount_minor=one.amount_minor,
            currency=one.currency,
            looked_at=one.at,
            since=one.since,
            until=_until(measure, one.since, one.until, minute),
        )
        for one in answer.holds
    )


def end_as_ordered(request: Request, minute: Minute) -> None:
    """End what an accepted order lets go, or a court's arrest takes over; other orders stand.

    Where the order names accounts that the earlier one held, these alone end.
    """
    if request.related is None:
        return
    if request.measure in _releasing(minute):
        why = "released"
    elif request.consent == "act":
        why = "arrested"
    else:
        return
    held = Hold.objects.filter(request=request.related, status="held", ended_at__isnull=True)
    named = request.subjects.exclude(account="").values("account")
    if named.exists():
        held = held.filter(account__in=named)
    held.update(ended_at=minute.at, ended_why=why)


def _releasing(minute: Minute) -> frozenset[str]:
    """Return the measures that let money go."""
    rungs = rungs_on(local_day(minute.at), law=minute.law)
    return frozenset(end for rung in rungs for end in rung.ends)


def _is_block(measure: Measure, minute: Minute) -> bool:
    """Say whether what a measure asks for is the centre's block, which ends by its clock."""
    return measure.measure_id in measures_of(minute.law, (BLOCK,), now=minute.at)


def _until(
    measure: Measure, since: datetime | None, said: datetime | None, minute: Minute
) -> datetime | None:
    """Return when a hold lapses by the law; None where nothing is held, or a court holds it."""
    if since is not None and said is None and _is_block(measure, minute):
        return due_under(minute.law, measure.clock, since).at
    if since is None or not measure.term_days:
        return said
    return due_under(minute.law, measure.clock, since).at
