"""Changes: what became of series between two results of linking, and why.

A series bears the name of its first complaint, so a name can change while the series goes on: an
earlier complaint arrives, or the first one is withdrawn. Each old series therefore goes on as the
new one with which it has most complaints in common, if that one in turn has most in common with it.
What does not go on was merged, or dissolved; what does not come from anything so was split off, or
created. Complaints alone are no series here.

A change says what happened to a proposal of the machine. That it was right before, or is now, it
does not say.

>>> old = [("a", "a"), ("b", "a"), ("c", "c"), ("d", "c")]
>>> new = [("a", "a"), ("b", "a"), ("c", "a"), ("d", "a")]
>>> [(change.what, change.series, change.before) for change in changes_of(old, new)]
[('grew', 'a', 'a'), ('merged', 'a', 'c')]
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.problems import SeriesId

What = Literal["created", "grew", "shrank", "merged", "split", "superseded", "dissolved"]
Why = Literal[
    "complaint_added",
    "complaint_changed",
    "complaint_withdrawn",
    "judgement_given",
    "judgement_withdrawn",
    "verdict_given",
    "verdict_withdrawn",
    "owner_learned",
    "owner_withdrawn",
    "snapshot_taken",
]


@dataclass(frozen=True, slots=True)
class Cause:
    """What somebody did between the two results.

    Attributes:
        reference: Of which complaint, judgement, verdict or snapshot; no full personal data.
        complaints: The complaints that it speaks of; empty where it may touch all of them.
    """

    why: Why
    reference: str = ""
    complaints: frozenset[ComplaintId] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one series.

    Attributes:
        what: ``created``: of complaints that were alone or new. ``grew``, ``shrank``: it goes on,
            with more, or without some. ``superseded``: it goes on under another name. ``merged``:
            most of its complaints went into another. ``split``: it came from another, which went on
            without it. ``dissolved``: none of its complaints has a series any more.
        series: The name now; of a dissolved one the name that it had.
        before: The name that it had; of a split one the name of the other; empty of a created one.
        gained: Complaints that came: of a created or split series all, of a merged one those that
            it brought.
        lost: Complaints that left.
        causes: What may have done it, in a fixed order.
    """

    what: What
    series: SeriesId
    before: str
    gained: tuple[ComplaintId, ...] = ()
    lost: tuple[ComplaintId, ...] = ()
    causes: tuple[Cause, ...] = ()


def changes_of(
    old: Iterable[tuple[ComplaintId, SeriesId]],
    new: Iterable[tuple[ComplaintId, SeriesId]],
    *,
    causes: Iterable[Cause] = (),
) -> tuple[Change, ...]:
    """Return what became of every series, in a fixed order; what stayed as it was is left out.

    Args:
        old: Every complaint with its series, before; of series that nothing touched they may be
            left out of both.
        new: The same, after.
        causes: What was done meanwhile. A change names those that speak of complaints that are or
            were of its series, and those that may touch all.
    """
    before, after = _Partition.of(old), _Partition.of(new)
    going_on = _going_on(before, after)
    ended = before.members.keys() - {one for one, _ in going_on}
    begun = after.members.keys() - {new for _, new in going_on}
    found = [
        *(change for one, new in going_on for change in _kept(one, new, before, after)),
        *(_ended(one, before, after) for one in ended),
        *(_begun(new, before, after) for new in begun),
    ]
    given = sorted(causes, key=lambda cause: (cause.why, cause.reference, sorted(cause.complaints)))
    with_causes = (_with_causes(change, before, after, given) for change in found)
    return tuple(
        sorted(with_causes, key=lambda change: (change.series, change.what, change.before))
    )


@dataclass(frozen=True, slots=True)
class _Partition:
    """Series of two complaints and more, and the series of each of their complaints."""

    members: Mapping[SeriesId, frozenset[ComplaintId]]
    series: Mapping[ComplaintId, SeriesId]

    @classmethod
    def of(cls, series: Iterable[tuple[ComplaintId, SeriesId]]) -> "_Partition":
        """Leave out complaints alone."""
        found: defaultdict[SeriesId, set[ComplaintId]] = defaultdict(set)
        for complaint, name in series:
            found[name].add(complaint)
        members = {name: frozenset(them) for name, them in found.items() if len(them) > 1}
        return cls(members, {c: name for name, them in members.items() for c in them})

    def nearest(self, members: Iterable[ComplaintId]) -> SeriesId | None:
        """Return the series with most of some complaints, of equal ones the first by name."""
        shared = Counter(self.series[c] for c in members if c in self.series)
        return min(shared, key=lambda name: (-shared[name], name), default=None)


def _going_on(before: _Partition, after: _Partition) -> list[tuple[SeriesId, SeriesId]]:
    """Return the old series that go on, each with what it is now."""
    heirs = ((one, after.nearest(members)) for one, members in before.members.items())
    return [
        (one, new)
        for one, new in heirs
        if new is not None and before.nearest(after.members[new]) == one
    ]


def _kept(one: SeriesId, new: SeriesId, before: _Partition, after: _Partition) -> Iterator[Change]:
    """Yield what became of a series that goes on."""
    was, is_now = before.members[one], after.members[new]
    if one != new:
        yield Change("superseded", new, one)
    if is_now - was:
        yield Change("grew", new, one, gained=tuple(sorted(is_now - was)))
    if was - is_now:
        yield Change("shrank", new, one, lost=tuple(sorted(was - is_now)))


def _ended(one: SeriesId, before: _Partition, after: _Partition) -> Change:
    """Return what became of a series that does not go on."""
    was = before.members[one]
    new = after.nearest(was)
    if new is None:
        return Change("dissolved", one, one, lost=tuple(sorted(was)))
    return Change("merged", new, one, gained=tuple(sorted(was & after.members[new])))


def _begun(new: SeriesId, before: _Partition, after: _Partition) -> Change:
    """Return where a series came from that was none before."""
    is_now = after.members[new]
    one = before.nearest(is_now)
    return Change("split" if one else "created", new, one or "", gained=tuple(sorted(is_now)))


def _with_causes(
    change: Change, before: _Partition, after: _Partition, causes: Iterable[Cause]
) -> Change:
    """Return a change with what may have done it."""
    was = before.members.get(SeriesId(change.before), frozenset())
    touched = was | after.members.get(change.series, frozenset())
    return replace(
        change, causes=tuple(c for c in causes if not c.complaints or c.complaints & touched)
    )
