"""Returned: what an answer tells of money that came back, beside the episodes of its case.

A payment is certain where the money went to the account from which exactly one victim of the case
says that she paid, nothing about it is wrong, and no return of that day and sum was entered by
hand. Any other waits for an officer. That an institution says so does not prove that it was paid.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from izdes.adapters.messages.checking.returned import return_faults
from izdes.adapters.messages.letters import read_answer
from izdes.core.identifiers.iban import Iban
from izdes.core.identifiers.invalid import InvalidIdentifier
from izdes.core.law.clocks.zone import local_day
from izdes.core.orders.answers import Answer as AnswerPaper
from izdes.core.orders.answers import ReturnAnswer
from izdes.core.sealing.canonical import canonical_json, canonical_time
from izdes.web.cases.models import Episode, Payment
from izdes.web.correspondence.models import Answer, Request
from izdes.web.correspondence.orders.checking import package_of
from izdes.web.reception.models import Return


@dataclass(frozen=True, slots=True)
class Payback:
    """One payment that an answer tells of.

    Attributes:
        told: The line of the answer.
        source: Digest by which it is known, whichever version of the answer tells it.
        document: How it is named where it is recorded.
    """

    told: ReturnAnswer
    source: str
    document: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A payment as the office has it.

    Attributes:
        recorded: What was recorded of it and stands; None where nothing was.
        certain: Whose it is, where that is certain and nothing was recorded yet.
    """

    payback: Payback
    recorded: Return | None
    certain: Episode | None


def paybacks_of(request: Request, answer: Answer) -> tuple[Payback, ...]:
    """Return the payments of one version of an answer, in their order."""
    paper = read_answer(bytes(answer.paper))
    return tuple(_payback(request, paper, one) for one in paper.returned)


def standing_paybacks(request: Request) -> tuple[Standing, ...]:
    """Return the payments of the latest answer as the office has them."""
    latest = request.answers.order_by("-version").first()
    if latest is None:
        return ()
    found = paybacks_of(request, latest)
    rows = recorded(found)
    is_right = bool(found) and _is_right(request, read_answer(bytes(latest.paper)))
    return tuple(
        Standing(
            one,
            rows.get(one.source),
            _certain(request, one.told) if is_right and one.source not in rows else None,
        )
        for one in found
    )


def recorded(paybacks: tuple[Payback, ...]) -> dict[str, Return]:
    """Return what was recorded of payments and was not corrected since, by their sources."""
    rows = Return.objects.filter(source__in=[one.source for one in paybacks])
    rows = rows.filter(corrected_by__isnull=True).select_related("complaint__episode")
    return {row.source: row for row in rows}


def episodes_of(request: Request) -> QuerySet[Episode]:
    """Return the episodes of which somebody complained, of the case of a request."""
    return Episode.objects.filter(case=request.case_id, complaint__isnull=False).order_by("number")


def _payback(request: Request, paper: AnswerPaper, one: ReturnAnswer) -> Payback:
    """Return one payment with the digest by which it is known."""
    told = {
        "order": request.digest,
        "account": one.account,
        "currency": one.currency,
        "at": canonical_time(one.at),
        "document": one.document,
    }
    source = hashlib.sha256(canonical_json(told)).hexdigest()
    number = f" № {one.document}" if one.document else f" {source[:8]}"
    return Payback(one, source, f"{request.number}, {paper.answer_id}:{number}")


def _is_right(request: Request, paper: AnswerPaper) -> bool:
    """Say whether nothing is wrong with what an answer tells of returns."""
    faults = return_faults(paper, package_of(request))
    return not any(fault.severity == "refused" for fault in faults)


def _certain(request: Request, told: ReturnAnswer) -> Episode | None:
    """Return whose the money is that went to an account; None where nobody can be sure."""
    if request.case_id is None or request.is_sealed:
        return None
    paid = Payment.objects.filter(complaint__episode__case=request.case_id).exclude(from_raw="")
    hers = {
        payment.complaint_id
        for payment in paid
        if _number(payment.from_raw) == told.account.removeprefix("iban:")
    }
    (*found,) = episodes_of(request).filter(complaint__in=hers)
    if len(found) != 1 or _is_known(found[0], told) or not _is_within(found[0], told):
        return None
    return found[0]


def _is_known(episode: Episode, told: ReturnAnswer) -> bool:
    """Say whether somebody entered a return of that day and sum by hand."""
    rows = Return.objects.filter(complaint=episode.complaint_id, source="")
    return rows.filter(
        amount_minor=told.amount_minor, currency=told.currency, returned_on=local_day(told.at)
    ).exists()


def _is_within(episode: Episode, told: ReturnAnswer) -> bool:
    """Say whether no more came back to a victim than she says that she paid."""
    of = {"complaint": episode.complaint_id, "currency": told.currency}
    paid = Payment.objects.filter(**of).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    rows = Return.objects.filter(**of, corrected_by__isnull=True)
    back = rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return int(back) + told.amount_minor <= int(paid)


def _number(written: str) -> str:
    """Return an account as people write it in its normal form; empty where it is no IBAN."""
    try:
        return Iban.parse(written).text
    except InvalidIdentifier:
        return ""


def changed_since(request: Request) -> Iterator[tuple[Payback, int]]:
    """Yield each payment of the version before the latest of which another sum is told now.

    Yields:
        The payment as it was told, and in minor units what is told now: 0 where nothing is.
    """
    versions = list(request.answers.order_by("-version")[:2])
    if len(versions) < 2:  # noqa: PLR2004 - the latest, and the one that it corrects
        return
    latest, before = (paybacks_of(request, one) for one in versions)
    sums = {one.source: one.told.amount_minor for one in latest}
    for one in before:
        if (now := sums.get(one.source, 0)) != one.told.amount_minor:
            yield one, now
