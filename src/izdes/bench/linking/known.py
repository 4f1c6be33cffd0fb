"""Known: complaints of which it is known who did what, in columns.

Methods see the mentions and what complaints tell; the rest is for judging them. Where the
complaints come from is not asked here: whoever measures may not know how they came about.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from izdes.bench.linking.clusters import Int64, Labels
from izdes.engine.linking.behaviour import ToldColumns
from izdes.engine.linking.columns import EXACT, MentionColumns

Bool = NDArray[np.bool_]
Int8 = NDArray[np.int8]

# What an identifier truly is. Of one that is written wrong, nothing is said.
OWN, SERVICE, HUB, UNKNOWN = 0, 1, 2, 3
WHOSE = ("own", "service", "hub", "unknown")


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Complaints with what is true of them.

    Attributes:
        told: Its nodes are those of the mentions.
        series: By complaint: its true series.
        campaigns: By complaint: its true campaign, None where there are none.
        whose: By node: `OWN` of one crew, `SERVICE` of whoever lets it to several crews, `HUB`
            that everybody names, or `UNKNOWN`.
        wrong: By mention: named in error, the identifier is another's.
    """

    mentions: MentionColumns
    told: ToldColumns
    series: Labels
    campaigns: Labels | None
    whose: Int8
    wrong: Bool

    @property
    def complaints(self) -> int:
        """How many complaints there are."""
        return self.mentions.complaints

    def only(self, kept: Bool) -> MentionColumns:
        """Return some of the mentions."""
        told = self.mentions
        return replace(told, complaint=told.complaint[kept], node=told.node[kept], at=told.at[kept])

    def below(self, most: int) -> MentionColumns:
        """Return the mentions of what no more complaints than this name."""
        return self.only((degrees(self.mentions) <= most)[self.mentions.node])


def degrees(mentions: MentionColumns) -> Int64:
    """Return, by node, how many complaints name it."""
    complaints = max(1, mentions.complaints)
    named = np.unique(mentions.node.astype(np.int64) * complaints + mentions.complaint)
    return np.bincount(named // complaints, minlength=len(mentions.nodes)).astype(np.int64)


def exact_and_no_hub(known: Known) -> Bool:
    """Say, by node, whether it is named whole with right check digits, and is truly no hub."""
    found: Bool = (known.mentions.nodes.certainty == EXACT) & (known.whose != HUB)
    return found


def nothing_told(complaints: int) -> ToldColumns:
    """Return what complaints tell that tell nothing beside their mentions."""
    nobody = np.full(complaints, -1, np.int32)
    nothing = np.empty((0, 2), np.int64)
    return ToldColumns(nobody, nobody, nothing, nothing)


def pairs_of_campaigns(known: Known) -> Iterator[tuple[int, int, int]]:
    """Yield every two campaigns of one crew, the smaller number first, with the crew."""
    if known.campaigns is None:
        return
    campaigns, first = np.unique(known.campaigns, return_index=True)
    of_crew: defaultdict[int, list[int]] = defaultdict(list)
    for campaign, crew in zip(campaigns.tolist(), known.series[first].tolist(), strict=True):
        of_crew[crew].append(campaign)
    for crew, held in of_crew.items():
        yield from ((crew, one, other) for one, other in combinations(held, 2))
