"""Lots: units of money that share an origin, and how a row of lots is cut.

A lot is a run of minor units. It is clean, or it carries labels: which claim's units these are.
The first label belongs to the first victim; a unit stolen twice carries the later claims behind.

>>> clean(5).units, [lot.units for lot in split([clean(3), clean(4)], 5)[0]]
(5, [3, 2])
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from izdes.core.money.transfer import Claim, ClaimId
from izdes.core.tracing.trace import Mark


@dataclass(frozen=True, slots=True)
class Label:
    """Which units of which claim these are, and the slice that brought them.

    Attributes:
        slice_id: None where the claim begins, and under a rule that mixes.
        is_reversed: The first unit of the lot is unit hi - 1 of the claim (lifo).
        is_new: The claim begins in the transfer that carries the lot now.
    """

    claim_id: ClaimId
    lo: int
    hi: int
    slice_id: int | None = None
    is_reversed: bool = False
    is_new: bool = False
    marks: frozenset[Mark] = frozenset()

    @property
    def origin_minor(self) -> int:
        """How much of the claim this is, in the claim's minor units."""
        return self.hi - self.lo


@dataclass(frozen=True, slots=True)
class Lot:
    """A run of units with one origin.

    Attributes:
        units: Minor units of the account's currency.
        labels: Empty for clean money.
        arrived_first, arrived_last: When it came where it lies; two moments where it was mixed.
    """

    units: int
    labels: tuple[Label, ...] = ()
    arrived_first: datetime | None = None
    arrived_last: datetime | None = None


def clean(units: int) -> Lot:
    """Return money that no claim follows."""
    return Lot(units)


def total(lots: Iterable[Lot]) -> int:
    """Return the units in a row of lots."""
    return sum(lot.units for lot in lots)


def cut(lot: Lot, units: int) -> tuple[Lot, Lot]:
    """Cut a lot after so many units; its labels are cut in proportion, rounded down.

    Before any exchange of currency a unit is a unit of the claim, and nothing is rounded.
    """
    cuts = [_cut_label(label, units, lot.units) for label in lot.labels]
    front = replace(lot, units=units, labels=tuple(f for f, _ in cuts))
    return front, replace(lot, units=lot.units - units, labels=tuple(b for _, b in cuts))


def _cut_label(label: Label, units: int, of: int) -> tuple[Label, Label]:
    """Cut a label where its lot is cut."""
    front = label.origin_minor * units // of
    if label.is_reversed:
        border = label.hi - front
        return replace(label, lo=border), replace(label, hi=border)
    border = label.lo + front
    return replace(label, hi=border), replace(label, lo=border)


def take(queue: deque[Lot], units: int) -> list[Lot]:
    """Take so many units from the front of a queue, or all there is."""
    taken: list[Lot] = []
    while queue and units > 0:
        lot = queue.popleft()
        if lot.units > units:
            lot, remainder = cut(lot, units)
            queue.appendleft(remainder)
        taken.append(lot)
        units -= lot.units
    return taken


def split(lots: Sequence[Lot], units: int) -> tuple[list[Lot], list[Lot]]:
    """Split a row after so many units."""
    rest = deque(lots)
    return take(rest, units), list(rest)


def stain(lots: Sequence[Lot], claims: Sequence[Claim]) -> list[Lot]:
    """Label the front of a transfer's units with the claims on it, in the claims' order.

    A claim on a part of a transfer takes its first units: a convention, stated in every report.
    """
    stained: list[Lot] = []
    rest = list(lots)
    for claim in claims:
        front, rest = split(rest, claim.amount_minor)
        position = 0
        for lot in front:
            end = position + lot.units
            label = Label(claim.claim_id, position, end, is_new=True)
            stained.append(replace(lot, labels=(*lot.labels, label)))
            position = end
    return stained + rest


def without_borders(lots: Iterable[Lot]) -> list[Lot]:
    """Join clean lots that stand side by side: between nobody's units there is no border.

    >>> [lot.units for lot in without_borders([clean(3), clean(4)])]
    [7]
    """
    found: list[Lot] = []
    for lot in lots:
        if found and not lot.labels and not found[-1].labels:
            found[-1] = clean(found[-1].units + lot.units)
        else:
            found.append(lot)
    return found


def turned(lot: Lot) -> Lot:
    """Return a lot whose last unit now comes first."""
    labels = tuple(replace(label, is_reversed=not label.is_reversed) for label in lot.labels)
    return replace(lot, labels=labels)


def exchanged(lots: Sequence[Lot], into: int) -> tuple[list[Lot], list[Lot]]:
    """Turn a row of lots into another currency, so that its parts make exactly ``into`` units.

    The cut after u of a units becomes the cut after ⌊u·into/a⌋: nothing is lost or created, and
    the claim's own units stay attached to each part.

    Returns:
        The row in the new currency, and the lots that are too small for one unit of it.
    """
    paid = total(lots)
    turned_over: list[Lot] = []
    dust: list[Lot] = []
    position = 0
    for lot in lots:
        end = position + lot.units
        units = end * into // paid - position * into // paid
        (turned_over if units else dust).append(replace(lot, units=units))
        position = end
    return turned_over, dust


def arrived(lot: Lot, at: datetime) -> Lot:
    """Note on a lot when it came."""
    return replace(lot, arrived_first=at, arrived_last=at)
