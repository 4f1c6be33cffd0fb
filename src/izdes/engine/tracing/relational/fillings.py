"""Fillings: clean money in place of all that was not reached.

What was not reached is clean, and of clean money a trace only asks where it stands in the way. So
between two reached movements of a pool, all that came or went otherwise is one filling: units from
outside, or to it. First in first out needs every unit at its place on the axes; last in first out
needs the level before each movement, and the lowest in between.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from izdes.engine.tracing.relational.database import Database


class Filling(NamedTuple):
    """Clean units that enter a pool or leave it.

    Attributes:
        moment: The reached movement beside which they do.
        turn: Below 0 before it, above 0 behind it, in this order.
    """

    moment: int
    turn: int
    pool: int
    units: int
    is_out: bool


@dataclass(frozen=True, slots=True)
class Clean:
    """The clean money of the kept pools.

    Attributes:
        openings: Pool -> clean units that are there first.
    """

    openings: Mapping[int, int]
    fillings: Sequence[Filling]


class _Entry(NamedTuple):
    """Where a reached transfer stands on one axis of a pool."""

    pool: int
    is_out: bool
    moment: int
    starts: int
    units: int

    @property
    def ends(self) -> int:
        """Where it ends there."""
        return self.starts + self.units


class _Level(NamedTuple):
    """A reached movement of a pool: levels around it, and the lowest from there to the next."""

    pool: int
    moment: int
    before: int
    after: int
    lowest: int


def fill_axes(database: Database) -> Clean:
    """Return what keeps every unit at its place on the axes of its pool."""
    database.run("fillings.axis_entries")
    entries = database.read(_Entry, "axis_entries", order="pool, is_out, moment")
    openings: dict[int, int] = {}
    fillings: list[Filling] = []
    for pool, group in groupby(entries, key=attrgetter("pool")):
        found = list(group)
        came = [entry for entry in found if not entry.is_out]
        gone = [entry for entry in found if entry.is_out]
        openings[pool] = came[0].starts
        fillings += _on_axes(came, gone)
    return Clean(openings, fillings)


def _on_axes(came: Sequence[_Entry], gone: Sequence[_Entry]) -> Iterator[Filling]:
    """Yield the clean units between the reached ones on both axes of a pool.

    What came in between is there as soon as the one before it, and what left goes only before
    the next: on its axis each unit keeps its place, and none leaves before it came.
    """
    needed = max((entry.ends for entry in gone), default=0)
    limits = [entry.starts for entry in came[1:]] + [max(came[-1].ends, needed)]
    for entry, limit in zip(came, limits, strict=True):
        if limit > entry.ends:
            yield Filling(entry.moment, 1, entry.pool, limit - entry.ends, is_out=False)
    done = 0
    for entry in gone:
        if entry.starts > done:
            yield Filling(entry.moment, -1, entry.pool, entry.starts - done, is_out=True)
        done = entry.ends


def fill_levels(database: Database) -> Clean:
    """Return what brings each pool to the right level before each reached movement."""
    database.run("fillings.level_entries")
    levels = database.read(_Level, "level_entries", order="pool, moment")
    openings: dict[int, int] = {}
    fillings: list[Filling] = []
    for pool, group in groupby(levels, key=attrgetter("pool")):
        found = list(group)
        openings[pool] = found[0].before
        for entry, later in pairwise(found):
            fillings += _between(entry, later)
    return Clean(openings, fillings)


def _between(entry: _Level, later: _Level) -> Iterator[Filling]:
    """Yield the clean units that leave down to the lowest level and come again up to the next."""
    if entry.after > entry.lowest:
        units = entry.after - entry.lowest
        yield Filling(entry.moment, 1, entry.pool, units, is_out=True)
    if later.before > entry.lowest:
        units = later.before - entry.lowest
        yield Filling(entry.moment, 2, entry.pool, units, is_out=False)
