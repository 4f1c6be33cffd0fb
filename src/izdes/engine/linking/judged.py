"""Judgements as the region of a change needs them: who belongs together, and who is kept apart."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from izdes.core.linking.judgements import Judgement, standing
from izdes.engine.linking.columns import Int32, Int64
from izdes.engine.linking.numbers import has
from izdes.engine.linking.store import NOBODY, Store


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What stands of the judgements on some complaints; pairs of numbers, one to a row.

    Attributes:
        together: Pairs of one hand, in the order of the judgements.
        apart: Pairs not of one hand.
    """

    together: Int64
    apart: Int64


def said_of(store: Store, complaints: Int64) -> Said:
    """Return the judgements on pairs of which one complaint at least is among some.

    Pairs of which one complaint is not known are left away.
    """
    judgements = standing(store.judgements_of(complaints))
    together = [j for j in judgements if j.verdict == "same"]
    apart = [j for j in judgements if j.verdict != "same"]
    return Said(numbered(store, together), numbered(store, apart))


def numbered(store: Store, judgements: Iterable[Judgement]) -> Int64:
    """Return the complaints of judgements by number, as far as both are known."""
    flat = [complaint_id for j in judgements for complaint_id in (j.complaint_a, j.complaint_b)]
    pairs = store.find(flat).reshape(-1, 2)
    return pairs[(pairs != NOBODY).all(axis=1)]


def within(pairs: Int64, complaints: Int64, rank: Int64) -> Int32:
    """Return the pairs of which both are among some complaints, by their ranks.

    Args:
        complaints: Their numbers, ascending; ``rank`` their ranks.
    """
    pairs = pairs[has(complaints, pairs).all(axis=1)]
    return rank[np.searchsorted(complaints, pairs)].astype(np.int32)
