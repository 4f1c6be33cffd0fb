"""Returning: money that came back to a victim, recorded from a document, and told to her.

What is recorded stays. A correction is another row beside it, and whoever reported is told of both:
first what was said, then what is right.
"""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from izdes.adapters.words import amount
from izdes.core.errors import IzdesError
from izdes.web.cases.models import Episode
from izdes.web.cases.reach import require_case
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.officers.models import Officer
from izdes.web.reception.models import Return

_LARGEST_MINOR = 10**15


class ReturnKnown(IzdesError):
    """This return, by this payer, document and day, was recorded already."""

    code = "return_known"


class ReturnCorrected(IzdesError):
    """The return was corrected already; its correction is what is corrected next."""

    code = "return_corrected_already"


class ReturnWrong(IzdesError):
    """A return without a sum, or without a complaint of whoever got it, says nothing."""

    code = "return_wrong"


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows that money came back.

    Attributes:
        payer: Who returned it; `document`: the answer to a refund notice, a payment order.
        source: Digest that names the payment in an institution's answer; empty where it is typed.
    """

    returned_on: date
    payer: str
    document: str
    source: str = ""


@transaction.atomic(durable=True)
def record_return(
    *,
    episode: Episode,
    amount_minor: int,
    returned_on: date,
    payer: str,
    document: str,
    officer: Officer,
) -> Return:
    """Record that money came back to whoever complained of an episode.

    Args:
        amount_minor: In tiyn, above zero.
        document: What shows it: the answer to a refund notice, a payment order.

    Raises:
        NotPermitted: The officer does not work on the case.
        ReturnWrong: There is no sum, or nobody complained.
        ReturnKnown: It was recorded already.
    """
    require_case(officer, episode.case, "write")
    shown = Shown(returned_on, payer, document)
    return keep_return(episode, amount_minor, "KZT", shown, officer=officer)


@transaction.atomic(durable=True)
def correct_return(
    *, returned: Return, episode: Episode, amount_minor: int, why: str, officer: Officer
) -> Return:
    """Correct what was recorded; a sum of nothing takes the return back.

    Raises:
        NotPermitted: The officer does not work on the case.
        ReturnWrong: It is of another episode, the sum is the same, or nobody says why.
        ReturnCorrected: It was corrected already.
    """
    require_case(officer, episode.case, "write")
    return keep_correction(returned, episode, amount_minor, why, officer=officer)


def keep_return(
    episode: Episode, amount_minor: int, currency: str, shown: Shown, *, officer: Officer
) -> Return:
    """Keep a return and record it: the step that commands share, after whose may they asked.

    Raises:
        ReturnWrong: There is no sum, or nobody complained.
        ReturnKnown: It was recorded already.
    """
    if not 0 < amount_minor < _LARGEST_MINOR or episode.complaint_id is None:
        raise ReturnWrong
    kept = _kept(
        Return(
            complaint_id=episode.complaint_id,
            amount_minor=amount_minor,
            currency=currency,
            returned_on=shown.returned_on,
            payer=shown.payer.strip(),
            document=shown.document.strip(),
            source=shown.source,
        ),
        officer,
    )
    _record(Event.MONEY_RETURNED, kept, episode, {"amount": Change(None, _sum(kept))})
    return kept


def keep_correction(
    returned: Return, episode: Episode, amount_minor: int, why: str, *, officer: Officer
) -> Return:
    """Keep a correction and record it: the step that commands share, as `keep_return`.

    Raises:
        ReturnWrong: It is of another episode, the sum is the same, or nobody says why.
        ReturnCorrected: It was corrected already.
    """
    is_its = returned.complaint_id == episode.complaint_id
    is_new = 0 <= amount_minor < _LARGEST_MINOR and amount_minor != returned.amount_minor
    if not (is_its and is_new and why.strip()):
        raise ReturnWrong
    kept = _kept(
        Return(
            complaint_id=returned.complaint_id,
            amount_minor=amount_minor,
            currency=returned.currency,
            returned_on=returned.returned_on,
            payer=returned.payer,
            document=returned.document,
            source=returned.source,
            corrects=returned,
            why=why.strip(),
        ),
        officer,
    )
    changes = {"amount": Change(_sum(returned), _sum(kept)), "reason": Change(None, kept.why)}
    _record(Event.MONEY_RETURN_CORRECTED, kept, episode, changes)
    return kept


def _kept(row: Return, officer: Officer) -> Return:
    """Keep a return."""
    row.recorded_by = officer
    row.recorded_at = Now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise (ReturnCorrected if row.corrects_id else ReturnKnown) from None
    row.refresh_from_db()
    return row


def _record(event: Event, kept: Return, episode: Episode, changes: dict[str, Change]) -> None:
    """Record a return in the journal of the case."""
    record(
        event,
        officer=kept.recorded_by_id,
        subject=Subject("case", str(episode.case_id)),
        changes={
            "episode": Change(None, str(episode.number)),
            "document": Change(None, f"{kept.payer}: {kept.document}, {kept.returned_on}"),
            **changes,
        },
        case=episode.case_id,
    )


def _sum(row: Return) -> str:
    """Return the sum of a return as it is read."""
    return amount(row.amount_minor, row.currency)
