"""Speed: narratives a second on one core, and where the time goes.

Machines are noisy: rounds are many, the best and the middle one are both told, and changes are
compared as ratios within one run.
"""

import cProfile
import pstats
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from izdes.bench.labelled import Labelled
from izdes.core.identifiers.narrative.extract import identify

CHARACTERS = 1_000
_ROUNDS = 7
_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast one process identified.

    Attributes:
        narratives: How many texts a round has.
        characters: How many characters a text has.
        per_second_best: Texts a second in the best round.
        per_second_middle: In the middle one.
    """

    narratives: int
    characters: int
    per_second_best: float
    per_second_middle: float


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the time one function takes by itself.

    Attributes:
        share: From 0 to 1.
        calls: How often it was called a text.
    """

    function: str
    share: float
    calls: float


def texts_of(narratives: Iterable[Labelled]) -> list[tuple[str, datetime]]:
    """Return texts of about `CHARACTERS`: whole narratives joined until they are as long."""
    texts: list[tuple[str, datetime]] = []
    parts: list[str] = []
    for narrative in narratives:
        parts.append(narrative.text)
        if sum(map(len, parts)) >= CHARACTERS:
            texts.append(("\n".join(parts)[:CHARACTERS], narrative.reported_at))
            parts = []
    return texts


def measure(texts: Sequence[tuple[str, datetime]], *, zone: tzinfo) -> Speed:
    """Identify in all texts, several rounds over."""
    rounds = sorted(_one_round(texts, zone=zone) for _ in range(_ROUNDS))
    count = len(texts)
    return Speed(count, CHARACTERS, count / rounds[0], count / rounds[_ROUNDS // 2])


def _one_round(texts: Sequence[tuple[str, datetime]], *, zone: tzinfo) -> float:
    """Return the seconds of one round."""
    start = time.perf_counter()
    for text, reported_at in texts:
        identify(text, reported_at=reported_at, zone=zone)
    return time.perf_counter() - start


def profile(texts: Sequence[tuple[str, datetime]], *, zone: tzinfo) -> list[Share]:
    """Return the functions that take most of the time by themselves, the first most.

    A profiler slows small functions more than large ones: shares are for orientation.
    """
    profiler = cProfile.Profile()
    profiler.enable()
    _one_round(texts, zone=zone)
    profiler.disable()
    found = pstats.Stats(profiler).get_stats_profile()
    total = sum(f.tottime for f in found.func_profiles.values()) or 1.0
    shares = [
        Share(
            _named(name, f.file_name), f.tottime / total, int(f.ncalls.split("/")[0]) / len(texts)
        )
        for name, f in found.func_profiles.items()
    ]
    return sorted(shares, key=lambda s: -s.share)[:_SHOWN]


def _named(function: str, file: str) -> str:
    """Return a function with its module, without any folder of this machine."""
    return function if file == "~" else f"{Path(file).stem}.{function}"
