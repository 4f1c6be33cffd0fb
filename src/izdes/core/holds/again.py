"""Again: money that was held before on the same ground, which may not be suspended a second time.

A suspension ends in arrest or in release; only a court's arrest is extended. What counts is the
money, part by part, and not the account alone: new money on the same account may be suspended, and
so may money that the first order did not catch because it had gone.

What an order caught of its money is taken from the end of what came (under ``lifo`` from its
beginning), for that is what the rule leaves there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from izdes.core.errors import IzdesError
from izdes.core.holds.parts import Part, Parts, first_units, last_units, overlap, units_in
from izdes.core.law.ladder import Hold, held_before
from izdes.core.law.release import LawPack


class HeldAlready(IzdesError):
    """Some of the same money was held before on the same ground: it ends in arrest or release."""

    code: ClassVar[str] = "law_held_before"


@dataclass(frozen=True, slots=True)
class EarlierHold:
    """An order that held money, or may yet hold it.

    Attributes:
        parts: Money of its cap, in the order in which it came.
        caught_minor: What the institution answered that it held; None before it answered.
    """

    number: str
    measure_id: str
    ground: str
    rule: str
    parts: Parts
    caught_minor: int | None = None

    @property
    def money(self) -> Parts:
        """Which money it held; all of it while nobody knows."""
        if self.caught_minor is None:
            return self.parts
        taken = first_units if self.rule == "lifo" else last_units
        return taken(self.parts, self.caught_minor)


@dataclass(frozen=True, slots=True)
class Again:
    """Money that an earlier order held on the same ground."""

    number: str
    parts: Parts

    @property
    def minor(self) -> int:
        """How much it is."""
        return units_in(self.parts)


def held_already(
    measure_id: str,
    *,
    ground: str,
    parts: Iterable[Part],
    earlier: Iterable[EarlierHold],
    on: date,
    law: LawPack | None = None,
) -> tuple[Again, ...]:
    """Return the money of a new order that was held before on the same ground, order by order.

    Args:
        parts: Money that the new order would hold.
        earlier: Orders of any measure, ended ones included.
        on: Day of the new order.

    Returns:
        Nothing where the measure may be repeated, or the money is other money.

    Raises:
        UnknownMeasure: The law has none of that name.
        MeasureNotInForce: It does not hold on that day.
    """
    asked, found = tuple(parts), []
    for hold in earlier:
        same = overlap(asked, hold.money)
        names = frozenset(map(str, same))
        before = [Hold(hold.measure_id, hold.ground, names)]
        if held_before(measure_id, ground=ground, money=names, earlier=before, on=on, law=law):
            found.append(Again(hold.number, same))
    return tuple(found)


def require_other_money(
    measure_id: str,
    *,
    ground: str,
    parts: Iterable[Part],
    earlier: Iterable[EarlierHold],
    on: date,
    law: LawPack | None = None,
) -> None:
    """Refuse to hold the same money twice on the same ground.

    Raises:
        HeldAlready: An earlier order held some of it; the error names order and amount.
        UnknownMeasure: The law has none of that name.
        MeasureNotInForce: It does not hold on that day.
    """
    found = held_already(measure_id, ground=ground, parts=parts, earlier=earlier, on=on, law=law)
    if found:
        raise HeldAlready(number=found[0].number, minor=found[0].minor)
