"""Asking: from what a trace leaves open to drafts, institution by institution and layer by layer.

What is asked next is gathered into one request an institution, layer and measure, the most traced
money first; what is not asked stands beside with its reason (`stopping`). With every answer the
plan is simply made again: what was asked stays asked, and what an answer opened is new.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from izdes.core.holds.questions import OF_TRANSFERS, Question
from izdes.core.holds.stopping import (
    AskedBefore,
    Reason,
    Stopped,
    StopRules,
    expected_find,
    limit_met,
    still_open,
)
from izdes.core.money.account import AccountKey

SECRECY = "request.bank_secrecy"
PAYEE = "request.identify_payee"
Place = tuple[AccountKey, str]


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """Questions that one institution can answer at once.

    Attributes:
        layer: The least layer of its questions: all of them are of this one.
        measure_id: The measure of the law pack that it is drafted under.
        period_from, period_to: The least period that holds all of its questions'.
    """

    institution: str
    layer: int
    measure_id: str
    questions: tuple[Question, ...]

    @property
    def traced_minor(self) -> int:
        """Traced money that gives the ground, over all questions; of one currency a sum."""
        return sum(q.traced_minor for q in self.questions)

    @property
    def period_from(self) -> datetime:
        """When the earliest of its periods begins."""
        return min(q.period_from for q in self.questions)

    @property
    def period_to(self) -> datetime:
        """When the latest of its periods ends."""
        return max(q.period_to for q in self.questions)


@dataclass(frozen=True, slots=True)
class AskingPlan:
    """What to ask next, and what not, with the reason.

    Attributes:
        requests: By layer, the most traced money first.
        stopped: Questions that are not asked.
    """

    requests: tuple[RequestDraft, ...]
    stopped: tuple[Stopped, ...]

    @property
    def is_at_the_end(self) -> bool:
        """Say whether nothing is to be asked and no answer is awaited."""
        return not self.requests and all(s.reason != "asked" for s in self.stopped)

    @property
    def has_no_frontier(self) -> bool:
        """Say whether the trace leaves nothing open at all."""
        return not self.requests and not self.stopped


@dataclass(frozen=True, slots=True)
class Desk:
    """What an office knows when it plans.

    Attributes:
        institution_of: Names the institution that keeps an account; empty where nobody knows.
        measure_of: Names the measure under which an institution is asked for what it keeps secret.
        likely: What is likely still on an account, where there is an estimate.
        held: What orders in force hold on an account.
        before: What was asked so far.
    """

    institution_of: Callable[[AccountKey], str]
    measure_of: Callable[[str], str] = lambda _: SECRECY
    likely: Mapping[Place, int] | None = None
    held: Mapping[Place, int] | None = None
    before: Collection[AskedBefore] = ()


def asking_plan(questions: Iterable[Question], desk: Desk, rules: StopRules) -> AskingPlan:
    """Return what to ask next.

    Args:
        questions: What the trace leaves open (`questions.questions_of`).

    Returns:
        Every question once, in a request or stopped; where a part of its period was asked already,
        only the rest of it.
    """
    asked: list[Question] = []
    stopped: list[Stopped] = []
    for question in questions:
        expected = expected_find(question, (desk.likely or {}).get(_place(question)), rules)
        judged = _judged(question, expected, desk, rules)
        if isinstance(judged, Question):
            asked.append(judged)
        else:
            stopped.append(Stopped(question, judged, expected))
    return AskingPlan(_requests(asked, desk), tuple(stopped))


def _judged(
    question: Question, expected_minor: int, desk: Desk, rules: StopRules
) -> Question | Reason:
    """Return what is to be asked, or why nothing is."""
    if not desk.institution_of(question.account):
        return "institution_unknown"
    if question.because == "later_movements" and _is_held(question, desk):
        return "held"
    met = limit_met(question, expected_minor, rules)
    return met or still_open(question, desk.before, again_after=rules.again_after)


def _is_held(question: Question, desk: Desk) -> bool:
    """Say whether orders hold all of the money that a question is about."""
    return (desk.held or {}).get(_place(question), 0) >= question.traced_minor


def _place(question: Question) -> Place:
    """Return where the money of a question went."""
    return (question.went_to, question.currency)


def _requests(questions: Sequence[Question], desk: Desk) -> tuple[RequestDraft, ...]:
    """Gather questions into requests."""
    groups: defaultdict[tuple[int, str, str], list[Question]] = defaultdict(list)
    for q in questions:
        keeper = desk.institution_of(q.account)
        measure = PAYEE if q.because in OF_TRANSFERS else desk.measure_of(keeper)
        groups[q.layer, keeper, measure].append(q)
    drafts = [
        RequestDraft(keeper, layer, measure, tuple(group))
        for (layer, keeper, measure), group in sorted(groups.items())
    ]
    return tuple(sorted(drafts, key=lambda d: (d.layer, -d.traced_minor)))
