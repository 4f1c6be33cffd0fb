"""What was found and asked in a case, as rows of papers: answers, the trace, requests, joinders.

The rows of a trace stand under one rule, which the paper names; another rule may name other sums.
"""

from datetime import datetime
from importlib.metadata import version
from typing import Any

from izdes.adapters.documents.plain import account_number
from izdes.adapters.words import entries, say
from izdes.adapters.words.figures import LOCAL
from izdes.web.cases.models import Case
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.selectors import requests_visible_to
from izdes.web.funds.selectors import hops_of, statements_of, trace_of, traces_of
from izdes.web.funds.visible import faults_visible_to, statements_visible_to
from izdes.web.investigation.selectors import movements_visible_to
from izdes.web.officers.models import Officer

_MOST = 300


def files(officer: Officer, case: Case) -> list[dict[str, Any]]:
    """Return the answers of a case: name, bank, bytes, digest, sheets, rows."""
    answers = list(statements_of(officer, case).select_related("answer__file")[:_MOST])
    known = statements_visible_to(officer).filter(answer__in=[one.answer_id for one in answers])
    found: dict[int, list[Any]] = {}
    for statement in known:
        found.setdefault(statement.answer_id, []).append(statement)
    return [
        {
            "name": one.name,
            "bank": ", ".join(sorted({s.bank for s in found.get(one.answer_id, []) if s.bank})),
            "size": one.answer.file.size_bytes,
            "digest": one.answer.file.digest,
            "sheets": len({s.sheet for s in found.get(one.answer_id, [])}),
            "rows": sum(s.row_count for s in found.get(one.answer_id, [])),
        }
        for one in answers
    ]


def short_files(officer: Officer, case: Case) -> list[dict[str, Any]]:
    """Return the answers of a case: name and digest."""
    return [{"name": one["name"], "digest": one["digest"]} for one in files(officer, case)]


def faults(officer: Officer, case: Case, lang: str) -> list[dict[str, Any]]:
    """Return what could not be read of the answers, or was doubtful."""
    names = {one.answer_id: one.name for one in statements_of(officer, case)}
    rows = faults_visible_to(officer).filter(answer__in=names, severity="refused")
    return [
        {
            "name": names[one.answer_id],
            "place": " / ".join(filter(None, [one.sheet, str(one.row or ""), one.column])),
            "fault": _said(one.code, lang, dict(one.details)),
        }
        for one in rows.order_by("answer", "ordinal")[:_MOST]
    ]


def rule(officer: Officer, case: Case, lang: str) -> str:
    """Return the rule by which the current trace was computed, in words."""
    trace = traces_of(officer, case).first()
    return _said(f"rule_{trace.rule}", lang) if trace else ""


def digest(officer: Officer, case: Case) -> str:
    """Return the digest of the current trace's findings."""
    trace = traces_of(officer, case).first()
    return trace.findings_digest if trace else ""


def hops(officer: Officer, case: Case) -> list[dict[str, Any]]:
    """Return the way of the money by the current trace, as far as the officer sees it."""
    shown = trace_of(officer, case)
    if shown is None:
        return []
    return [
        {
            "at": one.transfer.booked_at.isoformat() if one.transfer else "",
            "source": account_number(one.source.key) or one.source.label,
            "target": account_number(one.target.key) or one.target.label,
            "amount": one.transfer.amount_minor if one.transfer else "",
            "traced": one.hop.amount_minor,
            "row": one.rows[0].row_id if one.rows else "",
        }
        for one in hops_of(officer, shown, rule=shown.trace.rule)[:_MOST]
    ]


def joined(officer: Officer, case: Case) -> list[dict[str, Any]]:
    """Return a case with those that were joined into it, or only itself."""
    rows = movements_visible_to(officer).filter(case=case, kind="joinder").select_related("other")
    others = [one.other for one in rows if one.other is not None]
    return [
        {
            "number": one.number,
            "registered_on": one.registered_at.date().isoformat(),
            "qualification": "",
        }
        for one in (case, *others)
    ]


def requests_done(officer: Officer, case: Case, lang: str) -> list[dict[str, Any]]:
    """Return the requests of a case that left, and how they stand."""
    rows = requests_visible_to(officer).filter(case=case, sent_at__isnull=False)
    return [
        {
            "action": f"№ {one.number}, {getattr(one.addressee, f'name_{lang}')}",
            "outcome": one.state,
        }
        for one in rows.select_related("addressee").order_by("sent_at", "pk")[:_MOST]
    ]


def account_asked(request: Request | None) -> str:
    """Return the account that a request is about, where it is about one alone."""
    rows = list(request.subjects.order_by("position")[:2]) if request else []
    return rows[0].value if len(rows) == 1 else ""


def amount_asked(request: Request | None) -> int | str:
    """Return the most that may be held by an order, in tiyn."""
    if request is None:
        return ""
    most = [one.most_minor for one in request.subjects.all() if one.most_minor is not None]
    return sum(most) if most else ""


def subjects_asked(request: Request | None) -> list[dict[str, Any]]:
    """Return whom or what a request is about, with its period."""
    if request is None:
        return []
    period = draft_of(request.draft).period
    words = f"{_day(period.since)} – {_day(period.until)}" if period else ""
    return [
        {"subject": one.value, "period": words}
        for one in request.subjects.order_by("position")[:_MOST]
    ]


def said_in(request: Request | None, name: str) -> str:
    """Return a further field of a request."""
    if request is None:
        return ""
    said = draft_of(request.draft).said
    return next((one.text for one in said if one.name == name), "")


def days_asked(request: Request | None) -> int | str:
    """Return within how many days a request is to be answered, where it says so."""
    days = draft_of(request.draft).days if request else None
    return "" if days is None else days


def is_client_untold(request: Request | None) -> bool:
    """Say whether the institution must not tell its client of a request."""
    return request is not None and draft_of(request.draft).client_untold


def demanded_asked(request: Request | None, lang: str) -> str:
    """Return the kinds of data that a request asks for, a line each."""
    demanded = draft_of(request.draft).demanded if request else ()
    return "\n".join(_said(f"paper_ask.{name}", lang) for name in demanded)


def program() -> str:
    """Return this program and its version."""
    return f"Izdes {version('izdes')}"


def _day(at: datetime) -> str:
    """Return the local day of a moment."""
    return at.astimezone(LOCAL).strftime("%d.%m.%Y")


def _said(code: str, lang: str, details: dict[str, str] | None = None) -> str:
    """Return the words of a code, or the code where there are none."""
    known = code in entries()
    return say(code, lang, **(details or {})) if known else code  # type: ignore[arg-type] # kk or ru
