"""Prefilling: what a draft takes from the case, its complaint, its request, its trace.

A form's field names its source (`from`); here every source is a question that is asked only if the
form has it, and only of what the officer sees. Nothing is guessed: what is not known stays empty,
and what a complaint tells stays what somebody said. Whoever makes the paper answers for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from izdes.adapters.documents.forms.form import Form
from izdes.web.cases.models import Applicant, Case, Complaint, Loan, Payment
from izdes.web.cases.selectors import (
    applicants_visible_to,
    attachments_visible_to,
    loans_visible_to,
    members_visible_to,
    payments_visible_to,
)
from izdes.web.correspondence.models import Request
from izdes.web.investigation.selectors import movements_visible_to
from izdes.web.investigation.visible import term_decrees_visible_to, victims_visible_to
from izdes.web.officers.models import Body, Officer
from izdes.web.papers import found
from izdes.web.papers.contents import language_of
from izdes.web.papers.selectors import papers_visible_to

_MOST = 100


@dataclass(frozen=True, slots=True)
class About:
    """What a draft is about, and for whom it is filled."""

    officer: Officer
    case: Case
    complaint: Complaint | None = None
    request: Request | None = None

    @property
    def lang(self) -> str:
        """Return the language of the paper."""
        return language_of(self.case)

    def name_of(self, body: Body) -> str:
        """Return the name of a body in the language of the paper."""
        return str(getattr(body, f"name_{self.lang}"))


def prefilled(form: Form, about: About) -> dict[str, Any]:
    """Return what a draft of a form can be filled with, by the names of its fields."""
    values: dict[str, Any] = {}
    for field in form.fields:
        ask = _SOURCES.get(field.filled_from)
        value = ask(about) if ask else ""
        if value not in ("", None, []):
            values[field.name] = value
    return values


def _applicant(about: About) -> Applicant | None:
    """Return who complains."""
    if about.complaint is None:
        return None
    return applicants_visible_to(about.officer).filter(complaint=about.complaint).first()


def _of_applicant(name: str) -> Callable[[About], str]:
    """Return the question for a value of whoever complains."""

    def asked(about: About) -> str:
        applicant = _applicant(about)
        return str(getattr(applicant, name)) if applicant else ""

    return asked


def _of_complaint(name: str) -> Callable[[About], Any]:
    """Return the question for a value of the complaint."""

    def asked(about: About) -> Any:  # noqa: ANN401 - a JSON value
        value = getattr(about.complaint, name) if about.complaint else ""
        return value.isoformat() if isinstance(value, datetime) else value

    return asked


def _paid(about: About) -> list[Payment]:
    """Return the declared payments, in their order."""
    rows = payments_visible_to(about.officer).filter(complaint=about.complaint)
    return list(rows.order_by("ordinal")[:_MOST]) if about.complaint else []


def _payments(about: About) -> list[dict[str, Any]]:
    """Return the declared payments as rows."""
    return [
        {
            "at": _moment(one.at),
            "amount": one.amount_minor if one.amount_minor is not None else "",
            "source": one.from_raw,
            "target": one.to_raw,
        }
        for one in _paid(about)
    ]


def _first_payment(name: str) -> Callable[[About], Any]:
    """Return the question for a value of the first payment."""

    def asked(about: About) -> Any:  # noqa: ANN401 - a JSON value
        first = next(iter(_paid(about)), None)
        value = getattr(first, name) if first else ""
        return _moment(value) if isinstance(value, datetime) else value

    return asked


def _lent(about: About) -> list[Loan]:
    """Return the loans in the victim's name."""
    rows = loans_visible_to(about.officer).filter(complaint=about.complaint)
    return list(rows.order_by("pk")[:_MOST]) if about.complaint else []


def _loans(about: About) -> list[dict[str, Any]]:
    """Return the loans as rows."""
    return [
        {"lender": one.lender, "contract": one.contract, "amount": one.amount_minor or ""}
        for one in _lent(about)
    ]


def _first_loan(name: str) -> Callable[[About], Any]:
    """Return the question for a value of the first loan."""

    def asked(about: About) -> Any:  # noqa: ANN401 - a JSON value
        first = next(iter(_lent(about)), None)
        value = getattr(first, name) if first else ""
        return _moment(value) if isinstance(value, datetime) else value

    return asked


def _attachments(about: About) -> list[dict[str, Any]]:
    """Return the files that came with the complaint."""
    if about.complaint is None:
        return []
    rows = attachments_visible_to(about.officer).filter(complaint=about.complaint)
    return [
        {"name": one.name, "size": one.file.size_bytes, "digest": one.file.digest, "seen": ""}
        for one in rows.select_related("file").order_by("pk")[:_MOST]
    ]


def _lead(about: About) -> str:
    """Return who leads the case."""
    rows = members_visible_to(about.officer).filter(
        case=about.case, kind="lead", until__isnull=True
    )
    member = rows.select_related("officer").first()
    return member.officer.full_name if member else ""


def _members(about: About) -> list[dict[str, Any]]:
    """Return the present members of the case."""
    rows = members_visible_to(about.officer).filter(case=about.case, until__isnull=True)
    return [
        {"name": one.officer.full_name, "post": "", "body": ""}
        for one in rows.select_related("officer").order_by("since", "pk")[:_MOST]
    ]


def _suspension(name: str) -> Callable[[About], Any]:
    """Return the question for a value of the latest decree on suspension of this case."""

    def asked(about: About) -> Any:  # noqa: ANN401 - a JSON value
        rows = papers_visible_to(about.officer).filter(
            case=about.case, form="suspension", state__in=["made", "signed"]
        )
        latest = rows.filter(translation_of__isnull=True).order_by("-made_at").first()
        if latest is None:
            return ""
        if name in {"number", "made_at"}:
            return _moment(latest.made_at) if name == "made_at" else latest.number
        return latest.fields.get(name, "")

    return asked


def _movement(kind: str, name: str) -> Callable[[About], str]:
    """Return the question for a value of the latest joinder or separation."""

    def asked(about: About) -> str:
        rows = movements_visible_to(about.officer).filter(case=about.case, kind=kind)
        latest = rows.select_related("other").order_by("-decreed_at").first()
        if latest is None or latest.other is None:
            return ""
        if name == "counted_from":
            earliest = min(about.case.registered_at, latest.other.registered_at)
            return (latest.counted_from or earliest).date().isoformat()
        return latest.other.number if name == "number" else str(getattr(latest, name))

    return asked


def _interruption(about: About) -> str:
    """Return the decree by which the term was interrupted."""
    rows = term_decrees_visible_to(about.officer).filter(case=about.case, exclusion="interruption")
    latest = rows.order_by("-since").first()
    return f"№ {latest.number}, {latest.decreed_on:%d.%m.%Y}" if latest else ""


def _victim(about: About) -> str:
    """Return the decree that recognised the victim."""
    rows = victims_visible_to(about.officer).filter(case=about.case)
    if about.complaint is not None:
        rows = rows.filter(episode__complaint=about.complaint)
    latest = rows.order_by("-decreed_on").first()
    return f"№ {latest.number}, {latest.decreed_on:%d.%m.%Y}" if latest else ""


def _moment(at: datetime | None) -> str:
    """Return a moment as a value."""
    return at.isoformat() if at else ""


_SOURCES: Mapping[str, Callable[[About], Any]] = {
    "unit.place": lambda about: about.name_of(about.case.unit),
    "unit.name": lambda about: about.name_of(about.case.unit),
    "case.number": lambda about: about.case.number,
    "case.members": _members,
    "lead.name": _lead,
    "applicant.name": _of_applicant("full_name"),
    "applicant.iin": _of_applicant("iin"),
    "applicant.phone": _of_applicant("phone"),
    "complaint.narrative": _of_complaint("narrative"),
    "complaint.fabula": _of_complaint("narrative"),
    "complaint.total": _of_complaint("total_minor"),
    "complaint.receipt": _of_complaint("receipt"),
    "complaint.intake": _of_complaint("intake_number"),
    "complaint.reported_at": _of_complaint("reported_at"),
    "complaint.payments": _payments,
    "complaint.loans": _loans,
    "complaint.attachments": _attachments,
    "complaint.own_account": _first_payment("from_raw"),
    "payment.at": _first_payment("at"),
    "payment.target": _first_payment("to_raw"),
    "loan.lender": _first_loan("lender"),
    "loan.contract": _first_loan("contract"),
    "loan.at": _first_loan("at"),
    "loan.amount": _first_loan("amount_minor"),
    "loan.paid_to": _first_loan("paid_to"),
    "victim.decree": _victim,
    "request.number": lambda about: about.request.number if about.request else "",
    "request.addressee": lambda about: (
        about.name_of(about.request.addressee) if about.request else ""
    ),
    "request.account": lambda about: found.account_asked(about.request),
    "request.amount": lambda about: found.amount_asked(about.request),
    "request.necessity": lambda about: found.said_in(about.request, "necessity"),
    "request.demanded": lambda about: found.demanded_asked(about.request, about.lang),
    "request.days": lambda about: found.days_asked(about.request),
    "request.client_untold": lambda about: found.is_client_untold(about.request) or "",
    "request.subjects": lambda about: found.subjects_asked(about.request),
    "suspension.number": _suspension("number"),
    "suspension.at": _suspension("made_at"),
    "suspension.addressee": _suspension("addressee"),
    "suspension.account": _suspension("account"),
    "suspension.amount": _suspension("amount"),
    "suspension.until": _suspension("until"),
    "suspension.ground": _suspension("ground"),
    "joinder.reason": _movement("joinder", "reason"),
    "joinder.counted_from": _movement("joinder", "counted_from"),
    "joinder.cases": lambda about: found.joined(about.officer, about.case),
    "separation.reason": _movement("separation", "reason"),
    "separation.number": _movement("separation", "number"),
    "separation.counted_from": _movement("separation", "counted_from"),
    "interruption.decree": _interruption,
    "answers.files": lambda about: found.files(about.officer, about.case),
    "answers.short_files": lambda about: found.short_files(about.officer, about.case),
    "answers.faults": lambda about: found.faults(about.officer, about.case, about.lang),
    "trace.rule": lambda about: found.rule(about.officer, about.case, about.lang),
    "trace.digest": lambda about: found.digest(about.officer, about.case),
    "trace.hops": lambda about: found.hops(about.officer, about.case),
    "office.device": lambda about: found.program(),  # noqa: ARG005 - asked as the others
    "case.requests_done": lambda about: found.requests_done(about.officer, about.case, about.lang),
}
SOURCES = frozenset(_SOURCES)
