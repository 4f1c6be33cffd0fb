"""Schemes: how often the first proposal, or one of the first three, is what people said."""

from collections.abc import Iterable
from typing import Any

from izdes.bench.labelled import Labelled
from izdes.core.identifiers.narrative.schemes import above, schemes_of
from izdes.core.identifiers.narrative.text import Text
from izdes.core.identifiers.narrative.tokens import Tokens
from izdes.core.statistics.proportion import Proportion

_NONE = "NONE"
_FIRST = 3


def measure(narratives: Iterable[Labelled]) -> dict[str, Any]:
    """Compare proposals with what people said; narratives that tell of no fraud are left out."""
    first = wider = among = of = 0
    for narrative in narratives:
        if narrative.scheme == _NONE:
            continue
        text = Text.of(narrative.text)
        codes = [p.scheme for p in schemes_of(text, Tokens.of(text.plain))] or ["OTHER"]
        of += 1
        first += codes[0] == narrative.scheme
        wider += above(codes[0]) == above(narrative.scheme)
        among += narrative.scheme in codes[:_FIRST]
    return {
        name: {"value": round(share.value, 4), "interval_95": [round(x, 4) for x in share.interval]}
        for name, share in (
            ("first", Proportion(first, of)),
            ("first_wider_code", Proportion(wider, of)),
            ("among_first_three", Proportion(among, of)),
        )
    } | {"of": of}
