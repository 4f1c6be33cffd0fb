"""Matrix: the shape of a row of the sanction matrix, taken from the value that it becomes."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, get_args, get_origin, get_type_hints

from izdes.core.law.measures import Exemption, Follow, Measure, Notice, Recipient
from izdes.core.law.release.kinds import (
    Kind,
    is_day,
    is_flag,
    is_length,
    is_text,
    list_of,
    one_of,
    or_nothing,
)

# Fields that a row calls otherwise than the value.
_CALLED: Mapping[str, str] = {"norm_ids": "norms", "is_verified": "verified"}


def fields_of_measure() -> dict[str, Kind]:
    """Return the fields of a row and the kind of each."""
    hints = get_type_hints(Measure)
    return {_CALLED.get(name, name): _kind(hint) for name, hint in hints.items()}


def _row(**kinds: Kind) -> Kind:
    """Return the kind of a mapping of just these fields."""
    return lambda value: (
        isinstance(value, Mapping)
        and set(value) == set(kinds)
        and all(kind(value[name]) for name, kind in kinds.items())
    )


_KINDS: Mapping[Any, Kind] = {
    str: is_text,
    int: is_length,
    bool: is_flag,
    date | None: or_nothing(is_day),
    tuple[str, ...]: list_of(is_text),
    tuple[Follow, ...]: list_of(_row(when=is_text, then=is_text, norm=is_text)),
    tuple[Exemption, ...]: list_of(_row(exception=is_text, norm=is_text)),
    tuple[Notice, ...]: list_of(
        _row(to=one_of(*get_args(Recipient)), within_hours=is_length, clock=is_text)
    ),
}


def _kind(hint: object) -> Kind:
    """Return the kind of a field by its annotation."""
    return one_of(*get_args(hint)) if get_origin(hint) is Literal else _KINDS[hint]
