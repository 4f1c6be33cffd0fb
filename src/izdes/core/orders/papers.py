r"""Papers: the bytes of an order, a decision, a report or a message, and the value back from them.

There is one way to write a value: JSON after RFC 8785 with every field present, moments in UTC with
microseconds, days as ``2026-05-19``, amounts in minor units as text (a number of JSON loses figures
beyond 2^53), what is absent as ``null``; a field that a form got later is left out where it says
nothing. `read_paper` writes what it has read once more and refuses bytes that differ: so no two
different files say the same, and each byte counts.

The digest of a paper is SHA-256 of these bytes.

Source: RFC 8785 (JSON Canonicalization Scheme).

>>> read_paper(b'{"a": 1}')
Traceback (most recent call last):
    ...
izdes.core.orders.wrong.PaperUnreadable: order_unreadable (why=format)
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, get_args, get_origin, get_type_hints

from izdes.core.orders.answers import Answer
from izdes.core.orders.checks import VerificationReport
from izdes.core.orders.decision import Decision
from izdes.core.orders.later import later_fields
from izdes.core.orders.order import Order
from izdes.core.orders.receipts import Receipt, Signal
from izdes.core.orders.wrong import PaperUnreadable
from izdes.core.sealing.canonical import canonical_json, canonical_time

Paper: TypeAlias = Order | Decision | VerificationReport | Receipt | Answer | Signal
FORMATS: Mapping[str, type[Any]] = {
    "izdes.order.1": Order,
    "izdes.decision.1": Decision,
    "izdes.verification.1": VerificationReport,
    "izdes.receipt.1": Receipt,
    "izdes.answer.1": Answer,
    "izdes.signal.1": Signal,
}
_UNKNOWN = "?"
# Larger than an order about a thousand accounts; a paper is read into memory whole.
_MOST_BYTES = 4_000_000


def paper_bytes(paper: Paper) -> bytes:
    """Return the bytes that are signed."""
    names = {kind: name for name, kind in FORMATS.items()}
    return canonical_json({"format": names[type(paper)], **_fields_of(paper)})


def paper_digest(paper: Paper) -> str:
    """Return the SHA-256 of a paper in hex."""
    return hashlib.sha256(paper_bytes(paper)).hexdigest()


def read_paper(data: bytes) -> Paper:
    """Return the paper that these bytes are.

    Raises:
        PaperUnreadable: They are none of ours, or not written in the one way there is.
        PaperWrong: A field does not hold what it must.
    """
    told = _json(data)
    kind = FORMATS.get(str(told.pop("format", "")))
    if kind is None:
        raise PaperUnreadable("format")
    found = _value(kind, told)
    if (written := paper_bytes(found)) != data:
        raise PaperUnreadable("not_canonical", _difference(told, json.loads(written)))
    paper: Paper = found
    return paper


def read_order(data: bytes) -> Order:
    """Return the order that these bytes are; as `read_paper`, and no other paper."""
    found = read_paper(data)
    if not isinstance(found, Order):
        raise PaperUnreadable("no_order")
    return found


def read_decision(data: bytes) -> Decision:
    """Return the decision that these bytes are; as `read_paper`, and no other paper."""
    found = read_paper(data)
    if not isinstance(found, Decision):
        raise PaperUnreadable("no_decision")
    return found


def _json(data: bytes) -> dict[str, Any]:
    """Return the object that the bytes are; deep nesting and broken text are refused alike."""
    if len(data) > _MOST_BYTES:
        raise PaperUnreadable("too_large")
    try:
        told = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise PaperUnreadable("json") from None
    if not isinstance(told, dict):
        raise PaperUnreadable("json")
    return told


def _fields_of(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any value of this room
    """Return the fields of a value, as JSON carries them."""
    later = later_fields(type(value))
    return {
        field.name: _written(getattr(value, field.name), is_amount=field.name.endswith("_minor"))
        for field in fields(value)
        if field.name not in later or getattr(value, field.name)
    }


def _written(value: Any, *, is_amount: bool = False) -> Any:  # noqa: ANN401 - as above
    """Return a field as JSON carries it."""
    if is_dataclass(value):
        return _fields_of(value)
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    if isinstance(value, datetime):
        return canonical_time(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if is_amount and value is not None else value


def _value(kind: type[Any], told: object) -> Any:  # noqa: ANN401 - of that kind
    """Return a value of a kind; every field must be there but a later one, and no other."""
    hints = get_type_hints(kind)
    if not isinstance(told, dict):
        raise PaperUnreadable("fields")
    needed = hints.keys() - later_fields(kind)
    if not needed <= told.keys() <= hints.keys():
        # Of a name that is none of ours only that it is there is told.
        raise PaperUnreadable("fields", min(needed - told.keys(), default=_UNKNOWN))
    given = {name: hint for name, hint in hints.items() if name in told}
    return kind(**{name: _inside(name, hint, told[name]) for name, hint in given.items()})


def _inside(name: str, hint: Any, told: object) -> Any:  # noqa: ANN401 - as `_field`
    """Return one field as its type; what is wrong inside it is named by the way to it."""
    try:
        return _field(hint, told)
    except PaperUnreadable as wrong:
        raise PaperUnreadable(wrong.why, f"{name}.{wrong.field}".rstrip(".")) from None


def _field(hint: Any, told: object) -> Any:  # noqa: ANN401 - a type, and a value of it
    """Return one field as its type."""
    if get_origin(hint) is UnionType:
        if told is None:
            return None
        (hint,) = (kind for kind in get_args(hint) if kind is not NoneType)
    if get_origin(hint) is tuple:
        if not isinstance(told, list):
            raise PaperUnreadable("fields")
        return tuple(_inside(str(n), get_args(hint)[0], one) for n, one in enumerate(told))
    if is_dataclass(hint) and isinstance(hint, type):
        return _value(hint, told)
    return _single(hint, told)


def _single(hint: Any, told: object) -> Any:  # noqa: ANN401 - as above
    """Return a text, a truth, a number, a day or a moment; an amount is carried as text."""
    if hint is bool and isinstance(told, bool):
        return told
    if hint is int and type(told) is int:
        return told
    if not isinstance(told, str):
        raise PaperUnreadable("fields")
    if hint is str or get_origin(hint) is Literal:
        return told
    try:
        return _READERS[hint](told)
    except (KeyError, ValueError, OverflowError):
        raise PaperUnreadable("fields") from None


def _difference(told: Any, written: Any) -> str:  # noqa: ANN401 - JSON
    """Return the way to the first value that is written otherwise; empty where all are the same."""
    if isinstance(told, list) and isinstance(written, list):
        told, written = dict(enumerate(told)), dict(enumerate(written))
    if not (isinstance(told, dict) and isinstance(written, dict)):
        return ""
    differing = [name for name in told if told[name] != written.get(name)]
    if not differing:
        return ""
    name = differing[0]
    return f"{name}.{_difference(told[name], written.get(name))}".rstrip(".")


def _moment(told: str) -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(told).astimezone(UTC)


_READERS: Mapping[Any, Any] = {int: int, date: date.fromisoformat, datetime: _moment}

__all__ = [
    "FORMATS",
    "Paper",
    "paper_bytes",
    "paper_digest",
    "read_decision",
    "read_order",
    "read_paper",
]
