"""Ladders: one hold on one line, from the centre's block to the judge, and what has no draft yet.

The centre's block is what the anti-fraud centre answered that it holds on an account; the order of
the investigator on the same account in the same case is the rung above it. Which measure is which
rung, and by which clock each ends, is the law pack's.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from izdes.core.holds.rungs import Happened, LadderLine, ladder_line
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.ladder import rungs_on
from izdes.core.law.release import LawPack
from izdes.web.correspondence.drafts import draft_of
from izdes.web.correspondence.models import Hold, Request

BLOCK = "centre_block"
_HOLDS = ("suspension", "restriction")
_OVER = ("withdrawn", "closed", "refused", "not_accepted")
_DECIDED = {"given": "granted", "given_in_part": "granted", "refused": "refused"}


def ladder_of(request: Request, law: LawPack, *, now: datetime) -> LadderLine:
    """Return the ladder line of a hold, as far as whoever acts sees it.

    Args:
        request: An order that holds money, or what the centre was told of and blocked.

    A draft of the next rung stops its alarm: of a suspension or a restriction on the account, of
    the motion for arrest that relates to the order.
    """
    if request.measure in measures_of(law, (BLOCK,), now=now):
        return _line(request, order_above(request, law, now=now), law, now)
    return _line(_block_below(request, law, now), request, law, now)


def order_above(block: Request, law: LawPack, *, now: datetime) -> Request | None:
    """Return the order on the accounts of a centre's block; None where none is drafted."""
    found = _on_same_money(block, measures_of(law, _HOLDS, now=now))
    return found.exclude(state__in=_OVER).order_by("pk").first()


def measures_of(law: LawPack, rungs: Iterable[str], *, now: datetime) -> frozenset[str]:
    """Return the measures of some rungs as they exist on a day."""
    wanted = {*rungs}
    return frozenset(r.measure_id for r in rungs_on(local_day(now), law=law) if r.rung in wanted)


def _line(block: Request | None, order: Request | None, law: LawPack, now: datetime) -> LadderLine:
    """Return the line of a block and of the order above it; one of the two is there."""
    blocked, held = _held_first(block), _held_first(order)
    motion = None if order is None else _motion(order)
    decision = None if motion is None else motion.decisions.order_by("-pk").first()
    since = None if held is None else held.since
    restrictions = measures_of(law, ("restriction",), now=now)
    is_restriction = order is not None and order.measure in restrictions
    ended = held or blocked
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
        drafted += _HOLDS
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
    accounts = [row.account for row in request.subjects.all() if row.account]
    if request.case_id is not None:
        where = Q(case=request.case_id) | Q(case=None, complaint__case=request.case_id)
    else:
        where = Q(complaint=request.complaint_id)
    return Request.objects.filter(
        where, measure__in=sorted(measures), subjects__account__in=accounts
    ).distinct()
