"""Measuring: every method on the same mentions, held against the same truth.

Each method is run once on every country; what it took is compared with what our linking took on the
same one. Kernels are loaded before.
"""

import time
from collections.abc import Callable, Mapping

from izdes.bench.linking import (
    baselines,
    leiden,
    phenomena,
    possible,
    proposals,
    splinked,
    verdicts,
    ways,
)
from izdes.bench.linking.clusters import Json, Labels, agreement, sizes
from izdes.bench.linking.crowd import Crowd
from izdes.bench.linking.known import Known, degrees
from izdes.bench.linking.summary import OURS
from izdes.core.linking.grouping import Limits
from izdes.core.linking.series import Links
from izdes.engine.linking.batch import LinkColumns

Method = Callable[[], LinkColumns | Labels]
Methods = Mapping[str, Method]

_FEW, _MANY = 30, 100
_LIMITS = {
    "least_1000": Limits(least=1_000),
    "least_2500": Limits(least=2_500),
    "crew_300": Limits(crew=300),
    "crew_700": Limits(crew=700),
    "crew_1000": Limits(crew=1_000),
    "without_several": Limits(several=Limits().most + 1),
}


def load_kernels(known: Known) -> None:
    """Load every kernel, or compile it, on a small country."""
    proposals.measure(known, ways.whole(known))


def simulated(known: Known) -> Json:
    """Return what every method finds in one simulated country, and how well."""
    begun = time.perf_counter()
    found = ways.whole(known)
    seconds = round(time.perf_counter() - begun, 3)
    said = ways.reviewed(known)
    return {
        "facts": facts(known),
        "methods": {
            OURS: {**judged(known, found), "seconds": seconds},
            **measured(known, _taken_away(known, said)),
            **measured(known, _usual(known), is_baseline=True),
        },
        "verdicts": verdicts.measure(known, said),
        "proposals": proposals.measure(known, found),
    }


def smaller(known: Known) -> Json:
    """Return what is found in a country small enough for methods that cannot hold a large one."""
    ours: Methods = {
        OURS: lambda: ways.whole(known),
        "without_review": lambda: ways.with_verdicts(known, {}),
    }
    others: Methods = {
        "splink": lambda: splinked.clustered(known.mentions),
        "splink_below_100": lambda: splinked.clustered(known.below(_MANY)),
        "exact_match": lambda: baselines.exact_match(known),
    }
    return {
        "facts": facts(known),
        "methods": {**measured(known, ours), **measured(known, others, is_baseline=True)},
    }


def of_crowd(crowd: Crowd, links: Links | None = None) -> Json:
    """Return what becomes of everything that a crowd holds for linking to survive.

    Args:
        links: The series with what is proposed beside them, where it was asked for.
    """
    known = crowd.known
    begun = time.perf_counter()
    found = ways.whole(known)
    seconds = round(time.perf_counter() - begun, 3)
    said = ways.reviewed(known)
    told = ways.with_verdicts(known, ways.hubs_and_services_told(known))
    figures: Json = {
        "facts": facts(known),
        "methods": {
            OURS: {**judged(known, found), "seconds": seconds},
            **measured(known, _taken_away(known, said)),
            **measured(known, _sharing(known), is_baseline=True),
        },
        "verdicts": verdicts.measure(known, said),
        "proposals": proposals.measure(known, found),
        "phenomena": phenomena.measure(crowd, found.series),
        "phenomena_told_hubs_and_services": phenomena.measure(crowd, told.series),
    }
    if known.campaigns is not None:
        figures["campaigns"] = agreement(known.campaigns, found.campaigns).as_json()
    if links is not None:
        figures["possible"] = possible.measure(crowd, links)
    return figures


def facts(known: Known) -> Json:
    """Return how large a country is."""
    return {
        "complaints": known.complaints,
        "mentions": len(known.mentions),
        "nodes": len(known.mentions.nodes),
        "most_named": int(degrees(known.mentions).max(initial=0)),
        "true": sizes(known.series),
    }


def measured(known: Known, methods: Methods, *, is_baseline: bool = False) -> Json:
    """Run methods one after the other; one whose library is missing says so.

    Args:
        is_baseline: Whether they are what is usually done instead.
    """
    found: Json = {}
    for name, method in methods.items():
        begun = time.perf_counter()
        try:
            series = method()
        except ImportError as missing:
            found[name] = {"library_missing": missing.name or ""}
            continue
        seconds = round(time.perf_counter() - begun, 3)
        found[name] = {**judged(known, series), "seconds": seconds, "is_baseline": is_baseline}
    return found


def judged(known: Known, found: LinkColumns | Labels) -> Json:
    """Hold series against the true ones; of ours, count the links that hold them together."""
    series = found.series if isinstance(found, LinkColumns) else found
    figures = {**agreement(known.series, series).as_json(), "sizes": sizes(series)}
    if isinstance(found, LinkColumns):
        figures["links"] = len(found.joins)
    return figures


def _taken_away(known: Known, said: ways.Verdicts) -> Methods:
    """Return our linking with one part taken away or varied, and with the truth about hubs."""

    def limited(limits: Limits) -> Method:
        return lambda: ways.with_verdicts(known, said, limits)

    return {
        "without_time": lambda: ways.with_verdicts(known, said, is_timed=False),
        "without_implied": lambda: ways.without_implied(known, said),
        **{name: limited(limits) for name, limits in _LIMITS.items()},
        "told_hubs": lambda: ways.with_verdicts(known, ways.hubs_told(known)),
        "told_hubs_and_services": lambda: ways.with_verdicts(
            known, ways.hubs_and_services_told(known)
        ),
    }


def _sharing(known: Known) -> Methods:
    """Return what joins whatever is shared."""
    return {
        "exact_match": lambda: baselines.exact_match(known),
        "below_30": lambda: baselines.components(known.below(_FEW)),
        "below_100": lambda: baselines.components(known.below(_MANY)),
        "third_report": lambda: baselines.third_report(known),
        "graph_library": lambda: baselines.graph_components(known.mentions),
    }


def _usual(known: Known) -> Methods:
    """Return what is usually done instead."""

    def potts(resolution: float) -> Method:
        return lambda: leiden.communities(leiden.pairs_of(known.mentions), resolution)

    methods = {
        **_sharing(known),
        **{f"leiden_{resolution}": potts(resolution) for resolution in leiden.RESOLUTIONS},
    }
    if known.complaints >= splinked.LEAST:
        methods["splink_below_100"] = lambda: splinked.clustered(known.below(_MANY))
    return methods
