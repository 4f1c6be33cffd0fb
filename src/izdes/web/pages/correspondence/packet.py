"""The packet of one request: what it says, why, who signed and decided, what came back."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now

from izdes.adapters.messages.letters import read_answer
from izdes.adapters.words.signatures import report_lines
from izdes.core.errors import IzdesError
from izdes.core.orders.answers import ReturnAnswer
from izdes.core.orders.checks import VerificationReport
from izdes.core.orders.decision import Decision as DecisionPaper
from izdes.core.orders.papers import read_paper
from izdes.core.orders.states import steps_from
from izdes.web.cases.masking import Sight, sight_of
from izdes.web.correspondence.models import (
    Answer,
    Decision,
    Notice,
    Request,
    RequestSubject,
    Verification,
)
from izdes.web.correspondence.nexts import nexts_of
from izdes.web.correspondence.noticing import excuses_of
from izdes.web.correspondence.orders.checking import signers_of
from izdes.web.correspondence.orders.drafts import Draft, draft_of
from izdes.web.correspondence.orders.standing import Minute
from izdes.web.correspondence.selectors import (
    answers_visible_to,
    decision_paper,
    decisions_visible_to,
    enclosures_visible_to,
    holds_visible_to,
    notices_visible_to,
    receipts_visible_to,
    refusals_of,
    signatures_visible_to,
    verifications_visible_to,
)
from izdes.web.investigation.norms import cited
from izdes.web.journal.history import history_of
from izdes.web.journal.record import Subject
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.facts import facts_of
from izdes.web.pages.correspondence.faults import kept_lines
from izdes.web.pages.correspondence.lacking import lacks_of
from izdes.web.pages.correspondence.machine import by_machine
from izdes.web.pages.correspondence.minors import minors_of
from izdes.web.pages.correspondence.naming import (
    account_chip,
    hold_mark,
    measure_words,
    state_mark,
    subject_chip,
)
from izdes.web.pages.correspondence.returned import returned_of
from izdes.web.pages.correspondence.seen import request_of, works_on
from izdes.web.pages.entries import namer_of
from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.triage.known import counts_of

# Steps that are taken on the page of a request; the others are another page's, or the machine's.
_HERE = frozenset(
    {
        "submit",
        "send",
        "redraft",
        "withdraw",
        "recall",
        "close",
        "clarify",
        "decide_extension",
        "ingest",
    }
)
_REFUSED = "sign_decision_refused"
# A line of a report ends with the code of its check, for whoever reads it at a command line.
_CODE = re.compile(r" \[\w+\]$")


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found about signatures at one step, in words.

    Attributes:
        is_accepted: Every check is good, but that a refusal gives nothing.
    """

    step: str
    at: datetime
    is_accepted: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody who is told of a measure.

    Attributes:
        excuses: Norms by which he need not be told: each with how it is cited.
    """

    row: Notice
    excuses: tuple[tuple[str, str], ...]


@looked_at
def packet(request: OfficerRequest, number: int) -> HttpResponse:
    """Show a request."""
    found = request_of(request.user, number)
    may_write = works_on(request.user, found)
    subject = Subject("request", str(found.pk))
    namer = namer_of(request.user)
    history = history_of(request.user.pk, subject, lang=language(), namer=namer)
    told = packet_of(request.user, found)
    context = {
        **told,
        **returned_of(request.user, found, told["sight"]),
        "rows": _rows(request.user, found),
        "facts": facts_of(request.user, found, str((found.draft.get("cap") or {}).get("rule", ""))),
        "may_write": may_write,
        "steps": steps_of(found) if may_write else frozenset(),
        "nexts": nexts_of(found, pack_in_force(), now=now()) if may_write else (),
        "sign_url": sign_url(found),
        "history": history,
        "machine": by_machine(request.user, found, history),
        "lacks": lacks_of(found, Minute(request.user, pack_in_force(), now()))
        if found.state == "draft" and may_write
        else [],
    }
    return render(request, "correspondence/packet.html", context)


def _rows(officer: Officer, found: Request) -> list[tuple[RequestSubject, int | None]]:
    """Return the subjects, each with in how many complaints of the country it is named."""
    rows = list(found.subjects.order_by("position"))
    counts = counts_of(officer, [(row.kind, row.value) for row in rows])
    return [(row, counts.get((row.kind, row.value))) for row in rows]


def steps_of(found: Request) -> frozenset[str]:
    """Return the steps that lead on from where a request stands, of those that an officer takes."""
    ways = steps_from(found.state, consent=found.consent)  # type: ignore[arg-type] # as kept
    return frozenset(way.step for way in ways) & _HERE


def packet_of(officer: Officer, found: Request) -> dict[str, Any]:
    """Return everything that a packet shows of a request, whoever looks at it."""
    at = now()
    where = found.case or (found.complaint.unit if found.complaint else None)
    sight = sight_of(officer, where)
    draft = _draft(found)
    return {
        "found": found,
        "case": found.case,
        "at": at,
        "sight": sight,
        "measure_name": measure_words(found.measure),
        "state": state_mark(found, at),
        "draft": draft,
        "subjects": [
            (row, subject_chip(row.kind, row.value, sight))
            for row in found.subjects.order_by("position")
        ],
        "minors": minors_of(officer, found, sight, at=at),
        "signatures": signatures_visible_to(officer)
        .filter(request=found)
        .select_related("signed_by")
        .order_by("pk"),
        "verified": [
            _verified(one)
            for one in verifications_visible_to(officer).filter(request=found).order_by("pk")
        ],
        "decisions": _decided(officer, found),
        "refusals": refusals_of(found),
        "receipts": receipts_visible_to(officer).filter(request=found).order_by("pk"),
        "enclosures": enclosures_visible_to(officer).filter(request=found).order_by("pk"),
        "answers": answers_of(officer, found, sight),
        "notices": _notices(officer, found, at),
        "relating": list(found.relating.order_by("pk")),
        "again": list(found.again.order_by("pk")),
    }


def sign_url(found: Request) -> str:
    """Return where a draft is signed: with the others of its case, or of its complaint."""
    if found.case_id is not None:
        return reverse("case_requests_sign", args=[found.case_id])
    return reverse("complaint_requests_sign", args=[found.complaint_id])


def _notices(officer: Officer, found: Request, at: datetime) -> list[Owed]:
    """Return who is told of a request, each with the norms by which he need not be."""
    rows = notices_visible_to(officer).filter(request=found).order_by("due_at", "pk")
    law = pack_in_force()
    told = []
    for one in rows:
        is_owed = one.told_at is None
        excuses = excuses_of(one, law, at=at) if is_owed else ()
        names = tuple((e.norm_id, cited([e.norm_id], language(), law)) for e in excuses)
        told.append(Owed(one, names))
    return told


def _decided(officer: Officer, found: Request) -> list[tuple[Decision, DecisionPaper | None]]:
    """Return what was decided, with the paper that names the part where only a part was given."""
    rows = decisions_visible_to(officer).filter(request=found).order_by("pk")
    rows = rows.select_related("request", "decided_by", "recorded_by", "office", "file")
    return [(row, _paper(row)) for row in rows]


def _paper(row: Decision) -> DecisionPaper | None:
    """Return the signed decision; None for an act on paper, and where it was tampered with."""
    try:
        return decision_paper(row)
    except IzdesError:
        return None


def answers_of(officer: Officer, found: Request, sight: Sight) -> list[dict[str, Any]]:
    """Return every version of the answer, the latest first, with what each says."""
    rows = answers_visible_to(officer).filter(request=found).order_by("-version")
    rows = rows.prefetch_related("files__file", "subjects__subject")
    held: dict[int, list[tuple[Any, Any, Any]]] = {}
    for one in holds_visible_to(officer).filter(request=found).order_by("pk"):
        chip = account_chip(one.account, sight) if one.account else "—"
        held.setdefault(one.answer_id, []).append((one, chip, hold_mark(one.status)))
    return [_answer(one, sight, held.get(one.pk, [])) for one in rows]


def _answer(one: Answer, sight: Sight, held: list[tuple[Any, Any, Any]]) -> dict[str, Any]:
    """Return one version of an answer."""
    return {
        "row": one,
        "files": list(one.files.all()),
        "subjects": [
            (said, subject_chip(said.subject.kind, said.subject.value, sight))
            for said in one.subjects.all()
        ],
        "holds": held,
        "returned": [(back, account_chip(back.account, sight)) for back in _returned(one)],
        "faults": kept_lines(one),
        "signers": signers_of(one),
    }


def _returned(one: Answer) -> tuple[ReturnAnswer, ...]:
    """Return what an answer tells of money that came back; nothing where it is unreadable."""
    try:
        return read_answer(bytes(one.paper)).returned
    except IzdesError:
        return ()


def _draft(found: Request) -> Draft | None:
    """Return what a request says; None where what is kept is unreadable."""
    try:
        return draft_of(found.draft)
    except IzdesError:
        return None


def _verified(row: Verification) -> Verified:
    """Return a kept report in words."""
    try:
        report = read_paper(bytes(row.report))
    except IzdesError:
        report = None
    if not isinstance(report, VerificationReport):
        return Verified(row.step, row.at, row.is_accepted, ())
    # That a decision refuses is no fault of its signature.
    checks = [*report.checks, *(check for one in report.signatures for check in one.checks)]
    is_good = all(check.is_good or check.code == _REFUSED for check in checks)
    lines = tuple(_CODE.sub("", line) for line in report_lines(report, language()))
    return Verified(row.step, row.at, is_good, lines)
