"""Recording: the last statement of every command, and the only one that takes the chain's lock.

The lock is held from here to the end of the transaction, which is one write; whatever a command
does before it does at the same time as others.

The database makes the entry from what is given here: its bytes, the digests of the values, its
number, moment and hash. It refuses an officer who does not act on this connection; none means the
system itself, which acts where nobody does.
"""

import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from izdes.core.errors import IzdesError
from izdes.web.journal.events import Event

_SALT_BYTES = 16
_MOST_VALUES = 200
_MOST_BYTES = 400_000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_KIND = re.compile(r"[a-z_]{1,60}")
_LINE = re.compile(r"[^\x00-\x1f\x7f]{1,200}")


class NotRecordable(IzdesError):
    """An entry would hold what it cannot: a name that is none, a NUL, far too much."""

    code = "not_recordable"


@dataclass(frozen=True, slots=True)
class Subject:
    """What something happened to: ``Subject("case", "17")``."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a value was and what it became; None where there was, or is, none."""

    old: str | None
    new: str | None

    def __repr__(self) -> str:
        """Tell no value: a repr ends up in logs."""
        return "Change(…)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of many that are made together: what `record` takes for itself."""

    subject: Subject
    changes: Mapping[str, Change] = field(default_factory=dict)
    case: int | None = None


def record(
    event: Event,
    *,
    officer: int | None,
    subject: Subject,
    changes: Mapping[str, Change] | None = None,
    case: int | None = None,
    norm: str | None = None,
    pack: str | None = None,
) -> int:
    """Record what happened, in the transaction in which it happens.

    Args:
        officer: Who did it: whoever acts on this connection; None for the system itself.
        changes: By name: what was and what became, and why (``reason``).
        case: The case under whose visibility the values lie.
        norm: The norm by which it was done.
        pack: Digest of the law pack by which it was decided.

    Returns:
        The number of the entry.

    Raises:
        NotRecordable: A name, a text or their number cannot stand in an entry.
    """
    values = list(_values(changes or {}))
    _require_recordable(subject, [text for text in (norm, pack) if text is not None], values)
    number = appended(
        "journal_append(%s, %s, %s, %s, %s, %s, %s,"
        " %s::text[], %s::text[], %s::text[], %s::bytea[])",
        [event, officer, subject.kind, subject.key, case, norm, pack, *_columns(values)],
    )
    return int(number or 0)


def record_each(event: Event, *, officer: int | None, entries: Sequence[Entry]) -> None:
    """Record the same event of many subjects, each as an entry of its own, in their order.

    The chain's lock is taken once; the database makes all entries in one statement.

    Raises:
        NotRecordable: A name, a text or their number cannot stand in an entry.
    """
    rows = [_row(entry) for entry in entries]
    if rows:
        appended(
            "(SELECT max(journal_append(%s, %s, kind, key, case_id, NULL, NULL,"
            " names, sides, texts, salts)) FROM (SELECT"
            " row ->> 'kind' AS kind, row ->> 'key' AS key, (row ->> 'case')::bigint AS case_id,"
            " ARRAY(SELECT jsonb_array_elements_text(row -> 'names')) AS names,"
            " ARRAY(SELECT jsonb_array_elements_text(row -> 'sides')) AS sides,"
            " ARRAY(SELECT jsonb_array_elements_text(row -> 'texts')) AS texts,"
            " ARRAY(SELECT decode(jsonb_array_elements_text(row -> 'salts'), 'hex')) AS salts"
            " FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS given (row, place)"
            " ORDER BY place) AS entry)",
            [event, officer, json.dumps(rows)],
        )


def _row(entry: Entry) -> dict[str, object]:
    """Return an entry as the database takes many."""
    values = list(_values(entry.changes))
    _require_recordable(entry.subject, [], values)
    return {
        "kind": entry.subject.kind,
        "key": entry.subject.key,
        "case": entry.case,
        "names": [name for name, _, _ in values],
        "sides": [side for _, side, _ in values],
        "texts": [text for _, _, text in values],
        "salts": [new_salt().hex() for _ in values],
    }


def appended(function: str, given: Sequence[Any]) -> int | None:
    """Call a function of the database that appends, and have the commit reach the disk.

    The chain's lock does not wait for the disk, so whoever appends does, right after the commit and
    before anybody is told: `journal_flush` in the SQL says why.
    """
    with connection.cursor() as cursor:
        # What was set before says whether another entry of this transaction has seen to it.
        cursor.execute(f"SELECT current_setting('synchronous_commit'), {function}", given)
        before, found = cursor.fetchone()
    if found and before != "off":
        transaction.on_commit(_flush)
    return None if found is None else int(found)


def _flush() -> None:
    """Wait until what was committed is on the disk; many wait for the same turn of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_flush()")


def new_salt() -> bytes:
    """Return random bytes, without which a digest of a telephone number could be guessed."""
    return secrets.token_bytes(_SALT_BYTES)


def _values(changes: Mapping[str, Change]) -> Iterator[tuple[str, str, str]]:
    """Yield name, side and text of all that there was and is."""
    for name, change in changes.items():
        for side, text in (("from", change.old), ("to", change.new)):
            if text is not None:
                yield name, side, text


def _columns(values: list[tuple[str, str, str]]) -> tuple[list[object], ...]:
    """Return rows as columns, for a function that takes arrays, and a salt for each."""
    return (
        [name for name, _, _ in values],
        [side for _, side, _ in values],
        [text for _, _, text in values],
        [new_salt() for _ in values],
    )


def _require_recordable(
    subject: Subject, lines: list[str], values: list[tuple[str, str, str]]
) -> None:
    """Refuse what the database would refuse, before anything is sent to it."""
    if not _KIND.fullmatch(subject.kind):
        raise NotRecordable(what="subject")
    if not all(_LINE.fullmatch(line) and _is_text(line) for line in (subject.key, *lines)):
        raise NotRecordable(what="line")
    if len(values) > _MOST_VALUES:
        raise NotRecordable(what="values")
    for name, _, text in values:
        if not _NAME.fullmatch(name):
            raise NotRecordable(what="name")
        if "\x00" in text or not _is_text(text) or len(text.encode()) > _MOST_BYTES:
            raise NotRecordable(what=name)


def _is_text(text: str) -> bool:
    """Say whether a text has bytes: half of a surrogate pair has none."""
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)
