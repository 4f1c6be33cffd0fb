"""Sought: units whose origin is asked for, and what cuts in them mean for the target.

An exchange of currency is no map of units: several become one, or one several. A piece that came
out of one is therefore sought anew in all that may have become it, and knows how a cut in what
went in becomes a cut in what came out.
"""

from typing import NamedTuple

from izdes.engine.tracing.units.seeds import Seeds


class Turn(NamedTuple):
    """How cuts in what went into an exchange become cuts in the target.

    Attributes:
        sold, bought: All that went in, and all that came out.
        first: The unit that went in at which the piece begins.
        lo, hi: The units that came out that are sought.
        origin_lo, origin_hi: The same units on the axis of the piece that was sought.
        is_reversed: They run against that axis.
        before: How cuts on that axis become cuts in the target; None where it is the target's.

    >>> third = Turn(3, 1, 0, 0, 1, 0, 1, False, None)
    >>> [third.cut(units) for units in range(4)]
    [0, 0, 0, 1]
    """

    sold: int
    bought: int
    first: int
    lo: int
    hi: int
    origin_lo: int
    origin_hi: int
    is_reversed: bool
    before: "Turn | None"

    def cut(self, units: int) -> int:
        """Return the cut in the target that a cut after so many units of the piece becomes."""
        out = (self.first + units) * self.bought // self.sold
        inside = min(max(out, self.lo), self.hi) - self.lo
        at = self.origin_hi - inside if self.is_reversed else self.origin_lo + inside
        return at if self.before is None else self.before.cut(at)


class Sought(NamedTuple):
    """Units of one part whose origin is sought.

    Attributes:
        currency: The target's.
        came_by: The last transfer that brought them before the target; -1 where the part is the
            target's own.
        turn: How cuts become cuts in the target; None where they are the same.
    """

    part: int
    lo: int
    hi: int
    currency: str
    came_by: int = -1
    turn: Turn | None = None

    def amount(self, lo: int, hi: int) -> int:
        """Return how many units of the target are units lo to hi of the piece."""
        return hi - lo if self.turn is None else abs(self.turn.cut(hi) - self.turn.cut(lo))


def seeds_of(sought: list[Sought]) -> Seeds:
    """Return pieces, ascending by part, as seeds: each by itself."""
    rows = [(piece.part, piece.lo, piece.hi, k, 0) for k, piece in enumerate(sought)]
    return Seeds.of(rows, (), [()] * len(rows))
