"""Loans in the victims' names: one click sends the lender what stops interest and collection.

That is the representation, or a demand with the decree that recognises the victim, which goes only
where it is signed. The click drafts, signs and sends, each a command and an entry of its own; where
something is missing the draft stays, and its page says what. The lender's term is the law data's:
it runs from the delivery, and is counted from the sending until that is known. What a complaint
tells of a loan is what somebody said: the paper says no more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from izdes.adapters.words import Lang, amount, moment, say
from izdes.core.errors import IzdesError
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.needed import what_is_needed
from izdes.core.law.release import LawPack
from izdes.core.orders.subjects import Subject
from izdes.web.cases.models import Applicant, Case, Loan
from izdes.web.cases.selectors import applicants_visible_to, loans_visible_to
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import Asked, Draft
from izdes.web.correspondence.orders.enclosing import VICTIM_DECREE
from izdes.web.correspondence.services import draft_request, send, sign_request
from izdes.web.language import language
from izdes.web.law.deciding import due_under
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.reach import NotPermitted
from izdes.web.officers.roles import BodyKind
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.case.frame import case_frame, looked_at, may
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.naming import state_mark
from izdes.web.pages.correspondence.places import language_of_case
from izdes.web.pages.correspondence.requests import requests_of
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest
from izdes.web.papers.models import Paper
from izdes.web.papers.selectors import papers_visible_to
from izdes.web.papers.services.enclosing import decree_line, enclose_decree

RELIEF, STOP = "representation.loan_suspension", "request.loan_stop"
_CONTRACT = "loan_contract"


@dataclass(frozen=True, slots=True)
class Relief:
    """One loan, with what was sent about it.

    Attributes:
        lender: The body that the complaint means by its words; None where nobody knows.
        decree: The signed decree that recognises the victim; None without one.
        sent: What was sent about this contract, by measure.
    """

    loan: Loan
    receipt: str
    victim: str
    lender: Body | None
    decree: Paper | None
    sent: Mapping[str, "Sent"]

    @property
    def ways(self) -> tuple[str, ...]:
        """Return by which measures the lender can be written to now."""
        found = [one for one in (RELIEF, STOP) if one not in self.sent]
        return tuple(one for one in found if one != STOP or self.decree is not None)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to a lender, and until when he must answer.

    Attributes:
        due_at: By the clock of the measure; None where it was not sent, or nothing is owed.
        is_delivered: It counts from the delivery; else from the sending.
    """

    request: Request
    state: Mark
    due_at: datetime | None
    is_delivered: bool


@looked_at
def loans(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the loans of a case; send the lender of one the representation."""
    frame = case_frame(request, number)
    me, case = request.user, cast("Case", frame["case"])
    lenders = _lenders(me)
    found = _reliefs(me, case, lenders.values())
    if request.method == "POST":
        if not may(me, case, "write"):
            raise PermissionDenied
        chosen = next((one for one in found if str(one.loan.pk) == request.POST.get("loan")), None)
        body = lenders.get(request.POST.get("lender", ""))
        way = request.POST.get("paper", RELIEF)
        if chosen is None or body is None or way not in chosen.ways:
            messages.error(request, say("corr_loan_unready", language()))
            return redirect("case_requests_loans", case.pk)
        return _relieve(request, case, chosen, body, way)
    context = {**frame, "reliefs": found, "lenders": lenders.values(), "stop": STOP}
    return render(request, "correspondence/loans.html", context)


def _relieve(
    request: OfficerRequest, case: Case, one: Relief, body: Body, way: str
) -> HttpResponse:
    """Draft what goes to the lender, sign it and send it; stop where something is refused."""
    me = request.user
    made: Request | None = None
    try:
        made = draft_request(
            case=case,
            complaint=one.loan.complaint,
            addressee=body,
            measure=way,
            draft=_draft(one, case, way),
            subjects=_subjects(me, one),
            officer=me,
            once_by=_CONTRACT,
        )
        if way == STOP and one.decree is not None:
            enclose_decree(request=made, paper=one.decree, officer=me)
        send(request=sign_request(request=made, officer=me), officer=me)
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, refusal(refused))
        return redirect("request", made.pk) if made else redirect("case_requests_loans", case.pk)
    messages.success(request, say("corr_loan_sent", language(), number=made.number))
    return redirect("case_requests_loans", case.pk)


def _draft(one: Relief, case: Case, way: str) -> Draft:
    """Return what goes to the lender, in the language of the proceedings."""
    lang, law = language_of_case(case), pack_in_force()
    needed = what_is_needed(way, on=local_day(now()), law=law)
    return Draft(
        basis="; ".join(norm.cited.in_language(lang) for norm in needed.norms[:1]),
    ).saying(
        loan_contract=one.loan.contract,
        victim=one.victim,
        victim_decree=decree_line(one.decree) if way == STOP and one.decree else "",
        circumstances=_circumstances(one, case, lang),
    )


def _circumstances(one: Relief, case: Case, lang: Lang) -> str:
    """Return what the complaint tells of a loan, as a sentence."""
    loan = one.loan
    return say(
        "corr_loan_circumstances",
        lang,
        case=case.number,
        receipt=one.receipt,
        contract=loan.contract,
        at=moment(loan.at) if loan.at else "—",
        sum=amount(loan.amount_minor, loan.currency) if loan.amount_minor is not None else "—",
    )


def _subjects(me: Officer, one: Relief) -> list[Asked]:
    """Return the borrower; none where her number is not known."""
    applicant = _applicants(me, [one.loan.complaint_id]).get(one.loan.complaint_id)
    return [Asked(Subject("iin", applicant.iin))] if applicant and applicant.iin else []


def _reliefs(me: Officer, case: Case, lenders: Iterable[Body]) -> list[Relief]:
    """Return the loans of a case, in the order in which they were told."""
    rows = loans_visible_to(me).filter(complaint__case=case).select_related("complaint")
    told = list(rows.order_by("pk"))
    who = _applicants(me, [one.complaint_id for one in told])
    sent, decrees = _sent(me, case), _decrees(me, case)
    found = []
    for one in told:
        applicant = who.get(one.complaint_id)
        found.append(
            Relief(
                loan=one,
                receipt=one.complaint.receipt,
                victim=applicant.full_name if applicant else "",
                lender=_named(one.lender, lenders),
                decree=decrees.get(one.complaint_id),
                sent=sent.get(one.contract, {}),
            )
        )
    return found


def _applicants(me: Officer, complaints: Iterable[int]) -> Mapping[int, Applicant]:
    """Return who complains, by complaint."""
    rows = applicants_visible_to(me).filter(complaint__in=[*complaints])
    return {one.complaint_id: one for one in rows}


def _decrees(me: Officer, case: Case) -> Mapping[int, Paper]:
    """Return the signed decrees that recognise the victims of a case, the latest, by complaint."""
    rows = papers_visible_to(me).filter(
        case=case, form=VICTIM_DECREE, state="signed", translation_of__isnull=True
    )
    rows = rows.filter(complaint__isnull=False).select_related("signed_file")
    return {one.complaint_id or 0: one for one in rows.order_by("signed_at", "pk")}


def _sent(me: Officer, case: Case) -> dict[str, dict[str, Sent]]:
    """Return what was written to lenders of a case: contract -> measure -> it."""
    rows = requests_of(me, case).filter(measure__in=[RELIEF, STOP])
    rows = rows.exclude(state__in=["withdrawn", "closed"]).select_related("addressee")
    law, at = pack_in_force(), now()
    found: dict[str, dict[str, Sent]] = {}
    for one in rows.order_by("pk"):
        said = {told["name"]: told["text"] for told in one.draft.get("said", ())}
        found.setdefault(said.get(_CONTRACT, ""), {})[one.measure] = _sent_as(one, law, at)
    return found


def _sent_as(one: Request, law: LawPack, at: datetime) -> Sent:
    """Return one of them with its term, counted from the sending until the delivery is known."""
    due_at = one.due_at
    if one.delivered_at is None and one.sent_at is not None:
        clock = what_is_needed(one.measure, on=local_day(one.sent_at), law=law).measure.clock
        due_at = due_under(law, clock, one.sent_at).at
    return Sent(one, state_mark(one, at), due_at, one.delivered_at is not None)


def _lenders(me: Officer) -> dict[str, Body]:
    """Return the institutions to which a paper may go, by their keys."""
    rows = bodies_visible_to(me).filter(kind=BodyKind.INSTITUTION).exclude(bin="")
    return {str(one.pk): one for one in rows.order_by(f"name_{language()}")}


def _named(lender: str, bodies: Iterable[Body]) -> Body | None:
    """Return the one institution that goes by this name in any language; None for none or many."""
    wanted = " ".join(lender.split()).casefold()
    found = [
        one
        for one in bodies
        if wanted in {one.name_kk.casefold(), one.name_ru.casefold(), one.name_en.casefold()}
        or wanted == (one.institution or "").casefold() != ""
    ]
    return found[0] if len(found) == 1 else None
