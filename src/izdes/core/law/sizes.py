"""Sizes: whether a loss is large for an offence, by the index of the day of the offence.

The law measures losses in monthly calculation indexes (МРП, АЕК), which change from year to year;
an offence is measured by the index and the threshold of its own day. A day for which the pack
knows no index gives no answer. A loss exactly at the threshold does not exceed it.

A declared loss is what the victim says; what the loss was is for the investigation to establish.

Source: ``data/indexes.yaml`` and ``data/thresholds.yaml``, each line with its own.

>>> size_of(500_000_000, offence="fraud", day=date(2026, 5, 21)).size
'large'
>>> size_of(500_000_000, offence="fraud", day=date(2017, 5, 21)).size
'unknown'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from izdes.core.law.release import LawPack, once_a_pack

Scale = Literal["above_petty", "significant", "large", "especially_large"]
Size = Literal["ordinary", "above_petty", "significant", "large", "especially_large", "unknown"]


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
        leads_to: The norm that then applies; for ``above_petty``, the one that applies otherwise.
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


def index_on(index_id: str, day: date, *, law: LawPack | None = None) -> Index | None:
    """Return an index as it stands on a day, None where the pack does not know it."""
    named = (i for i in _indexes(law) if i.index_id == index_id)
    return next((i for i in named if i.valid_from <= day < i.valid_to), None)


def thresholds_on(offence: str, day: date, *, law: LawPack | None = None) -> tuple[Threshold, ...]:
    """Return the thresholds of an offence in force on a day, the lowest first."""
    found = (t for t in _thresholds(law) if t.offence == offence and t.holds_on(day))
    return tuple(sorted(found, key=lambda t: t.times))


def size_of(
    loss_minor: int | None, *, offence: str, day: date, law: LawPack | None = None
) -> LossSize:
    """Compare a loss with the thresholds of the day of the offence.

    Args:
        loss_minor: In tiyn; None where nobody said it.
        day: Local day on which the offence was committed.
        law: None is the packaged release.
    """
    beside = thresholds_on(offence, day, law=law)
    return LossSize(day, loss_minor, tuple(_measured(loss_minor, t, day, law) for t in beside))


def bounds_on(day: date, law: LawPack | None = None) -> tuple[Measured, ...]:
    """Return the bound of every threshold in force on a day, in tiyn, in the order of the pack."""
    return tuple(_measured(None, t, day, law) for t in _thresholds(law) if t.holds_on(day))


def _measured(
    loss_minor: int | None, threshold: Threshold, day: date, law: LawPack | None
) -> Measured:
    """Compare a loss with one threshold."""
    index = index_on(threshold.index_id, day, law=law)
    bound = threshold.times * index.minor if index else None
    exceeds = None if loss_minor is None or bound is None else loss_minor > bound
    return Measured(threshold, index, bound, exceeds)


@once_a_pack
def _indexes(law: LawPack) -> tuple[Index, ...]:
    """Return every index of a law."""
    return tuple(Index(**entry) for entry in law.tables["indexes.yaml"])


@once_a_pack
def _thresholds(law: LawPack) -> tuple[Threshold, ...]:
    """Return every threshold of a law."""
    return tuple(_threshold(entry) for entry in law.tables["thresholds.yaml"])


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
