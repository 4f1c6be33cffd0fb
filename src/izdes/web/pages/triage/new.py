"""A report at the desk: everything that a complaint says, typed by whoever takes it.

Nothing here asks for a security code, a PIN, codes from messages or the victim's full card; where
her card is typed all the same, its tail is stored and the page says so.
"""

import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from izdes.adapters.words import say
from izdes.core.identifiers import complaint as told
from izdes.core.law.institutions import Register
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Complaint
from izdes.web.cases.queue import waiting_for
from izdes.web.cases.reports import Applicant, Payment, Report
from izdes.web.cases.services.desk import tell_more
from izdes.web.cases.services.receiving import ComplaintKnown, receive_complaint
from izdes.web.cases.withheld import withheld
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.pages.case.answering import tried
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.keys import key_of
from izdes.web.pages.triage.checking import asking_for
from izdes.web.pages.triage.desk import bank_name, desks_of, register_today
from izdes.web.pages.triage.forms import (
    IdentifierForms,
    LoanForms,
    PaymentForms,
    ReportForm,
    Rows,
    bank_of,
)
from izdes.web.pages.triage.known import check_each
from izdes.web.pages.workers import for_workers

_PARTS: Mapping[str, Callable[..., Any]] = {
    "payment": PaymentForms,
    "loan": LoanForms,
    "identifier": IdentifierForms,
}


@for_workers
@never_cache
def new(request: OfficerRequest) -> HttpResponse:
    """Take a report at the desk."""
    law = pack_in_force()
    form = ReportForm(
        request.POST or None,
        desks=desks_of(request.user),
        law=law,
        initial={"nonce": secrets.token_hex(16)},
    )
    parts = _parts(request.POST)
    if not _is_sent(request):
        return _page(request, form, parts, law)
    if not _are_valid(form, parts):
        return _page(request, form, parts, law, status=422)
    report, was_cut = withheld(_report(form, parts, register_today(law)))
    unit = form.desks[form.cleaned_data["unit"]]
    try:
        taken = receive_complaint(report=report, unit=unit, officer=request.user, source="desk")
    except ComplaintKnown:
        return redirect("triage_queue")
    context = {"complaint": taken.complaint, "code": taken.code, "was_cut": was_cut}
    return render(request, "triage/call_taken.html", context)


@for_workers
@never_cache
def more(request: OfficerRequest, number: int) -> HttpResponse:
    """Add to a message what was not asked at first."""
    complaint = get_object_or_404(waiting_for(request.user), pk=number, state="message")
    law = pack_in_force()
    desks = [body for body in desks_of(request.user) if body.pk == complaint.unit_id]
    form = ReportForm(request.POST or None, desks=desks, law=law, initial=_known(complaint))
    parts = _parts(request.POST)
    if not _is_sent(request):
        return _page(request, form, parts, law, complaint=complaint)
    if not _are_valid(form, parts):
        return _page(request, form, parts, law, complaint=complaint, status=422)
    report, was_cut = withheld(_report(form, parts, register_today(law)))
    if not tried(form, lambda: tell_more(complaint=complaint, report=report, officer=request.user)):
        return _page(request, form, parts, law, complaint=complaint, status=422)
    if was_cut:
        messages.warning(request, say("triage_card_cut", language()))
    return redirect("triage_complaint", number)


def _parts(given: QueryDict) -> dict[str, Rows]:
    """Return the rows of payments, loans and identifiers; a button adds an empty one."""
    found: dict[str, Rows] = {}
    for prefix, kind in _PARTS.items():
        data: Mapping[str, Any] | None = given or None
        if data is not None and f"add_{prefix}" in given:
            copied = given.copy()
            total = key_of(given.get(f"{prefix}-TOTAL_FORMS", "")) or 0
            copied[f"{prefix}-TOTAL_FORMS"] = str(total + 1)
            data = copied
        found[prefix] = kind(data, prefix=prefix, initial=None if data else [{}])
    return found


def _is_sent(request: OfficerRequest) -> bool:
    """Say whether a form was sent, and not only lengthened by a row."""
    return request.method == "POST" and not any(f"add_{name}" in request.POST for name in _PARTS)


def _are_valid(form: ReportForm, parts: dict[str, Rows]) -> bool:
    """Say whether all of a report is in order, and says anything at all."""
    is_right = all([form.is_valid(), *(rows.is_valid() for rows in parts.values())])
    if is_right and not (
        form.cleaned_data["narrative"].strip()
        or any(row.has_changed() for rows in parts.values() for row in rows)
        or form.cleaned_data["full_name"].strip()
    ):
        form.add_error("narrative", say("triage_report_empty", language()))
        return False
    return is_right


def _report(form: ReportForm, parts: dict[str, Rows], register: Register) -> Report:
    """Return the report of a form."""
    given = form.cleaned_data
    return Report(
        reported_at=given["reported_at"] or now(),
        language=given["language"],
        narrative=given["narrative"].strip(),
        region=given["region"],
        occurred_from=given["occurred_from"],
        occurred_to=given["occurred_to"],
        scheme=given["scheme"],
        applicant=Applicant(
            full_name=given["full_name"],
            iin=given["iin"],
            phone=given["phone"],
            contact=given["contact"],
            birth_year=given["birth_year"],
            sex=given["sex"],
            organisation_name=given["organisation_name"],
            representative=given["representative"],
        ),
        payments=tuple(_payment(row, register) for row in _filled(parts["payment"])),
        loans=tuple(_loan(row) for row in _filled(parts["loan"])),
        total_minor=given["total"],
        identifiers=tuple(
            told.GivenIdentifier(row["kind"], row["raw"], row["role"])
            for row in _filled(parts["identifier"])
            if row["raw"].strip()
        ),
        is_in_progress=given["is_in_progress"],
        organisation=given["organisation"],
        external_id=given["nonce"],
    )


def _filled(rows: Rows) -> list[dict[str, Any]]:
    """Return what was typed into rows that are not empty."""
    return [
        row.cleaned_data for row in rows if row.has_changed() and any(row.cleaned_data.values())
    ]


def _payment(row: Mapping[str, Any], register: Register) -> Payment:
    """Return one payment."""
    return Payment(
        at=row["at"],
        amount_minor=row["amount"],
        from_raw=row["from_raw"],
        to_raw=row["to_raw"],
        from_bank=bank_of(row["from_bank"], register),
        to_bank=bank_of(row["to_bank"], register),
        channel=row["channel"],
    )


def _loan(row: Mapping[str, Any]) -> told.Loan:
    """Return one loan."""
    return told.Loan(
        lender=row["lender"],
        contract=row["contract"],
        at=row["at"],
        amount_minor=row["amount"],
        paid_to=row["paid_to"],
    )


def _known(complaint: Complaint) -> dict[str, Any]:
    """Return what a message says already and may be said better."""
    return {
        "language": complaint.language,
        "region": complaint.region,
        "scheme": complaint.scheme,
        "narrative": complaint.narrative,
        "is_in_progress": complaint.is_in_progress,
    }


def _typed(form: ReportForm, parts: Mapping[str, Rows]) -> dict[str, tuple[str, str]]:
    """Return the identifiers that were typed, by the names of their fields: kind and text."""
    fields = [form["iin"], form["phone"], form["organisation"]]
    fields += [row["to_raw"] for row in parts["payment"]]
    fields += [row["paid_to"] for row in parts["loan"]]
    typed = {field.html_name: ("", str(field.value() or "")) for field in fields}
    return typed | {
        row["raw"].html_name: (str(row["kind"].value() or ""), str(row["raw"].value() or ""))
        for row in parts["identifier"]
    }


def _page(
    request: OfficerRequest,
    form: ReportForm,
    parts: dict[str, Rows],
    law: LawPack,
    *,
    complaint: Complaint | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the form as it stands."""
    register = register_today(law)
    is_wrong = status != HTTPStatus.OK
    context = {
        "form": form,
        "parts": parts,
        "complaint": complaint,
        # With scripts each was told of while it was typed; a row that was added asks nobody anew.
        "checks": check_each(asking_for(request.user, complaint=complaint), _typed(form, parts))
        if is_wrong
        else {},
        "banks": sorted(bank_name(i.institution_id, register) for i in register.institutions),
        "has_desk": bool(form.desks),
    }
    return render(request, "triage/new.html", context, status=status)
