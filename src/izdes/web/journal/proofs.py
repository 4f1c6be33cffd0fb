"""Proofs out of the journal: that an entry lies in it, and that it was only continued.

Both can be checked alone, with the key of the journal, by `izdes.verify`. To make one reads the
hash of every entry once: seconds for millions.
"""

import base64
from typing import TypedDict

from django.db import connections

from izdes.core.errors import IzdesError
from izdes.core.sealing.log_proof import log_proof
from izdes.core.sealing.merkle import consistency_proof, inclusion_proof
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.journal.heads import last_head, leaves, make_head

CONSISTENCY_FORMAT = "izdes.journal-consistency/1"


class EntryUnknown(IzdesError):
    """There is no entry of this number."""

    code = "journal_entry_unknown"


class HeadUnknown(IzdesError):
    """There is no head of this size."""

    code = "journal_head_unknown"


class Consistency(TypedDict):
    """The proof that one head continues another: two signed notes, hashes in base64."""

    format: str
    first: str
    second: str
    hashes: list[str]


def entry_proof(number: int) -> str:
    """Return the proof that an entry lies in the journal, in one text with the entry itself.

    Raises:
        EntryUnknown: There is no entry of this number.
    """
    line = _line(number)
    head = last_head()
    if head is None or head.size < number:
        head = make_head()
    hashes = inclusion_proof(list(leaves(0, head.size)), number - 1)
    return log_proof(line.encode(), index=number - 1, hashes=hashes, note=head.note)


def consistency(first: int, second: int | None = None) -> Consistency:
    """Return the proof that a later head only continues an earlier one.

    Args:
        first: Size of the earlier head.
        second: Size of the later; without it a head of this moment.

    Raises:
        HeadUnknown: There is no head of this size, or the second is the earlier.
    """
    later = make_head() if second is None else None
    size = second if later is None else later.size
    if size is None or size < first:
        raise HeadUnknown(size=str(second))
    hashes = consistency_proof(list(leaves(0, size)), first)
    return Consistency(
        format=CONSISTENCY_FORMAT,
        first=_note(first),
        second=later.note if later else _note(size),
        hashes=[base64.b64encode(one).decode() for one in hashes],
    )


def _line(number: int) -> str:
    """Return what an entry's hash is made of."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT journal_line(number, at, previous, body) FROM journal_entry WHERE number = %s",
            [number],
        )
        row = cursor.fetchone()
    if row is None:
        raise EntryUnknown(number=number)
    return str(row[0])


def _note(size: int) -> str:
    """Return the latest note of a size."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT note FROM journal_head WHERE size = %s ORDER BY id DESC LIMIT 1", [size]
        )
        row = cursor.fetchone()
    if row is None:
        raise HeadUnknown(size=size)
    return str(row[0])
