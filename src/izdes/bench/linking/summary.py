"""Summary: the figures of several countries in one line for each method, and the goals beside them.

Countries differ, above all in their largest series: what is told is the middle one with the least
and the most. Times are compared inside one country.
"""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from izdes.bench.linking.clusters import Json
from izdes.bench.linking.proposals import reaches_goal
from izdes.bench.timing import spread

OURS = "ours"
# Of the hub simulator.
LEAST_F1, MOST_TIMES_TRUE, MOST_SECONDS = 0.85, 1.2, 10.0

_Figures = Mapping[str, Any]


def summary(countries: Sequence[_Figures]) -> Json:
    """Return each method's figures over countries, at least one, and which goals are reached."""
    names = list(countries[0]["methods"])
    methods = {name: dict(_method(countries, name)) for name in names}
    return {"methods": methods, "goals": goals(countries)}


def goals(countries: Sequence[_Figures]) -> dict[str, bool]:
    """Say of every goal whether it is reached in every country."""
    ours = [country["methods"][OURS] for country in countries]
    curves = [country["proposals"]["links"] for country in countries]
    return {
        "b_cubed_f1": all(m["b_cubed"]["f1"] >= LEAST_F1 for m in ours),
        "largest": all(m["largest_times_true"] <= MOST_TIMES_TRUE for m in ours),
        "seconds": all(m["seconds"] <= MOST_SECONDS for m in ours),
        "above_every_baseline": all(_is_best(country["methods"]) for country in countries),
        "proposals": all(map(reaches_goal, curves)),
        "proposals_but_for_errors": all(
            reaches_goal(curve, precision="precision_but_for_errors") for curve in curves
        ),
    }


def _is_best(methods: Mapping[str, _Figures]) -> bool:
    """Say whether our series are better than those of every other method that knows no truth."""
    others = (m for m in methods.values() if m.get("is_baseline") and "b_cubed" in m)
    best = max((m["b_cubed"]["f1"] for m in others), default=0.0)
    return bool(methods[OURS]["b_cubed"]["f1"] > best)


def _method(countries: Sequence[_Figures], name: str) -> Iterator[tuple[str, Any]]:
    """Yield what one method reached over all countries."""
    all_found = [country["methods"][name] for country in countries]
    if (missing := all_found[0].get("library_missing")) is not None:
        yield "library_missing", missing
        return
    for share in ("precision", "recall", "f1"):
        yield f"b_cubed_{share}", _middle([found["b_cubed"][share] for found in all_found])
    yield "pairs_f1", _middle([found["pairs"]["f1"] for found in all_found])
    yield "largest_times_true", _middle([found["largest_times_true"] for found in all_found])
    yield "seconds", spread([found["seconds"] for found in all_found])
    ours = [country["methods"][OURS] for country in countries]
    pairs = list(zip(all_found, ours, strict=True))
    f1 = [found["b_cubed"]["f1"] / one["b_cubed"]["f1"] for found, one in pairs]
    yield "times_our_b_cubed_f1", _middle([round(ratio, 4) for ratio in f1])
    times = [found["seconds"] / one["seconds"] for found, one in pairs]
    yield "times_our_seconds", _middle([round(ratio, 2) for ratio in times])


def _middle(values: Sequence[float]) -> Json:
    """Return the middle of some values, with the least and the most."""
    return {"median": round(median(values), 4), "least": min(values), "most": max(values)}
