"""Classes: mixed money, known by whose it is and no longer by when it came.

A class is one claim, or one row of claims on units that were stolen several times; clean money is
the class of no claim. Classes stand in the order of their rows of claim ids, clean money last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from izdes.core.money.transfer import ClaimId
from izdes.core.tracing.lots import Label, Lot, clean

Key = tuple[ClaimId, ...]


class Mixture:
    """Money by class."""

    def __init__(self, opening_minor: int) -> None:
        self._classes: dict[Key, Lot] = {}
        self.clean_minor = opening_minor

    @property
    def claimed_minor(self) -> int:
        """Units that some claim follows."""
        return sum(lot.units for lot in self._classes.values())

    def receive(self, lots: Iterable[Lot]) -> None:
        """Mix lots in."""
        for lot in lots:
            if not lot.labels:
                self.clean_minor += lot.units
                continue
            key = tuple(label.claim_id for label in lot.labels)
            here = self._classes.get(key)
            self._classes[key] = _mixed(here, lot) if here else _plain(lot)

    def claimed(self) -> list[Lot]:
        """Return the claimed classes in their order."""
        return [self._classes[key] for key in sorted(self._classes)]

    def rest(self) -> list[Lot]:
        """Return everything, clean money last."""
        return self.claimed() + ([clean(self.clean_minor)] if self.clean_minor else [])

    def take_clean(self, units: int) -> list[Lot]:
        """Take clean units, which are there."""
        self.clean_minor -= units
        return [clean(units)] if units else []

    def take_claimed(self, shares: Sequence[int]) -> list[Lot]:
        """Take so many units of each claimed class, in their order."""
        taken = []
        for (key, lot), units in zip(sorted(self._classes.items()), shares, strict=True):
            if units:
                part, left = _drawn(lot, units)
                taken.append(part)
                if left.units:
                    self._classes[key] = left
                else:
                    del self._classes[key]
        return taken


def shares_of(units: int, sizes: Sequence[int]) -> list[int]:
    """Share units among classes in proportion to their sizes, exactly.

    With running sums X of the sizes and their total b, class c gets ⌊units·X_c/b⌋ −
    ⌊units·X_{c−1}/b⌋: never more than it has, never a whole unit off its share, and together
    exactly ``units``.

    >>> shares_of(10, [1, 1, 1]), shares_of(2, [5, 0, 1])
    ([3, 3, 4], [1, 0, 1])
    """
    whole, before, given = sum(sizes), 0, []
    for size in sizes:
        given.append(units * (before + size) // whole - units * before // whole)
        before += size
    return given


def _plain(lot: Lot) -> Lot:
    """Return a lot whose labels tell only how much of each claim it is."""
    return replace(lot, labels=tuple(_bare(label, label.origin_minor) for label in lot.labels))


def _bare(label: Label, origin_minor: int) -> Label:
    """Return a label that tells only how much of its claim it is."""
    return Label(label.claim_id, 0, origin_minor, marks=label.marks)


def _mixed(here: Lot, more: Lot) -> Lot:
    """Return two lots of one class as one."""
    labels = tuple(
        Label(a.claim_id, 0, a.origin_minor + b.origin_minor, marks=a.marks | b.marks)
        for a, b in zip(here.labels, more.labels, strict=True)
    )
    times = [
        moment
        for lot in (here, more)
        for moment in (lot.arrived_first, lot.arrived_last)
        if moment is not None
    ]
    return Lot(here.units + more.units, labels, min(times), max(times))


def _drawn(lot: Lot, units: int) -> tuple[Lot, Lot]:
    """Part a class: so many units, and of its origin the same share, rounded down."""
    parts = [label.origin_minor * units // lot.units for label in lot.labels]
    both = list(zip(lot.labels, parts, strict=True))
    gone = tuple(_bare(label, part) for label, part in both)
    left = tuple(_bare(label, label.origin_minor - part) for label, part in both)
    return replace(lot, units=units, labels=gone), replace(
        lot, units=lot.units - units, labels=left
    )
