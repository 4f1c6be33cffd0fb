"""Possible joins: how often what a person is asked to look at is worth it, by its rank.

A series found belongs to the crew of most of its complaints. A proposal is right if both its series
belong to one crew. Recall is over the joins that are missing: a crew whose complaints lie in five
series lacks four, and a right proposal gives one of them if nothing before it did.

Crews that change everything but their words can be found by such proposals alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from izdes.bench.linking.clusters import Json, Labels
from izdes.bench.linking.crowd import Crowd
from izdes.bench.linking.known import pairs_of_campaigns
from izdes.bench.linking.shares import share
from izdes.core.linking.possible import Possible
from izdes.core.linking.series import Links

RANKS = (30, 100, 300, 1_000, 3_000, 10_000)


def measure(crowd: Crowd, links: Links) -> Json:
    """Return precision and recall of the first proposals.

    Args:
        links: Series with what is proposed beside them, the strongest first.
    """
    place = {c.complaint_id: n for n, c in enumerate(crowd.complaints)}
    series = dict(links.series)
    found = np.array([place[series[c.complaint_id]] for c in crowd.complaints], np.int64)
    owners = owners_of(crowd.known.series, found)
    pairs = [(place[p.series_a], place[p.series_b]) for p in links.possible]
    is_right = [owners[one] == owners[other] for one, other in pairs]
    gained = _gained(pairs, is_right)
    missing = len(owners) - len(set(owners.values()))
    ranks = [rank for rank in RANKS if rank < len(pairs)] + [len(pairs)]
    return {
        "proposed": len(pairs),
        "missing": missing,
        "at_rank": [
            {
                "rank": rank,
                "precision": share(sum(is_right[:rank]), rank),
                "recall": share(sum(gained[:rank]), missing),
            }
            for rank in ranks
        ],
        "right_by_first_ground": _by_ground(links.possible, is_right),
        "campaigns_proposed_by_what_is_kept": _by_keeping(crowd, found, pairs),
    }


def owners_of(true: Labels, found: Labels) -> dict[int, int]:
    """Return whose most complaints of each series found are; of equal crews the smallest number."""
    crews: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for crew, series in zip(true.tolist(), found.tolist(), strict=True):
        crews[series][crew] += 1
    return {
        series: min(counts, key=lambda crew: (-counts[crew], crew))
        for series, counts in crews.items()
    }


def _gained(pairs: Iterable[tuple[int, int]], is_right: Iterable[bool]) -> list[bool]:
    """Say of every proposal whether it is right and joins what none before it joined."""
    name: dict[int, int] = {}

    def first(series: int) -> int:
        while series in name:
            series = name[series]
        return series

    gained = []
    for (one, other), right in zip(pairs, is_right, strict=True):
        a, b = first(one), first(other)
        gained.append(right and a != b)
        if gained[-1]:
            name[max(a, b)] = min(a, b)
    return gained


def _by_ground(possible: Iterable[Possible], is_right: Iterable[bool]) -> Json:
    """Return, by the strongest ground of proposals, how many are right."""
    hits: defaultdict[str, list[bool]] = defaultdict(list)
    for one, right in zip(possible, is_right, strict=True):
        hits[one.grounds[0].reason if one.grounds else ""].append(right)
    return {reason: share(sum(right), len(right)) for reason, right in sorted(hits.items())}


def _by_keeping(crowd: Crowd, found: Labels, pairs: Iterable[tuple[int, int]]) -> Json:
    """Return, by what crews keep, how many pairs of their campaigns apart are proposed."""
    campaigns = crowd.known.campaigns
    if campaigns is None:
        return {}
    lies_in: defaultdict[int, set[int]] = defaultdict(set)
    holds: defaultdict[int, set[int]] = defaultdict(set)
    for campaign, series in zip(campaigns.tolist(), found.tolist(), strict=True):
        lies_in[campaign].add(series)
        holds[series].add(campaign)
    proposed = {
        (min(a, b), max(a, b))
        for one, other in pairs
        for a in holds[one]
        for b in holds[other]
        if a != b
    }
    hits: defaultdict[str, list[bool]] = defaultdict(list)
    for crew, one, other in pairs_of_campaigns(crowd.known):
        if lies_in[one].isdisjoint(lies_in[other]):
            hits[crowd.keeps[crew]].append((one, other) in proposed)
    return {keeps: share(sum(named), len(named)) for keeps, named in sorted(hits.items())}
