"""Sizes: whether a loss is large for an offence, by the index of the day of the offence.

The law measures losses in monthly calculation indexes (МРП, АЕК), which change from year to year;
an offence is measured by the index and the threshold of its own day. A day for which the pack
knows no index gives no answer. A loss exactly at the threshold does not exceed it.

A declared loss is what the victim says; what the loss was is for the investigation to establish.

Source: ``data/indexes.yaml`` and ``data/thresholds.yaml``, each line with its own.

>>> size_of(500_000_000, offence="fraud", day=date(2026, 5, 21)).size
'large'
>>> size_of(500_000_000, offence="fraud", day=date(2016, 5, 21)).size
'unknown'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from izdes.core.law.pack import packaged

Scale = Literal["large", "especially_large"]
Size = Literal["ordinary", "large", "especially_large", "unknown"]


@dataclass(frozen=True, slots=True)
class Index:
    """A sum by which the law measures, between two dates.

    Attributes:
        minor: In tiyn.
        valid_to: First day on which it no longer holds.
        verified: The state's portal or two independent reports give it.
    """

    index_id: str
    minor: int
    valid_from: date
    valid_to: date
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many indexes a loss must exceed to be of a scale; unknown dates are open.

    Attributes:
        norm_id: The norm that says so.
        leads_to: The norm that then applies.
    """

    offence: str
    scale: Scale
    times: int
    index_id: str
    norm_id: str
    leads_to: str
    valid_from: date | None
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Say whether the threshold is in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """A loss beside one threshold.

    Attributes:
        bound_minor: Threshold in tiyn; None where the index of the day is not known.
        exceeds: None where loss or index is not known.
    """

    threshold: Threshold
    index: Index | None
    bound_minor: int | None
    exceeds: bool | None


@dataclass(frozen=True, slots=True)
class LossSize:
    """A loss beside every threshold of its day, the lowest first."""

    day: date
    loss_minor: int | None
    measured: tuple[Measured, ...]

    @property
    def size(self) -> Size:
        """Return the largest scale that the loss reaches."""
        if not self.measured or any(m.exceeds is None for m in self.measured):
            return "unknown"
        reached = [m.threshold.scale for m in self.measured if m.exceeds]
        return reached[-1] if reached else "ordinary"


def index_on(index_id: str, day: date) -> Index | None:
    """Return an index as it stands on a day, None where the pack does not know it."""
    found = (i for i in _indexes() if i.index_id == index_id and i.valid_from <= day < i.valid_to)
    return next(found, None)


def thresholds_on(offence: str, day: date) -> tuple[Threshold, ...]:
    """Return the thresholds of an offence in force on a day, the lowest first."""
    found = (t for t in _thresholds() if t.offence == offence and t.holds_on(day))
    return tuple(sorted(found, key=lambda t: t.times))


def size_of(loss_minor: int | None, *, offence: str, day: date) -> LossSize:
    """Compare a loss with the thresholds of the day of the offence.

    Args:
        loss_minor: In tiyn; None where nobody said it.
        day: Local day on which the offence was committed.
    """
    measured = (_measured(loss_minor, threshold, day) for threshold in thresholds_on(offence, day))
    return LossSize(day, loss_minor, tuple(measured))


def _measured(loss_minor: int | None, threshold: Threshold, day: date) -> Measured:
    """Compare a loss with one threshold."""
    index = index_on(threshold.index_id, day)
    bound = threshold.times * index.minor if index else None
    exceeds = None if loss_minor is None or bound is None else loss_minor > bound
    return Measured(threshold, index, bound, exceeds)


@cache
def _indexes() -> tuple[Index, ...]:
    """Return every index of the pack."""
    return tuple(Index(**entry) for entry in packaged("indexes.yaml"))


@cache
def _thresholds() -> tuple[Threshold, ...]:
    """Return every threshold of the pack."""
    return tuple(_threshold(entry) for entry in packaged("thresholds.yaml"))


def _threshold(entry: Mapping[str, Any]) -> Threshold:
    """Make a threshold of its entry."""
    return Threshold(
        offence=entry["offence"],
        scale=entry["size"],
        times=entry["times"],
        index_id=entry["index_id"],
        norm_id=entry["norm"],
        leads_to=entry["leads_to"],
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
    )
