"""Proposals by exact identifiers: how often what an officer is shown is right.

She is shown that two complaints name the same exact identifier: both name it whole, its check
digits hold, it is no hub. From which strength on, a limit decides; each limit gives a point of a
curve. Three things she may be shown, for no one of them says all:

- **Links**, when all is linked: why each complaint stands in its series, one link a join, by its
  agreement. Recall is over the complaints that truly have another one of their crew that names the
  same exact identifier: how many have a right link.
- **Pairs**, when a complaint comes in, the last tenth of them one by one: every earlier complaint
  with the same identifier. Recall is over all such pairs of one crew, however long ago: what
  somebody would find who had the registers by heart. The largest series decide nearly alone.
- **First ones**: of these pairs the strongest of each new complaint alone. Recall is over the new
  complaints for which there is a right pair. The strictest: most complaints have no earlier one of
  their crew, so an identifier that is named in error is then all there is to be shown.

Precision is the share of right ones among those shown; beside it stands the same without the pairs
in which a complaint names another's identifier in error: there the proposal is true, both name it,
and no arithmetic knows more.
"""

import numpy as np

from izdes.bench.linking.arrivals import Shown, named_in_error, right_from, shown_from
from izdes.bench.linking.clusters import Int64, Json, numbered
from izdes.bench.linking.known import Bool, Known, exact_and_no_hub
from izdes.bench.linking.shares import share
from izdes.engine.linking.batch import LinkColumns
from izdes.engine.linking.columns import EXACT
from izdes.engine.linking.links import spans_of

LIMITS = (0, 1_000, 1_500, 2_000, 2_500, 3_000, 3_500, 4_000, 5_000)
_KNOWN_PERCENT = 90
_PRECISION_MILLI, _RECALL_MILLI = 995, 950


def measure(known: Known, found: LinkColumns) -> Json:
    """Return precision and recall at several limits.

    Args:
        found: All complaints linked.
    """
    begin = known.complaints * _KNOWN_PERCENT // 100
    pairs = shown_from(known, begin)
    wanted = right_from(known, begin)
    is_wanted = np.isin(pairs.one * begin + pairs.other, wanted)
    with_one = np.unique(wanted // max(begin, 1))
    first = pairs.first()
    tied = np.flatnonzero(tied_to_crew(known))
    return {
        "complaints": known.complaints,
        "new": known.complaints - begin,
        "links": _curve(_links(known, found), known.complaints, tied, both=True),
        "pairs": _pair_curve(pairs, is_wanted, len(wanted)),
        "first": _curve(first, known.complaints, with_one, both=False),
    }


def reaches_goal(curve: list[Json], *, precision: str = "precision") -> bool:
    """Say whether some limit gives a precision of 0.995 at a recall of 0.95, by exact counts."""
    return any(
        point[precision]["hits"] * 1000 >= point[precision]["of"] * _PRECISION_MILLI
        and point["recall"]["hits"] * 1000 >= point["recall"]["of"] * _RECALL_MILLI
        for point in curve
    )


def tied_to_crew(known: Known) -> Bool:
    """Say of every complaint whether another of its crew names the same exact thing, not a hub."""
    mentions = known.mentions
    counts = exact_and_no_hub(known)[mentions.node]
    complaint, node = mentions.complaint[counts], mentions.node[counts].astype(np.int64)
    crew, sizes = numbered(known.series)
    _, which, named = np.unique(
        node * len(sizes) + crew[complaint], return_inverse=True, return_counts=True
    )
    tied = np.zeros(known.complaints, np.bool_)
    tied[complaint[named[which] > 1]] = True
    return tied


def _links(known: Known, found: LinkColumns) -> Shown:
    """Return the links that rest on an exact identifier."""
    spans, traits = spans_of(found), found.traits
    node = traits.node[spans.trait]
    is_named = node < len(known.mentions.nodes)
    one, other = spans.one.astype(np.int64), spans.other.astype(np.int64)
    return Shown(
        one,
        other,
        traits.agreement[spans.trait],
        known.series[one] == known.series[other],
        named_in_error(known, one, node) | named_in_error(known, other, node),
    ).only(is_named & (traits.nodes.certainty == EXACT)[node])


def _curve(shown: Shown, complaints: int, wanted: Int64, *, both: bool) -> list[Json]:
    """Return the points of a curve whose recall is over complaints.

    Args:
        wanted: The complaints that should have a right proposal.
        both: Whether a proposal serves both its complaints, or the first one alone.
    """
    points = []
    for limit in LIMITS:
        reached = shown.only(shown.milli >= limit)
        served = np.zeros(complaints, np.bool_)
        served[reached.one[reached.is_right]] = True
        if both:
            served[reached.other[reached.is_right]] = True
        points.append(_point(reached, limit, int(served[wanted].sum()), len(wanted)))
    return points


def _pair_curve(shown: Shown, is_wanted: Bool, there: int) -> list[Json]:
    """Return the points of a curve whose recall is over pairs.

    Args:
        is_wanted: Which of those shown are pairs that should be.
        there: How many pairs should be shown.
    """
    reached = [shown.milli >= limit for limit in LIMITS]
    return [
        _point(shown.only(which), limit, int(is_wanted[which].sum()), there)
        for limit, which in zip(LIMITS, reached, strict=True)
    ]


def _point(reached: Shown, limit: int, hits: int, there: int) -> Json:
    """Return precision and recall of what is shown from one limit on.

    Args:
        hits: How many of those there are to be found are found.
    """
    right, count = int(reached.is_right.sum()), len(reached.one)
    errors = int((reached.in_error & ~reached.is_right).sum())
    return {
        "from_milli": limit,
        "precision": share(right, count),
        "precision_but_for_errors": share(right, count - errors),
        "recall": share(hits, there),
    }
