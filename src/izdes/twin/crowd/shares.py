"""Shares: how often everything happens in a crowd, from ``shares.yaml``.

Each line there says where its number is from, or that it is assumed.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from izdes.twin.country import material
from izdes.twin.crowd.dice import Ints

DAY = 86_400


@cache
def shares() -> Any:  # noqa: ANN401
    """Return the packaged shares."""
    return _packaged("shares.yaml")


@cache
def scripts() -> Any:  # noqa: ANN401
    """Return the sentences of which scripts are made."""
    return _packaged("scripts.yaml")


@cache
def schemes() -> tuple[str, ...]:
    """Return the names of the schemes; a scheme's number is its place."""
    return tuple(material("schemes.yaml"))


@cache
def begins() -> datetime:
    """Return the first moment of the crowd's time."""
    return datetime.fromisoformat(shares()["begins"])


def moment(seconds: int) -> datetime:
    """Return a moment, in the country's time, from seconds after the beginning."""
    return begins() + timedelta(seconds=seconds)


def timestamp(seconds: int) -> str:
    """Return a moment as RFC 3339 in the country's time, ten times as fast as by its date."""
    day, second = divmod(seconds, DAY)
    minute, second = divmod(second, 60)
    return f"{_date(day)}{_clock()[minute]}{_ends()[second]}"


@cache
def _date(day: int) -> str:
    """Return the date of a day after the first, as it begins a timestamp."""
    return f"{begins().date() + timedelta(days=day)}T"


@cache
def _clock() -> tuple[str, ...]:
    """Return every minute of a day."""
    return tuple(f"{hour:02d}:{minute:02d}:" for hour in range(24) for minute in range(60))


@cache
def _ends() -> tuple[str, ...]:
    """Return every second of a minute, with the country's distance from UTC."""
    return tuple(f"{second:02d}{begins().isoformat()[-6:]}" for second in range(60))


def micros(seconds: Ints) -> Ints:
    """Return microseconds since 1970 in UTC from seconds after the beginning."""
    return (seconds + int(begins().astimezone(UTC).timestamp())) * 1_000_000


@cache
def by_weight(name: str, *below: str) -> tuple[str, ...]:
    """Return the keys of one small table, each as often as its weight says."""
    table = shares()[name]
    for key in below:
        table = table[key]
    return tuple(key for key, weight in table.items() for _ in range(weight))


def by_scheme(told: Mapping[str, int]) -> Ints:
    """Return a share for every scheme, by its number; 0 where none is named."""
    return np.array([told.get(scheme, 0) for scheme in schemes()])


def _packaged(name: str) -> Any:  # noqa: ANN401
    """Read one of the room's files."""
    return yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))
