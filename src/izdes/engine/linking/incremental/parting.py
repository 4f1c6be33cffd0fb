"""Parting: whose traits change though they said nothing new.

A mention may close a silence in the life of a value, and a withdrawn one may open it: then those
before and those behind agree by more, or by less, than they did. It is enough to group one side of
such a silence anew, together with whomever it meets: every pair that weighs otherwise has a member
on it.
"""

from collections.abc import Sequence

import numpy as np

from izdes.core.linking.traits import Purpose
from izdes.engine.linking.columns import Bool, Int16, Int64
from izdes.engine.linking.incremental.ascending import distinct, has, placed
from izdes.engine.linking.incremental.rewriting import Rewriting
from izdes.engine.linking.incremental.store import Namings
from izdes.engine.linking.strands import steps_of


def parted(change: Rewriting, kinds: Sequence[str], purpose: Purpose) -> Int64:
    """Return complaints, at least one of each pair that weighs otherwise after a change.

    Args:
        kinds: Names of kinds, by their places.

    Returns:
        None of those whose own rows change: these are concerned at any rate.
    """
    changed = change.complaints
    before, after = in_time(change.stored.awake), in_time(change.kept.awake)
    stays = [~has(changed, rows.complaint) for rows in (before, after)]
    who = before.complaint[stays[0]]
    if len(who) < 2:  # noqa: PLR2004 - a pair
        return np.empty(0, np.int64)
    steps = steps_of(kinds, purpose)
    found = []
    for silence in steps.silence:
        old, new = (
            _strand(rows, change.facts.kind[placed(change.nodes, rows.node)], silence)[which]
            for rows, which in zip((before, after), stays, strict=True)
        )
        part = _parts(old, new)
        found += [who[_beside_largest(strand, part)] for strand in (old, new)]
    return distinct(*found)


def in_time(rows: Namings) -> Namings:
    """Return rows in the order of node and moment."""
    return rows.only(np.lexsort((rows.how, rows.complaint, rows.at, rows.node)))


def _strand(rows: Namings, kind: Int16, silence: Int64) -> Int64:
    """Return, by row, the number of the strand that it lies in.

    Args:
        silence: By kind: the longest silence within a strand.
    """
    if not len(rows):
        return np.empty(0, np.int64)
    begins = np.ones(len(rows), np.bool_)
    begins[1:] = (rows.node[1:] != rows.node[:-1]) | (
        rows.at[1:] - rows.at[:-1] > silence[kind[1:]]
    )
    return np.cumsum(begins)


def _parts(old: Int64, new: Int64) -> Int64:
    """Return, by row, the number of the stretch that neither old nor new strands cut."""
    cut = np.ones(len(old), np.bool_)
    cut[1:] = (old[1:] != old[:-1]) | (new[1:] != new[:-1])
    return np.cumsum(cut)


def _beside_largest(strand: Int64, part: Int64) -> Bool:
    """Say, by row, whether its strand has several parts and a larger one than its own."""
    if not len(part) or part[-1] == strand_count(strand):
        return np.zeros(len(part), np.bool_)
    first = np.flatnonzero(np.append(True, part[1:] != part[:-1]))
    size, whole = np.diff(np.append(first, len(part))), strand[first]
    order = np.lexsort((-size, whole))
    is_largest = np.ones(len(first), np.bool_)
    is_largest[order[1:]] = whole[order][1:] != whole[order][:-1]
    return ~is_largest[part - 1]


def strand_count(strand: Int64) -> int:
    """Return how many different strands there are, given those of rows in order."""
    return 1 + int((strand[1:] != strand[:-1]).sum()) if len(strand) else 0
