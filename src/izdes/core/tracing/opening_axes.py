"""First in, first out while an opening balance grows: where each unit of a claim moves to.

Put what entered a pool end to end on one line, the opening first, and what left it on another: unit
x in is unit x out. A larger opening shifts all that entered by so much, once each time that money
passes the pool. Every border of a piece therefore stands at a place ``at + speed · growth``, and
every amount is a straight line in the growth until a moving border meets the border of a payment.

What goes through an exchange of currency is cut with rounding and has no straight lines.

Borders compare by where they stand, and at one place by which of them runs ahead:

>>> Border(0, 1) < Border(0, 2), Border(5, 1) < Border(6)
(True, True)
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import ClaimId
from izdes.core.tracing.envelope import EndPlace
from izdes.core.tracing.plan import OUTSIDE, Part, Plan


class Border(NamedTuple):
    """A border of a piece: it stands at ``at + speed · growth``."""

    at: int
    speed: int = 0


class Grown(NamedTuple):
    """The pool whose opening grows, and how much larger it is already."""

    pool: int
    minor: int


class Begin(NamedTuple):
    """Where a claim begins: units of a transfer, and the account they were paid from."""

    claim_id: ClaimId
    place: int
    span: tuple[int, int]
    home: AccountKey | None


class Piece(NamedTuple):
    """A run of a claim's units inside a part, in units of its transfer."""

    part: Part
    lo: Border
    hi: Border


class ThroughExchange(Exception):
    """A piece goes into an exchange of currency: its lines are not straight."""


@dataclass(frozen=True, slots=True)
class Moving:
    """Where a claim is at one opening, and how that changes as the opening grows.

    Attributes:
        amounts, slopes: By place where it ended: minor units, and their change with each unit of
            growth.
        whole: Growth up to which the slopes hold.
        following: Growth at which to look again; None where nothing changes any more.
    """

    amounts: Counter[EndPlace]
    slopes: Counter[EndPlace]
    whole: int
    following: int | None

    def after(self, growth: int) -> Counter[EndPlace]:
        """Return the amounts after a growth up to which the slopes hold."""
        grown = Counter(self.amounts)
        for place, slope in self.slopes.items():
            grown[place] += slope * growth
        return grown


class Axes:
    """The two axes of every pool of a plan, and the courses of claims along them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._in_at: dict[Part, int] = {}
        self._leaving: defaultdict[int, list[Part]] = defaultdict(list)
        self._borders: defaultdict[int, list[int]] = defaultdict(lambda: [0])
        entered = [p.opening_minor for p in plan.pools]
        for step in plan.steps:
            for part in plan.parts[step.place]:
                if step.is_arrival and part.target != OUTSIDE:
                    self._in_at[part] = entered[part.target]
                    entered[part.target] += part.units
                elif not step.is_arrival and part.source != OUTSIDE:
                    self._leaving[part.source].append(part)
                    self._borders[part.source].append(self._borders[part.source][-1] + part.units)

    def course(self, begin: Begin, grown: Grown) -> Moving:
        """Follow a claim, with so much more in one pool than the plan says.

        Raises:
            ThroughExchange: A piece goes into an exchange of currency.
        """
        course = _Course(begin.home)
        lo, hi = begin.span
        pieces = list(_within(self._plan.parts[begin.place], Border(lo), Border(hi)))
        while pieces:
            pieces += self._onward(pieces.pop(), course, grown)
        return course.moving()

    def _onward(self, piece: Piece, course: "_Course", grown: Grown) -> Sequence[Piece]:
        """Bring a piece to the payee; return the pieces in which it goes on."""
        part, t = piece.part, self._plan.transfers[piece.part.place]
        payee = t.payee.account
        if payee == course.home or part.target == OUTSIDE:
            ending = "returned" if payee == course.home else part.ending or "frontier"
            course.end((payee, ending, t.currency), piece.lo, piece.hi)
            return ()
        if self._plan.pools[part.target].kind == "exchange":
            raise ThroughExchange
        return self._out_of(part.target, self._on_axis(piece, grown), course)

    def _on_axis(self, piece: Piece, grown: Grown) -> tuple[Border, Border]:
        """Return where a piece stands on the in-axis of the pool that it enters."""
        part = piece.part
        shift, speed = self._in_at[part] - part.lo, 0
        if part.target == grown.pool:
            shift, speed = shift + grown.minor, 1
        return (
            Border(piece.lo.at + shift, piece.lo.speed + speed),
            Border(piece.hi.at + shift, piece.hi.speed + speed),
        )

    def _out_of(
        self, number: int, span: tuple[Border, Border], course: "_Course"
    ) -> Sequence[Piece]:
        """Let units leave a pool: unit x in is unit x out; what no payment meets rests."""
        borders, leaving = self._borders[number], self._leaving[number]
        lo, hi = span
        course.watch(lo, borders)
        course.watch(hi, borders)
        first = bisect_right(borders, lo.at) - 1
        found = []
        for part, start in zip(leaving[first:], borders[first:], strict=False):
            begin, end = max(lo, Border(start)), min(hi, Border(start + part.units))
            if begin >= end:
                break
            shift = part.lo - start
            found.append(
                Piece(
                    part, Border(begin.at + shift, begin.speed), Border(end.at + shift, end.speed)
                )
            )
        rest = max(lo, Border(borders[-1]))
        if rest < hi:
            pool = self._plan.pools[number]
            course.end((pool.account, pool.ending, pool.currency), rest, hi)
        return found


class _Course:
    """What one course of a claim has shown so far."""

    def __init__(self, home: AccountKey | None) -> None:
        self.home = home
        self._amounts: Counter[EndPlace] = Counter()
        self._slopes: Counter[EndPlace] = Counter()
        self._whole: int | None = None
        self._following: int | None = None

    def end(self, place: EndPlace, lo: Border, hi: Border) -> None:
        """Let a piece end."""
        self._amounts[place] += hi.at - lo.at
        self._slopes[place] += hi.speed - lo.speed

    def watch(self, border: Border, borders: Sequence[int]) -> None:
        """Note when a moving border meets the next border of a payment."""
        ahead = bisect_right(borders, border.at)
        if border.speed and ahead < len(borders):
            gap = borders[ahead] - border.at
            whole, following = gap // border.speed, -(-gap // border.speed)
            self._whole = whole if self._whole is None else min(whole, self._whole)
            self._following = (
                following if self._following is None else min(following, self._following)
            )

    def moving(self) -> Moving:
        """Return the whole."""
        return Moving(self._amounts, self._slopes, self._whole or 0, self._following)


def _within(parts: Sequence[Part], lo: Border, hi: Border) -> Iterator[Piece]:
    """Yield the pieces of a run of units inside each part of its transfer."""
    for part in parts:
        begin, end = max(lo, Border(part.lo)), min(hi, Border(part.lo + part.units))
        if begin < end:
            yield Piece(part, begin, end)
