"""Ladders: one hold on one line, from the suspension to the judge, and what has no draft yet."""

from datetime import datetime

from izdes.core.holds.rungs import Happened, LadderLine, ladder_line
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.ladder import rungs_on
from izdes.core.law.release import LawPack
from izdes.web.correspondence.drafts import draft_of
from izdes.web.correspondence.models import Request

_DECIDED = {"given": "granted", "given_in_part": "granted", "refused": "refused"}


def ladder_of(request: Request, law: LawPack, *, now: datetime) -> LadderLine:
    """Return the ladder line of an order that holds money, as far as whoever acts sees it.

    The motion for arrest is the one that relates to it; a draft of it stops the alarm.
    """
    on = local_day(now)
    rung = next((r for r in rungs_on(on, law=law) if r.measure_id == request.measure), None)
    hold = request.holds.filter(status="held").order_by("since", "pk").first()
    motion = (
        request.relating.filter(consent="act").exclude(state="withdrawn").order_by("-pk").first()
    )
    decision = None if motion is None else motion.decisions.order_by("-pk").first()
    since = None if hold is None else hold.since
    is_restriction = rung is not None and rung.rung == "restriction"
    released = hold is not None and hold.ended_why in ("released", "recalled")
    happened = Happened(
        suspended_at=None if is_restriction else since,
        restricted_at=since if is_restriction else None,
        found_at=None if hold is None else hold.looked_at,
        received_at=None if motion is None else motion.submitted_at,
        decided_at=None if decision is None else decision.at,
        decided="" if decision is None else _DECIDED[decision.outcome],  # type: ignore[arg-type] # one of three
        released_at=hold.ended_at if hold is not None and released else None,
        days=draft_of(request.draft).days,
    )
    drafted = [] if motion is None else ["motion", "judge"]
    return ladder_line(happened, drafted=drafted, now=now, law=law)
