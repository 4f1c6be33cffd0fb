"""Judgements as the region of a change needs them: who belongs together, and who is kept apart."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from izdes.core.linking.judgements import standing
from izdes.engine.linking.columns import Int32, Int64
from izdes.engine.linking.incremental.ascending import has
from izdes.engine.linking.incremental.store import NOBODY, Given, Store


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
    given = {one.judgement.judgement_id: one for one in store.judgements_of(complaints)}
    stand = [given[j.judgement_id] for j in standing(one.judgement for one in given.values())]
    together = [one for one in stand if one.judgement.verdict == "same"]
    apart = [one for one in stand if one.judgement.verdict != "same"]
    return Said(pairs_of(together), pairs_of(apart))


def pairs_of(given: Iterable[Given]) -> Int64:
    """Return the complaints of judgements by number, as far as both are known."""
    pairs = [(one.a, one.b) for one in given if NOBODY not in {one.a, one.b}]
    return np.array(pairs, np.int64).reshape(-1, 2)


def within(pairs: Int64, complaints: Int64, rank: Int64) -> Int32:
    """Return the pairs of which both are among some complaints, by their ranks.

    Args:
        complaints: Their numbers, ascending; ``rank`` their ranks.
    """
    pairs = pairs[has(complaints, pairs).all(axis=1)]
    return rank[np.searchsorted(complaints, pairs)].astype(np.int32)
