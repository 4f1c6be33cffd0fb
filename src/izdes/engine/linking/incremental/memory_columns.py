"""Columns in memory that grow, and that can take back what was written since some moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_LEAST_ROOM = 1024


class Undo:
    """What takes back the writes of a change that was not finished."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] | None = None

    @contextmanager
    def change(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing."""
        steps: list[Callable[[], None]] = []
        self._steps = steps
        try:
            yield
        except BaseException:
            self._steps = None
            for step in reversed(steps):
                step()
            raise
        finally:
            self._steps = None

    def note(self, step: Callable[[], None]) -> None:
        """Note how to take back what is about to be written."""
        if self._steps is not None:
            self._steps.append(step)


class Columns:
    """Arrays of one length, by name, with room to grow.

    Args:
        blank: By name: what stands in a new row; its type is the column's.
    """

    def __init__(self, undo: Undo, **blank: np.generic) -> None:
        self._undo, self._blank, self._length = undo, blank, 0
        self._arrays = {
            name: np.full(_LEAST_ROOM, value, value.dtype) for name, value in blank.items()
        }

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, name: str) -> Array:
        """Return one column; rows beyond the length are blank."""
        return self._arrays[name]

    def grow(self, count: int) -> slice:
        """Add blank rows; return where they stand."""
        first, self._length = self._length, self._length + count
        self._undo.note(lambda: self._shrink(first))
        for name, array in self._arrays.items():
            if self._length > len(array):
                room = max(self._length, 2 * len(array)) - len(array)
                more = np.full(room, self._blank[name], array.dtype)
                self._arrays[name] = np.concatenate([array, more])
        return slice(first, self._length)

    def keep(self, name: str, rows: Array | slice) -> None:
        """Keep what stands in some rows, to take back what is about to be written there."""
        before = self._arrays[name][rows].copy()
        self._undo.note(lambda: self._arrays[name].__setitem__(rows, before))

    def put(self, name: str, rows: Array | slice, values: Array | int) -> None:
        """Write into one column."""
        self.keep(name, rows)
        self._arrays[name][rows] = values

    def _shrink(self, length: int) -> None:
        """Take the last rows away again."""
        for name, array in self._arrays.items():
            array[length : self._length] = self._blank[name]
        self._length = length
