"""Ways: our linking whole, with one part of it taken away, and with the truth about hubs given.

What is taken away shows what that part is worth. What an oracle reaches who knows every hub, or
every hub and every account that is let to several crews, is the ceiling of any review of hubs: the
rest is lost in what complaints do not say.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from izdes.bench.linking.known import HUB, SERVICE, Known
from izdes.core.linking.grouping import Limits
from izdes.core.linking.hubs.known import index_of, packaged_hubs
from izdes.core.linking.hubs.review import Verdict
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.batch import LinkColumns, holdings, judged_by, link_columns, named
from izdes.engine.linking.behaviour import review_columns
from izdes.engine.linking.columns import MentionColumns
from izdes.engine.linking.grouping import group_arrays
from izdes.engine.linking.implied import NONE, Implied, implied_by
from izdes.engine.linking.traits import trait_columns
from izdes.engine.linking.weights import degrees_counted, weighed

# What was said of nodes, by their numbers.
Verdicts = Mapping[int, Verdict]


def whole(known: Known, limits: Limits | None = None) -> LinkColumns:
    """Review hubs and link, as `izdes link` does."""
    return with_verdicts(known, reviewed(known), limits)


def reviewed(known: Known, mentions: MentionColumns | None = None) -> dict[int, Verdict]:
    """Return the machine's verdicts on hubs; mentions are all of them or some."""
    mentions = mentions or known.mentions
    implied = implied_by(mentions.nodes)
    snapshot = snapshot_of(known, {})
    weights = weighed(implied.nodes, degrees_counted(mentions, implied), snapshot)
    return review_columns(
        mentions, implied, known.told, weights.links, population=snapshot.population
    )


def with_verdicts(
    known: Known, said: Verdicts, limits: Limits | None = None, *, is_timed: bool = True
) -> LinkColumns:
    """Link with given verdicts; untimed, as if everything had been named in one moment."""
    mentions = known.mentions
    if not is_timed:
        mentions = replace(mentions, at=np.zeros_like(mentions.at))
    return link_columns(mentions, snapshot_of(known, said), frequencies="counted", limits=limits)


def without_implied(known: Known, said: Verdicts) -> LinkColumns:
    """Link by what is named alone: no sites of pages, no masked cards of cards, no slips."""
    mentions = known.mentions
    nothing = np.full(len(mentions.nodes), NONE, np.int32)
    bare = Implied(mentions.nodes, nothing, nothing)
    degrees = degrees_counted(mentions, bare)
    weights = weighed(bare.nodes, degrees, snapshot_of(known, said))
    traits = trait_columns(mentions, bare, weights)
    judged = judged_by(mentions, ())
    joins = group_arrays(holdings(mentions.complaints, traits, judged))
    high = joins.level >= Limits().campaign
    return LinkColumns(
        mentions=mentions,
        series=named(mentions.complaints, joins.one, joins.other),
        campaigns=named(mentions.complaints, joins.one[high], joins.other[high]),
        joins=joins,
        judged=judged,
        traits=traits,
        degrees=degrees,
        weights=weights,
    )


def hubs_told(known: Known) -> dict[int, Verdict]:
    """Return the verdicts of an oracle that knows every hub."""
    return _told(known, (HUB,))


def hubs_and_services_told(known: Known) -> dict[int, Verdict]:
    """Return the verdicts of an oracle that knows who lets accounts as well."""
    return _told(known, (HUB, SERVICE))


def _told(known: Known, whose: tuple[int, ...]) -> dict[int, Verdict]:
    """Return the verdict that what is truly of these links nobody."""
    told = np.flatnonzero(np.isin(known.whose, whose))
    return dict.fromkeys(told.tolist(), Verdict("hub", "known_to_the_oracle"))


def snapshot_of(known: Known, said: Verdicts) -> Snapshot:
    """Return a snapshot with verdicts; degrees are counted from mentions."""
    nodes = implied_by(known.mentions.nodes).nodes
    return Snapshot(
        complaints=known.complaints,
        degrees={},
        hubs=index_of(packaged_hubs()),
        verdicts={nodes.node(number): verdict for number, verdict in said.items()},
    )
