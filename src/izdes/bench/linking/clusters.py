"""Clusters: how well series found agree with the true ones.

Two measures, both from the counts of the table of true against found series, in time that grows
with complaints and not with pairs, and without rounding until they are printed:

- of pairs: precision is the share of the pairs put together that truly belong together, recall the
  share of true pairs that were put together. The largest series decides nearly alone.
- B-cubed: for each complaint the same two shares of its own series, then the mean over complaints.

Source: Bagga and Baldwin (1998), Algorithms for scoring coreference chains; Amigó et al. (2009),
Information Retrieval 12, 461.

>>> agreed = agreement(np.array([0, 0, 1, 1]), np.array([5, 5, 5, 9]))
>>> agreed.both, agreed.true, agreed.found, agreed.precision, agreed.recall
(1, 2, 3, Fraction(2, 3), Fraction(3, 4))
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Json = dict[str, Any]
Int64 = NDArray[np.int64]
# The number of a complaint's series, by complaint; any numbers.
Labels = NDArray[np.integer[Any]]

# Sizes are counted up to each of these.
_STEPS = (1, 2, 5, 10, 30, 100, 300, 1_000, 3_000)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How found series agree with true ones.

    Attributes:
        true: Pairs of complaints that truly belong together; ``found``, ``both`` likewise.
        precision: B-cubed precision, ``recall`` likewise; exact.
        largest: Complaints in the largest series found; of equal ones the first.
        largest_true: Complaints in the true series to which most of those belong.
    """

    true: int
    found: int
    both: int
    precision: Fraction
    recall: Fraction
    largest: int
    largest_true: int

    def as_json(self) -> Json:
        """Return the figures: pairs as counts, shares rounded."""
        return {
            "b_cubed": _shares(self.precision, self.recall),
            "pairs": {
                **_shares(_part(self.both, self.found), _part(self.both, self.true)),
                "true": self.true,
                "found": self.found,
                "both": self.both,
            },
            "largest": self.largest,
            "largest_true": self.largest_true,
            "largest_times_true": _rounded(_part(self.largest, self.largest_true)),
        }


def agreement(true: Labels, found: Labels) -> Agreement:
    """Hold the series found of at least one complaint against the true ones."""
    true_of, true_sizes = numbered(true)
    found_of, found_sizes = numbered(found)
    cells, counts = np.unique(true_of * len(found_sizes) + found_of, return_counts=True)
    in_true, in_found = np.divmod(cells, len(found_sizes))
    largest = int(found_sizes.argmax())
    in_largest = in_found == largest
    whose = in_true[in_largest][counts[in_largest].argmax()]
    return Agreement(
        true=_pairs(true_sizes),
        found=_pairs(found_sizes),
        both=_pairs(counts),
        precision=_mean_share(counts, found_sizes[in_found], len(true)),
        recall=_mean_share(counts, true_sizes[in_true], len(true)),
        largest=int(found_sizes[largest]),
        largest_true=int(true_sizes[whose]),
    )


def numbered(labels: Labels) -> tuple[Int64, Int64]:
    """Return series numbered from 0, by complaint, and how many complaints each has."""
    _, numbers, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    return numbers.astype(np.int64), sizes.astype(np.int64)


def f1(precision: Fraction, recall: Fraction) -> Fraction:
    """Return the harmonic mean, 0 where both are 0."""
    both = precision + recall
    return 2 * precision * recall / both if both else Fraction(0)


def sizes(labels: Labels) -> Json:
    """Return how many series there are of each size, sizes in steps."""
    counts = numbered(labels)[1]
    steps = np.searchsorted(_STEPS, counts)
    names = [*(f"to_{step}" for step in _STEPS), "more"]
    by_step = np.bincount(steps, minlength=len(names)).tolist()
    return {
        "series": len(counts),
        "of_two_or_more": int((counts > 1).sum()),
        "by_size": dict(zip(names, by_step, strict=True)),
    }


def _pairs(counts: Int64) -> int:
    """Return how many pairs there are within heaps."""
    return int((counts * (counts - 1) // 2).sum())


def _mean_share(cells: Int64, wholes: Int64, members: int) -> Fraction:
    """Return the mean, over members, of the share that each one's cell has of its whole."""
    kinds, which = np.unique(wholes, return_inverse=True)
    squares = np.zeros(len(kinds), np.int64)
    np.add.at(squares, which, cells**2)
    by_whole = zip(squares.tolist(), kinds.tolist(), strict=True)
    return sum((Fraction(s, whole) for s, whole in by_whole), Fraction(0)) / members


def _part(hits: int, of: int) -> Fraction:
    """Return a share; 1 of nothing, for then nothing was done wrong."""
    return Fraction(hits, of) if of else Fraction(1)


def _shares(precision: Fraction, recall: Fraction) -> Json:
    """Return precision, recall and F1, rounded."""
    shares = {"precision": precision, "recall": recall, "f1": f1(precision, recall)}
    return {name: _rounded(share) for name, share in shares.items()}


def _rounded(share: Fraction) -> float:
    """Round a share as it is printed."""
    return round(float(share), 4)
