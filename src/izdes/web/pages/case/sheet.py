"""The register sheet: a case in the order in which outside registers ask for it, to be copied.

What a register gave back, its number, is entered here too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from izdes.adapters.words import say
from izdes.adapters.words.figures import amount, moment
from izdes.core.law.release import LawPack
from izdes.core.law.sheets import Sheet, sheets
from izdes.web.cases.masking import Sight, shown, sight_of
from izdes.web.cases.models import Case, Payment
from izdes.web.cases.selectors import (
    applicants_visible_to,
    complaints_visible_to,
    payments_visible_to,
)
from izdes.web.investigation.facts import Supposed, reckoned
from izdes.web.investigation.selectors import Clocks, returned_numbers_visible_to
from izdes.web.investigation.services.noting import take_number_back
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.pages.case.answering import status_of, tried
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.case.naming import scheme_name, worded
from izdes.web.pages.fields import MomentField
from izdes.web.pages.figures import day_text
from izdes.web.pages.frame import OfficerRequest

_REGISTERS = ("state_register", "anti_fraud")
_UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Line:
    """One field as it is printed and copied."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Printed:
    """One sheet of a register, filled.

    Attributes:
        of: What it is of, where there are several.
    """

    sheet: Sheet
    name: str
    of: str
    lines: tuple[Line, ...]


class NumberForm(forms.Form):
    """The number that a register gave back."""

    register = forms.ChoiceField()
    number = forms.CharField(max_length=100)
    given_at = MomentField()

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - a QueryDict or None
        super().__init__(data)
        field = cast("forms.ChoiceField", self.fields["register"])
        field.choices = [(one, worded("case_register", one)) for one in _REGISTERS]


@looked_at
def sheet(request: OfficerRequest, number: int) -> HttpResponse:
    """Show the sheets of the registers, and take a number back."""
    me = request.user
    form = NumberForm(request.POST or None)
    if request.method == "POST":
        case = case_to_write(me, number)
        if form.is_valid() and tried(
            form, lambda: take_number_back(case=case, officer=me, **form.cleaned_data)
        ):
            messages.success(request, say("case_number_was_returned", language()))
            return redirect("case_sheet", case.pk)
    frame = case_frame(request, number)
    context = {
        **frame,
        "form": form,
        "sheets": _printed(me, frame),
        "returned": returned_numbers_visible_to(me)
        .filter(case=cast("Case", frame["case"]))
        .select_related("entered_by")
        .order_by("pk"),
    }
    return render(request, "case/sheet.html", context, status=status_of(form))


def _printed(officer: Officer, frame: Mapping[str, object]) -> list[Printed]:
    """Return every sheet, filled with what the officer may see."""
    case = cast("Case", frame["case"])
    sight = sight_of(officer, case)
    if sight is not Sight.MASKED:
        purpose = say("case_reading_sheet", language(), number=case.number)
        read_by(officer.pk, Subject("case", str(case.pk)), case=case.pk, purpose=purpose)
    law = cast("LawPack", frame["law"])
    whole = _facts(officer, frame, sight, law)
    persons = {
        one.complaint_id: one for one in applicants_visible_to(officer).filter(complaint__case=case)
    }
    paid = payments_visible_to(officer).filter(complaint__case=case)
    payments = list(paid.select_related("complaint").order_by("complaint_id", "ordinal"))
    found = []
    for one in sheets():
        name = one.name.in_language(language())
        if one.per == "case":
            found.append(Printed(one, name, "", _lines(one, whole)))
            continue
        for payment in payments:
            person = persons.get(payment.complaint_id)
            facts = {**whole, **_payment(payment, sight)}
            facts["payer_iin"] = shown(person.iin, "iin", sight) if person else ""
            of = f"{payment.complaint.receipt} / {payment.ordinal}"
            found.append(Printed(one, name, of, _lines(one, facts)))
    return found


def _lines(sheet: Sheet, facts: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the fields of a sheet in its order; what is not known is a dash."""
    lang = language()
    return tuple(
        Line(field.name.in_language(lang), facts.get(field.fact) or _UNKNOWN)
        for field in sheet.fields
    )


def _facts(
    officer: Officer, frame: Mapping[str, object], sight: Sight, law: LawPack
) -> dict[str, str]:
    """Return the facts of a case as texts."""
    case = cast("Case", frame["case"])
    clocks = cast("Clocks", frame["clocks"])
    lead = cast("Officer | None", frame["lead"])
    sums = reckoned(officer, case, Supposed(), today=case.registered_at.date(), law=law).episodes
    told = list(complaints_visible_to(officer).filter(case=case).defer("narrative"))
    people = applicants_visible_to(officer).filter(complaint__case=case).order_by("pk")
    began = [one.occurred_from for one in told if one.occurred_from is not None]
    ended = [at for one in told if (at := one.occurred_to or one.occurred_from) is not None]
    taken = [one.intake_at for one in told if one.intake_at is not None]
    return {
        "intake_number": case.intake_number,
        "intake_at": moment(min(taken)) if taken else "",
        "case_number": case.number,
        "registered_at": moment(case.registered_at),
        "unit": str(getattr(case.unit, f"name_{language()}")),
        "lead": lead.full_name if lead else "",
        "form": worded("case_form", case.form),
        "qualification": str(frame["qualification_cited"]),
        "scheme": scheme_name(case.scheme, law) if case.scheme else "",
        "occurred": f"{moment(min(began))} – {moment(max(ended))}" if began else "",
        "region": ", ".join(sorted({one.region for one in told if one.region})),
        "episodes": str(len(sums)),
        "victims": ", ".join(
            shown(one.full_name, "name", sight) for one in people if one.full_name
        ),
        "damage_declared": amount(sum(one.declared_minor or 0 for one in sums), "KZT"),
        "damage_established": amount(sum(one.established_minor or 0 for one in sums), "KZT"),
        "language": worded("case_language", case.language),
        "term": day_text(clocks.term.due.last_day)
        if clocks.term and clocks.term.due.last_day
        else "",
    }


def _payment(payment: Payment, sight: Sight) -> dict[str, str]:
    """Return the facts of a payment as texts."""
    known = payment.amount_minor
    return {
        "payer_bank": payment.from_bank,
        "payer_account": shown(payment.from_raw, "iban", sight),
        "amount": "" if known is None else amount(known, payment.currency),
        "moment": moment(payment.at) if payment.at else "",
        "payee_bank": payment.to_bank,
        "payee_account": shown(payment.to_raw, "iban", sight),
    }
