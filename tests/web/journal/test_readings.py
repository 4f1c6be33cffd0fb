"""The journal of reading: written before the page, sealed behind it."""

import hashlib
import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from izdes.web.acting import acting
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.journal.checking import counted, first_wrong_batch
from izdes.web.journal.readings import PurposeMissing, read_by, seal_readings
from izdes.web.journal.record import Subject

ANOTHER = Subject("person", "31")
pytestmark = pytest.mark.usefixtures("committed_db")


def owner(query: str) -> list[tuple[object, ...]]:
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall()) if cursor.description else []


def read(times: int = 1) -> None:
    with acting(5):
        for _ in range(times):
            read_by(5, ANOTHER, case=7, purpose="кімнің шоты екенін анықтау")


def test_a_reading_is_in_the_table_when_the_page_is_made() -> None:
    read()

    assert owner(
        "SELECT officer_id, subject_type, subject_id, case_id, purpose, sealed_by"
        " FROM journal_reading"
    ) == [(5, "person", "31", 7, "кімнің шоты екенін анықтау", None)]


def test_a_reading_inside_somebodys_transaction_is_refused() -> None:
    # It might be rolled back after the page was shown.
    with acting(5), transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        read_by(5, ANOTHER, case=7, purpose="x")


@pytest.mark.parametrize("purpose", ["", "  ", "a\nb", "x" * 1001, "a\x00"])
def test_nobody_looks_without_a_purpose_in_one_line(purpose: str) -> None:
    with acting(5), pytest.raises(PurposeMissing):
        read_by(5, ANOTHER, case=7, purpose=purpose)


@pytest.mark.parametrize("acts", [6, None])
def test_nobody_reads_in_another_name(acts: int | None) -> None:
    with acting(acts), pytest.raises(DatabaseError, match="names whoever acts"):
        read_by(5, ANOTHER, case=7, purpose="x")


def test_waiting_readings_are_sealed_as_one_entry_with_their_digest() -> None:
    read(3)

    sealed = seal_readings()

    lines = owner("SELECT journal_reading_line(r) FROM journal_reading r ORDER BY id")
    digest = hashlib.sha256("".join(str(line) for (line,) in lines).encode()).hexdigest()
    assert sealed == 1
    assert owner("SELECT event, officer_id, subject_type, subject_id FROM journal_entry") == [
        ("readings.sealed", None, "readings", digest)
    ]
    assert str(lines[0][0]).split("\t")[2:] == [
        "5",
        "person",
        "31",
        "7",
        "кімнің шоты екенін анықтау\n",
    ]


def test_sealing_twice_seals_once() -> None:
    read()

    assert [seal_readings(), seal_readings()] == [1, 0]
    assert owner("SELECT count(*) FROM journal_entry") == [(1,)]


def test_sealing_where_nothing_waits_does_not_trouble_the_disk() -> None:
    with CaptureQueriesContext(connection) as asked:
        seal_readings()

    assert not any("journal_flush" in query["sql"] for query in asked.captured_queries)


def test_two_workers_seal_every_reading_once() -> None:
    read(40)

    def work() -> None:
        try:
            seal_readings()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert owner("SELECT count(*) FROM journal_reading WHERE sealed_by IS NULL") == [(0,)]
    assert first_wrong_batch() is None
    assert counted().readings == 40


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal_reading SET purpose = 'y' WHERE id = 2",
        "UPDATE journal_reading SET at = at + interval '1 microsecond' WHERE id = 2",
        "UPDATE journal_reading SET case_id = NULL WHERE id = 2",
        "UPDATE journal_reading SET sealed_by = NULL WHERE id = 2",
        "DELETE FROM journal_reading WHERE id = 2",
        "DELETE FROM journal_reading",
    ],
)
def test_a_sealed_reading_that_was_changed_is_noticed(change: str) -> None:
    read(3)
    seal_readings()

    with pytest.raises(DatabaseError):
        owner(change)
    owner("ALTER TABLE journal_reading DISABLE TRIGGER USER")
    owner(change)

    assert first_wrong_batch() == 1
