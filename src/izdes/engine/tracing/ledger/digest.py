"""The ledger's digest from columns: the value of `ledger_digest`, without an object for any row.

The canonical lines of `izdes.core.sealing.canonical` are made some hundred thousand at a time. Ids
are unique, so the order of the lines is the order of the ids, and no line has to be kept.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from izdes.adapters.tables.ledger import ACCOUNT_COLUMNS, TRANSFER_COLUMNS
from izdes.core.money.account import ACCOUNT_KINDS
from izdes.core.money.transfer import ORDER_PROOFS, TRANSFER_KINDS
from izdes.core.sealing.canonical import canonical_time, table_digest
from izdes.engine.tracing.ledger.codes import NEVER, Bool, Int64, micros, moment_of
from izdes.engine.tracing.ledger.columns import BASES, USUAL, Columns

_LINES_AT_ONCE = 200_000
_NOTHING = "\\N"
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
_ESCAPED = r"[\\\t\n\r]"
# Before this year Python writes fewer than four digits.
_FOUR_DIGITS = micros(datetime(1000, 1, 1, tzinfo=UTC))


def digest_of(columns: Columns) -> str:
    """Return the digest of the transfers and of what is known of the accounts."""
    pair = (_transfers(columns), _accounts(columns))
    return table_digest(("transfers", "accounts"), [pair])


def _transfers(columns: Columns) -> str:
    """Return the digest of the transfers."""
    digest = _begun(list(TRANSFER_COLUMNS))
    ids = columns.texts.column("transfer_id")
    keys = pa.chunked_array([_joined([_canonical(c), ""]) for c in ids.chunks], pa.string())
    rows = pc.sort_indices(keys).to_numpy()
    if _has_equals(keys, rows):
        # Two ids are one in the normal form of Unicode: then the rest of the line decides.
        lines = _transfer_lines(columns, np.arange(len(rows)))
        _add(digest, lines.take(pc.sort_indices(lines)))
        return digest.hexdigest()
    place = np.arange(len(rows))
    if columns.row is not None:
        place[columns.row] = np.arange(len(rows))
    for begin in range(0, len(rows), _LINES_AT_ONCE):
        _add(digest, _transfer_lines(columns, place[rows[begin : begin + _LINES_AT_ONCE]]))
    return digest.hexdigest()


def _has_equals(keys: pa.ChunkedArray, rows: Int64) -> bool:
    """Say whether two neighbours among sorted keys are one."""
    ordered = keys.take(pa.array(rows))
    return bool(pc.any(pc.equal(ordered[1:], ordered[:-1])).as_py())


def _transfer_lines(columns: Columns, place: Int64) -> pa.Array:
    """Return the canonical lines of the transfers at some places."""
    c, row = columns, place if columns.row is None else columns.row[place]
    credited = np.full(len(place), NEVER) if c.credited_at is None else c.credited_at[place]
    known = {
        "booked_at": _times(c.booked_at[place]),
        "amount_minor": pa.array(c.amount[place]).cast(pa.string()),
        "currency": _words(c.currencies, c.currency, place),
        "payer_account": _words(c.accounts, c.payer, place),
        "payee_account": _words(c.accounts, c.payee, place),
        "kind": _words(TRANSFER_KINDS, c.kind, place),
        "credited_at": _times(credited),
        "order_proven": _words(ORDER_PROOFS, c.order_proven, place),
    }
    return _joined([known[n] if n in known else _text(c, n, row) for n in TRANSFER_COLUMNS])


def _accounts(columns: Columns) -> str:
    """Return the digest of what is known of the accounts."""
    c, digest = columns.coverages, _begun(list(ACCOUNT_COLUMNS))
    known = {
        "account": _words(columns.accounts, c.account),
        "currency": _words(columns.currencies, c.currency),
        "kind": _words(ACCOUNT_KINDS, c.kind),
        "opening_minor": _numbers(c.opening_minor, ~c.is_printed),
        "covered_from": _times(c.start),
        "covered_to": _times(c.end),
        "coverage": _words(BASES, c.basis),
    }
    lines = _joined([known[name] for name in ACCOUNT_COLUMNS])
    _add(digest, lines.take(pc.sort_indices(lines)))
    return digest.hexdigest()


def _begun(names: Sequence[str]) -> "hashlib._Hash":
    """Return a digest that has taken in the header line."""
    return hashlib.sha256("\t".join(names).encode() + b"\n")


def _add(digest: "hashlib._Hash", lines: pa.Array) -> None:
    """Take lines into a digest: Arrow holds them end to end already."""
    if len(lines):
        _, ends, letters = pc.binary_join_element_wise(lines, "", "\n").buffers()
        last = int(np.frombuffer(ends, np.int32)[len(lines)])
        digest.update(memoryview(letters)[:last])


def _joined(cells: Iterable[Any]) -> pa.Array:
    """Return cells of a row joined by tabs."""
    return pc.binary_join_element_wise(*cells, "\t")


def _text(columns: Columns, name: str, row: Int64) -> Any:  # noqa: ANN401
    """Return the cells of a column that holds text or `seq`."""
    usual = USUAL.get(name, "")
    if name not in columns.texts.column_names:
        return _NOTHING if name == "seq" else usual
    column = columns.texts.column(name).take(pa.array(row)).combine_chunks()
    if name == "seq":
        return column.cast(pa.string()).fill_null(_NOTHING)
    text = column.cast(pa.string()).fill_null("")
    return _canonical(pc.if_else(pc.equal(text, ""), usual, text) if usual else text)


def _words(known: Sequence[str] | pa.Array, codes: Any, place: Int64 | None = None) -> pa.Array:  # noqa: ANN401
    """Return the words of codes; a column that is left away has the first word everywhere."""
    words = known if isinstance(known, pa.Array) else pa.array(known, pa.string())
    if codes is None:
        return _canonical(words[:1])[0]
    wanted = codes if place is None else codes[place]
    if len(words) > len(wanted):
        return _canonical(words.take(pa.array(wanted)))
    return _canonical(words).take(pa.array(wanted))


def _numbers(numbers: Int64, is_missing: Bool) -> pa.Array:
    """Return whole numbers as text."""
    return pa.array(numbers, mask=is_missing).cast(pa.string()).fill_null(_NOTHING)


def _times(moments: Int64) -> pa.Array:
    """Return moments as canonical lines write them."""
    is_missing = moments == NEVER
    if is_missing.all():
        return pa.array([_NOTHING] * len(moments), pa.string())
    if moments[~is_missing].min() < _FOUR_DIGITS:
        said = [_NOTHING if m == NEVER else canonical_time(moment_of(m)) for m in moments.tolist()]
        return pa.array(said, pa.string())
    times = pa.array(moments, mask=is_missing).cast(pa.timestamp("us")).cast(pa.string())
    written = pc.binary_join_element_wise(pc.replace_substring(times, " ", "T"), "", "Z")
    return written.fill_null(_NOTHING)


def _canonical(texts: pa.StringArray) -> pa.StringArray:
    """Return text in the normal form of Unicode, with what would break a line escaped."""
    foreign = pc.invert(pc.string_is_ascii(texts))
    if pc.any(foreign).as_py():
        texts = pc.replace_with_mask(texts, foreign, _normal(texts.filter(foreign)))
    if pc.any(pc.match_substring_regex(texts, _ESCAPED)).as_py():
        for sign, written in _ESCAPES:
            texts = pc.replace_substring(texts, sign, written)
    return texts


def _normal(texts: pa.StringArray) -> pa.StringArray:
    """Return text in the normal form of Unicode (NFC)."""
    return pa.array([unicodedata.normalize("NFC", text) for text in texts.to_pylist()], pa.string())
