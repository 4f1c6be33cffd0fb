"""Verdicts: how often a value that many name is rightly taken for a hub or for a crew's own.

Only what more complaints name than is usual for its kind is reviewed. A hub that is kept, by a
verdict `hub` or `pending`, fuses nothing; a crew's own busy number that is kept is evidence lost.
An account that is let to several crews may be judged either way: it says who launders.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from izdes.bench.linking.clusters import Json
from izdes.bench.linking.known import HUB, OWN, SERVICE, WHOSE, Known, degrees
from izdes.bench.linking.shares import share
from izdes.bench.linking.ways import Verdicts

_KEPT = ("hub", "pending")
_NOT_REVIEWED = "not_reviewed"


def measure(known: Known, said: Verdicts) -> Json:
    """Return what was said of hubs, crews' own things and let accounts, by kind."""
    table = _table(known, said)
    kinds = sorted({kind for kind, _, _ in table})
    return {
        "all": _counts(table, kinds),
        "by_kind": {kind: _counts(table, [kind]) for kind in kinds},
        "hubs_kept": _share(table, HUB, _KEPT),
        "own_left_to_link": _share(table, OWN, ("links",)),
        "services_left_to_link": _share(table, SERVICE, ("links",)),
    }


def _table(known: Known, said: Verdicts) -> Counter[tuple[str, int, str]]:
    """Count what is named at least twice by its kind, what it truly is, and what was said of it."""
    nodes = known.mentions.nodes
    table: Counter[tuple[str, int, str]] = Counter()
    for n in np.flatnonzero(degrees(known.mentions) > 1).tolist():
        verdict = said[n].verdict if n in said else _NOT_REVIEWED
        table[nodes.kinds[nodes.kind[n]], int(known.whose[n]), verdict] += 1
    return table


def _counts(table: Counter[tuple[str, int, str]], kinds: Iterable[str]) -> Json:
    """Return some kinds' counts: by what things truly are, by what was said."""
    found: dict[str, Counter[str]] = {}
    kinds = set(kinds)
    for (kind, whose, verdict), count in sorted(table.items()):
        if kind in kinds:
            found.setdefault(WHOSE[whose], Counter())[verdict] += count
    return {whose: dict(counts) for whose, counts in found.items()}


def _share(table: Counter[tuple[str, int, str]], whose: int, wanted: Iterable[str]) -> Json:
    """Return how many of the reviewed things of one sort were given a wanted verdict."""
    reviewed = {
        verdict: sum(n for (_, w, v), n in table.items() if w == whose and v == verdict)
        for verdict in ("links", *_KEPT)
    }
    return share(sum(reviewed[verdict] for verdict in wanted), sum(reviewed.values()))
