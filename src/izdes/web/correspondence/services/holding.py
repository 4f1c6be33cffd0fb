"""Holding: how a hold ends or is cleared, and who is told of a measure."""

from django.db import connection, transaction
from django.db.models.functions import Now

from izdes.web.correspondence.errors import HoldEnded, NoticeGiven, NoticeOwed, ReasonAbsent
from izdes.web.correspondence.models import Hold, Notice
from izdes.web.correspondence.noticing import excuses_of
from izdes.web.correspondence.reach import require_of_request
from izdes.web.correspondence.stepping import stepped
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Officer


@transaction.atomic(durable=True)
def clear_hold(*, hold: Hold, why: str, officer: Officer) -> Hold:
    """Note that the holder has no part in the matter, or that the money was not the victims'.

    It counts as harm from the first moment of the hold; the hold itself ends by a release.

    Raises:
        NotPermitted: The officer does not work on the case.
        ReasonAbsent: Nobody says why.
        HoldEnded: Nothing was held, or it was cleared before.
    """
    require_of_request(officer, hold.request)
    if not why.strip():
        raise ReasonAbsent(need="reason")
    rows = Hold.objects.filter(pk=hold.pk, status="held", cleared_at__isnull=True)
    if not rows.update(cleared_at=Now(), cleared_by=officer, cleared_why=why):
        raise HoldEnded
    hold.refresh_from_db()
    record(
        Event.HOLD_CLEARED,
        officer=officer.pk,
        subject=Subject("hold", str(hold.pk)),
        changes={"reason": Change(None, why)},
        case=hold.request.case_id,
    )
    return hold


@transaction.atomic(durable=True)
def tell(*, notice: Notice, how: str, officer: Officer) -> Notice:
    """Note that somebody was told of a measure, and how: a number, a receipt.

    Raises:
        NotPermitted: The officer does not work on the case.
        ReasonAbsent: Nothing says how.
        NoticeGiven: He was told, or need not be.
    """
    return _given(notice, officer, how=how, norm="")


@transaction.atomic(durable=True)
def waive(*, notice: Notice, norm: str, reason: str, officer: Officer) -> Notice:
    """Note that somebody need not be told, by a norm that the law pack names for this measure.

    Raises:
        NotPermitted: The officer does not work on the case.
        NoticeOwed: The law lets nobody off here, or not by this norm.
        ReasonAbsent: Nobody says why it applies.
        NoticeGiven: He was told, or need not be.
    """
    excuses = excuses_of(notice, pack_in_force(), at=the_moment())
    if norm not in {one.norm_id for one in excuses}:
        raise NoticeOwed(to=notice.to)
    return _given(notice, officer, how=reason, norm=norm)


def _given(notice: Notice, officer: Officer, *, how: str, norm: str) -> Notice:
    """Write that a notice is no longer owed."""
    request = notice.request
    require_of_request(officer, request)
    if not how.strip():
        raise ReasonAbsent(need="text")
    rows = Notice.objects.filter(pk=notice.pk, told_at__isnull=True)
    if not rows.update(told_at=Now(), told_by=officer, how=how, waived_why=norm):
        raise NoticeGiven
    notice.refresh_from_db()
    stepped(
        Event.REQUEST_NOTICE_GIVEN, request, officer, was=request.state, to=notice.to, reason=how
    )
    return notice


@transaction.atomic(durable=True)
def lapse_holds() -> int:
    """End the holds whose term is over, for the institutions let the money go by themselves.

    The system's own step: it acts for nobody, and twice is harmless.

    Returns:
        How many ended.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM correspondence_lapse() ORDER BY hold_id")
        lapsed = cursor.fetchall()
    for hold, _, case in lapsed:
        record(Event.HOLD_LAPSED, officer=None, subject=Subject("hold", str(hold)), case=case)
    return len(lapsed)
