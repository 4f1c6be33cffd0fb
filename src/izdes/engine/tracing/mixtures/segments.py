"""Segments: a row of units by the group that claims them.

A segment is (group, units); `CLEAN` money belongs to no group.
"""

from collections.abc import Iterable

CLEAN = -1
Segment = tuple[int, int]


def cut_row(row: Iterable[Segment], units: int) -> tuple[list[Segment], list[Segment]]:
    """Cut a row of segments after so many units.

    >>> cut_row([(0, 5), (-1, 4)], 7)
    ([(0, 5), (-1, 2)], [(-1, 2)])
    """
    front, back = [], []
    for group, size in row:
        first = min(size, units)
        units -= first
        if first:
            front.append((group, first))
        if size > first:
            back.append((group, size - first))
    return front, back


def exchanged_row(row: Iterable[Segment], into: int) -> list[Segment]:
    """Count a row anew: the cut after u of a units becomes the cut after ⌊u·into/a⌋."""
    segments = list(row)
    whole = sum(units for _, units in segments)
    position, turned = 0, []
    for group, units in segments:
        end = position + units
        turned.append((group, end * into // whole - position * into // whole))
        position = end
    return [segment for segment in turned if segment[1]]


def stained(row: list[Segment], seeds: Iterable[tuple[int, int, int]]) -> list[Segment]:
    """Give clean units to the groups that claim them; claimed ones stay with the first.

    >>> stained([(0, 2), (-1, 5)], [(1, 0, 3), (2, 3, 2)])
    [(0, 2), (1, 1), (2, 2), (-1, 2)]
    """
    for group, lo, units in seeds:
        front, rest = cut_row(row, lo)
        mine, rest = cut_row(rest, units)
        row = [*front, *((group if g == CLEAN else g, u) for g, u in mine), *rest]
    return row
