"""Lately: what was read or traced a moment ago, kept in memory for whoever needs it again.

Only values that never change are kept here, under names that say which of them they are: whoever
does not find one makes it again, and it is equal. What was used longest ago goes first.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(slots=True)
class Lately(Generic[K, V]):
    """Values of late, at most so many rows in all; safe to ask from any thread.

    Attributes:
        most_rows: How many rows are kept together; a value of more is not kept at all.
        rows_of: How many rows a value has.
    """

    most_rows: int
    rows_of: Callable[[V], int]
    _kept: OrderedDict[K, V] = field(default_factory=OrderedDict)
    _rows: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, name: K) -> V | None:
        """Return a value that is kept; None where it is not."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def keep(self, name: K, value: V) -> None:
        """Keep a value, and let go of others to make room for it."""
        with self._lock:
            self._let_go(name)
            self._kept[name] = value
            self._rows += self.rows_of(value)
            while self._rows > self.most_rows:
                self._let_go(next(iter(self._kept)))

    def _let_go(self, name: K) -> None:
        """Let go of a value, if it is kept."""
        gone = self._kept.pop(name, None)
        self._rows -= 0 if gone is None else self.rows_of(gone)
