"""Copies of decrees on movements: whom each must reach, by when, and that it was sent."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from izdes.core.law.release import LawPack
from izdes.web.cases.reach import require_case
from izdes.web.investigation.models import Copy, Movement
from izdes.web.investigation.services.decree import DecreedLater
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided, due_under
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Officer


@transaction.atomic(durable=True)
def send_copy(*, copy: Copy, sent_at: datetime, receipt: str, officer: Officer) -> Copy:
    """Record that the copy of a decree was sent, and by what that is shown; once is enough.

    Raises:
        NotPermitted: The officer does not work on the case.
        DecreedLater: It would have been sent later than now, or before the decree.
    """
    require_case(officer, copy.case, "write")
    if not copy.movement.decreed_at <= sent_at <= the_moment():
        raise DecreedLater
    waiting = Copy.objects.filter(pk=copy.pk, sent_at__isnull=True)
    if waiting.update(sent_at=sent_at, sent_by=officer, receipt=receipt):
        decided(
            Event.COPY_SENT,
            under=pack_in_force().ref,
            officer=officer,
            subject=Subject("case", str(copy.case_id)),
            changes={"to": Change(None, copy.to), "receipt": Change(None, receipt)},
            case=copy.case_id,
        )
    copy.refresh_from_db()
    return copy


def begin_copies(movement: Movement, to: Iterable[str], clock: str, *, law: LawPack) -> None:
    """Start the clocks of the copies that must be sent."""
    ends_at = due_under(law, clock, movement.decreed_at).at or movement.decreed_at
    Copy.objects.bulk_create(
        Copy(case_id=movement.case_id, movement=movement, to=one, clock=clock, due_at=ends_at)
        for one in to
    )
