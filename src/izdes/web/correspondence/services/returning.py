"""Returning: money that an answer tells of is recorded at the episode of its victim, once.

What is certain is recorded when the answer is read; any other payment when an officer says whose it
is. What is no return of the case he dismisses for a reason. Where a corrected answer tells another
sum, what was recorded is corrected aloud.
"""

from contextlib import suppress

from django.db import transaction

from izdes.core.law.clocks.zone import local_day
from izdes.core.orders.order import PaperLanguage
from izdes.web.cases.models import Episode
from izdes.web.correspondence.errors import ReasonAbsent, ReturnDismissed, ReturnUncertain
from izdes.web.correspondence.holds.returned import (
    Payback,
    changed_since,
    episodes_of,
    recorded,
    standing_paybacks,
)
from izdes.web.correspondence.models import Dismissal, Request
from izdes.web.correspondence.orders.standing import language_of
from izdes.web.correspondence.reach import require_of_request
from izdes.web.correspondence.stepping import held
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.editions import the_moment
from izdes.web.officers.models import Officer
from izdes.web.reception.models import Return
from izdes.web.reception.returning import (
    ReturnKnown,
    Shown,
    keep_correction,
    keep_return,
)


def settle_returns(*, request: Request, officer: Officer) -> int:
    """Record what is certain of the latest answer, and correct what it tells otherwise; how many.

    Each is a command and an entry of its own; doing it twice is harmless.

    Raises:
        NotPermitted: The officer does not work on the case.
    """
    require_of_request(officer, request)
    done = 0
    for payback, minor in changed_since(request):
        done += correct_told(request=request, payback=payback, amount_minor=minor, officer=officer)
    for one in standing_paybacks(request):
        if one.certain is not None:
            # What was certain a moment ago may be recorded, or one too many, by now.
            with suppress(ReturnKnown, ReturnUncertain, ReturnDismissed):
                record_told(request=request, source=one.payback.source, officer=officer)
                done += 1
    return done


@transaction.atomic(durable=True)
def record_told(
    *, request: Request, source: str, officer: Officer, episode: Episode | None = None
) -> Return:
    """Record a payment of the latest answer as a return of an episode.

    Args:
        episode: Whose the officer says that it is; None: whose it certainly is.

    Raises:
        NotPermitted: The officer does not work on the case.
        ReturnUncertain: The latest answer tells of no such payment, or it is not certain whose it
            is, or the episode is of another case.
        ReturnKnown: It was recorded already.
        ReturnDismissed: It was dismissed already.
        ReturnWrong: Nobody complained of the episode.
    """
    require_of_request(officer, request)
    found = held(request)
    one = next((o for o in standing_paybacks(found) if o.payback.source == source), None)
    if one is not None and one.recorded is not None:
        raise ReturnKnown
    if one is not None and one.dismissed is not None:
        raise ReturnDismissed(request=found.number)
    whose = None if one is None else (episode or one.certain)
    if one is None or whose is None or whose not in episodes_of(found):
        raise ReturnUncertain(request=found.number)
    told, language = one.payback.told, language_of(found)
    shown = Shown(local_day(told.at), _payer(found, language), one.payback.document, source)
    return keep_return(whose, told.amount_minor, told.currency, shown, officer=officer)


@transaction.atomic(durable=True)
def dismiss_told(*, request: Request, source: str, why: str, officer: Officer) -> Dismissal:
    """Dismiss a payment of the latest answer: it is no return of this case.

    It is recorded at no episode from then on; whoever errs enters the return by hand.

    Raises:
        NotPermitted: The officer does not work on the case.
        ReasonAbsent: Nobody says why.
        ReturnUncertain: The latest answer tells of no such payment.
        ReturnKnown: It was recorded already.
        ReturnDismissed: It was dismissed already.
    """
    require_of_request(officer, request)
    found = held(request)
    if not why.strip():
        raise ReasonAbsent(need="reason")
    one = next((o for o in standing_paybacks(found) if o.payback.source == source), None)
    if one is None:
        raise ReturnUncertain(request=found.number)
    if one.recorded is not None:
        raise ReturnKnown
    if one.dismissed is not None:
        raise ReturnDismissed(request=found.number)
    made = Dismissal.objects.create(
        request=found, source=source, why=why.strip(), officer=officer, at=the_moment()
    )
    record(
        Event.MONEY_RETURN_DISMISSED,
        officer=officer.pk,
        subject=Subject("request", str(found.pk)),
        changes={"document": Change(None, one.payback.document), "reason": Change(None, made.why)},
        case=found.case_id,
    )
    return made


@transaction.atomic(durable=True)
def correct_told(
    *, request: Request, payback: Payback, amount_minor: int, officer: Officer
) -> bool:
    """Correct what was recorded of a payment of which a corrected answer tells another sum.

    What an officer has corrected himself since stays as he left it.

    Returns:
        Whether anything was corrected.

    Raises:
        NotPermitted: The officer does not work on the case.
    """
    require_of_request(officer, request)
    found = held(request)
    row = recorded((payback,)).get(payback.source)
    if row is None or row.amount_minor != payback.told.amount_minor:
        return False
    latest = found.answers.order_by("-version")[0]
    episode = row.complaint.episode
    keep_correction(row, episode, amount_minor, latest.why_corrected, officer=officer)
    return True


def _payer(request: Request, language: PaperLanguage) -> str:
    """Return what the institution is called in the language of the proceedings."""
    return str(getattr(request.addressee, f"name_{language}"))
