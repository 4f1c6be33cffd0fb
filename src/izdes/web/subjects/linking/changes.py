"""What became of series: created, grown, shrunk, merged, split, ended, and by what.

Written in the transaction of the change itself. A series bears the name of its first complaint;
what stands alone is no series, and nothing is said of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from izdes.core.identifiers.complaint import ComplaintId
from izdes.engine.linking.incremental.deeds import Changed
from izdes.web.subjects.linking.store.tables import PostgresTables

Reason = Literal["complaints", "judgements", "snapshot"]
Kind = Literal["created", "grew", "shrank", "merged", "split", "ended"]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One thing that became of one series.

    Attributes:
        series: Its name: the first complaint.
        other: The series that came into it, that it was split from, or that most of it went to.
    """

    series: ComplaintId
    kind: Kind
    other: ComplaintId | None
    before: int
    after: int


def note(tables: PostgresTables, changed: Changed, reason: Reason) -> None:
    """Write down what became of series."""
    found = sorted(changes_of(changed), key=lambda c: (c.series, c.kind, c.other or ""))
    if found:
        tables.run(
            "INSERT INTO change (kind, reason, series, other, members_before, members_after) "
            "SELECT kind, reason, series, nullif(other, ''), members_before, members_after "
            "FROM given",
            kind=[c.kind for c in found],
            reason=[reason] * len(found),
            series=[c.series for c in found],
            other=[c.other or "" for c in found],
            members_before=[c.before for c in found],
            members_after=[c.after for c in found],
        )


def changes_of(changed: Changed) -> Iterator[Change]:
    """Yield what became of series by one change."""
    came = defaultdict[ComplaintId, Counter[ComplaintId]](Counter)
    went = defaultdict[ComplaintId, Counter[ComplaintId]](Counter)
    for moved in changed.moved:
        if moved.before is not None and moved.after is not None:
            came[moved.after][moved.before] += 1
            went[moved.before][moved.after] += 1
    for series in sorted({*changed.before, *changed.after}):
        before, after = changed.before.get(series, 0), changed.after.get(series, 0)
        if max(before, after) > 1:
            yield from _of_one(changed, series, came[series], went[series])


def _of_one(
    changed: Changed,
    series: ComplaintId,
    came: Counter[ComplaintId],
    went: Counter[ComplaintId],
) -> Iterator[Change]:
    """Yield what became of one series."""
    sizes = {"before": changed.before.get(series, 0), "after": changed.after.get(series, 0)}
    if sizes["after"] < 2:  # noqa: PLR2004 - one alone is no series
        others = went.most_common(1)
        yield Change(series, "ended", others[0][0] if others else None, **sizes)
        return
    parted = [other for other in came if changed.after.get(other, 0) > 0]
    merged = [other for other in came if not changed.after.get(other) and _was(changed, other)]
    yield from (Change(series, "split", other, **sizes) for other in parted if not sizes["before"])
    yield from (Change(series, "merged", other, **sizes) for other in merged)
    if merged or (parted and not sizes["before"]):
        return
    if sizes["before"] < 2:  # noqa: PLR2004 - one alone was no series
        yield Change(series, "created", None, **sizes)
    elif sizes["after"] != sizes["before"]:
        kind: Kind = "grew" if sizes["after"] > sizes["before"] else "shrank"
        yield Change(series, kind, None, **sizes)


def _was(changed: Changed, series: ComplaintId) -> bool:
    """Say whether somebody was a series of several before."""
    return changed.before.get(series, 0) > 1
