"""The digest of a ledger out of core: canonical lines sorted on disk, streamed into SHA-256.

The same value as `izdes.adapters.tables.ledger.ledger_digest` gives of the same ledger in memory:
lines, order and header are those of `izdes.core.sealing.canonical`.
"""

import hashlib
from collections.abc import Iterable

import pyarrow as pa

from izdes.adapters.tables.ledger import ACCOUNT_COLUMNS, TRANSFER_COLUMNS
from izdes.core.sealing.canonical import table_digest
from izdes.engine.tracing.relational.database import Database
from izdes.engine.tracing.relational.source import Source, as_table, query

# What Python's str.split takes for blanks: row ids stand between single ones.
_BLANKS = (
    r"[\s\x0b\x1c-\x1f\x85\xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+"
)


def ledger_digest_of(database: Database, transfers: Source, accounts: Source | None) -> str:
    """Return the digest of the transfers and of what is known of the accounts."""
    both = (
        _digest(database, list(TRANSFER_COLUMNS), _transfer_line(transfers), transfers),
        table_digest(list(ACCOUNT_COLUMNS), [])
        if accounts is None
        else _digest(database, list(ACCOUNT_COLUMNS), _account_line(accounts), accounts),
    )
    return table_digest(("transfers", "accounts"), [both])


def _transfer_line(source: Source) -> list[str]:
    """Return SQL of the canonical fields of a transfer, in the columns' order."""
    seq = _whole(source.integer("seq")) if "seq" in source.types else "CAST(izdes_line + 2 AS TEXT)"
    fields = {
        "seq": seq,
        "amount_minor": _whole(source.integer("amount_minor")),
        "booked_at": _time(source.micros("booked_at")),
        "credited_at": _time(source.micros("credited_at")),
        "time_precision": source.word("time_precision", "second"),
        "kind": source.word("kind", "transfer"),
        "row_ids": _text(f"TRIM(regexp_replace({source.text('row_ids')}, '{_BLANKS}', ' ', 'g'))"),
    }
    return [fields.get(column) or _text(source.text(column)) for column in TRANSFER_COLUMNS]


def _account_line(source: Source) -> list[str]:
    """Return SQL of the canonical fields of an account's row, in the columns' order."""
    fields = {
        "kind": source.word("kind", "bank"),
        "opening_minor": _whole(source.integer("opening_minor")),
        "covered_from": _time(source.micros("covered_from")),
        "covered_to": _time(source.micros("covered_to")),
    }
    return [fields.get(column) or _text(source.text(column)) for column in ACCOUNT_COLUMNS]


def _digest(database: Database, columns: list[str], fields: list[str], source: Source) -> str:
    """Return the digest of a table whose lines the database sorts."""
    line = " || chr(9) || ".join(fields)
    digest = hashlib.sha256("\t".join(columns).encode() + b"\n")
    # The line alone is sorted: with its end, signs below LF would come before it.
    lines = query([f"{line} AS line"], source.relation)
    ended = query(["line || chr(10)"], f"({lines}) ORDER BY line")
    with as_table(source.file):
        for chunk in _bytes(database.batches(ended)):
            digest.update(chunk)
    return digest.hexdigest()


def _bytes(batches: Iterable[pa.RecordBatch]) -> Iterable[memoryview]:
    """Yield the text of one column, end to end as Arrow keeps it."""
    for batch in batches:
        column = batch.column(0).cast(pa.large_string())
        _, offsets, data = column.buffers()
        if data is not None:
            bounds = memoryview(offsets).cast("q")
            first, last = column.offset, column.offset + len(column)
            yield memoryview(data)[bounds[first] : bounds[last]]


def _text(sql: str) -> str:
    """Return SQL of a text in canonical form."""
    for sign, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        sql = f"replace({sql}, {_signs(sign)}, {_signs(escaped)})"
    return f"nfc_normalize({sql})"


def _signs(text: str) -> str:
    """Return a short text as SQL that no reader of SQL can mistake."""
    return " || ".join(f"chr({ord(sign)})" for sign in text)


def _whole(sql: str) -> str:
    """Return SQL of a whole number in canonical form."""
    return f"COALESCE(CAST({sql} AS TEXT), {_signs(chr(92) + 'N')})"


def _time(micros: str) -> str:
    """Return SQL of a moment in canonical form."""
    shown = f"strftime(make_timestamp({micros}), '%Y-%m-%dT%H:%M:%S.%fZ')"
    return f"COALESCE({shown}, {_signs(chr(92) + 'N')})"
