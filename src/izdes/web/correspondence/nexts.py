"""Nexts: the papers that may be drafted after one, so that a page can offer each with a button.

What is offered here the commands of `services.following` and `services.amounts` ask once more.
That something is offered does not prove its ground: an officer reads each draft and signs it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from izdes.core.holds.recheck import Recheck
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.measures import Measure
from izdes.core.law.needed import MeasureNotInForce, what_is_needed
from izdes.core.law.pack import UnknownMeasure
from izdes.core.law.release import LawPack
from izdes.core.orders.states import OPEN, is_overdue
from izdes.web.correspondence.holds.freezing import recheck_of
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_of

Kind = Literal["follow_up", "supplement", "lower", "reprice", "release", "register_number"]
# What the law pack names as following an answer that is late.
LATE = ("answer_overdue", "month_without_answer", "conditions_of_crime")
_SIGNED = ("signed", "on_decision", "sanctioned")
_STANDING = ("answered", "ingested")


@dataclass(frozen=True, slots=True)
class Next:
    """One paper that may follow.

    Attributes:
        measure: Of the paper; empty where it is that of the first.
        minor: For how much, in tiyn; 0 where no sum is meant.
    """

    kind: Kind
    measure: str = ""
    minor: int = 0


def nexts_of(request: Request, law: LawPack, *, now: datetime) -> tuple[Next, ...]:
    """Return what may be drafted after a request at a moment, as far as whoever acts sees it."""
    found = [*_late(request, law, now), *_by_amount(request, law)]
    if may_tell_number(request):
        found.append(Next("register_number", request.measure))
    return tuple(found)


def followers(measure: Measure) -> tuple[str, ...]:
    """Return the measures that the law pack names as following a late answer, the usual first."""
    named = [(LATE.index(f.when), f.then) for f in measure.follows if f.when in LATE]
    return tuple(then for _, then in sorted(named, key=lambda pair: pair[0]))


def may_tell_number(request: Request) -> bool:
    """Say whether the institution is still owed the register number of an urgent action."""
    complaint = request.complaint
    if complaint is None or not owes_number(request):
        return False
    told = request.relating.filter(measure=request.measure).exclude(state="withdrawn")
    return complaint.case_id is not None and not told.exists()


def owes_number(request: Request) -> bool:
    """Say whether an order left before registration and nobody has told its number since."""
    owed = request.notices.filter(to="institution", told_at__isnull=True)
    return request.is_urgent_before and owed.exists()


def amount_of(request: Request, law: LawPack) -> Recheck | None:
    """Return how the sum of a paper compares with what is traced now; None where nothing is asked.

    A supplement is not supplemented: its first order is.
    """
    cap = draft_of(request.draft).cap
    first = request.related if request.relation == "supplements" else None
    is_more = first is not None and first.measure == request.measure
    if cap is None or request.kind != "order" or request.ended_at is not None or is_more:
        return None
    return recheck_of(request, cap, law)


def _late(request: Request, law: LawPack, now: datetime) -> Iterator[Next]:
    """Yield what follows an answer that is late, where nobody has drafted it."""
    if not is_overdue(request.state, due_at=request.due_at, at=now):  # type: ignore[arg-type] # kept as checked
        return
    try:
        measure = what_is_needed(request.measure, on=local_day(now), law=law).measure
    except (MeasureNotInForce, UnknownMeasure):
        return
    drafted = request.relating.exclude(state__in=["withdrawn", "refused", "closed"])
    known = {*drafted.values_list("measure", flat=True)}
    yield from (Next("follow_up", then) for then in followers(measure) if then not in known)


def _by_amount(request: Request, law: LawPack) -> Iterator[Next]:
    """Yield what follows where less or more is traced now than the paper says."""
    found = amount_of(request, law)
    if found is None or found.outcome == "same":
        return
    if request.state == "draft":
        if found.now_minor:
            yield Next("reprice", "", found.now_minor)
    elif found.outcome == "higher":
        if not request.relating.filter(measure=request.measure, state="draft").exists():
            yield Next("supplement", request.measure, found.supplement_minor)
    elif request.state in (*_SIGNED, *OPEN):
        if not request.relating.filter(relation="supersedes", state="draft").exists():
            yield Next("lower", request.measure, found.now_minor)
    elif request.state in _STANDING and found.release_minor:
        yield Next("release", "", found.release_minor)
