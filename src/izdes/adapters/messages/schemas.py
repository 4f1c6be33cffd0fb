"""The forms of messages as JSON Schema (draft 2020-12), made from the values themselves.

A schema says what shape a message has; what its parts must have to do with one another (a refusal
needs a reason, a check digit must match) only the reader says. What a reader takes, its schema
takes too; what a schema takes, a reader refuses only for what a field holds, never for its shape.
"""

from collections.abc import Collection, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from izdes.adapters.messages.package import PACKAGE_FORMAT
from izdes.core.orders.checks import SignatureForm, SignedPaper
from izdes.core.orders.later import later_fields
from izdes.core.orders.papers import FORMATS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS = (
    PACKAGE_FORMAT,
    "izdes.order.1",
    "izdes.decision.1",
    "izdes.receipt.1",
    "izdes.answer.1",
    "izdes.signal.1",
)
_DAY = r"^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_MOMENT = (
    r"^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z$"
)
_AMOUNT = r"^(0|-?[1-9][0-9]*)$"
_BASE64 = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$"
_STAMP = (
    "What a time-stamping authority answered about the octets of the signature"
    " (TimeStampResp, RFC 3161, DER); empty where nobody stamped it."
)
_LARGEST = 2**53 - 1
_LONGEST_NOTE = 4_000
_MOST_SIGNATURES = 16


def schema_of(form: str) -> dict[str, Any]:
    """Return the schema of a form."""
    shape = _package() if form == PACKAGE_FORMAT else _object(FORMATS[form], form)
    return {"$schema": DIALECT, "title": form, **shape}


def file_name(form: str) -> str:
    """Return the name under which the schema of a form is published."""
    return f"{form}.schema.json"


def _package() -> dict[str, Any]:
    """Return the shape of a package."""
    decision = _object(FORMATS["izdes.decision.1"], "izdes.decision.1")
    base64: dict[str, Any] = {"type": "string", "pattern": _BASE64}
    signature = {
        "paper": {"enum": list(get_args(SignedPaper))},
        "form": {"enum": list(get_args(SignatureForm))},
        "value": {**base64, "minLength": 1},
        "stamp": {**base64, "description": _STAMP},
    }
    note = {"type": "string", "maxLength": _LONGEST_NOTE}
    return _closed(
        {
            "format": {"const": PACKAGE_FORMAT},
            "order": _object(FORMATS["izdes.order.1"], "izdes.order.1"),
            "decision": {"anyOf": [decision, {"type": "null"}]},
            "signatures": {
                "type": "array",
                "maxItems": _MOST_SIGNATURES,
                "items": _closed(signature),
            },
            "journal_head": note,
            "notes": {
                "type": "object",
                "propertyNames": {"maxLength": _LONGEST_NOTE},
                "additionalProperties": note,
            },
        }
    )


def _object(kind: type[Any], form: str = "") -> dict[str, Any]:
    """Return the shape of a value: every field, and no other; a later one only where it tells."""
    hints, later = get_type_hints(kind), later_fields(kind)
    fields = {name: _field(hint, is_amount=name.endswith("_minor")) for name, hint in hints.items()}
    for name in later:
        fields[name]["minItems"] = 1
    return _closed({"format": {"const": form}, **fields} if form else fields, later)


def _closed(properties: Mapping[str, Any], later: Collection[str] = ()) -> dict[str, Any]:
    """Return the shape of an object with these names, all but the later of them, and no others."""
    return {
        "type": "object",
        "required": [name for name in properties if name not in later],
        "properties": dict(properties),
        "additionalProperties": False,
    }


def _field(hint: Any, *, is_amount: bool) -> dict[str, Any]:  # noqa: ANN401 - a type
    """Return the shape of one field."""
    if get_origin(hint) is UnionType:
        (kind,) = (one for one in get_args(hint) if one is not NoneType)
        return {"anyOf": [_field(kind, is_amount=is_amount), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _field(get_args(hint)[0], is_amount=is_amount)}
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if is_dataclass(hint) and isinstance(hint, type):
        return _object(hint)
    return {"type": "string", "pattern": _AMOUNT} if is_amount else dict(_SHAPES[hint])


_SHAPES: Mapping[type, Mapping[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST},
    date: {"type": "string", "format": "date", "pattern": _DAY},
    datetime: {"type": "string", "format": "date-time", "pattern": _MOMENT},
}
