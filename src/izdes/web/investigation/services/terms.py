"""Terms: recording what prosecutors decided on the term of a case, with number and day.

The decision itself is made and signed elsewhere; here it is written down, and the clock counts by
it. A term that no level may grant is refused by the law of the clock.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from izdes.core.errors import IzdesError
from izdes.core.law.clocks.case_terms import term_of
from izdes.web.cases.models import Case
from izdes.web.cases.reach import require_case
from izdes.web.investigation.models import TermDecree
from izdes.web.investigation.terms import clock_of
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject
from izdes.web.law.deciding import decided
from izdes.web.law.editions import pack_in_force, the_moment
from izdes.web.officers.models import Officer


class DecreeRecorded(IzdesError):
    """A decree of this kind, number and day stands in the case already."""

    code = "term_decree_recorded"


class DecreeOfTheFuture(IzdesError):
    """Nothing is recorded that has not happened yet."""

    code = "decree_of_the_future"


class TermHasNoClock(IzdesError):
    """The form of the case has no term that could be changed."""

    code = "term_has_no_clock"


class NothingStandsStill(IzdesError):
    """This time has ended already, or never stood still."""

    code = "nothing_stands_still"


@dataclass(frozen=True, slots=True)
class Decree:
    """A decree as it lies on the table: number, day, who decided, and on which ground."""

    number: str
    decreed_on: date
    decreed_by: str
    ground: str


@transaction.atomic(durable=True)
def extend_term(
    *,
    case: Case,
    level: str,
    to_months: int,
    granted_at: datetime,
    decree: Decree,
    officer: Officer,
) -> TermDecree:
    """Record that a prosecutor extended the term, counted from the registration in all.

    Raises:
        NotPermitted: The officer does not work on the case.
        CountNotAllowed: The level may not grant so much.
        DecreeRecorded: It stands there already.
        DecreeOfTheFuture: It is dated later than now.
    """
    row = TermDecree(kind="extension", level=level, to_months=to_months, since=granted_at)
    return _kept(row, case, decree, officer)


@transaction.atomic(durable=True)
def exclude_time(
    *,
    case: Case,
    exclusion: str,
    since: datetime,
    decree: Decree,
    officer: Officer,
    until: datetime | None = None,
) -> TermDecree:
    """Record that time is excluded: an interruption with which the prosecutor agreed, and the like.

    Raises:
        NotPermitted: The officer does not work on the case.
        DecreeRecorded: It stands there already.
        DecreeOfTheFuture: It is dated later than now.
    """
    row = TermDecree(kind="excluded", exclusion=exclusion, since=since, until=until)
    return _kept(row, case, decree, officer)


@transaction.atomic(durable=True)
def return_case(
    *, case: Case, returned_at: datetime, decree: Decree, officer: Officer
) -> TermDecree:
    """Record that a case came back for further investigation.

    Raises:
        NotPermitted: The officer does not work on the case.
        DecreeRecorded: It stands there already.
        DecreeOfTheFuture: It is dated later than now.
    """
    return _kept(TermDecree(kind="returned", since=returned_at), case, decree, officer)


@transaction.atomic(durable=True)
def record_custody(*, case: Case, since: datetime, decree: Decree, officer: Officer) -> TermDecree:
    """Record that somebody was put into custody or under house arrest in the case.

    Its own term runs on; a case into which several are joined counts from the one where it was so.

    Raises:
        NotPermitted: The officer does not work on the case.
        DecreeRecorded: It stands there already.
        DecreeOfTheFuture: It is dated later than now.
    """
    return _kept(TermDecree(kind="custody", since=since), case, decree, officer)


@transaction.atomic(durable=True)
def record_covert_end(
    *, case: Case, ended_at: datetime, decree: Decree, officer: Officer
) -> TermDecree:
    """Record when covert actions ended that were authorised in time: that they were, he says.

    Raises:
        NotPermitted: The officer does not work on the case.
        DecreeRecorded: It stands there already.
        DecreeOfTheFuture: It is dated later than now.
    """
    return _kept(TermDecree(kind="covert", since=ended_at), case, decree, officer)


@transaction.atomic(durable=True)
def resume_term(*, decree: TermDecree, until: datetime, ground: str, officer: Officer) -> None:
    """Record that excluded time ended, and the term runs again.

    Raises:
        NotPermitted: The officer does not work on the case.
        NothingStandsStill: It ended already, or would end before it began.
    """
    require_case(officer, decree.case, "write")
    if until > the_moment():
        raise DecreeOfTheFuture
    open_ones = TermDecree.objects.filter(
        pk=decree.pk, kind="excluded", until__isnull=True, since__lte=until
    )
    if not open_ones.update(until=until):
        raise NothingStandsStill
    decided(
        Event.TERM_RESUMED,
        under=pack_in_force().ref,
        officer=officer,
        subject=Subject("case", str(decree.case_id)),
        changes={
            "decree": Change(None, decree.number),
            "until": Change(None, until.isoformat()),
            "ground": Change(None, ground),
        },
        case=decree.case_id,
    )


def _kept(row: TermDecree, case: Case, decree: Decree, officer: Officer) -> TermDecree:
    """Keep a decree, if the clock of the case can be counted with it."""
    require_case(officer, case, "write")
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    same = TermDecree.objects.filter(
        case=held, kind=row.kind, number=decree.number, decreed_on=decree.decreed_on
    )
    if same.exists():
        raise DecreeRecorded(number=decree.number)
    now = the_moment()
    if row.since > now or decree.decreed_on > now.date():
        raise DecreeOfTheFuture
    law = pack_in_force()
    before = clock_of(held)
    row.case, row.recorded_by, row.recorded_at = held, officer, now
    row.number, row.decreed_on = decree.number, decree.decreed_on
    row.decreed_by, row.ground, row.pack = decree.decreed_by, decree.ground, law.ref.digest
    row.save(force_insert=True)
    after = clock_of(held)
    if before is None or after is None:
        raise TermHasNoClock
    # Counted before it is committed: what no prosecutor may grant is not kept.
    was, now_is = term_of(before, law=law).due, term_of(after, law=law).due
    decided(
        Event.TERM_DECREED,
        under=law.ref,
        officer=officer,
        subject=Subject("case", str(held.pk)),
        changes={
            "decree": Change(None, f"{row.kind} {decree.number}, {decree.decreed_on}"),
            "term": Change(_day(was.last_day), _day(now_is.last_day)),
            "ground": Change(None, decree.ground),
        },
        case=held.pk,
        norm=now_is.rule.norm_id,
    )
    return row


def _day(day: date | None) -> str | None:
    """Return a day as the journal keeps it."""
    return None if day is None else day.isoformat()
