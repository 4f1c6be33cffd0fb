"""Who sees what of the journal, under the login that passes no policy."""

import pytest
from django.db import connection
from tests.web.journal.conftest import People

from izdes.web.acting import acting
from izdes.web.journal.events import Event
from izdes.web.journal.heads import make_head
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Change, Subject, record

TABLES = ("journal_entry", "journal_value", "journal_reading", "journal_head")


@pytest.fixture
def written(people: People) -> People:
    """Write an entry with a value in case 7, in case 8 and in none, a reading and a head."""
    with acting(people.investigator):
        for case in (7, 8, None):
            record(
                Event.POST_ENDED,
                officer=people.investigator,
                subject=Subject("post", "1"),
                changes={"ground": Change(None, "№ 1")},
                case=case,
            )
        read_by(people.investigator, Subject("person", "1"), case=7, purpose="x")
        make_head(people.investigator)
    return people


def seen(officer: int | None) -> tuple[int, ...]:
    """Return how many rows of each table an officer sees."""
    counts = []
    with acting(officer), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name from above
            counts.append(int(cursor.fetchone()[0]))
    return tuple(counts)


def test_where_nobody_acts_nothing_is_seen(written: People) -> None:  # noqa: ARG001
    assert seen(None) == (0, 0, 0, 0)


def test_whoever_sees_a_case_sees_its_entries_with_their_values(written: People) -> None:
    assert seen(written.investigator) == (1, 1, 1, 1)


def test_an_auditor_sees_every_entry_and_no_value(written: People) -> None:
    assert seen(written.auditor) == (3, 0, 1, 1)


def test_anybody_else_sees_nothing_but_heads(written: People) -> None:  # noqa: ARG001
    assert seen(987_654) == (0, 0, 0, 1)
