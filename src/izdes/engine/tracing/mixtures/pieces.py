"""Pieces of claimed money under a rule that mixes, and the pools in which they lie.

The same arithmetic as `izdes.core.tracing.classes`, written a second time: each is the other's
test. A piece is known by its row of claims, and carries of each claim only how much it is.

>>> pool = MixedPool()
>>> pool.receive(Piece(60, (ClaimId("C1"),), (60,), (0,)))
>>> [piece.units for piece in pool.pay(50, balance=100, own_first=False)]
[30]
>>> [piece.units for piece in pool.rest()]
[30]
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from izdes.core.money.transfer import ClaimId
from izdes.core.tracing.trace import Mark

OPENING_ASSUMED, CLAIMED_ONLY = 1, 2
_MARKS: tuple[frozenset[Mark], ...] = (
    frozenset(),
    frozenset({"opening_assumed"}),
    frozenset({"claimed_only"}),
    frozenset({"opening_assumed", "claimed_only"}),
)


class Piece(NamedTuple):
    """A run of units of one row of claims; no claim at all is clean money.

    Attributes:
        row: Claim ids in the order of the thefts.
        masses: How much of each claim it is, in the claim's minor units.
        marks: Of each claim, as bits.
        first, last: When it came where it lies.
    """

    units: int
    row: tuple[ClaimId, ...] = ()
    masses: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()
    first: datetime | None = None
    last: datetime | None = None


def marks_of(bits: int) -> frozenset[Mark]:
    """Return marks by name."""
    return _MARKS[bits]


def cut_piece(piece: Piece, units: int) -> tuple[Piece, Piece]:
    """Cut a piece after so many units; each origin is cut in proportion, rounded down."""
    whole, row, masses, marks, first, last = piece
    front = tuple(mass * units // whole for mass in masses)
    left = tuple(mass - part for mass, part in zip(masses, front, strict=True))
    return (
        Piece(units, row, front, marks, first, last),
        Piece(whole - units, row, left, marks, first, last),
    )


def take_pieces(queue: deque[Piece], units: int) -> list[Piece]:
    """Take so many units, which are there, from the front."""
    taken = []
    while units:
        piece = queue.popleft()
        if piece.units > units:
            piece, rest = cut_piece(piece, units)
            queue.appendleft(rest)
        taken.append(piece)
        units -= piece.units
    return taken


def begun(
    row: Iterable[Piece], beginnings: Sequence[tuple[ClaimId, int, int]]
) -> Iterator[tuple[Piece, bool]]:
    """Yield a part's pieces, cut and labelled where a claim (id, lo, hi) begins, and if one does.

    The claims stand in the order of their units. Clean pieces side by side are one: where clean
    money was cut before is nobody's matter.
    """
    queue, position = deque(_whole(row) if beginnings else row), 0
    for claim_id, lo, hi in beginnings:
        for piece in take_pieces(queue, lo - position):
            yield piece, False
        for piece in take_pieces(queue, hi - lo):
            yield (
                piece._replace(
                    row=(*piece.row, claim_id),
                    masses=(*piece.masses, piece.units),
                    marks=(*piece.marks, 0),
                ),
                True,
            )
        position = hi
    for piece in queue:
        yield piece, False


def _whole(row: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, clean ones that stand side by side as one."""
    for is_clean, together in groupby(row, key=lambda piece: not piece.row):
        if is_clean:
            yield Piece(sum(piece.units for piece in together))
        else:
            yield from together


def exchanged_pieces(row: Iterable[Piece], into: int) -> tuple[list[Piece], list[Piece]]:
    """Count a row anew in another currency: the cut after u of a units goes to ⌊u·into/a⌋.

    Returns:
        The row in the new currency, and the pieces that are too small for one unit of it.
    """
    pieces = list(row)
    whole, position = sum(piece.units for piece in pieces), 0
    bought: list[Piece] = []
    dust: list[Piece] = []
    for piece in pieces:
        end = position + piece.units
        units = end * into // whole - position * into // whole
        (bought if units else dust).append(piece._replace(units=units))
        position = end
    return bought, dust


class MixedPool:
    """The claimed money of one pool, by class."""

    def __init__(self) -> None:
        self._classes: dict[tuple[ClaimId, ...], Piece] = {}
        self._rows: list[tuple[ClaimId, ...]] | None = []
        self.claimed_minor = 0

    def receive(self, piece: Piece) -> None:
        """Mix a claimed piece in."""
        self.claimed_minor += piece.units
        here = self._classes.get(piece.row)
        if here is None:
            self._classes[piece.row] = piece
            self._rows = None
        else:
            self._classes[piece.row] = _together(here, piece)

    def pay(self, units: int, *, balance: int, own_first: bool) -> list[Piece]:
        """Take the claimed part of a payment: a share of every class, in the classes' order.

        Args:
            balance: Units in the pool before the payment, clean ones included.
            own_first: Clean money leaves before any class.
        """
        whole = balance
        if own_first:
            whole = self.claimed_minor
            units -= min(units, balance - whole)
        taken: list[Piece] = []
        running = given = 0
        for row in self._in_order() if units else ():
            piece = self._classes[row]
            running += piece.units
            up_to = units * running // whole
            if up_to > given:
                taken.append(self._draw(piece, up_to - given))
                given = up_to
        self.claimed_minor -= given
        return taken

    def _in_order(self) -> Iterable[tuple[ClaimId, ...]]:
        """Return the rows of the classes in their order."""
        if self._rows is None:
            self._rows = sorted(self._classes)
        return self._rows

    def _draw(self, piece: Piece, units: int) -> Piece:
        """Take so many units out of a class."""
        if units == piece.units:
            del self._classes[piece.row]
            self._rows = None
            return piece
        front, self._classes[piece.row] = cut_piece(piece, units)
        return front

    def rest(self) -> Iterator[Piece]:
        """Yield the classes in their order."""
        for row in self._in_order():
            yield self._classes[row]


def _together(here: Piece, more: Piece) -> Piece:
    """Return two pieces of one class as one."""
    times = [t for t in (here.first, here.last, more.first, more.last) if t is not None]
    return Piece(
        here.units + more.units,
        here.row,
        tuple(a + b for a, b in zip(here.masses, more.masses, strict=True)),
        tuple(a | b for a, b in zip(here.marks, more.marks, strict=True)),
        min(times),
        max(times),
    )
