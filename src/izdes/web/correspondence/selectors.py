"""What an officer sees of correspondence."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from izdes.core.holds.harm import Held, Outcome
from izdes.core.holds.recheck import Recheck
from izdes.core.law.release import LawPack
from izdes.core.orders.states import OPEN
from izdes.web.cases.models import Case
from izdes.web.correspondence import scopes
from izdes.web.correspondence.holds.freezing import priced, recheck_of
from izdes.web.correspondence.holds.ladders import HOLDS, OVER, ladder_of, measures_of
from izdes.web.correspondence.holds.returned import Proposal, proposals_in
from izdes.web.correspondence.matters import refusals_of
from izdes.web.correspondence.models import (
    Answer,
    AnswerFile,
    AnswerSubject,
    Block,
    Decision,
    Dismissal,
    Enclosure,
    Hold,
    Notice,
    Receipt,
    Request,
    RequestSubject,
    ScoreNote,
    Signal,
    Signature,
    Verification,
)
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.orders.packets import packet_of
from izdes.web.correspondence.orders.papers import checked, decision_paper, order_paper, papers_of
from izdes.web.correspondence.reach import supervised
from izdes.web.officers.models import Officer
from izdes.web.officers.reach import institutions_of

__all__ = [
    "checked",
    "decision_paper",
    "ladder_of",
    "order_paper",
    "packet_of",
    "papers_of",
    "priced",
    "refusals_of",
]


def requests_visible_to(officer: Officer) -> QuerySet[Request]:
    """Return the requests that an officer sees."""
    return Request.objects.filter(scopes.requests(officer))


def subjects_visible_to(officer: Officer) -> QuerySet[RequestSubject]:
    """Return the subjects of requests that an officer sees."""
    return RequestSubject.objects.filter(scopes.of_requests(officer))


def signatures_visible_to(officer: Officer) -> QuerySet[Signature]:
    """Return the signatures of requests that an officer sees."""
    return Signature.objects.filter(scopes.of_requests(officer))


def verifications_visible_to(officer: Officer) -> QuerySet[Verification]:
    """Return what was found about signatures of requests that an officer sees."""
    return Verification.objects.filter(scopes.of_requests(officer))


def decisions_visible_to(officer: Officer) -> QuerySet[Decision]:
    """Return the decisions about requests that an officer sees."""
    return Decision.objects.filter(scopes.of_requests(officer))


def receipts_visible_to(officer: Officer) -> QuerySet[Receipt]:
    """Return the messages about requests that an officer sees."""
    return Receipt.objects.filter(scopes.of_requests(officer))


def answers_visible_to(officer: Officer) -> QuerySet[Answer]:
    """Return the answers to requests that an officer sees."""
    return Answer.objects.filter(scopes.of_requests(officer))


def answer_files_visible_to(officer: Officer) -> QuerySet[AnswerFile]:
    """Return the files of answers that an officer sees."""
    return AnswerFile.objects.filter(scopes.of_answers(officer))


def answer_subjects_visible_to(officer: Officer) -> QuerySet[AnswerSubject]:
    """Return what answers that an officer sees say of each subject."""
    return AnswerSubject.objects.filter(scopes.of_answers(officer))


def holds_visible_to(officer: Officer) -> QuerySet[Hold]:
    """Return what is held, or was, by requests that an officer sees."""
    return Hold.objects.filter(scopes.of_requests(officer))


def blocks_visible_to(officer: Officer) -> QuerySet[Block]:
    """Return what was entered by hand of the centre's blocks, as far as an officer sees it."""
    return Block.objects.filter(scopes.blocks(officer))


def enclosures_visible_to(officer: Officer) -> QuerySet[Enclosure]:
    """Return what goes with requests that an officer sees."""
    return Enclosure.objects.filter(scopes.of_requests(officer))


def notices_visible_to(officer: Officer) -> QuerySet[Notice]:
    """Return who must be told of requests that an officer sees."""
    return Notice.objects.filter(scopes.notices(officer))


def dismissals_visible_to(officer: Officer) -> QuerySet[Dismissal]:
    """Return which payments of answers were dismissed, of requests that an officer sees."""
    return Dismissal.objects.filter(scopes.notices(officer))


def returns_open(officer: Officer, *, case: Case | None = None) -> tuple[Proposal, ...]:
    """Return the payments told in answers that wait for somebody.

    Args:
        case: None: of every case in which the officer is now.
    """
    rows = requests_visible_to(officer)
    if case is not None:
        return proposals_in(rows.filter(case=case))
    return proposals_in(
        rows.filter(case__members__officer=officer, case__members__until__isnull=True)
    )


def signals_visible_to(officer: Officer) -> QuerySet[Signal]:
    """Return what institutions told unasked, as far as an officer sees it."""
    return Signal.objects.filter(scopes.signals(officer))


def score_notes_visible_to(officer: Officer) -> QuerySet[ScoreNote]:
    """Return what was contested of requests that an officer sees, and what was said to it."""
    return ScoreNote.objects.filter(scopes.of_requests(officer))


def queue_of(officer: Officer, queue: str) -> QuerySet[Request]:
    """Return what waits in one of a prosecutor's queues, the oldest first.

    Args:
        queue: ``sanction``, ``consent``, ``approval`` or ``judge``: what waits for a decision; or
            ``notice``: what was sent and is only told to him.
    """
    rows = requests_visible_to(officer).filter(supervised(officer), queue=queue)
    if queue == "notice":
        untold = rows.filter(notices__to="prosecutor", notices__told_at__isnull=True)
        return untold.order_by("sent_at", "pk")
    return rows.filter(state="on_decision").order_by("submitted_at", "pk")


def inbox_of(officer: Officer) -> QuerySet[Request]:
    """Return what was sent to the institutions for which an officer answers, the latest first."""
    rows = requests_visible_to(officer).filter(addressee__in=institutions_of(officer))
    return rows.filter(sent_at__isnull=False).order_by("-sent_at", "-pk")


def overdue_visible_to(officer: Officer, *, now: datetime) -> QuerySet[Request]:
    """Return the requests whose answers are owed and late, the latest owed last."""
    rows = requests_visible_to(officer).filter(state__in=OPEN, due_at__lt=now)
    return rows.order_by("due_at", "pk")


def lapsing_visible_to(officer: Officer, *, now: datetime, hours: int = 72) -> QuerySet[Hold]:
    """Return what is held and will lapse within some hours, the first to lapse first."""
    until = now + timedelta(hours=hours)
    rows = holds_visible_to(officer).filter(status="held", ended_at__isnull=True)
    return rows.filter(until__lte=until).select_related("request").order_by("until", "pk")


def blocks_ending(
    officer: Officer, law: LawPack, *, now: datetime, hours: int = 72
) -> QuerySet[Block]:
    """Return the blocks entered by hand that end within some hours and have no order above them."""
    orders = Request.objects.exclude(state__in=OVER).filter(
        case=OuterRef("case"),
        measure__in=sorted(measures_of(law, HOLDS, now=now)),
        subjects__account=OuterRef("account"),
    )
    rows = blocks_visible_to(officer).filter(
        over="", until__gt=now, until__lte=now + timedelta(hours=hours)
    )
    rows = rows.filter(~Exists(orders)).select_related("case", "institution")
    return rows.order_by("until", "pk")


def notices_owed(officer: Officer) -> QuerySet[Notice]:
    """Return who must still be told, the most urgent first."""
    rows = notices_visible_to(officer).filter(told_at__isnull=True)
    return rows.select_related("request").order_by("due_at", "pk")


def rechecked(officer: Officer, case: Case, law: LawPack) -> list[tuple[Request, Recheck]]:
    """Return the orders of a case whose sums differ from what is traced now, and how."""
    rows = requests_visible_to(officer).filter(case=case, kind="order", paper__isnull=False)
    found: list[tuple[Request, Recheck]] = []
    for request in rows.filter(ended_at__isnull=True).order_by("pk"):
        cap = draft_of(request.draft).cap
        compared = None if cap is None else recheck_of(request, cap, law)
        if compared is not None and compared.outcome != "same":
            found.append((request, compared))
    return found


def harm_data(officer: Officer) -> list[Held]:
    """Return what was held of whom and for how long, for the meter of harm.

    What the anti-fraud centre blocked by itself is not the office's hold.
    """
    rows = holds_visible_to(officer).filter(status="held").select_related("request")
    rows = rows.exclude(request__kind="notice")
    return [
        Held(
            number=hold.request.number,
            holder=hold.account,
            currency=hold.currency,
            amounts=((hold.since, hold.amount_minor),) if hold.since else (),
            until=hold.ended_at,
            outcome=_outcome(hold),
        )
        for hold in rows.order_by("pk")
    ]


def _outcome(hold: Hold) -> Outcome:
    """Return what became of a hold, for the meter of harm."""
    if hold.cleared_at is not None:
        return "cleared"
    return "upheld" if hold.ended_why == "arrested" else "open"
