"""The journal as a folder that anybody can check alone: docs/reference/journal.md.

Entries are written to the byte as they were hashed, heads as they were signed. Values stay where
they are, unless those of one case are asked for by somebody who sees them.

It is made on the machine itself, by whoever keeps it, under the login that owns the tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from izdes.core.errors import IzdesError
from izdes.core.sealing.canonical import canonical_json
from izdes.web.config import configuration
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.journal.events import Event
from izdes.web.journal.heads import journal_size, make_head
from izdes.web.journal.models import Value
from izdes.web.journal.record import Subject, record

FORMAT = "izdes.journal/1"
_AT_ONCE = 5_000
_ENTRIES = """
    SELECT number, split_part(journal_line(number, at, previous, body), chr(9), 2),
        encode(previous, 'hex'), body, encode(hash, 'hex')
    FROM journal_entry WHERE number > %s AND number <= %s ORDER BY number
"""


class ValuesNotSeen(IzdesError):
    """The values of a case are asked for by somebody who does not see them."""

    code = "journal_values_not_seen"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds."""

    entries: int
    heads: int
    values: int


def export_journal(
    folder: Path, *, case: int | None = None, officer: int | None = None
) -> Exported:
    """Write the journal into a folder; that it was written is its own last entry.

    Args:
        folder: An empty folder.
        case: Its values are written too.
        officer: Who asks and acts; None for the machine's administrator.

    Raises:
        ValuesNotSeen: Whoever acts does not see the values of the case.
    """
    if case is not None:
        require_values_seen(case)
    _record_export(case, officer)
    head = make_head(officer)
    written = write_journal(folder, head.size, case=case)
    return Exported(head.size, _write_heads(folder, head.size), written)


def write_journal(folder: Path, size: int, *, case: int | None = None) -> int:
    """Write entries up to a number, and what the folder is; return how many values."""
    with (folder / "entries.jsonl").open("wb") as file:
        for entry in _entries(size):
            file.write(canonical_json(entry) + b"\n")
    stated = {
        "entries": size,
        "format": FORMAT,
        "origin": configuration().name,
        "values_of_case": case,
    }
    (folder / "export.json").write_bytes(canonical_json(stated) + b"\n")
    return 0 if case is None else _write_values(folder, size, case)


def write_as_it_stands(folder: Path) -> None:
    """Write the journal without recording and without a new head, to check it on the spot."""
    size = journal_size()
    write_journal(folder, size)
    _write_heads(folder, size)


def require_values_seen(case: int) -> None:
    """Let nobody pass who sees the values of a case in part or not at all.

    Raises:
        ValuesNotSeen: Whoever acts sees fewer of them than there are.
    """
    seen, there = (
        Value.objects.using(alias).filter(entry__case_id=case).count()
        for alias in (DEFAULT_DB_ALIAS, OWNER_ALIAS)
    )
    if seen < there:
        raise ValuesNotSeen(case=case)


@transaction.atomic(durable=True)
def _record_export(case: int | None, officer: int | None) -> None:
    """Record that the journal is taken out."""
    subject = Subject("journal", configuration().name)
    if case is not None:
        subject = Subject("case", str(case))
    record(Event.JOURNAL_EXPORTED, officer=officer, subject=subject, case=case)


def _entries(size: int) -> Iterator[dict[str, object]]:
    """Yield entries, so many at a time as memory does not mind."""
    for first in range(0, size, _AT_ONCE):
        with connections[OWNER_ALIAS].cursor() as cursor:
            cursor.execute(_ENTRIES, [first, min(first + _AT_ONCE, size)])
            for number, at, previous, body, found in cursor.fetchall():
                yield {
                    "at": at,
                    "body": body,
                    "hash": found,
                    "number": number,
                    "previous": previous,
                }


def _write_heads(folder: Path, size: int) -> int:
    """Write the heads, each with the key that signed it; return how many."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT key, note FROM journal_head WHERE size <= %s ORDER BY size, id", [size]
        )
        heads = [canonical_json({"key": key, "note": note}) for key, note in cursor.fetchall()]
    (folder / "heads.jsonl").write_bytes(b"".join(head + b"\n" for head in heads))
    return len(heads)


def _write_values(folder: Path, size: int, case: int) -> int:
    """Write the values of a case that whoever acts may see; return how many."""
    seen = Value.objects.filter(entry__case_id=case, entry__number__lte=size)
    rows = list(seen.order_by("entry_id", "name", "side"))
    with (folder / "values.jsonl").open("wb") as file:
        for value in rows:
            salt = None if value.salt is None else bytes(value.salt).hex()
            row = {
                "entry": value.entry_id,
                "name": value.name,
                "salt": salt,
                "side": value.side,
                "text": value.text,
            }
            file.write(canonical_json(row) + b"\n")
    return len(rows)
