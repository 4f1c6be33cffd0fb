"""Phenomena: what linking must survive, one by one.

Of each trap: how many things or complaints it was laid with, and how many were caught in it. Of
each loss that can be made good: how many complaints have nothing else in common with their crew,
and how many of them were joined to it all the same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np

from izdes.bench.linking.clusters import Int64, Json, Labels, numbered
from izdes.bench.linking.crowd import Crowd
from izdes.bench.linking.known import Bool, Known, pairs_of_campaigns
from izdes.bench.linking.proposals import tied_to_crew
from izdes.bench.linking.shares import share


def measure(crowd: Crowd, found: Labels) -> Json:
    """Return what became of every phenomenon in the series found."""
    known = crowd.known
    fused = _fused(known, found)
    rescued = _rescued(known, found)
    return {
        # Traps: crews that were joined by what they do not share.
        "recycled_phones_that_fused": _fusing(known, fused, crowd.let.get("recycled", ())),
        "let_accounts_that_fused": _fusing(known, fused, crowd.let.get("rented", ())),
        "errors_that_fused": share(int(fused[known.wrong].sum()), int(known.wrong.sum())),
        "victims_joined_to_their_mules_crew": _victims(crowd, found),
        "copied_scripts_that_fused": _copied(crowd, found),
        # Losses made good.
        **{
            f"{how}_joined_all_the_same": rescued(
                {complaint for complaint, _, slip in crowd.slips if slip == how}
            )
            for how in ("digit", "swap")
        },
        "masked_joined_all_the_same": rescued(_masked(known)),
        "campaigns_joined_by_what_is_kept": _campaigns(crowd, found),
    }


def _fused(known: Known, found: Labels) -> Bool:
    """Say of every mention whether another crew's complaint in its series names the same."""
    mentions = known.mentions
    series, node = numbered(found)[0][mentions.complaint], mentions.node.astype(np.int64)
    crew = numbered(known.series)[0][mentions.complaint]
    heap = series * len(mentions.nodes) + node
    _, which, counts = np.unique(heap, return_inverse=True, return_counts=True)
    _, same = np.unique(which * (int(crew.max(initial=0)) + 1) + crew, return_inverse=True)
    is_fused: Bool = counts[which] > np.bincount(same)[same]
    return is_fused


def _fusing(known: Known, fused: Bool, nodes: Iterable[int]) -> Json:
    """Return on how many of some nodes that several crews' complaints name, crews were joined."""
    mentions = known.mentions
    crews: defaultdict[int, set[int]] = defaultdict(set)
    is_one = np.isin(mentions.node, list(nodes))
    rows = zip(mentions.node[is_one].tolist(), mentions.complaint[is_one].tolist(), strict=True)
    for node, complaint in rows:
        crews[node].add(int(known.series[complaint]))
    by_several = [node for node, named in crews.items() if len(named) > 1]
    caught = np.unique(mentions.node[is_one & fused])
    return share(int(np.isin(by_several, caught).sum()), len(by_several))


def _victims(crowd: Crowd, found: Labels) -> Json:
    """Return how many victims whose account is a mule's were joined to those who paid to it."""
    mentions = crowd.known.mentions
    caught = 0
    for victim, node in crowd.mules:
        payers = mentions.complaint[mentions.node == node]
        others = payers[crowd.known.series[payers] != crowd.known.series[victim]]
        caught += bool((found[others] == found[victim]).any())
    return share(caught, len(crowd.mules))


def _copied(crowd: Crowd, found: Labels) -> Json:
    """Return how many crews that read another's script were joined to it."""
    members = _by_number(crowd.known.series, found)
    pairs = [(n, author) for n, author in enumerate(crowd.scripts) if author != n]
    return share(sum(not members[a].isdisjoint(members[b]) for a, b in pairs), len(pairs))


def _rescued(known: Known, found: Labels) -> Callable[[Iterable[int]], Json]:
    """Return what counts the joined among complaints with nothing exact in common with a crew."""
    tied = tied_to_crew(known)
    crew, sizes = numbered(known.series)
    both = numbered(found)[0] * len(sizes) + crew
    _, which, counts = np.unique(both, return_inverse=True, return_counts=True)
    is_joined = counts[which] > 1

    def counted(complaints: Iterable[int]) -> Json:
        chosen = np.array(sorted(complaints), np.int64)
        lost = chosen[~tied[chosen] & (sizes[crew[chosen]] > 1)]
        return share(int(is_joined[lost].sum()), len(lost))

    return counted


def _masked(known: Known) -> Int64:
    """Return the complaints that name a masked card."""
    mentions = known.mentions
    return np.unique(mentions.complaint[mentions.nodes.of_kind("card_masked")[mentions.node]])


def _campaigns(crowd: Crowd, found: Labels) -> Json:
    """Return, by what crews keep, how many of the pairs of their campaigns were joined."""
    known = crowd.known
    if known.campaigns is None:
        return {}
    members = _by_number(known.campaigns, found)
    hits: defaultdict[str, list[bool]] = defaultdict(list)
    for crew, one, other in pairs_of_campaigns(known):
        hits[crowd.keeps[crew]].append(not members[one].isdisjoint(members[other]))
    return {keeps: share(sum(joined), len(joined)) for keeps, joined in sorted(hits.items())}


def _by_number(numbers: Labels, found: Labels) -> defaultdict[int, set[int]]:
    """Return the series found that complaints of each number lie in."""
    members: defaultdict[int, set[int]] = defaultdict(set)
    for number, series in zip(numbers.tolist(), found.tolist(), strict=True):
        members[number].add(series)
    return members
