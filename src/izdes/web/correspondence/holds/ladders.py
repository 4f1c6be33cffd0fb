"""Ladders: one hold on one line, from the centre's block to the judge, and what has no draft yet.

The centre's block is what the anti-fraud centre answered that it holds on an account, or, before it
has, what an officer entered on somebody's word; the order of the investigator on the same account
in the same case is the rung above it. Which measure is which rung, and by which clock each ends, is
the law pack's.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from izdes.core.holds.rungs import Happened, LadderLine, ladder_line
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.ladder import rungs_on
from izdes.core.law.release import LawPack
from izdes.web.correspondence.models import Block, Hold, Request
from izdes.web.correspondence.orders.drafts import draft_of

BLOCK = "centre_block"
HOLDS = ("suspension", "restriction")
OVER = ("withdrawn", "closed", "refused", "not_accepted")
_DECIDED = {"given": "granted", "given_in_part": "granted", "refused": "refused"}


def ladder_of(request: Request, law: LawPack, *, now: datetime) -> LadderLine:
    """Return the ladder line of a hold, as far as whoever acts sees it.

    Args:
        request: An order that holds money, or what the centre was told of and blocked.

    A draft of the next rung stops its alarm: of a suspension or a restriction on the account, of
    the motion for arrest that relates to the order.
    """
    if request.measure in measures_of(law, (BLOCK,), now=now):
        return _line(word_of(request, law, now=now), order_above(request, law, now=now), law, now)
    return _line(word_of(request, law, now=now), request, law, now)


def ladder_of_block(block: Block, law: LawPack, *, now: datetime) -> LadderLine:
    """Return the ladder line of a block that was entered by hand, with the order above it."""
    return _line(block, order_above_block(block, law, now=now), law, now)


def word_of(request: Request, law: LawPack, *, now: datetime) -> Hold | Block | None:
    """Return on whose word the centre blocked the accounts of a request; None: on nobody's.

    The centre's own answer, or what was entered by hand, the earliest first. The centre is heard
    first: its answer says what it did.
    """
    if request.measure in measures_of(law, (BLOCK,), now=now):
        answered = _held_first(request)
    else:
        answered = _held_first(_block_below(request, law, now))
    if answered is not None or request.case_id is None:
        return answered
    told = Block.objects.filter(case=request.case_id, over="", account__in=_accounts(request))
    return told.select_related("institution", "entered_by").order_by("since", "pk").first()


def order_above(block: Request, law: LawPack, *, now: datetime) -> Request | None:
    """Return the order on the accounts of a centre's block; None where none is drafted."""
    found = _on_same_money(block, measures_of(law, HOLDS, now=now))
    return found.exclude(state__in=OVER).order_by("pk").first()


def order_above_block(block: Block, law: LawPack, *, now: datetime) -> Request | None:
    """Return the order on the account of a block that was entered; None where none is drafted."""
    found = Request.objects.filter(
        _of_case(block.case_id),
        measure__in=sorted(measures_of(law, HOLDS, now=now)),
        subjects__account=block.account,
    )
    return found.exclude(state__in=OVER).order_by("pk").first()


def measures_of(law: LawPack, rungs: Iterable[str], *, now: datetime) -> frozenset[str]:
    """Return the measures of some rungs as they exist on a day."""
    wanted = {*rungs}
    return frozenset(r.measure_id for r in rungs_on(local_day(now), law=law) if r.rung in wanted)


def _line(
    blocked: Hold | Block | None, order: Request | None, law: LawPack, now: datetime
) -> LadderLine:
    """Return the line of a block and of the order above it; one of the two is there."""
    held = _held_first(order)
    motion = None if order is None else _motion(order)
    decision = None if motion is None else motion.decisions.order_by("-pk").first()
    since = None if held is None else held.since
    restrictions = measures_of(law, ("restriction",), now=now)
    is_restriction = order is not None and order.measure in restrictions
    # What was entered by hand ends by being put right or taken back, and then it is not here.
    ended = held or (blocked if isinstance(blocked, Hold) else None)
    released = ended is not None and ended.ended_why in ("released", "recalled")
    happened = Happened(
        blocked_at=None if blocked is None else blocked.since,
        suspended_at=None if is_restriction else since,
        restricted_at=since if is_restriction else None,
        found_at=None if held is None else held.looked_at,
        received_at=None if motion is None else motion.submitted_at,
        decided_at=None if decision is None else decision.at,
        decided="" if decision is None else _DECIDED[decision.outcome],  # type: ignore[arg-type] # one of three
        released_at=ended.ended_at if ended is not None and released else None,
        days=None if order is None else draft_of(order.draft).days,
    )
    drafted = [] if motion is None else ["motion", "judge"]
    if order is not None:
        drafted += HOLDS
    return ladder_line(happened, drafted=drafted, now=now, law=law)


def _held_first(request: Request | None) -> Hold | None:
    """Return what a request held first; None where it held nothing."""
    if request is None:
        return None
    return request.holds.filter(status="held").order_by("since", "pk").first()


def _motion(order: Request) -> Request | None:
    """Return the motion for arrest that relates to an order."""
    found = order.relating.filter(consent="act").exclude(state="withdrawn")
    return found.order_by("-pk").first()


def _block_below(order: Request, law: LawPack, now: datetime) -> Request | None:
    """Return the centre's block on the accounts of an order; None where it blocked nothing."""
    found = _on_same_money(order, measures_of(law, (BLOCK,), now=now))
    return found.filter(holds__status="held").order_by("holds__since", "pk").first()


def _on_same_money(request: Request, measures: Iterable[str]) -> QuerySet[Request]:
    """Return the requests under some measures about any of the same accounts, in the same case."""
    where = Q(complaint=request.complaint_id)
    if request.case_id is not None:
        where = _of_case(request.case_id)
    return Request.objects.filter(
        where, measure__in=sorted(measures), subjects__account__in=_accounts(request)
    ).distinct()


def _of_case(case: int) -> Q:
    """Return the condition of requests of a case, of its complaints before registration too."""
    return Q(case=case) | Q(case=None, complaint__case=case)


def _accounts(request: Request) -> list[str]:
    """Return the accounts that a request is about."""
    return [row.account for row in request.subjects.all() if row.account]
