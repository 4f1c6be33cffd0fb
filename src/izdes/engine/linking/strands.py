"""Strands in columns: the stretches of time in which a value was never silent for long.

The same cuts as in `izdes.core.linking.traits`, for all nodes and one step of silence at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from izdes.core.linking.kinds import Silences, kind_of
from izdes.core.linking.traits import Purpose
from izdes.engine.linking.columns import Bool, Int32, Int64
from izdes.engine.tracing.ledger.codes import micros

_DAY = 86_400_000_000
_WHOLE = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Who named what and when, in the order of node and moment.

    Attributes:
        node: By place: the number of the node.
        complaint: By place: the number of the complaint.
        at: By place: microseconds since 1970, UTC.
    """

    node: Int32
    complaint: Int32
    at: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """The steps of silence of every kind: by step, then by kind.

    Attributes:
        silence: The longest silence, in microseconds; -1, which everything exceeds, where the kind
            has no such step.
        keep: The share of the weight kept, in thousandths; 0 where there is no such step.
    """

    silence: Int64
    keep: Int64


@dataclass(frozen=True, slots=True, eq=False)
class Strands:
    """Stretches of places, by where they begin.

    Attributes:
        begin: The first place.
        end: One behind the last.
        agreement: What two complaints that share it agree by, in thousandths of log10.
        weight: What it adds to the weight of a pair; may be negative.
    """

    begin: Int64
    end: Int64
    agreement: Int64
    weight: Int64


def steps_of(kinds: Sequence[str], purpose: Purpose) -> Steps:
    """Return the steps of kinds."""
    tables = [_silences(name, purpose) for name in kinds]
    most = max((len(table) for table in tables), default=0)
    silence = np.full((most, len(kinds)), -1, np.int64)
    keep = np.zeros((most + 1, len(kinds)), np.int64)
    for n, table in enumerate(tables):
        for step, (days, share) in enumerate(table):
            silence[step, n], keep[step, n] = days * _DAY, share
    return Steps(silence, keep)


def _silences(name: str, purpose: Purpose) -> Silences:
    """Return how long values of a kind may be silent."""
    kind = kind_of(name)
    if kind is None:
        return ()
    return kind.service_silences if purpose == "services" else kind.silences


def handed_over(places: Places, changes: Mapping[int, Sequence[datetime]]) -> Bool:
    """Say, by place, whether the value passed to another holder since the place before.

    Args:
        changes: By node: when it passed to another holder.
    """
    cut = np.zeros(len(places.node), np.bool_)
    for node, moments in changes.items():
        begin, end = np.searchsorted(places.node, [node, node + 1])
        after = np.searchsorted(places.at[begin:end], [micros(moment) for moment in moments])
        cut[begin + after[after < end - begin]] = True
    return cut


def strands_of(
    places: Places, kind: Int32, steps: Steps, *, agreement: Int64, weight: Int64, handed: Bool
) -> Strands:
    """Return the strands of two places or more; equal ones of several steps are one.

    Args:
        kind: By place: the number of its kind.
        agreement: By place: what its node weighs.
        weight: By place: what its node adds to what is counted already.
        handed: By place: whether the value came to another holder before it.
    """
    is_first = np.ones(len(kind), np.bool_)
    is_first[1:] = places.node[1:] != places.node[:-1]
    gap = np.zeros(len(kind), np.int64)
    gap[1:] = places.at[1:] - places.at[:-1]
    found = []
    for step, silence in enumerate(steps.silence):
        begin = np.flatnonzero(is_first | handed | (gap > silence[kind]))
        end = np.append(begin[1:], len(kind))
        is_shared = end - begin > 1
        begin, end = begin[is_shared], end[is_shared]
        share, less = steps.keep[step, kind[begin]], steps.keep[step + 1, kind[begin]]
        gained = weight[begin] * share // _WHOLE - weight[begin] * less // _WHOLE
        found.append((begin, end, agreement[begin] * share // _WHOLE, gained))
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    return _once(*columns) if found else Strands(*(np.zeros(0, np.int64) for _ in range(4)))


def _once(begin: Int64, end: Int64, agreement: Int64, weight: Int64) -> Strands:
    """Return equal strands as one: weights added, the agreement that of the shortest silence."""
    order = np.lexsort((end, begin))
    begin, end = begin[order], end[order]
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = (begin[1:] != begin[:-1]) | (end[1:] != end[:-1])
    first = np.flatnonzero(is_new)
    weight = np.add.reduceat(weight[order], first) if len(first) else weight
    agreement = agreement[order][first]
    counts = (weight != 0) | (agreement != 0)
    return Strands(begin[first][counts], end[first][counts], agreement[counts], weight[counts])
