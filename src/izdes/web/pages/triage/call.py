"""A call: four answers, read back, one confirmation, and the packet for the receiving bank.

Money moves in minutes, so nothing else is asked first: which bank, how much, at which minute, to
whom. Who calls, what happened and all the rest come after the packet.

This is the duty officer's screen. A call centre without a login in the office has the same four
questions at the window (`izdes.web.window.pages.calling`); what it sends arrives as a complaint of
the same source, and its packet is printed from the same page.
"""

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache

from izdes.adapters.words import LANGUAGES
from izdes.adapters.words.counting import grouped, in_words
from izdes.core.law.institutions import Register
from izdes.web.cases.reports import Payment, Report
from izdes.web.cases.services.receiving import ComplaintKnown, receive_complaint
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.pages.case.answering import status_of
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.triage.checking import asking_for
from izdes.web.pages.triage.desk import bank_name, desks_of, register_today
from izdes.web.pages.triage.forms import CallForm, bank_of
from izdes.web.pages.triage.known import check
from izdes.web.pages.triage.reading import read_payee
from izdes.web.pages.workers import for_workers

_MINOR = 100
_BANKS = frozenset({"bank", "payment", "operator", "mfo", "telecom", "exchange"})
_GROUPED = frozenset({"iban", "card", "phone", "iin", "bin"})


@for_workers
@never_cache
def call(request: OfficerRequest) -> HttpResponse:
    """Ask four answers; read them back; take them."""
    desks = desks_of(request.user)
    register = register_today(pack_in_force())
    if request.method != "POST":
        form = CallForm(desks=desks, initial={"nonce": secrets.token_hex(16)})
        return _asked(request, form, register)
    form = CallForm(request.POST, desks=desks)
    if not form.is_valid() or "change" in request.POST:
        return _asked(request, form, register)
    if "confirm" not in request.POST:
        return render(request, "triage/call_read.html", _read_back(request, form, register))
    return _taken(request, form, register)


def _asked(request: OfficerRequest, form: CallForm, register: Register) -> HttpResponse:
    """Show the four questions."""
    banks = [bank_name(i.institution_id, register) for i in _asked_banks(register)]
    context = {"form": form, "banks": banks, "has_desk": bool(form.desks)}
    is_wrong = "change" not in request.POST and form.is_bound
    return render(request, "triage/call.html", context, status=status_of(form) if is_wrong else 200)


def _read_back(request: OfficerRequest, form: CallForm, register: Register) -> dict[str, Any]:
    """Return what is read back to whoever calls, as it is said and not as it is written."""
    given = form.cleaned_data
    payee = read_payee(given["payee"], register)
    bank = bank_of(given["bank"], register)
    tenge, tiyn = divmod(given["amount"], _MINOR)
    value = payee.reading.value or given["payee"]
    return {
        "form": form,
        "amount_minor": given["amount"],
        "in_words": {lang: in_words(tenge, lang) for lang in LANGUAGES},
        "spoken": in_words(tenge, language()),
        "tiyn": tiyn,
        "minute": given["minute"],
        "bank": bank_name(bank, register),
        "is_bank_known": bank in {i.institution_id for i in register.institutions},
        "payee": grouped(value) if payee.reading.kind in _GROUPED else value,
        "payee_kind": payee.reading.kind,
        "checked": check(asking_for(request.user), kind="", text=given["payee"]),
        "other_bank": ""
        if payee.bank is None or payee.bank.institution_id == bank
        else bank_name(payee.bank.institution_id, register),
    }


def _taken(request: OfficerRequest, form: CallForm, register: Register) -> HttpResponse:
    """Take the message, and show its packet with the number for whoever calls."""
    given = form.cleaned_data
    payment = Payment(
        at=given["minute"],
        precision="minute",
        amount_minor=given["amount"],
        to_raw=given["payee"],
        to_bank=bank_of(given["bank"], register),
    )
    report = Report(
        reported_at=now(),
        language=language(),
        payments=(payment,),
        is_in_progress=True,
        external_id=given["nonce"],
    )
    unit = form.desks[given["unit"]]
    try:
        taken = receive_complaint(report=report, unit=unit, officer=request.user, source="operator")
    except ComplaintKnown:
        # The same button was pressed twice: the first press was enough.
        return redirect("triage_queue")
    return render(
        request, "triage/call_taken.html", {"complaint": taken.complaint, "code": taken.code}
    )


def _asked_banks(register: Register) -> list[Any]:
    """Return the institutions where money arrives, as they are offered."""
    offered = [i for i in register.institutions if i.kind in _BANKS]
    return sorted(offered, key=lambda i: str(getattr(i, f"name_{language()}")))
