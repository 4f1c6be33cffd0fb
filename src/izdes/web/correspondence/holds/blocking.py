"""Blocking: at which accounts of a case a block may be entered, and until when it lasts."""

from datetime import datetime

from izdes.core.identifiers.account import read_account
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.ladder import rung_on
from izdes.core.law.release import LawPack
from izdes.core.money.claims import key_of
from izdes.web.cases.models import Case
from izdes.web.cases.selectors import payments_visible_to
from izdes.web.correspondence import scopes
from izdes.web.correspondence.holds.ladders import BLOCK
from izdes.web.correspondence.models import RequestSubject
from izdes.web.funds.selectors import trace_of
from izdes.web.law.deciding import due_under
from izdes.web.officers.models import Officer


def accounts_of(officer: Officer, case: Case) -> tuple[str, ...]:
    """Return the keys of the accounts that a case knows, in order.

    Those to which its victims say that they paid, those to which its trace leads, and those that
    its requests are about: as far as the officer may know them.
    """
    told = payments_visible_to(officer).filter(complaint__case=case).exclude(to_raw="")
    said = (key_of(read_account(raw)) for raw in told.values_list("to_raw", flat=True))
    asked = RequestSubject.objects.filter(scopes.of_requests(officer), request__case=case)
    shown = trace_of(officer, case)
    traced = () if shown is None else (place.key for place in shown.places.values())
    every = {*map(str, filter(None, said)), *asked.values_list("account", flat=True), *traced}
    return tuple(sorted(key for key in every if key and not key.startswith("@")))


def block_ends(since: datetime, law: LawPack) -> datetime:
    """Return when a block of the centre ends, by the rung of the day on which it began.

    Raises:
        NoSuchRung: The law knew no such block on that day.
        IzdesError: Its clock cannot be counted.
    """
    rung = rung_on(BLOCK, on=local_day(since), law=law)
    return due_under(law, rung.clock, since).at or since
