"""Heads: the tree over all entries at one moment, signed, to be printed on what leaves the house.

Whoever keeps an old head can show that entries before it were changed or left out, even if the
machine's own administrator did it and made the whole chain anew. A head that nobody outside has
seen shows nothing of the kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from izdes.core.errors import IzdesError
from izdes.core.sealing.merkle import EMPTY, HASH_BYTES, CompactRange
from izdes.web.config import configuration
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.journal.signing import signer

# A head after so many entries at the latest; one on demand may come sooner.
EVERY = 1_000
_AT_ONCE = 20_000


class JournalEmpty(IzdesError):
    """Nothing was recorded yet, so there is nothing to sign."""

    code = "journal_empty"


@dataclass(frozen=True, slots=True)
class SignedHead:
    """What the tree was at a size.

    Attributes:
        key: Verifier key of whoever signed.
        note: The signed note.
    """

    tree: CompactRange
    key: str
    note: str

    @property
    def size(self) -> int:
        """How many entries it covers."""
        return self.tree.size


@transaction.atomic(durable=True)
def make_head(officer: int | None = None) -> SignedHead:
    """Sign the tree over all entries; it costs what came since the last head.

    Made twice with nothing in between, it is the same head. A key that was not the last one to
    sign is recorded first, so that the chain says when the key changed.

    Args:
        officer: Who asks; None for the system.

    Raises:
        JournalEmpty: Nothing was recorded yet.
    """
    own, last = signer(configuration()), last_head()
    if last is not None and last.key != str(own.key):
        _record_change(last.key, str(own.key), officer)
    size = journal_size()
    if size == 0:
        raise JournalEmpty
    if last is not None and (last.size, last.key) == (size, str(own.key)):
        return last
    before = EMPTY if last is None else last.tree
    tree = before.extended(leaves(before.size, size))
    made = SignedHead(tree, str(own.key), own.note(size, tree.root))
    _keep(made)
    return made


def make_head_when_due(every: int = EVERY) -> SignedHead | None:
    """Make a head if so many entries came since the last: a step of the worker."""
    last = last_head()
    if journal_size() - (last.size if last else 0) < every:
        return None
    return make_head()


def last_head() -> SignedHead | None:
    """Return the head that covers most, the later of two that cover the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, parts, key, note FROM journal_last_head()")
        row = cursor.fetchone()
    if row is None:
        return None
    size, parts, key, note = row
    return SignedHead(CompactRange(size, tuple(_hashes(bytes(parts)))), key, note)


def journal_size() -> int:
    """Return how many entries there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_size()")
        return int(cursor.fetchone()[0])


def leaves(beyond: int, up_to: int) -> Iterator[bytes]:
    """Yield the leaf hashes of the entries after a number, up to another."""
    for first in range(beyond, up_to, _AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM journal_leaves(%s, %s)", [first, min(first + _AT_ONCE, up_to)]
            )
            yield from (bytes(row[0]) for row in cursor.fetchall())


def _record_change(old: str, new: str, officer: int | None) -> None:
    """Record that another key signs from now on."""
    name = configuration().name
    record(
        Event.JOURNAL_KEY_CHANGED,
        officer=officer,
        subject=Subject("journal", name),
        changes={"key": Change(old, new)},
    )


def _keep(made: SignedHead) -> None:
    """Write a head down."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT journal_keep_head(%s, %s, %s, %s, %s)",
            [made.size, made.tree.root, b"".join(made.tree.nodes), made.key, made.note],
        )


def _hashes(parts: bytes) -> Iterator[bytes]:
    """Yield the hashes that lie one behind another."""
    for start in range(0, len(parts), HASH_BYTES):
        yield parts[start : start + HASH_BYTES]
