"""Standing: the case in the minute of signing, and whether anything may be signed in it.

Whoever signs writes down what the state register, the decision on qualification and the term say
at that minute. Where a case does not run, nothing is signed in it but what a norm lets through: the
ends of a hold, and searches and covert actions while a case is interrupted.
"""

from dataclasses import dataclass
from datetime import datetime

from izdes.core.law.clocks.zone import local_day
from izdes.core.law.ladder import rungs_on
from izdes.core.law.measures import Measure
from izdes.core.law.release import LawPack
from izdes.core.orders.order import CaseStanding, PaperLanguage
from izdes.web.cases.models import Case
from izdes.web.correspondence.errors import (
    CaseNotRunning,
    CasePastTerm,
    CaseUnqualified,
    NotBeforeRegistration,
)
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import Draft
from izdes.web.investigation.models import TermDecree
from izdes.web.investigation.norms import cited
from izdes.web.investigation.selectors import qualification_of
from izdes.web.investigation.terms import clocks_of
from izdes.web.officers.models import Officer

_RUNS = "registered"
_WHILE_INTERRUPTED = "while_interrupted"


@dataclass(frozen=True, slots=True)
class Minute:
    """Who signs, under which law, and when."""

    officer: Officer
    law: LawPack
    at: datetime


def language_of(request: Request) -> PaperLanguage:
    """Return the language of the proceedings, in which the paper is; Kazakh before registration."""
    told = request.case.language if request.case is not None else "kk"
    return "ru" if told == "ru" else "kk"


def standing_of(request: Request, draft: Draft, measure: Measure, minute: Minute) -> CaseStanding:
    """Return the case as it stands in this minute.

    Raises:
        CaseNotRunning: It is interrupted, closed or joined into another, and no norm excepts this.
        CasePastTerm: Its term has ended, and no norm excepts this.
        CaseUnqualified: Nobody decided on its qualification.
        NotBeforeRegistration: There is no case, and the measure waits for one.
    """
    if request.case is None:
        return _before(request, draft, measure, minute)
    case, law = request.case, minute.law
    exception = _exception(measure, minute)
    if not exception:
        _require_running(case, measure)
    ends_at = _term_ends_at(case, minute)
    if not exception and ends_at is not None and ends_at <= minute.at:
        raise CasePastTerm(case=case.number)
    present = qualification_of(minute.officer, case).present
    if present is None:
        raise CaseUnqualified(case=case.number)
    return CaseStanding(
        register_number=case.number,
        intake_number="",
        why_urgent="",
        on=local_day(minute.at),
        qualification=cited(present.norms, language_of(request), law),
        term_ends_at=ends_at,
    )


def _before(request: Request, draft: Draft, measure: Measure, minute: Minute) -> CaseStanding:
    """Return the standing of an urgent action before registration."""
    complaint = request.complaint
    if not measure.may_precede_registration or complaint is None:
        raise NotBeforeRegistration(measure=measure.measure_id)
    if not draft.qualification.strip():
        raise CaseUnqualified(case=complaint.receipt)
    return CaseStanding(
        register_number="",
        intake_number=complaint.intake_number or complaint.receipt,
        why_urgent=draft.why_urgent,
        on=local_day(minute.at),
        qualification=draft.qualification,
        term_ends_at=None,
    )


def _require_running(case: Case, measure: Measure) -> None:
    """Refuse a case that does not run."""
    if case.state != _RUNS:
        raise CaseNotRunning(case=case.number, state=case.state)
    if any(one.exception == _WHILE_INTERRUPTED for one in measure.exceptions):
        return
    interrupted = TermDecree.objects.filter(
        case=case, kind="excluded", exclusion="interruption", until__isnull=True
    )
    if interrupted.exists():
        raise CaseNotRunning(case=case.number, state="interrupted")


def _exception(measure: Measure, minute: Minute) -> str:
    """Return the norm by which a measure is signed whatever becomes of the case; empty for none.

    What lets money go is signed always: a hold that outlives its case has no ground.
    """
    for rung in rungs_on(local_day(minute.at), law=minute.law):
        if measure.measure_id in rung.ends:
            return rung.norm_id
    return ""


def _term_ends_at(case: Case, minute: Minute) -> datetime | None:
    """Return when the term of a case ends; None where it has none, or stands still."""
    term = clocks_of(minute.officer, case, law=minute.law).term
    return None if term is None else term.due.at
