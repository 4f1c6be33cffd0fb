"""Excluded time: intervals in which a clock stands still.

Intervals are half-open and their union counts, so that two grounds at once are not counted twice.
A term in hours stands still exactly as long as they last. A term in days, months, working or
banking days does not count a local day whose last instant lies in one of them: the day on which
time stopped is not counted, the day on which it went on is, and less than a day changes nothing.

>>> stop = Excluded("approval", datetime(2026, 5, 10, 9, tzinfo=UTC),
...                 datetime(2026, 5, 15, 5, tzinfo=UTC))
>>> still = Stillness.of([stop])
>>> [day for day in range(9, 17) if still.covers_end_of(date(2026, 5, day))]
[10, 11, 12, 13, 14]
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, Self

from izdes.core.errors import IzdesError
from izdes.core.law.clocks.rules import ExcludedKind
from izdes.core.law.clocks.zone import end_of, in_utc

__all__ = ["UTC", "Excluded", "Span", "Stillness", "WrongInterval", "in_order"]


class WrongInterval(IzdesError):
    """An excluded interval ends before it begins."""

    code: ClassVar[str] = "clock_interval_wrong"


@dataclass(frozen=True, slots=True)
class Excluded:
    """Time that the law leaves out, and on which ground.

    Attributes:
        until: First instant after it; None: it goes on.
    """

    kind: ExcludedKind
    since: datetime
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.until is not None and in_utc(self.until) < in_utc(self.since):
            raise WrongInterval(kind=self.kind)
        in_utc(self.since)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of excluded time, in UTC; without an end it goes on."""

    since: datetime
    until: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment lies in it."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Stillness:
    """The union of excluded intervals: stretches that neither overlap nor touch, in order."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, intervals: Iterable[Excluded]) -> Self:
        """Return the union of intervals."""
        found: list[Span] = []
        for span in sorted(map(_span, intervals), key=lambda s: s.since):
            if span.since == span.until:
                continue
            if found and (found[-1].until is None or span.since <= found[-1].until):
                found[-1] = Span(found[-1].since, _later(found[-1].until, span.until))
            else:
                found.append(span)
        return cls(tuple(found))

    @property
    def open_since(self) -> datetime | None:
        """When time stopped for good, as far as is known."""
        return self.spans[-1].since if self.spans and self.spans[-1].until is None else None

    def holds(self, moment: datetime) -> bool:
        """Say whether the clock stands still at a moment."""
        return any(span.holds(moment) for span in self.spans)

    def covers_end_of(self, day: date) -> bool:
        """Say whether the last instant of a local day is excluded, so that it does not count."""
        return self.holds(end_of(day) - timedelta.resolution)

    def never_counts_from(self, day: date) -> bool:
        """Say whether no day from this one on counts, as far as is known."""
        return self.open_since is not None and self.open_since < end_of(day)


def in_order(intervals: Iterable[Excluded]) -> tuple[Excluded, ...]:
    """Return each interval once, by its beginning, then its end, then its ground."""
    return tuple(sorted(set(intervals), key=_place))


def _place(interval: Excluded) -> tuple[datetime, datetime, str]:
    """Return what intervals are put in order by; one that goes on ends last."""
    span = _span(interval)
    return span.since, span.until or datetime.max.replace(tzinfo=UTC), interval.kind


def _span(interval: Excluded) -> Span:
    """Return an interval in UTC without its ground."""
    until = None if interval.until is None else in_utc(interval.until)
    return Span(in_utc(interval.since), until)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the later of two ends; None is the latest."""
    return None if one is None or other is None else max(one, other)
