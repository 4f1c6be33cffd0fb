"""Patterns: alike in way of paying, sums, hours, days and place.

A crew has its habits: one way of being paid, one price, one shift. So have many others: each
agreement is worth little, and so are all together: a pattern never joins. It puts pairs that
something else proposes in order; that two complaints lie years apart speaks a little against them.

How often strangers agree is counted in the complaints given (`counts_of`). In a folder that was
brought together because its complaints are alike this understates the weight.

Where the story itself was compared, the scheme is not counted again: likeness of the story says it.
What agreements weigh stands in ``data/patterns.yaml``, with its source.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from izdes.core.identifiers.complaint import Complaint
from izdes.core.linking.evidence import log10_milli

Way = tuple[str, str]
Sum = tuple[str, int]

_MILLI = 1000


@dataclass(frozen=True, slots=True)
class Habits:
    """What of a complaint is compared.

    Attributes:
        ways: Scheme with each channel of its payments; empty where either is not given.
        sums: Currency and minor units of each payment.
        hours: Hours of the day at which payments were made.
        first, last: The days of the deception, as far as they are told.
        region: Two-digit KATO code, empty when not given.
    """

    ways: frozenset[Way]
    sums: frozenset[Sum]
    hours: frozenset[int]
    first: date
    last: date
    region: str

    def __repr__(self) -> str:
        """Show no sums and no days: together they may tell a person."""
        return f"Habits({len(self.sums)} sums)"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many complaints have each way, hour and region, and how many complaints there are."""

    complaints: int
    ways: Mapping[Way, int]
    hours: Mapping[int, int]
    regions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Pattern:
    """How far two complaints are alike.

    Attributes:
        log10_lr_milli: All together; may be negative.
        reasons: Code and weight of each comparison that says anything, in a fixed order.
    """

    log10_lr_milli: int
    reasons: tuple[tuple[str, int], ...]


Comparison = Callable[[Habits, Habits, Counts], int]


def habits_of(complaint: Complaint, *, zone: tzinfo) -> Habits:
    """Return what of a complaint is compared.

    Args:
        zone: Where hours and days are read.
    """
    told = (p.at for p in complaint.payments)
    moments = sorted(at.astimezone(zone) for at in told if at is not None)
    first = complaint.occurred_from or (moments[0] if moments else complaint.reported_at)
    last = complaint.occurred_to or (moments[-1] if moments else first)
    return Habits(
        ways=frozenset(
            (complaint.scheme, p.channel)
            for p in complaint.payments
            if complaint.scheme and p.channel
        ),
        sums=frozenset((p.currency, p.amount_minor) for p in complaint.payments if p.amount_minor),
        # Midnight to the second is a day without an hour.
        hours=frozenset(at.hour for at in moments if at.time() != time()),
        first=_day(min(first, last), zone),
        last=_day(max(first, last), zone),
        region=complaint.region,
    )


def _day(moment: datetime, zone: tzinfo) -> date:
    """Return the day of a moment."""
    return moment.astimezone(zone).date()


def counts_of(habits: Iterable[Habits]) -> Counts:
    """Count how many complaints have each way, hour and region."""
    ways, hours, regions = Counter[Way](), Counter[int](), Counter[str]()
    complaints = 0
    for one in habits:
        ways.update(one.ways)
        hours.update(one.hours)
        regions.update([one.region])
        complaints += 1
    return Counts(complaints, ways, hours, regions)


def same_way_of_paying(one: Habits, other: Habits, counts: Counts) -> int:
    """Both complaints tell of the same scheme, paid in the same way.

    What every second complaint has in common weighs next to nothing.
    """
    shared = [counts.ways.get(way, 0) for way in one.ways & other.ways]
    return _rarity("way", shared, counts)


def near_sums(one: Habits, other: Habits, _: Counts) -> int:
    """The victims paid the same sum, or nearly the same.

    Round sums are asked by everybody; of several agreements the best one counts.
    """
    equal = one.sums & other.sums
    weights = [_roundness(minor) for _, minor in equal]
    if any(_is_near(a, b) for a in one.sums - equal for b in other.sums - equal):
        weights.append(int(_table()["near_sums"]["milli"]))
    return max(weights, default=0)


def same_hours(one: Habits, other: Habits, counts: Counts) -> int:
    """Payments of both complaints were made at the same hour of the day.

    Most people pay by day: an hour at which few pay says more.
    """
    shared = [counts.hours.get(hour, 0) for hour in one.hours & other.hours]
    return _rarity("hour", shared, counts)


def near_days(one: Habits, other: Habits, _: Counts) -> int:
    """Both deceptions lie within a month of each other.

    A crew works for some weeks or months; so do others at the same time.
    """
    return max(0, _of_days(one, other))


def far_days(one: Habits, other: Habits, _: Counts) -> int:
    """More than a year lies between the two deceptions.

    It speaks a little against one hand: crews part.
    """
    return min(0, _of_days(one, other))


def _of_days(one: Habits, other: Habits) -> int:
    """Return what the days between two deceptions weigh."""
    apart = max((one.first - other.last).days, (other.first - one.last).days, 0)
    table = _table()
    reached = [row["milli"] for row in table["days"] if apart <= row["most"]]
    return int(reached[0] if reached else table["beyond_milli"])


def same_region(one: Habits, other: Habits, counts: Counts) -> int:
    """Both victims complained in the same region.

    Who deceives over the internet seldom chooses a region.
    """
    is_shared = one.region == other.region != ""
    return _rarity("region", [counts.regions.get(one.region, 0)] * is_shared, counts)


COMPARISONS: tuple[Comparison, ...] = (
    same_way_of_paying,
    near_sums,
    same_hours,
    near_days,
    far_days,
    same_region,
)


def pattern(one: Habits, other: Habits, counts: Counts, *, script_milli: int = 0) -> Pattern:
    """Compare two complaints by their habits.

    Args:
        script_milli: What likeness of their stories weighs already. The scheme is part of the
            story, so that only what it weighs beyond that is added.
    """
    reasons = tuple(_weighed(one, other, counts, script_milli))
    return Pattern(sum(milli for _, milli in reasons), reasons)


def _weighed(
    one: Habits, other: Habits, counts: Counts, script_milli: int
) -> Iterator[tuple[str, int]]:
    """Yield the comparisons that say anything."""
    for comparison in COMPARISONS:
        milli = comparison(one, other, counts)
        if comparison is same_way_of_paying:
            milli = max(0, milli - script_milli)
        if milli:
            yield comparison.__name__, milli


def _rarity(trait: str, shared: Iterable[int], counts: Counts) -> int:
    """Return what agreeing on the rarest of what both have weighs."""
    row = _table()[trait]
    weights = [
        log10_milli(row["share_milli"] * max(counts.complaints, 2), _MILLI * max(count, 2))
        for count in shared
    ]
    return min(int(row["cap_milli"]), max(0, *weights)) if weights else 0


def _roundness(minor: int) -> int:
    """Return what the same sum weighs."""
    return next(
        int(row["milli"]) for row in _table()["equal_sums"] if minor % row["multiple_minor"] == 0
    )


def _is_near(one: Sum, other: Sum) -> bool:
    """Say whether two sums of one currency differ by little."""
    larger = max(one[1], other[1])
    is_little = abs(one[1] - other[1]) * _MILLI <= larger * int(_table()["near_sums"]["permille"])
    return one[0] == other[0] and is_little


@cache
def _table() -> Mapping[str, Any]:
    """Read the packaged table."""
    text = (files(__package__) / "data" / "patterns.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found
