"""Returned: what an answer tells of money that came back, beside the episodes of its case.

A payment is certain where the money went to the account from which exactly one victim of the case
says that she paid, nothing about it is wrong, and no return of that day and sum was entered by
hand. Of a card only the tail is compared, so its sum and its day must be those of exactly one
payment too. Any other waits for an officer, who records it or dismisses it for a reason. That an
institution says so does not prove that it was paid.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, Func, OuterRef, QuerySet, Sum, TextField, Value

from izdes.adapters.messages.checking.returned import return_faults
from izdes.adapters.messages.letters import read_answer
from izdes.core.identifiers.iban import Iban
from izdes.core.identifiers.invalid import InvalidIdentifier
from izdes.core.law.clocks.zone import local_day
from izdes.core.orders.answers import Answer as AnswerPaper
from izdes.core.orders.answers import ReturnAnswer
from izdes.core.sealing.canonical import canonical_json, canonical_time
from izdes.web.cases.models import Episode, Payment
from izdes.web.correspondence.models import Answer, Dismissal, Request
from izdes.web.correspondence.orders.checking import package_of
from izdes.web.reception.models import Return

# States in which an answer was read, and what is certain of it was recorded.
_READ = ("ingested", "closed")
# How an answer that tells of returns is written: within a text a quotation mark is escaped.
_TELLS = '"returned":[{'
_CARD_SIGNS = range(13, 20)


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
        dismissed: By whom it was dismissed, and why; None where nobody did.
    """

    payback: Payback
    recorded: Return | None
    certain: Episode | None
    dismissed: Dismissal | None = None

    @property
    def is_open(self) -> bool:
        """Say whether it waits for somebody."""
        return self.recorded is None and self.dismissed is None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A payment that an answer tells of, and that nobody recorded or dismissed."""

    request: Request
    payback: Payback


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
    rows, gone = recorded(found), dismissed(found)
    is_right = bool(found) and _is_right(request, read_answer(bytes(latest.paper)))
    over = {*rows, *gone}
    return tuple(
        Standing(
            one,
            rows.get(one.source),
            certain_of(request, one.told) if is_right and one.source not in over else None,
            gone.get(one.source),
        )
        for one in found
    )


def proposals_in(requests: QuerySet[Request]) -> tuple[Proposal, ...]:
    """Return what waits of the latest answers to some requests, once they were read, in order."""
    later = Answer.objects.filter(request=OuterRef("request"), version__gt=OuterRef("version"))
    text = Func(F("paper"), Value("UTF8"), function="convert_from", output_field=TextField())
    read = requests.filter(state__in=_READ).values("pk")
    rows = Answer.objects.filter(~Exists(later), request__in=read).annotate(written=text)
    rows = rows.filter(written__contains=_TELLS).select_related("request").order_by("request", "pk")
    found = [Proposal(row.request, one) for row in rows for one in paybacks_of(row.request, row)]
    told = tuple(one.payback for one in found)
    over = {*recorded(told), *dismissed(told)} if told else set()
    return tuple(one for one in found if one.payback.source not in over)


def recorded(paybacks: tuple[Payback, ...]) -> dict[str, Return]:
    """Return what was recorded of payments and was not corrected since, by their sources."""
    rows = Return.objects.filter(source__in=[one.source for one in paybacks])
    rows = rows.filter(corrected_by__isnull=True).select_related("complaint__episode")
    return {row.source: row for row in rows}


def dismissed(paybacks: tuple[Payback, ...]) -> dict[str, Dismissal]:
    """Return by whom payments were dismissed, by their sources."""
    rows = Dismissal.objects.filter(source__in=[one.source for one in paybacks])
    return {row.source: row for row in rows.select_related("officer")}


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


def certain_of(request: Request, told: ReturnAnswer) -> Episode | None:
    """Return whose the money is that went to an account; None where nobody can be sure."""
    if request.case_id is None or request.is_sealed:
        return None
    paid = Payment.objects.filter(complaint__episode__case=request.case_id).exclude(from_raw="")
    is_card = told.account.startswith("card:")
    by = [payment for payment in paid if (_is_of_card if is_card else _is_from)(payment, told)]
    if is_card and len(by) != 1:
        return None
    (*found,) = episodes_of(request).filter(complaint__in={one.complaint_id for one in by})
    if len(found) != 1 or _is_known(found[0], told) or not _is_within(found[0], told):
        return None
    return found[0]


def _is_from(payment: Payment, told: ReturnAnswer) -> bool:
    """Say whether money went to the account from which somebody paid."""
    return _number(payment.from_raw) == told.account.removeprefix("iban:")


def _is_of_card(payment: Payment, told: ReturnAnswer) -> bool:
    """Say whether tail, sum and day of what went to a card are those of a payment by card."""
    hers, theirs = (_tail(one) for one in (payment.from_raw, told.account.rpartition(":")[2]))
    is_same = (payment.amount_minor, payment.currency) == (told.amount_minor, told.currency)
    is_day = payment.at is not None and local_day(payment.at) == local_day(told.at)
    return bool(hers) and hers == theirs and is_same and is_day


def _tail(written: str) -> str:
    """Return the last four digits of a card as it is written; empty where it is no card.

    >>> _tail("4400 43** **** 1234"), _tail("KZ086010000007368787"), _tail("1234")
    ('1234', '', '')
    """
    signs = "".join(written.split()).replace("-", "")
    is_card = len(signs) in _CARD_SIGNS and set(signs) <= set("0123456789*xX•")
    return signs[-4:] if is_card and signs[-4:].isdigit() else ""


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
