"""Two plans as arrays, compared array by array, kind of number included."""

from dataclasses import fields

import numpy as np

from izdes.engine.tracing.flat import Flat


def differences(one: Flat, other: Flat) -> list[str]:
    """Return the names of what differs."""
    return [
        field.name
        for field in fields(Flat)
        if not _same(getattr(one, field.name), getattr(other, field.name))
    ]


def _same(one: object, other: object) -> bool:
    """Say whether two arrays, numbers or absences are the same."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    return type(one) is type(other) and one == other
