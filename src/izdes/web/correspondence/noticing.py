"""Noticing: who must be told of a measure, by which clock; written down when it is sent."""

from datetime import datetime

from izdes.core.law.clocks.rules import rule_on
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.measures import Exemption, Measure
from izdes.core.law.needed import what_is_needed
from izdes.core.law.release import LawPack
from izdes.web.correspondence.models import Notice, Request
from izdes.web.correspondence.orders.standing import Minute
from izdes.web.law.deciding import due_under

# Registration follows an urgent action at once; this clock is the one that the office counts it by.
_REGISTER = "DL_REGISTER_24H"


def owe_notices(request: Request, measure: Measure, minute: Minute) -> None:
    """Write down whom to tell of what was sent now; the clock runs from this moment.

    After an urgent action before registration the institution is owed the register number; the
    paper that tells it is a supplement of the same measure.
    """
    if request.related is not None and request.related.measure == request.measure:
        owed = Notice.objects.filter(request=request.related, to="institution")
        owed.filter(told_at__isnull=True).update(
            told_at=minute.at, told_by=minute.officer, how=request.number
        )
    clocks: list[tuple[str, str]] = [(one.to, one.clock) for one in measure.notices]
    if request.case_id is None:
        clocks.append(("institution", _REGISTER))
    Notice.objects.bulk_create(
        Notice(request=request, to=to, clock=clock, due_at=_due(clock, minute))
        for to, clock in clocks
    )


def excuses_of(notice: Notice, law: LawPack, *, at: datetime) -> tuple[Exemption, ...]:
    """Return by which exceptions somebody need not be told; none where the law lets off nobody.

    The clock of the notice says whether telling may be left out at all, the measure by which norm.
    """
    day = local_day(at)
    if not notice.clock or not rule_on(notice.clock, day, law=law).is_waivable:
        return ()
    return what_is_needed(notice.request.measure, on=day, law=law).measure.exceptions


def _due(clock: str, minute: Minute) -> datetime:
    """Return until when; at once where no clock is named."""
    if not clock:
        return minute.at
    return due_under(minute.law, clock, minute.at).at or minute.at
