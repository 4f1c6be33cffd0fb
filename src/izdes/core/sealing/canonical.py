r"""Canonical lines: the bytes by which tables of integers and text are identified.

A table's digest is SHA-256 over one header line and its rows in bytewise order. Fields are
separated by a tab and lines end with LF; text is NFC; times are UTC with microseconds; an absent
value is a lone ``\N``. No float takes part. CSV, Parquet and PDF bytes are never digested, so the
same facts have the same digest whatever file carries them.

The digest proves that two tables are the same, not that either is true.

>>> table_digest(("a", "b"), [(1, "ә"), (None, "x")])[:12]
'6dfccc510df2'
>>> table_digest(("a", "b"), [(None, "x"), (1, "ә")])[:12]
'6dfccc510df2'
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from izdes.core.errors import IzdesError

Field = str | int | datetime | None
_EXACT_JSON = 2**53
_FIRST_PLANE = "\uffff"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class NotCanonical(IzdesError):
    """A value has no canonical form (a float, or an integer JSON cannot carry exactly)."""

    code = "not_canonical"


def canonical_time(moment: datetime) -> str:
    """Return the moment in UTC with microseconds: ``2026-05-19T09:02:00.000000Z``."""
    if moment.tzinfo is None:
        raise NotCanonical(kind="naive time")
    # The offset of UTC, "+00:00", is written as Z.
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def canonical_field(value: Field) -> str:
    """Return one field of a canonical line."""
    if type(value) is int:
        return str(value)
    if isinstance(value, str):
        # Most text has nothing to be changed, and to see that costs a tenth of changing it.
        if value.isascii() and value.isprintable() and "\\" not in value:
            return value
        return unicodedata.normalize("NFC", value).translate(_ESCAPES)
    if value is None:
        return "\\N"
    if isinstance(value, datetime):
        return canonical_time(value)
    raise NotCanonical(kind=type(value).__name__)


def table_digest(columns: Sequence[str], rows: Iterable[Sequence[Field]]) -> str:
    """Return the SHA-256 (hex) of a table; the order of its rows does not matter."""
    lines = sorted("\t".join(map(canonical_field, row)).encode() for row in rows)
    digest = hashlib.sha256("\t".join(columns).encode() + b"\n")
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def canonical_json(value: object) -> bytes:
    """Return JSON as RFC 8785 writes it: keys in order of UTF-16, no blanks, UTF-8, integers only.

    Raises:
        NotCanonical: A float or an integer of 2^53 or more is inside (carry it as text), a key that
            is no text, half of a character, or more levels than can be walked.
    """
    try:
        _refuse_inexact(value)
        text = _dumped(value)
        # Only beyond the first plane do code points and UTF-16 differ in order.
        if max(text) > _FIRST_PLANE:
            text = _dumped(_in_order(value), is_ordered=True)
        return text.encode()
    except UnicodeEncodeError:
        raise NotCanonical(kind="lone surrogate") from None
    except RecursionError:
        raise NotCanonical(kind="depth") from None


def _dumped(value: object, *, is_ordered: bool = False) -> str:
    """Return JSON without blanks; keys in order of code points, or as they are."""
    return json.dumps(
        value,
        ensure_ascii=False,
        sort_keys=not is_ordered,
        separators=(",", ":"),
        allow_nan=False,
    )


def _in_order(value: object) -> object:
    """Return the value with the keys of every object in order of UTF-16 code units."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _in_order(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_in_order(inner) for inner in value]
    return value


def _refuse_inexact(value: object) -> None:
    """Walk the value and refuse what JSON readers would round, or order otherwise."""
    if isinstance(value, str):
        return
    if isinstance(value, float):
        raise NotCanonical(kind="float")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _EXACT_JSON:
        raise NotCanonical(kind="large integer")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise NotCanonical(kind="key that is no text")
            _refuse_inexact(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_inexact(inner)
