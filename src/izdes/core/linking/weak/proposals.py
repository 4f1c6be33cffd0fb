"""Weak evidence: what proposes and ranks pairs of complaints, and never joins them.

Likeness of the stories and of the names of pages and sites proposes pairs; for each of them, habits
(way of paying, sums, hours, days, place) say whether to look at it sooner or later. Habits alone
propose nobody: half the country is alike in them. Where money was traced, its meeting proposes too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import combinations

from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.comparisons import same_next_account
from izdes.core.linking.kinds import yearly_complaints
from izdes.core.linking.mentions import mentions_of
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.weak.lookalikes import look_alikes
from izdes.core.linking.weak.meeting import Meeting, met_milli
from izdes.core.linking.weak.near_scripts import Near, near_scripts_of, same_script
from izdes.core.linking.weak.patterns import counts_of, habits_of, pattern

_SCRIPT = same_script.__name__
_FEW = 20
_Pair = tuple[ComplaintId, ComplaintId]


@dataclass(frozen=True, slots=True, order=True)
class Hint:
    """One thing that speaks, weakly, for a common hand of two complaints, or against it.

    Attributes:
        complaint_a: Of the two the one reported first, or whose money came first.
        reason: Code of the comparison.
    """

    complaint_a: ComplaintId
    complaint_b: ComplaintId
    reason: str
    log10_lr_milli: int


def weak_evidence(
    complaints: Iterable[Complaint], *, zone: tzinfo, near: Iterable[Near] | None = None
) -> tuple[Hint, ...]:
    """Return what weakly speaks for pairs of complaints, sorted.

    Args:
        complaints: In any order, every id once.
        zone: Where hours and days are read.
        near: Stories told alike where the engine has found them already, by place in the order of
            (``reported_at``, ``complaint_id``).
    """
    ordered = sorted(complaints, key=lambda c: c.sort_key)
    habits = {c.complaint_id: habits_of(c, zone=zone) for c in ordered}
    counts = counts_of(habits.values())
    found: dict[_Pair, dict[str, int]] = {}
    for pair, reason, milli in _proposed(ordered, near):
        reasons = found.setdefault(pair, {})
        reasons[reason] = max(milli, reasons.get(reason, 0))
    for (a, b), reasons in found.items():
        told = pattern(habits[a], habits[b], counts, script_milli=reasons.get(_SCRIPT, 0))
        reasons.update(told.reasons)
    return tuple(
        sorted(
            Hint(*pair, reason, milli)
            for pair, reasons in found.items()
            for reason, milli in reasons.items()
        )
    )


def _proposed(
    ordered: list[Complaint], near: Iterable[Near] | None
) -> Iterator[tuple[_Pair, str, int]]:
    """Yield the pairs that stories and names propose, the complaint reported first in front."""
    ids = [c.complaint_id for c in ordered]
    population = max(len(ids), yearly_complaints())
    for told in near_scripts_of(c.narrative for c in ordered) if near is None else near:
        if milli := same_script(told, population):
            yield (ids[told.one], ids[told.other]), _SCRIPT, milli
    place = {complaint_id: n for n, complaint_id in enumerate(ids)}
    for named in look_alikes((m for c in ordered for m in mentions_of(c)), population):
        a, b = sorted((named.complaint_a, named.complaint_b), key=place.__getitem__)
        if named.log10_lr_milli:
            yield (a, b), named.reason, named.log10_lr_milli


def money_met(found: Iterable[Meeting], snapshot: Snapshot) -> tuple[Hint, ...]:
    """Return what the meeting of money says of pairs of complaints, sorted.

    Where the money of many met, the complaint whose money came first is set beside each other one:
    what is found grows with what came, and never with pairs.
    """
    reason = same_next_account.__name__
    return tuple(
        sorted(
            Hint(first, other, reason, milli)
            for meeting in found
            for first, other in _set_beside(meeting.complaints)
            if (milli := met_milli(meeting, first, other, snapshot))
        )
    )


def _set_beside(complaints: Sequence[ComplaintId]) -> Iterator[_Pair]:
    """Return every two of few complaints, of many the first with each other one."""
    if len(complaints) <= _FEW:
        return combinations(complaints, 2)
    return ((complaints[0], other) for other in complaints[1:])
