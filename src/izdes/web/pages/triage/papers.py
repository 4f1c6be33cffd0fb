"""Papers of a complaint: the packet for the receiving banks, the protocol to be signed."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from izdes.adapters.words import LANGUAGES
from izdes.adapters.words.counting import in_words
from izdes.core.identifiers.account import read_account
from izdes.core.law.institutions import Institution, Register
from izdes.web.cases.masking import shown, sight_of
from izdes.web.cases.models import Payment
from izdes.web.cases.queue import total_of
from izdes.web.cases.selectors import applicants_visible_to, loans_visible_to, payments_visible_to
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.pages.case.naming import scheme_name
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.triage.desk import (
    bank_name,
    body_name,
    complaint_or_404,
    register_today,
)
from izdes.web.pages.workers import for_workers

_MINOR = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one receiving institution is told: its own details, and the payments that it got.

    Attributes:
        institution: None where no register knows what was named.
    """

    name: str
    institution: Institution | None
    payments: tuple[Payment, ...]

    @property
    def total_minor(self) -> int:
        """Return what it got together."""
        return sum(one.amount_minor or 0 for one in self.payments)


@for_workers
@never_cache
def packet(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the incident's packet: for each receiving bank one sheet, to be read out or printed."""
    found = complaint_or_404(request.user, number)
    register = register_today(pack_in_force())
    payments = list(payments_visible_to(request.user).filter(complaint=found).order_by("ordinal"))
    sheets = _sheets(payments, register)
    context = {
        "complaint": found,
        "unit_name": body_name(found.unit),
        "sheets": sheets,
        "words": {
            lang: in_words(sum(s.total_minor for s in sheets) // _MINOR, lang) for lang in LANGUAGES
        },
        "sight": sight_of(request.user, found.case or found.unit),
    }
    return render(request, "triage/packet.html", context)


@for_workers
@never_cache
def protocol(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the protocol of a complaint, with the warning, to be printed and signed at any desk."""
    me = request.user
    found = complaint_or_404(me, number)
    law = pack_in_force()
    sight = sight_of(me, found.case or found.unit)
    applicant = applicants_visible_to(me).filter(complaint=found).first()
    total = total_of(found)
    register = register_today(law)
    context = {
        "complaint": found,
        "sight": sight,
        "unit_name": body_name(found.unit),
        "applicant": applicant,
        "full_name": shown(applicant.full_name, "name", sight) if applicant else "",
        "payments": [
            (one, shown(one.to_raw, one.to_kind or "card", sight), bank_name(one.to_bank, register))
            for one in payments_visible_to(me).filter(complaint=found).order_by("ordinal")
        ],
        "loans": loans_visible_to(me).filter(complaint=found).order_by("pk"),
        "scheme": scheme_name(found.scheme, law) if found.scheme else "",
        "total": total,
        "total_words": in_words(total // _MINOR, language()) if total else "",
        "is_oral": request.GET.get("how") == "oral_protocol",
    }
    return render(request, "triage/protocol.html", context)


def _sheets(payments: list[Payment], register: Register) -> list[Sheet]:
    """Return a sheet for each institution that received, in the order of the payments."""
    together: dict[str, list[Payment]] = {}
    for payment in payments:
        together.setdefault(_receiver(payment, register), []).append(payment)
    known = {one.institution_id: one for one in register.institutions}
    return [
        Sheet(_named(name, known, register), known.get(name), tuple(rows))
        for name, rows in together.items()
    ]


def _receiver(payment: Payment, register: Register) -> str:
    """Return who received: as was said, or as the account's own number says."""
    if payment.to_bank:
        return payment.to_bank
    reading = read_account(payment.to_raw)
    keeper = register.of_account(f"iban:{reading.value}") if reading.kind == "iban" else None
    return keeper.institution_id if keeper else ""


def _named(name: str, known: dict[str, Institution], register: Register) -> str:
    """Return what an institution is called."""
    return bank_name(name, register) if name in known else name
