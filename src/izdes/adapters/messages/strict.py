"""JSON of strangers: read whole, once, within a limit, and with nothing in it twice.

What two readers of JSON may understand differently is refused: a name twice, a fraction, a number
that is none, halves of characters. So is what lies deeper than any message of ours: whoever walks
through it would run out of room.

>>> object_of(b'{"a": 1}')
{'a': 1}
"""

import json
from typing import Any

from izdes.adapters.messages.faults import MessageUnreadable

# A message names files, it does not hold them; a thousand accounts fit.
MOST_BYTES = 4_000_000
# From here on two readers of JSON may take two numbers for one.
_INEXACT = 2**53
_ESCAPED = b"\\u"
_DEEPEST = 32


def object_of(data: bytes, *, most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """Return the object that the bytes are.

    Raises:
        MessageUnreadable: They are too large, no JSON, no object, or not plain.
    """
    if len(data) > most_bytes:
        raise MessageUnreadable("too_large")
    try:
        told = json.loads(
            data.decode(),
            object_pairs_hook=_once,
            parse_int=_whole,
            parse_float=_refused,
            parse_constant=_refused,
        )
        if _ESCAPED in data:
            json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise MessageUnreadable("json") from None
    if not isinstance(told, dict):
        raise MessageUnreadable("json")
    _require_shallow(told, _DEEPEST)
    return told


def fields_of(told: dict[str, Any], form: str, names: frozenset[str]) -> dict[str, Any]:
    """Return the fields of an object of a form: all of them, and no others.

    Raises:
        MessageUnreadable: It is of another form, or has other fields.
    """
    if told.get("format") != form:
        raise MessageUnreadable("format")
    if told.keys() != names | {"format"}:
        raise MessageUnreadable("fields")
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object in which no name stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MessageUnreadable("twice")
    return found


def _whole(digits: str) -> int:
    """Return a number that every reader takes for the same; otherwise it is refused."""
    number = int(digits)
    if abs(number) >= _INEXACT:
        raise MessageUnreadable("number")
    return number


def _require_shallow(told: object, left: int) -> None:
    """Refuse what lies deeper than so many more levels."""
    if isinstance(told, dict | list):
        if not left:
            raise MessageUnreadable("json")
        for inner in told.values() if isinstance(told, dict) else told:
            _require_shallow(inner, left - 1)


def _refused(_: str) -> Any:  # noqa: ANN401 - never returns
    """Refuse a number that is no whole one."""
    raise MessageUnreadable("number")
