"""Recording: one entry, in the transaction in which it happens, made by the database itself."""

import hashlib
import itertools
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from izdes.core.sealing.canonical import canonical_json
from izdes.web.acting import acting
from izdes.web.database.logins import Logins
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, NotRecordable, Subject, record

SEVEN = Subject("officer", "7")


def stored(query: str) -> list[tuple[object, ...]]:
    """Return rows as the owner of the tables sees them."""
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_entries_are_numbered_without_gaps() -> None:
    numbers = [record(Event.OFFICER_ENTERED, officer=None, subject=SEVEN) for _ in range(3)]

    assert numbers == [1, 2, 3]


@pytest.mark.usefixtures("committed_db")
def test_an_entry_chains_to_the_one_before() -> None:
    for who in ("7", "8"):
        record(
            Event.OFFICER_ENTERED,
            officer=None,
            subject=Subject("officer", who),
            changes={"name": Change(None, "Ә. Әліқызы")},
        )

    first, second = stored(
        "SELECT number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
        "previous, body, hash FROM journal_entry ORDER BY number"
    )
    line = "\t".join([str(first[0]), str(first[1]), bytes(32).hex(), str(first[3])])
    assert bytes(first[4]) == hashlib.sha256(b"\x00" + line.encode()).digest()  # type: ignore[call-overload]
    assert bytes(second[2]) == bytes(first[4])  # type: ignore[call-overload]
    assert "Ә" not in str(first[3])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    key=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters=[*map(chr, range(32)), "\x7f"]),
        min_size=1,
        max_size=50,
    ),
    norm=st.none() | st.sampled_from(['"', "\\", "ст. 35 «қ»", "a/b", "\u2028", "\U0001f512"]),
    changes=st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True),
        st.tuples(
            st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
            st.none() | st.just("б"),
        ),
        max_size=4,
    ),
)
@pytest.mark.django_db
def test_a_body_is_canonical_and_knows_each_value_by_its_digest(
    key: str, norm: str | None, changes: dict[str, tuple[str | None, str | None]]
) -> None:
    with transaction.atomic():
        record(
            Event.POST_ENDED,
            officer=None,
            subject=Subject("post", key),
            changes={name: Change(*both) for name, both in changes.items()},
            norm=norm,
        )
        body, values = _last()

    said = json.loads(body)
    assert body.encode() == canonical_json(said)
    assert (said["subject"], said["norm"]) == (["post", key], norm)
    known = {(n, side): d for n, sides in said["values"].items() for side, d in sides.items()}
    assert known == {
        (name, side): hashlib.sha256(salt + text.encode()).hexdigest()
        for name, side, text, salt in values
    }
    given_values = {
        (name, side): text
        for name, both in changes.items()
        for side, text in zip(("from", "to"), both, strict=True)
        if text is not None
    }
    assert given_values == {(name, side): text for name, side, text, _ in values}


def _last() -> tuple[str, list[tuple[str, str, str, bytes]]]:
    """Return the last entry's body and values, seen past the policies by a function of the test."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, names, sides, texts, salts FROM journal_test_last()")
        body, names, sides, texts, salts = cursor.fetchone()
    return body, [
        (n, s, t, bytes(salt)) for n, s, t, salt in zip(names, sides, texts, salts, strict=True)
    ]


@pytest.fixture(autouse=True, scope="module")
def _last_entry(django_db_setup: None, django_db_blocker: object) -> None:  # noqa: ARG001
    """Let a test look at what it wrote and did not commit: a function of the tables' owner."""
    with django_db_blocker.unblock(), connections[OWNER_ALIAS].cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            """
            CREATE OR REPLACE FUNCTION journal_test_last() RETURNS TABLE (
                body text, names text[], sides text[], texts text[], salts bytea[]
            ) LANGUAGE sql SECURITY DEFINER AS $$
                SELECT e.body,
                    array_remove(array_agg(v.name ORDER BY v.id), NULL),
                    array_remove(array_agg(v.side ORDER BY v.id), NULL),
                    array_remove(array_agg(v.text ORDER BY v.id), NULL),
                    array_remove(array_agg(v.salt ORDER BY v.id), NULL)
                FROM journal_entry e LEFT JOIN journal_value v ON v.entry_number = e.number
                WHERE e.number = (SELECT max(number) FROM journal_entry) GROUP BY e.body
            $$
            """
        )


@pytest.mark.django_db
@pytest.mark.parametrize(("acts", "said"), [(5, 6), (5, None), (None, 5)])
def test_an_entry_names_whoever_acts_and_nobody_else(acts: int | None, said: int | None) -> None:
    with (
        acting(acts),
        pytest.raises(DatabaseError, match="names whoever acts"),
        transaction.atomic(),
    ):
        record(Event.POST_ENDED, officer=said, subject=SEVEN)


@pytest.mark.django_db
def test_whoever_acts_is_named() -> None:
    with acting(5):
        record(Event.POST_ENDED, officer=5, subject=SEVEN)

    assert json.loads(_last()[0])["officer"] == 5


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_stricter_isolation_would_miss_the_last_entry_and_is_refused(level: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        with pytest.raises(DatabaseError, match="READ COMMITTED"), transaction.atomic():
            record(Event.POST_ENDED, officer=None, subject=SEVEN)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("subject", "changes", "norm"),
    [
        (Subject("Case", "1"), {}, None),
        (Subject("", "1"), {}, None),
        (Subject("case", ""), {}, None),
        (Subject("case", "a\tb"), {}, None),
        (Subject("case", "a\x00"), {}, None),
        (Subject("case", "x" * 201), {}, None),
        (Subject("case", "\ud800"), {}, None),
        (SEVEN, {"Name": Change(None, "x")}, None),
        (SEVEN, {"": Change(None, "x")}, None),
        (SEVEN, {"name": Change(None, "a\x00b")}, None),
        (SEVEN, {"name": Change("\udfff", None)}, None),
        (SEVEN, {"name": Change(None, "ә" * 200_001)}, None),
        (SEVEN, {f"n{n}": Change("a", "b") for n in range(101)}, None),
        (SEVEN, {}, "two\nlines"),
    ],
)
def test_what_cannot_stand_in_an_entry_is_refused(
    subject: Subject, changes: dict[str, Change], norm: str | None
) -> None:
    with pytest.raises(NotRecordable):
        record(Event.POST_ENDED, officer=None, subject=subject, changes=changes, norm=norm)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO journal_entry (number, at, body) VALUES (9, now(), '')",
        "UPDATE journal_entry SET body = ''",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry CASCADE",
        "UPDATE journal_value SET text = NULL, salt = NULL",
        "DELETE FROM journal_value",
        "INSERT INTO journal_head (size, root, parts, key, note) VALUES (1, '', '', '', '')",
        "UPDATE journal_reading SET sealed_by = 1",
        "DELETE FROM journal_reading",
    ],
)
def test_the_office_writes_through_functions_alone(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET body = body",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry CASCADE",
        "UPDATE journal_value SET text = 'other'",
        "UPDATE journal_value SET text = NULL, salt = NULL, name = 'other'",
        "DELETE FROM journal_value",
    ],
)
def test_even_the_owner_of_the_tables_changes_nothing_by_mistake(statement: str) -> None:
    record(Event.POST_ENDED, officer=None, subject=SEVEN, changes={"ground": Change(None, "№ 1")})

    with pytest.raises(DatabaseError, match="journal"), connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("committed_db")
def test_writers_at_the_same_time_make_one_chain() -> None:
    def write() -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    record(Event.POST_ENDED, officer=None, subject=SEVEN)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    chain = stored("SELECT number, previous, hash FROM journal_entry ORDER BY number")
    assert [number for number, _, _ in chain] == list(range(1, 41))
    assert all(
        bytes(later[1]) == bytes(before[2])  # type: ignore[call-overload]
        for before, later in itertools.pairwise(chain)
    )


def test_whoever_holds_a_row_and_whoever_refers_to_it_do_not_wait_for_each_other(
    committed_db: str, logins: Logins
) -> None:
    appends = (
        "SELECT journal_append('post.ended', NULL, 'post', '7', NULL, NULL, NULL,"
        " %s::text[], %s::text[], %s::text[], %s::bytea[])"
    )
    nothing: list[list[str]] = [[], [], [], []]
    address = logins.owner(committed_db)
    with psycopg.connect(address) as holder, psycopg.connect(address) as referrer:
        holder.execute("CREATE TABLE held (id int PRIMARY KEY)")
        holder.execute(
            "CREATE TABLE referring (held int REFERENCES held DEFERRABLE INITIALLY DEFERRED)"
        )
        holder.execute("INSERT INTO held VALUES (1)")
        holder.commit()
        holder.execute("SELECT FROM held FOR UPDATE")

        def refer() -> None:
            referrer.execute("INSERT INTO referring VALUES (1)")
            referrer.execute(appends, nothing)
            referrer.commit()

        with ThreadPoolExecutor(1) as pool, psycopg.connect(address, autocommit=True) as looking:
            referred = pool.submit(refer)
            waits = (
                "SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"
            )
            pid = referrer.info.backend_pid
            while looking.execute(waits, [pid]).fetchone() != (1,):
                assert not referred.done()
            try:
                holder.execute(appends, nothing)
                holder.commit()
            finally:
                holder.rollback()
            referred.result()


@pytest.mark.usefixtures("committed_db")
def test_what_was_rolled_back_leaves_no_gap() -> None:
    for is_kept in (True, False, True):
        with transaction.atomic():
            record(Event.POST_ENDED, officer=None, subject=SEVEN)
            transaction.set_rollback(not is_kept)

    assert stored("SELECT number FROM journal_entry ORDER BY number") == [(1,), (2,)]


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("entries", [1, 3])
def test_a_command_is_done_when_it_is_on_the_disk(entries: int) -> None:
    with (
        CaptureQueriesContext(connection) as asked,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        for _ in range(entries):
            record(Event.POST_ENDED, officer=None, subject=SEVEN)
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        (written,) = cursor.fetchone()

    # Once for a transaction, however much it recorded.
    assert sum("journal_flush" in query["sql"] for query in asked.captured_queries) == 1

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_flush_lsn() > %s::pg_lsn", [written])
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT current_setting('synchronous_commit')")
        assert cursor.fetchone() == ("on",)


@pytest.mark.usefixtures("committed_db")
def test_the_chains_lock_does_not_wait_for_the_disk() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        record(Event.POST_ENDED, officer=None, subject=SEVEN)

        cursor.execute("SELECT current_setting('synchronous_commit')")
        assert cursor.fetchone() == ("off",)
