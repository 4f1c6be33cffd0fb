"""Heads: signed, growing, and showing when the key changed."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, connections

from izdes.core.sealing.checkpoint import Checkpoint
from izdes.core.sealing.merkle import tree_hash
from izdes.verify.notes import read_head, read_key, require_signed
from izdes.web.config import configuration
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.journal import heads
from izdes.web.journal.events import Event
from izdes.web.journal.heads import (
    JournalEmpty,
    journal_size,
    last_head,
    leaves,
    make_head,
    make_head_when_due,
)
from izdes.web.journal.record import Subject, record

pytestmark = pytest.mark.usefixtures("committed_db")


def write(entries: int) -> None:
    for _ in range(entries):
        record(Event.POST_ENDED, officer=None, subject=Subject("post", "1"))


def test_an_empty_journal_has_no_head() -> None:
    with pytest.raises(JournalEmpty):
        make_head()

    assert last_head() is None


def test_a_head_is_the_tree_over_all_entries() -> None:
    write(11)

    made = make_head()

    assert Checkpoint.read(made.note) == Checkpoint("izdes", 11, tree_hash(list(leaves(0, 11))))


def test_a_head_is_signed_with_the_key_of_the_installation() -> None:
    write(1)

    made = make_head()

    key = read_key(made.key)
    assert require_signed(read_head(made.note, ""), [key], "") == key
    text = (made.note.partition("\n\n")[0] + "\n").encode()
    signature = read_head(made.note, "").signatures[0][2]
    Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text)


def test_a_later_head_is_made_from_the_parts_of_the_earlier(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(5)
    make_head()
    write(8)
    asked = []

    def watched(beyond: int, up_to: int) -> object:
        asked.append((beyond, up_to))
        return leaves(beyond, up_to)

    monkeypatch.setattr(heads, "leaves", watched)
    made = make_head()

    assert asked == [(5, 13)]
    assert made.tree.root == tree_hash(list(leaves(0, 13)))


def test_with_nothing_new_the_head_is_the_last_one() -> None:
    write(3)

    assert make_head() == make_head()
    assert count() == 1


def test_a_head_falls_due_after_so_many_entries() -> None:
    write(4)

    made = [make_head_when_due(every=n) for n in (5, 4, 4)]

    assert [one.size if one else None for one in made] == [None, 4, None]


def test_another_key_is_recorded_before_it_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    write(2)
    before = make_head()
    monkeypatch.setenv("IZDES_JOURNAL_KEY", "04" * 32)
    configuration.cache_clear()
    try:
        after = make_head()
    finally:
        monkeypatch.undo()
        configuration.cache_clear()

    assert (before.size, after.size) == (2, 3)
    assert before.key != after.key
    assert [event for (event,) in _events()] == ["post.ended"] * 2 + ["journal.key_changed"]


def test_where_nobody_acts_heads_are_not_listed() -> None:
    write(1)
    make_head()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_head")
        assert cursor.fetchone() == (0,)
    assert journal_size() == 1


def count() -> int:
    """Return how many heads there are."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_head")
        return int(cursor.fetchone()[0])


def _events() -> list[tuple[str]]:
    """Return what happened."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute("SELECT event FROM journal_entry ORDER BY number")
        return list(cursor.fetchall())
