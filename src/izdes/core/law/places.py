"""Places: which region might lead a joined case, as sums that anybody can add up.

Each region gets a share, in thousandths, of the episodes, of the loss and of the money whose place
of receipt is known, and the region where the first case was registered gets points of its own. How
much each counts is a convention of this program (``data/joinder.yaml``), not a norm. The prosecutor
decides; a tie is stated and not broken.

>>> one, other = RegionFacts("75", 3, 900, 0, False), RegionFacts("61", 1, 100, 0, True)
>>> [(row.region, row.total) for row in lead_region((one, other)).rows]
[('75', 1650), ('61', 600)]
"""

from collections.abc import Iterable
from dataclasses import dataclass

from izdes.core.law.release import LawPack, packaged_pack


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """What is known of a series in one region.

    Attributes:
        loss_minor: Declared loss of its episodes, in tiyn.
        received_minor: Money known to have been received or cashed there, in tiyn.
        is_first: The earliest case was registered there.
    """

    region: str
    episodes: int
    loss_minor: int
    received_minor: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class RegionPoints:
    """The points of one region, by what they are given for."""

    region: str
    episodes: int
    loss: int
    received: int
    first_registered: int

    @property
    def total(self) -> int:
        """The sum of the points."""
        return self.episodes + self.loss + self.received + self.first_registered


@dataclass(frozen=True, slots=True)
class LeadRegion:
    """Every region with its points, the most first.

    Attributes:
        proposed: The region with the most points; several where they tie, none without regions.
        most: How many points each sum gives in all.
    """

    rows: tuple[RegionPoints, ...]
    proposed: tuple[str, ...]
    most: tuple[tuple[str, int], ...]


def lead_region(facts: Iterable[RegionFacts], law: LawPack | None = None) -> LeadRegion:
    """Return the points of every region and the proposal; None is the packaged release."""
    given = tuple(facts)
    most: dict[str, int] = dict((law or packaged_pack()).tables["joinder.yaml"]["lead_points"])
    episodes = sum(f.episodes for f in given)
    loss = sum(f.loss_minor for f in given)
    received = sum(f.received_minor for f in given)
    rows = [
        RegionPoints(
            f.region,
            _share(most["episodes"], f.episodes, episodes),
            _share(most["loss"], f.loss_minor, loss),
            _share(most["received"], f.received_minor, received),
            most["first_registered"] if f.is_first else 0,
        )
        for f in given
    ]
    rows.sort(key=lambda row: (-row.total, row.region))
    proposed = tuple(row.region for row in rows if row.total == rows[0].total)
    return LeadRegion(tuple(rows), proposed, tuple(most.items()))


def _share(points: int, part: int, whole: int) -> int:
    """Return the points for a part of a whole, rounded down."""
    return points * part // whole if whole else 0
