"""Shares: how many of how many, with an interval, as figures of linking are written."""

from izdes.bench.linking.clusters import Json
from izdes.core.statistics.proportion import Proportion


def share(hits: int, of: int) -> Json:
    """Return a share with its interval of 95 % and its counts.

    >>> share(97, 100)["interval_95"]
    [0.9155, 0.9897]
    """
    found = Proportion(hits, of)
    low, high = found.interval
    return {
        "value": round(found.value, 4),
        "interval_95": [round(low, 4), round(high, 4)],
        "hits": hits,
        "of": of,
    }
