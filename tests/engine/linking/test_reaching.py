"""Which series outside are read at all: those whose bar somebody inside reaches."""

import numpy as np
import pytest

from izdes.core.identifiers.complaint import ComplaintId
from izdes.core.linking.grouping import Limits
from izdes.core.linking.snapshot import Snapshot
from izdes.engine.linking.incremental.bars import bounds_of
from izdes.engine.linking.incremental.crossing import crossing_of
from izdes.engine.linking.incremental.earlier import Earlier
from izdes.engine.linking.incremental.members import members_of
from izdes.engine.linking.incremental.memory_store import MemoryStore
from izdes.engine.linking.incremental.reaching import reach_of
from izdes.engine.linking.incremental.shares import Shares
from izdes.engine.linking.incremental.store import Trees

# One complaint inside, and two of one series outside, who all share a trait of weight 1000.
FAR = 10**9


def series_reached(bars: list[int], *, crew: int = 300) -> list[int]:
    store = MemoryStore(Snapshot(3, {}), limits=Limits(crew=crew))
    numbers = store.enter([ComplaintId(c) for c in "abc"], np.arange(3))
    above, level = np.array([-1, -1, 1]), np.array([0, 0, 400])
    trees = Trees(np.array([0, 1, 3]), numbers, above, level, level, level, np.arange(3))
    store.plant(trees, np.array([FAR, *bars]))
    inside = store.trees(numbers[:1])
    earlier = Earlier(numbers[:1])
    earlier.note(inside)
    shares = Shares(numbers, np.array([0, 3]), numbers, np.array([1_000]))

    reach = reach_of(
        store,
        crossing_of(shares, numbers[:1]),
        numbers,
        mine=members_of(inside),
        earlier=earlier,
        bounds=bounds_of(store.limits),
    )
    return [int(name) for name in reach.series]


@pytest.mark.parametrize("bars", [[FAR, 900_000], [900_000, FAR], [1_900_000, 1_900_000]])
def test_a_series_is_read_if_the_bar_of_any_who_share_is_reached(bars: list[int]) -> None:
    assert series_reached(bars) == [1]


@pytest.mark.parametrize("bars", [[FAR, FAR], [FAR, 1_100_000], [2_100_000, 2_100_000]])
def test_a_series_whose_bars_are_too_high_for_what_is_shared_is_not_read(bars: list[int]) -> None:
    assert series_reached(bars) == []


def test_nobody_is_read_for_a_group_that_is_joined_at_a_higher_level() -> None:
    assert series_reached([0, 0], crew=2_000) == [1]
    assert series_reached([0, 0], crew=2_001) == []
