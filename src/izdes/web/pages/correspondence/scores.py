"""Scores: how an institution answers, in figures that it can check for itself.

Time is counted from delivery to the first answer, less every stretch in which the institution
waited for a clarification: that time is ours. A request that was rightly not accepted (its
signature, its consent, its subject, its period) is no refusal of the institution. A hold that
caught nothing says as much of our slowness as of the institution's: so it stands with its counts,
and where they are few with an interval (Wilson, 95 %). What an institution contested and
headquarters granted is heeded: the request is taken out of that figure, or the time that was ours
is taken off.

>>> quantile([timedelta(hours=h) for h in (1, 2, 3, 40)], 0.5)
datetime.timedelta(seconds=7200)
>>> interval(1, 4)
(4, 70)
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from izdes.core.orders.states import is_overdue
from izdes.web.correspondence.models import Receipt, Request, ScoreNote
from izdes.web.correspondence.scoring import Figure

OURS = frozenset(
    {
        "signature_fails",
        "consent_missing",
        "not_addressee",
        "subject_unclear",
        "period_unclear",
        "demand_unclear",
    }
)
# From so many on a share stands without an interval.
FEW = 30
_Z_SQUARED = 3.8414588
_CAUGHT = ("held", "empty")


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one institution.

    Attributes:
        asked: Requests that reached it.
        answered: Of them with an answer; ``p50`` and ``p95`` are of these.
        overdue: Late now, or answered after the term.
        refused: Not accepted, for reasons that are not ours.
        defective: Not accepted because of us, or sent back to be clarified.
        corrected: Whose answer had to be corrected.
        wrong: To which an answer came in which the check found something to be put right.
        held, looked: Accounts on which money was caught, of those where it was looked for.
    """

    asked: int
    answered: int
    p50: timedelta | None
    p95: timedelta | None
    overdue: int
    refused: int
    defective: int
    corrected: int
    wrong: int
    held: int
    looked: int

    @property
    def hit_percent(self) -> int | None:
        """Return in how many of a hundred money was caught; None where it was never looked for."""
        return None if not self.looked else round(100 * self.held / self.looked)

    @property
    def hit_interval(self) -> tuple[int, int] | None:
        """Return between which percents it may lie, where there are few; None otherwise."""
        return interval(self.held, self.looked) if 0 < self.looked < FEW else None


def score_of(requests: Iterable[Request], at: datetime) -> Score:
    """Return the figures of some requests of one institution, as they stand at a moment.

    Args:
        requests: Sent ones, with receipts, answers, holds and notes on figures at hand.
    """
    rows = [one for one in requests if one.delivered_at is not None]
    times = [time for one in _within("time", rows) if (time := answer_time(one)) is not None]
    held = _within("hits", rows)
    holds = [h for one in held for h in one.holds.all() if h.ended_why != "corrected"]
    reasons = [_reason(one) for one in rows]
    answered = _within("wrong", rows)
    return Score(
        asked=len(rows),
        answered=len(times),
        p50=quantile(times, 0.5),
        p95=quantile(times, 0.95),
        overdue=sum(_is_late(one, at) for one in _within("overdue", rows)),
        refused=sum(_is_refused(_reason(one)) for one in _within("refused", rows)),
        defective=sum(
            reason in OURS or _was_unclear(one) for one, reason in zip(rows, reasons, strict=True)
        ),
        corrected=sum(len(one.answers.all()) > 1 for one in answered),
        wrong=sum(_is_wrong(one) for one in answered),
        held=sum(h.status == "held" for h in holds),
        looked=sum(h.status in _CAUGHT for h in holds),
    )


def answer_time(found: Request) -> timedelta | None:
    """Return how long an institution took, less what was lost by us; None unanswered."""
    if found.answered_at is None or found.delivered_at is None:
        return None
    waited = _waited(sorted(found.receipts.all(), key=lambda r: (r.at, r.pk)), found.answered_at)
    lost = waited + _lost("time", found)
    return max(timedelta(0), found.answered_at - found.delivered_at - lost)


def quantile(times: Sequence[timedelta], share: float) -> timedelta | None:
    """Return the smallest time within which this share was answered; None of none."""
    if not times:
        return None
    ordered = sorted(times)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def interval(hits: int, count: int) -> tuple[int, int]:
    """Return the Wilson interval of a share at 95 %, in whole percents, outwards."""
    share, z2 = hits / count, _Z_SQUARED
    middle = share + z2 / (2 * count)
    reach = math.sqrt(z2 * (share * (1 - share) + z2 / (4 * count)) / count)
    whole = 1 + z2 / count
    low, high = (middle - reach) / whole, (middle + reach) / whole
    return max(0, math.floor(100 * low)), min(100, math.ceil(100 * high))


def _waited(receipts: Sequence[Receipt], until: datetime) -> timedelta:
    """Return how long an institution waited for clarifications."""
    total, since = timedelta(0), None
    for one in receipts:
        if one.kind == "clarification_asked":
            since = one.at
        elif one.kind == "clarified" and since is not None:
            total, since = total + (min(one.at, until) - since), None
    return total


def _is_late(found: Request, at: datetime) -> bool:
    """Say whether an answer is late, or was; time that was lost by us moves the term."""
    due = None if found.due_at is None else found.due_at + _lost("overdue", found)
    if found.answered_at is not None:
        return due is not None and found.answered_at > due
    return is_overdue(found.state, due_at=due, at=at)  # type: ignore[arg-type] # as kept


def _within(figure: Figure, rows: Sequence[Request]) -> list[Request]:
    """Return the requests that count in a figure: those not taken out of it."""
    return [one for one in rows if not _granted(figure, one, "taken_out")]


def _lost(figure: Figure, found: Request) -> timedelta:
    """Return the time that was granted to have been lost by us."""
    granted = _granted(figure, found, "lost_time")
    return timedelta(minutes=sum(note.lost_minutes for note in granted))


def _granted(figure: Figure, found: Request, kind: str) -> list[ScoreNote]:
    """Return the rulings of a kind about a figure of a request."""
    return [one for one in found.score_notes.all() if (one.kind, one.figure) == (kind, figure)]


def _is_refused(reason: str) -> bool:
    """Say whether a request was not accepted for a reason that is not ours."""
    return bool(reason) and reason not in OURS


def _is_wrong(found: Request) -> bool:
    """Say whether an answer had to be put right."""
    return any(
        fault["severity"] == "refused" for one in found.answers.all() for fault in one.faults
    )


def _reason(found: Request) -> str:
    """Return why a request was not accepted; empty where it was."""
    return next((one.reason for one in found.receipts.all() if one.kind == "rejected"), "")


def _was_unclear(found: Request) -> bool:
    """Say whether a clarification had to be asked for."""
    return any(one.kind == "clarification_asked" for one in found.receipts.all())
