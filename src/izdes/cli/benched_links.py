"""Invented countries, known whole, by which linking is measured; and the measures over them.

The countries are made here: measuring may not know how they came about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa

from izdes.bench.linking import growing, measuring, speed
from izdes.bench.linking.crowd import Crowd, read_crowd
from izdes.bench.linking.known import Known, nothing_told
from izdes.bench.linking.summary import summary
from izdes.core.linking.series import Links
from izdes.engine.linking.columns import EXACT, MentionColumns, Nodes
from izdes.follow.linking import link_all
from izdes.twin.crowd.simulator import KINDS, simulated
from izdes.twin.crowd.write import write_crowd

Json = dict[str, Any]
Say = Callable[[str], None]
# What is proposed beside series is found in plain Python: asked for up to here.
_MOST_PROPOSED = 30_000
_WARM, _WARM_SEED = 1_000, 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many complaints the countries have.

    Attributes:
        simulated: Each country of the hub simulator.
        smaller: The one for what cannot hold a large one; 0 leaves it out.
        crowds: The crowds with all that linking must survive.
        scale: The one whose time and memory are measured; 0 leaves it out.
        growing: The one that is entered bit by bit; 0 leaves it out.
        rounds: How often that one is linked.
    """

    simulated: int
    smaller: int
    crowds: Sequence[int]
    scale: int
    growing: int
    rounds: int = 3


WHOLE = Sizes(200_000, 20_000, (20_000, 200_000), 1_250_000, 1_000_000)
QUICK = Sizes(2_000, 1_000, (600,), 2_000, 1_000, rounds=1)


def measure_links(seeds: Sequence[int], sizes: Sizes, *, say: Say) -> Json:
    """Return the figures of every measure.

    Args:
        seeds: At least one; everything but the hub simulator uses the first.
        say: Told what is being done, as a code.
    """
    say("bench_link_kernels")
    measuring.load_kernels(known_of(_WARM_SEED, _WARM))
    countries = {}
    for seed in seeds:
        say("bench_link_simulated")
        countries[str(seed)] = measuring.simulated(known_of(seed, sizes.simulated))
    figures: Json = {
        "simulator": {"summary": summary(list(countries.values())), "by_seed": countries},
        "crowds": {},
    }
    if sizes.smaller:
        say("bench_link_smaller")
        figures["smaller"] = measuring.smaller(known_of(seeds[0], sizes.smaller))
    for complaints in sizes.crowds:
        say("bench_link_crowd")
        crowd = _crowd(seeds[0], complaints)
        figures["crowds"][str(complaints)] = measuring.of_crowd(crowd, _linked(crowd))
    if sizes.scale:
        say("bench_link_scale")
        figures["scale"] = _at_scale(seeds[0], sizes)
    if sizes.growing:
        say("bench_link_growing")
        figures["growing"] = growing.measure(known_of(seeds[0], sizes.growing))
    return figures


def known_of(seed: int, complaints: int) -> Known:
    """Return a country of the hub simulator with its truth."""
    made = simulated(seed, complaints=complaints)
    used, node = np.unique(made.value, return_inverse=True)
    nodes = Nodes(
        KINDS,
        made.kind_of_value[used].astype(np.int16),
        pa.array([made.text(value) for value in used.tolist()], pa.string()),
        np.full(len(used), EXACT, np.int8),
    )
    ids = pa.array([made.complaint_id(n) for n in range(complaints)], pa.string())
    mentions = MentionColumns(ids, nodes, made.complaint, node.astype(np.int32), made.at)
    # Own ones, mules' accounts and hubs stand one behind the other, as does what is known of them.
    whose = np.searchsorted([made.first_mule, made.first_hub], used, side="right")
    return Known(
        mentions,
        nothing_told(complaints),
        series=made.series,
        campaigns=None,
        whose=whose.astype(np.int8),
        wrong=made.is_wrong,
    )


def _crowd(seed: int, complaints: int) -> Crowd:
    """Write a crowd, and read it."""
    with TemporaryDirectory() as name:
        write_crowd(Path(name), seed=seed, complaints=complaints)
        return read_crowd(Path(name))


def _linked(crowd: Crowd) -> Links | None:
    """Link with what is proposed beside the series, of crowds that are not too large for it."""
    if len(crowd.complaints) > _MOST_PROPOSED:
        return None
    return link_all(crowd.complaints).links


def _at_scale(seed: int, sizes: Sizes) -> Json:
    """Return the time and memory of linking a large country."""
    mentions = known_of(seed, sizes.scale).mentions
    with TemporaryDirectory() as name:
        return speed.measure(Path(name), mentions, rounds=sizes.rounds)
