"""Parts: which money it is, named so that two papers can be compared.

Money that lies on an account was brought there by transfers. A part is a run of units of one such
transfer: "units 0 to 70 of transfer t-7". Whoever claims these units, in whichever case, claims the
same money; and when they move on they are units of another transfer, hence another part. So a part
says which money it is, and not only on which account.

Under a rule that mixes no unit has a place of its own. There a part is a run of one claim's amount
on one account, counted from its first unit.

A part says nothing of whose money it is: that follows from the claims and the rule.

>>> a, b = Part("t-7", 0, 70), Part("t-7", 50, 100)
>>> str(overlap([a], [b])[0]), units_in([a, b]), [str(p) for p in without([a], [b])]
('t-7:50-70', 100, ['t-7:0-50'])
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self

from izdes.core.errors import IzdesError


class NotAPart(IzdesError):
    """A text names no part of a transfer."""

    code: ClassVar[str] = "hold_not_a_part"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Units of one transfer, from ``lo`` to before ``hi``, in its minor units; never none."""

    transfer: str
    lo: int
    hi: int

    def __post_init__(self) -> None:
        if not self.transfer or not 0 <= self.lo < self.hi:
            raise NotAPart

    @property
    def units(self) -> int:
        """How many minor units these are."""
        return self.hi - self.lo

    def __str__(self) -> str:
        """Name the part, so that `parse` gives it back."""
        return f"{self.transfer}:{self.lo}-{self.hi}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a part from its name.

        Raises:
            NotAPart: The text names none.
        """
        transfer, _, run = text.rpartition(":")
        lo, _, hi = run.partition("-")
        if not (lo.isdecimal() and hi.isdecimal() and run.isascii()):
            raise NotAPart
        return cls(transfer, int(lo), int(hi))


Parts = tuple[Part, ...]


def joined(parts: Iterable[Part]) -> Parts:
    """Return the same units, each once, in the fewest parts, in order of transfer and place."""
    found: list[Part] = []
    for part in sorted(parts):
        last = found[-1] if found else None
        if last and last.transfer == part.transfer and part.lo <= last.hi:
            found[-1] = Part(last.transfer, last.lo, max(last.hi, part.hi))
        else:
            found.append(part)
    return tuple(found)


def units_in(parts: Iterable[Part]) -> int:
    """Return how many units there are, each counted once."""
    return sum(part.units for part in joined(parts))


def overlap(some: Iterable[Part], others: Iterable[Part]) -> Parts:
    """Return the units that are in both."""
    there = _by_transfer(others)
    return tuple(
        Part(mine.transfer, max(mine.lo, other.lo), min(mine.hi, other.hi))
        for mine in joined(some)
        for other in there[mine.transfer]
        if max(mine.lo, other.lo) < min(mine.hi, other.hi)
    )


def without(some: Iterable[Part], others: Iterable[Part]) -> Parts:
    """Return the units of the first that are not in the second."""
    there, left = _by_transfer(others), []
    for mine in joined(some):
        lo = mine.lo
        for other in there[mine.transfer]:
            if lo < min(other.lo, mine.hi):
                left.append(Part(mine.transfer, lo, min(other.lo, mine.hi)))
            lo = max(lo, min(other.hi, mine.hi))
        if lo < mine.hi:
            left.append(Part(mine.transfer, lo, mine.hi))
    return tuple(left)


def first_units(parts: Iterable[Part], minor: int) -> Parts:
    """Return so many units from the front of parts, in the order given; all where there are fewer.

    The parts are disjoint.
    """
    found: list[Part] = []
    for part in parts:
        taken = min(minor, part.units)
        if taken > 0:
            found.append(Part(part.transfer, part.lo, part.lo + taken))
            minor -= taken
    return tuple(found)


def last_units(parts: Iterable[Part], minor: int) -> Parts:
    """Return so many units from the end of parts, in the order given; all where there are fewer.

    The parts are disjoint.
    """
    found: list[Part] = []
    for part in reversed(tuple(parts)):
        taken = min(minor, part.units)
        if taken > 0:
            found.append(Part(part.transfer, part.hi - taken, part.hi))
            minor -= taken
    return tuple(reversed(found))


def _by_transfer(parts: Iterable[Part]) -> defaultdict[str, list[Part]]:
    """Return disjoint parts by transfer, each in order."""
    found: defaultdict[str, list[Part]] = defaultdict(list)
    for part in joined(parts):
        found[part.transfer].append(part)
    return found
