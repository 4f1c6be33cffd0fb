"""Arrivals: what is shown for a new complaint, held against all that came before it.

The earlier complaints that name the same exact identifier are found, and each pair is weighed by
all that the two have in common, with the weights and the verdicts of that day.
"""

from dataclasses import dataclass

import numpy as np

from izdes.bench.linking.clusters import Int64, Labels
from izdes.bench.linking.known import Bool, Known, exact_and_no_hub
from izdes.bench.linking.ways import reviewed, snapshot_of
from izdes.engine.linking.columns import EXACT
from izdes.engine.linking.implied import implied_by
from izdes.engine.linking.traits import TraitColumns, trait_columns
from izdes.engine.linking.weights import degrees_counted, weighed


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Pairs of complaints that are shown, with what is true of them.

    Attributes:
        one: A complaint, ``other`` another.
        milli: How strongly they are proposed, in thousandths of log10.
        is_right: Whether both are truly of one crew.
        in_error: Whether one names what both name in error: it is another's.
    """

    one: Int64
    other: Int64
    milli: Int64
    is_right: Bool
    in_error: Bool

    def only(self, which: Bool | Int64) -> "Shown":
        """Return some of the pairs."""
        return Shown(
            self.one[which],
            self.other[which],
            self.milli[which],
            self.is_right[which],
            self.in_error[which],
        )

    def first(self) -> "Shown":
        """Return for each ``one`` the strongest pair, of equal ones with the latest ``other``."""
        order = np.lexsort((self.other, self.milli, self.one))
        return self.only(order[np.flatnonzero(np.diff(self.one[order], append=-1))])


def shown_from(known: Known, begin: int) -> Shown:
    """Return the pairs of complaints from a number on with those before it."""
    traits = _traits(known, begin)
    trait = np.repeat(np.arange(len(traits)), np.diff(traits.first))
    new, earlier, row = crossed(trait, traits.holders, begin)
    pairs, which = np.unique(new * begin + earlier, return_inverse=True)
    evidence = np.zeros(len(pairs), np.int64)
    np.add.at(evidence, which, traits.weight[row])
    # Nodes behind those that are mentioned are implied ones.
    named = np.arange(len(traits.nodes)) < len(known.mentions.nodes)
    is_exact = (named & (traits.nodes.certainty == EXACT))[traits.node[row]]
    errors = named_in_error(known, new, traits.node[row]) | named_in_error(
        known, earlier, traits.node[row]
    )
    by_exact, in_error = np.zeros((2, len(pairs)), np.bool_)
    by_exact[which[is_exact]] = True
    in_error[which[errors]] = True
    one, other = np.divmod(pairs, begin)
    is_right = known.series[one] == known.series[other]
    return Shown(one, other, evidence, is_right, in_error).only(by_exact)


def right_from(known: Known, begin: int) -> Int64:
    """Return all such pairs of one crew that name one exact identifier which is no hub.

    Returns:
        For each pair the later number times ``begin``, and the earlier one.
    """
    mentions = known.mentions
    kept = exact_and_no_hub(known)[mentions.node]
    complaint, node = mentions.complaint[kept], mentions.node[kept].astype(np.int64)
    # One thing of one crew, rather than one thing: only such pairs are right.
    crews = int(known.series.max(initial=0)) + 1
    _, thing = np.unique(node * crews + known.series[complaint], return_inverse=True)
    order = np.argsort(thing, kind="stable")
    new, earlier, _ = crossed(thing[order], complaint[order], begin)
    return np.unique(new * begin + earlier)


def crossed(thing: Int64, complaint: Labels, begin: int) -> tuple[Int64, Int64, Int64]:
    """Return every new complaint with every earlier one that has the same thing, and the thing.

    Args:
        thing: Never falling.
        begin: The number of the first new complaint.
    """
    is_new = complaint >= begin
    before, after = thing[~is_new], thing[is_new]
    starts = np.searchsorted(before, after)
    counts = np.searchsorted(before, after, side="right") - starts
    offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    earlier = complaint[~is_new][np.repeat(starts, counts) + offset]
    new = np.repeat(complaint[is_new], counts)
    return new.astype(np.int64), earlier.astype(np.int64), np.repeat(after, counts)


def named_in_error(known: Known, complaint: Int64, node: Labels) -> Bool:
    """Say of every complaint with a node whether it names that node in error."""
    mentions, wrong = known.mentions, known.wrong
    width = max(known.complaints, 1)
    errors = mentions.node[wrong].astype(np.int64) * width + mentions.complaint[wrong]
    found: Bool = np.isin(node.astype(np.int64) * width + complaint, errors)
    return found


def _traits(known: Known, begin: int) -> TraitColumns:
    """Return what all complaints have in common, weighed by what was known at the beginning."""
    mentions = known.mentions
    before = known.only(mentions.complaint < begin)
    implied = implied_by(mentions.nodes)
    snapshot = snapshot_of(known, reviewed(known, before))
    weights = weighed(implied.nodes, degrees_counted(before, implied), snapshot)
    return trait_columns(mentions, implied, weights)
