"""Lots: units of money in an account that share an origin, and how a row of lots is cut.

A lot is a run of minor units. It is clean, or it carries labels: which claim's units these are.
The first label belongs to the first victim; a unit stolen twice carries the later claims behind.

>>> clean(5).units, [lot.units for lot in split([clean(3), clean(4)], 5)[0]]
(5, [3, 2])
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from izdes.core.money.transfer import Claim, ClaimId, TransferId


@dataclass(frozen=True, slots=True)
class Label:
    """Which units of which claim these are, and the slice that brought them."""

    claim_id: ClaimId
    lo: int
    hi: int
    slice_id: int | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """A run of units with one origin.

    Attributes:
        units: Minor units of the account's currency. May be 0 after an exchange of currency:
            dust too small for the new unit still carries its claim.
        labels: Empty for clean money.
        arrived_by: The transfer that brought it into the account where it lies.
    """

    units: int
    labels: tuple[Label, ...] = ()
    arrived_by: TransferId | None = None
    arrived_at: datetime | None = None


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
    marks = [label.lo + (label.hi - label.lo) * units // lot.units for label in lot.labels]
    front = tuple(replace(k, hi=m) for k, m in zip(lot.labels, marks, strict=True))
    back = tuple(replace(k, lo=m) for k, m in zip(lot.labels, marks, strict=True))
    return replace(lot, units=units, labels=front), replace(
        lot, units=lot.units - units, labels=back
    )


def take(queue: deque[Lot], units: int) -> list[Lot]:
    """Take so many units from the front of a queue, or all there is. Dust on the cut goes too."""
    taken: list[Lot] = []
    while queue and (units > 0 or queue[0].units == 0):
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
            label = (Label(claim.claim_id, position, position + lot.units),) if lot.units else ()
            stained.append(replace(lot, labels=lot.labels + label))
            position += lot.units
    return stained + rest


def exchanged(lots: Sequence[Lot], into: int) -> list[Lot]:
    """Turn a row of lots into another currency, so that its parts make exactly ``into`` units.

    Unit u of a becomes unit ⌊u·into/a⌋: cut points move together, nothing is lost or created, and
    the claim's own units stay attached to each part.
    """
    paid = total(lots)
    turned: list[Lot] = []
    position = 0
    for lot in lots:
        end = position + lot.units
        units = end * into // paid - position * into // paid
        turned.append(replace(lot, units=units))
        position = end
    return turned


def arrived(lots: Iterable[Lot], *, by: TransferId, at: datetime) -> list[Lot]:
    """Note on each lot which transfer brought it, and when."""
    return [replace(lot, arrived_by=by, arrived_at=at) for lot in lots]
