"""Balances: what each pool holds before and after each movement, before any rule is chosen.

The signed balance is a fact of the statements: opening plus what arrived less what left. Where no
opening is printed, the least one that keeps it at zero or above is assumed and named.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from izdes.core.money.transfer import Transfer
from izdes.core.tracing.trace import AssumedOpening
from izdes.core.tracing.windows import Place, Window, window_at

# An account in one currency, and the number of its window.
PoolKey = tuple[Place, int]


@dataclass(frozen=True, slots=True)
class Movement:
    """A transfer that enters or leaves a pool.

    Attributes:
        moment: The step in which it does so.
        place: The transfer's number in the ledger.
        change_minor: Above zero where it enters.
    """

    moment: int
    place: int
    change_minor: int


@dataclass(slots=True)
class Book:
    """The movements of one pool in order, and its opening."""

    movements: list[Movement] = field(default_factory=list)
    opening_minor: int = 0

    def balances(self) -> list[int]:
        """Return the signed balance after each movement."""
        balance, found = self.opening_minor, []
        for movement in self.movements:
            balance += movement.change_minor
            found.append(balance)
        return found


class Books:
    """The movements of every pool, and in which pool each transfer leaves and arrives.

    Attributes:
        leaves, enters: By place: the pool, or None where the account is dark then.
        left_at, came_at: By place: the step of departure and of arrival.
    """

    def __init__(self, windows: Mapping[Place, Sequence[Window]]) -> None:
        self._windows = windows
        self.books: defaultdict[PoolKey, Book] = defaultdict(Book)
        self.leaves: dict[int, PoolKey | None] = {}
        self.enters: dict[int, PoolKey | None] = {}
        self.left_at: dict[int, int] = {}
        self.came_at: dict[int, int] = {}

    def leave(self, place: int, t: Transfer, *, moment: int, at: datetime) -> None:
        """Note a departure."""
        key = self._pool_at((t.payer.account, t.currency), at)
        self.leaves[place], self.left_at[place] = key, moment
        if key is not None:
            self.books[key].movements.append(Movement(moment, place, -t.amount_minor))

    def arrive(self, place: int, t: Transfer, *, moment: int, at: datetime) -> None:
        """Note an arrival."""
        key = self._pool_at((t.payee.account, t.currency), at)
        self.enters[place], self.came_at[place] = key, moment
        if key is not None:
            self.books[key].movements.append(Movement(moment, place, t.amount_minor))

    def _pool_at(self, place: Place, at: datetime) -> PoolKey | None:
        """Return the pool whose window holds the moment."""
        number = window_at(self._windows.get(place, ()), at)
        return None if number is None else (place, number)

    def open(self) -> tuple[AssumedOpening, ...]:
        """Give every pool its opening, printed or the least feasible; return the assumed ones."""
        assumed = []
        for place in sorted(self._windows):
            for number, window in enumerate(self._windows[place]):
                book = self.books[place, number]
                if window.opening_minor is None:
                    book.opening_minor = max(0, -min(book.balances(), default=0))
                    opening = AssumedOpening(*place, window.start, book.opening_minor)
                    assumed.append(opening)
                else:
                    book.opening_minor = window.opening_minor
        return tuple(assumed)

    def in_order(self) -> Iterable[tuple[PoolKey, Book]]:
        """Return the pools by account, currency and window."""
        return sorted(self.books.items(), key=lambda item: item[0])
