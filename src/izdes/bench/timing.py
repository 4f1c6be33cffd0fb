"""Timing: the same thing several times, told as median with spread, never as the best alone."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

Json = dict[str, Any]


def timed(work: Callable[[], object], *, rounds: int) -> Json:
    """Return how long a piece of work takes, in seconds."""
    spans = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spans.append(time.perf_counter() - begun)
    return spread(spans)


def spread(seconds: Sequence[float]) -> Json:
    """Return median, least and most of some measures, in seconds."""
    return {
        "median": _rounded(statistics.median(seconds)),
        "least": _rounded(min(seconds)),
        "most": _rounded(max(seconds)),
        "rounds": len(seconds),
    }


def percentiles(seconds: Sequence[float]) -> Json:
    """Return where most of many short measures lie, in seconds."""
    ordered = sorted(seconds)

    def at(permille: int) -> float:
        return _rounded(ordered[min(len(ordered) - 1, len(ordered) * permille // 1000)])

    return {
        "p50": at(500),
        "p95": at(950),
        "p99": at(990),
        "most": at(1000),
        "rounds": len(ordered),
    }


def _rounded(seconds: float) -> float:
    """Round to what a clock can tell."""
    return float(f"{seconds:.3g}")
