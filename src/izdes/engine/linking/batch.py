"""Batch: series of a whole country's complaints at once, equal to `izdes.core.linking.series`.

Mentions come in columns and series, campaigns and joins leave in columns; nothing is kept for each
pair of complaints. Series are proposals, as in the core.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
import pyarrow as pa

from izdes.core.linking.grouping import Bipartite, Limits, refused
from izdes.core.linking.judgements import Judgement, standing
from izdes.core.linking.mentions import Node
from izdes.core.linking.snapshot import Snapshot
from izdes.core.linking.traits import Purpose
from izdes.engine.linking.columns import Int32, Int64, MentionColumns, places_of
from izdes.engine.linking.grouping import Holdings, Joins, group_arrays, no_pairs
from izdes.engine.linking.implied import implied_by
from izdes.engine.linking.traits import TraitColumns, trait_columns
from izdes.engine.linking.weights import (
    Weights,
    degrees_counted,
    degrees_known,
    weighed,
)

# Whether degrees are those of the mentions themselves or those that the snapshot knows.
Frequencies = Literal["counted", "known"]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What officers said of pairs, by number.

    Attributes:
        together: Pairs of one hand, in the order of the judgements; one to a row.
        apart: Pairs not of one hand.
        joined: Of ``together`` those that joined two groups, each with the earlier number first.
        contradictions: Judgements of "same hand" that a "not the same" outranks.
    """

    together: Int32
    apart: Int32
    joined: Int32
    contradictions: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LinkColumns:
    """What linking found.

    Attributes:
        series: By complaint: the first complaint of its series, itself where it is alone.
        campaigns: By complaint: the first one of its campaign.
        joins: In the order in which they were made.
        traits: What complaints have in common.
        degrees: By node of ``traits.nodes``: how many complaints name it.
        weights: What those nodes weigh, and what was said of them.
        wider: By node mentioned: the site or the masked card that it implies, or -1.
    """

    mentions: MentionColumns
    series: Int32
    campaigns: Int32
    joins: Joins
    judged: Judged
    traits: TraitColumns
    degrees: Int32
    weights: Weights
    wider: Int32 = field(default_factory=lambda: np.empty(0, np.int32))


def link_columns(
    mentions: MentionColumns,
    snapshot: Snapshot,
    *,
    frequencies: Frequencies = "known",
    purpose: Purpose = "series",
    judgements: Iterable[Judgement] = (),
    changes: Mapping[Node, Sequence[datetime]] | None = None,
    limits: Limits | None = None,
) -> LinkColumns:
    """Link complaints by their mentions.

    Args:
        snapshot: Verdicts, population, and degrees.
        frequencies: ``counted`` takes degrees from the mentions and asks the snapshot for none.
        purpose: ``series``, or ``services`` of those who launder.
        changes: When an identifier passed to another holder, as far as that is known.

    Returns:
        The same for any order of the mentions and of the judgements.
    """
    limits = limits or Limits()
    implied = implied_by(mentions.nodes)
    degrees = (
        degrees_counted(mentions, implied)
        if frequencies == "counted"
        else degrees_known(implied.nodes, snapshot)
    )
    weights = weighed(implied.nodes, degrees, snapshot)
    traits = trait_columns(mentions, implied, weights, purpose, changes=changes)
    judged = judged_by(mentions, judgements)
    joins = group_arrays(holdings(mentions.complaints, traits, judged), limits)
    return LinkColumns(
        mentions=mentions,
        series=named(mentions.complaints, joins.one, joins.other),
        campaigns=named(
            mentions.complaints,
            joins.one[joins.level >= limits.campaign],
            joins.other[joins.level >= limits.campaign],
        ),
        joins=joins,
        judged=judged,
        traits=traits,
        degrees=degrees,
        weights=weights,
        wider=implied.wider,
    )


def holdings(complaints: int, traits: TraitColumns, judged: Judged) -> Holdings:
    """Return what grouping asks for."""
    return Holdings(
        members=complaints,
        first=traits.first,
        holders=traits.holders,
        weight=traits.weight,
        together=judged.together,
        apart=judged.apart,
    )


def judged_by(mentions: MentionColumns, judgements: Iterable[Judgement]) -> Judged:
    """Return the judgements that stand, as far as their complaints are known."""
    said = standing(judgements)
    words = [(j.complaint_a, j.complaint_b) for j in said]
    flat = pa.array([word for pair in words for word in pair], pa.string())
    pairs = places_of(mentions.ids, flat).reshape(-1, 2)
    known = (pairs >= 0).all(axis=1)
    same = known & np.array([j.verdict == "same" for j in said], np.bool_)
    together, apart = pairs[same], pairs[known & ~same]
    joined, crossed = _course(together, apart)
    return Judged(
        together=together.astype(np.int32),
        apart=apart.astype(np.int32),
        joined=joined,
        contradictions=tuple(said[n] for n in np.flatnonzero(same)[crossed].tolist()),
    )


def _course(together: Int64, apart: Int64) -> tuple[Int32, Int64]:
    """Return the pairs that join two groups, and which are outranked."""
    members, numbers = np.unique(np.concatenate([together, apart]), return_inverse=True)
    numbered = [(one, other) for one, other in numbers.reshape(-1, 2).tolist()]
    pairs, kept = numbered[: len(together)], numbered[len(together) :]
    outranked = set(refused(Bipartite(len(members), (), (), pairs, kept)))
    name = list(range(len(members)))
    joined = []
    for pair in pairs:
        one, other = sorted(name[member] for member in pair)
        if one != other and pair not in outranked:
            name = [one if n == other else n for n in name]
            joined.append(sorted(pair))
    crossed = [n for n, pair in enumerate(pairs) if pair in outranked]
    found = members[np.array(joined, np.int64)] if joined else no_pairs()
    return found.astype(np.int32), np.array(crossed, np.int64)


def named(members: int, one: Int32, other: Int32) -> Int32:
    """Return, by member, the first member of its group after some joins."""
    name = np.arange(members, dtype=np.int32)
    name[other] = one
    while not np.array_equal(name, further := name[name]):
        name = further
    return name
