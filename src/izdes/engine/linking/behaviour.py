"""Behaviour over columns: the counts of `core.linking.hubs.namings`, the same to the last one.

Only values that more complaints name than is usual for their kind are looked at. What a look costs
grows with what its complaints name, never with pairs. Behaviour proves nothing of the holder.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.hubs.behaviour import Counting, Counts, facts_of
from izdes.core.linking.hubs.review import Reviewing, Verdict, judge, packaged
from izdes.core.linking.kinds import kind_of, usual_degree
from izdes.core.linking.mentions import Node
from izdes.core.linking.told import Told
from izdes.engine.linking.columns import Bool, MentionColumns
from izdes.engine.linking.implied import Implied
from izdes.engine.linking.kernels.behaviour import (
    NONE,
    ByNode,
    Int32,
    Int64,
    Marks,
    Rules,
    Table,
    behaviour,
)

_DAY = 86_400_000_000
_ASIDE = -1


@dataclass(frozen=True, slots=True, eq=False)
class ToldColumns:
    """What complaints tell beside what may link them; regions and schemes are numbers from zero.

    Attributes:
        region: By complaint, -1 where not given; ``scheme`` likewise.
        institution: Rows of a node and a complaint that gives it as an institution's own.
        paid: Rows of a node and a sum paid to it, in minor units of the tenge.
    """

    region: Int32
    scheme: Int32
    institution: Int64
    paid: Int64


def told_columns(
    told: Iterable[Told], place: Mapping[ComplaintId, int], number: Mapping[Node, int]
) -> ToldColumns:
    """Return what complaints tell in columns.

    Args:
        place: The number of each complaint.
        number: The number of each node that is named.
    """
    regions: dict[str, int] = {"": NONE}
    schemes: dict[str, int] = {"": NONE}
    region, scheme = np.full((2, len(place)), NONE, np.int32)
    institution: list[tuple[int, int]] = []
    paid: list[tuple[int, int]] = []
    for one in told:
        who = place[one.complaint_id]
        region[who] = regions.setdefault(one.region, len(regions) - 1)
        scheme[who] = schemes.setdefault(one.scheme, len(schemes) - 1)
        institution += [(number[node], who) for node in one.institutions if node in number]
        paid += [(number[node], minor) for node, minor in one.paid if node in number]
    return ToldColumns(
        region,
        scheme,
        np.array(institution, np.int64).reshape(-1, 2),
        np.array(paid, np.int64).reshape(-1, 2),
    )


def review_columns(
    mentions: MentionColumns,
    implied: Implied,
    told: ToldColumns,
    links: Bool,
    *,
    population: int,
    asked: Int32 | None = None,
    reviewing: Reviewing | None = None,
) -> dict[int, Verdict]:
    """Return the machine's verdict on every node that more complaints name than is usual.

    Args:
        told: Its nodes are those of ``implied``.
        links: By node: nothing is said of it that keeps it from linking, and its kind is known.
        population: How many complaints there are to choose from.
        asked: Nodes to be reviewed whatever their degree.
    """
    reviewing = reviewing or packaged()
    table = table_of(mentions, implied, told, links, population=population)
    counting = reviewing.counting
    return {
        node: judge(facts_of(counts, counting), reviewing)
        for node, counts in counts_of(table, counting, population=population, asked=asked)
    }


def counts_of(
    table: Table, counting: Counting, *, population: int, asked: Int32 | None = None
) -> Iterator[tuple[int, Counts]]:
    """Yield the counts of every node to be reviewed, in the order of their numbers."""
    degrees = np.diff(table.naming.first)
    is_reviewable = (table.usual >= 0) & (degrees > 0)
    given = np.diff(table.institution.first)
    is_reviewed = is_reviewable & ((degrees > table.usual) | (given >= counting.asked_by))
    if asked is not None:
        is_reviewed[asked] = is_reviewable[asked]
    nodes = np.flatnonzero(is_reviewed).astype(np.int32)
    if not len(nodes):
        return
    found = behaviour(nodes, table, _rules(counting, population), _marks(table))
    for node, row in zip(nodes.tolist(), found.tolist(), strict=True):
        yield node, Counts(*row)


def table_of(
    mentions: MentionColumns, implied: Implied, told: ToldColumns, links: Bool, *, population: int
) -> Table:
    """Lay out who names what as it is looked up; arguments as of `review_columns`."""
    nodes, complaints = len(implied.nodes), mentions.complaints
    naming, at = _namings(mentions, implied)
    complaint, node = naming
    institution = np.unique(told.institution, axis=0)
    paid = told.paid[np.lexsort((told.paid[:, 1], told.paid[:, 0]))]
    wider = np.full(nodes, NONE, np.int32)
    wider[: len(implied.wider)] = implied.wider
    return Table(
        naming=ByNode(_firsts(node, nodes), complaint),
        at=at,
        names=ByNode(_firsts(complaint, complaints), node[np.argsort(complaint, kind="stable")]),
        institution=ByNode(_firsts(institution[:, 0], nodes), institution[:, 1].astype(np.int32)),
        paid_first=_firsts(paid[:, 0], nodes),
        paid=paid[:, 1].copy(),
        usual=np.where(links, _usual(implied, population)[implied.nodes.kind], _ASIDE),
        wider=wider,
        region=told.region,
        scheme=told.scheme,
        of_scheme=np.bincount(told.scheme[told.scheme >= 0], minlength=1),
        times=_first_times(mentions),
    )


def _namings(mentions: MentionColumns, implied: Implied) -> tuple[tuple[Int32, Int32], Int64]:
    """Return complaints with the nodes they name and imply, and when first, by node."""
    wider = implied.wider[mentions.node]
    more = np.flatnonzero(wider != NONE)
    rows = np.concatenate([np.arange(len(mentions)), more])
    node = np.concatenate([mentions.node, wider[more]]).astype(np.int64)
    key = node * max(1, mentions.complaints) + mentions.complaint[rows]
    order = np.argsort(key, kind="stable")
    named, first = np.unique(key[order], return_index=True)
    at = mentions.at[rows][order]
    node, complaint = np.divmod(named, max(1, mentions.complaints))
    earliest = np.minimum.reduceat(at, first) if len(at) else at
    return (complaint.astype(np.int32), node.astype(np.int32)), earliest


def _first_times(mentions: MentionColumns) -> Int64:
    """Return the first moment of every complaint that names anything, rising."""
    latest = np.iinfo(np.int64).max
    first = np.full(mentions.complaints, latest)
    np.minimum.at(first, mentions.complaint, mentions.at)
    return np.sort(first[first != latest])


def _usual(implied: Implied, population: int) -> Int64:
    """Return the degree that is usual for each kind of node; numbers of slips are not reviewed."""
    kinds = [kind_of(name) for name in implied.nodes.kinds]
    return np.array(
        [_ASIDE if k is None or k.slips else usual_degree(k, population) for k in kinds], np.int64
    )


def _firsts(keys: Int32 | Int64, count: int) -> Int64:
    """Return where the rows of each key begin, with the end of the last."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(keys, minlength=count))])


def _rules(counting: Counting, population: int) -> Rules:
    """Return how is counted, as the kernel reads it."""
    return Rules(
        window=counting.window_days * _DAY,
        day=_DAY,
        least=counting.companion_least,
        times=counting.companion_times,
        round_minor=counting.round_minor,
        population=population,
    )


def _marks(table: Table) -> Marks:
    """Return room for looks."""
    nodes, complaints = len(table.usual), len(table.region)
    return Marks(
        both=np.zeros(nodes, np.int32),
        first=np.full(nodes, NONE, np.int32),
        above=np.full(complaints, NONE, np.int32),
        size=np.ones(complaints, np.int32),
        named=np.full(complaints, NONE, np.int32),
        region=np.zeros(int(table.region.max(initial=0)) + 1, np.int32),
        scheme=np.zeros(len(table.of_scheme), np.int32),
    )
