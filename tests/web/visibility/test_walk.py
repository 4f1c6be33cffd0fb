"""The walk: everybody tries every verb on every table with raw SQL, as the matrix says."""

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from tests.web.cast import Cast
from tests.web.visibility.matrix import Person, matrix, may, people, words_of
from tests.web.visibility.rows import KEYS, attempts_at, delete_of, rows_of, tables, update_of

from izdes.web.acting import acting

_REFUSED = "42501"

# Every statement here is written here: nothing of it comes from outside.
# ruff: noqa: S608


@pytest.mark.parametrize("person", people(), ids=lambda person: person.login or "nobody acts")
def test_everybody_reads_what_the_matrix_says(cast: Cast, person: Person) -> None:
    seen, expected = {}, {}

    with acting(cast.officers.get(person.login)):
        for table in tables():
            seen[table] = _keys_of(f"SELECT {KEYS.get(table, 'id')} FROM {table}")
            expected[table] = _expected(table, person, "read")

    assert seen == expected


@pytest.mark.parametrize("person", people(), ids=lambda person: person.login or "nobody acts")
def test_everybody_changes_what_the_matrix_says(cast: Cast, person: Person) -> None:
    changed, expected = {}, {}
    me = cast.officers.get(person.login)

    with acting(me):
        for table in tables():
            changed[table] = _keys_of(update_of(table, me))
            expected[table] = _expected(table, person, "update")

    assert changed == expected


@pytest.mark.parametrize("person", people(), ids=lambda person: person.login or "nobody acts")
def test_everybody_adds_what_the_matrix_says(cast: Cast, person: Person) -> None:
    with acting(cast.officers.get(person.login)):
        wrong = [
            (table, attempt.row)
            for table in tables()
            for attempt in attempts_at(table, person.login)
            if _is_let(attempt.statement)
            != may(person, words_of(table, person, "insert"), attempt.row)
        ]

    assert not wrong


@pytest.mark.parametrize("person", people(), ids=lambda person: person.login or "nobody acts")
def test_everybody_removes_what_the_matrix_says(cast: Cast, person: Person) -> None:
    removed, expected = {}, {}

    with acting(cast.officers.get(person.login)):
        for table in tables():
            removed[table] = _keys_of(delete_of(table))
            expected[table] = _expected(table, person, "delete")

    assert removed == expected


def test_where_nobody_acts_nothing_is_seen_and_nothing_is_written(cast: Cast) -> None:
    del cast

    assert all(not verbs.get("nobody") for verbs in matrix()["tables"].values())
    for table in tables():
        assert not _keys_of(f"SELECT {KEYS.get(table, 'id')} FROM {table}")
        assert not _keys_of(update_of(table, None))
        assert not _keys_of(delete_of(table))
        assert not any(_is_let(attempt.statement) for attempt in attempts_at(table, ""))


def _expected(table: str, person: Person, verb: str) -> set[int]:
    """Return the keys of the rows that the matrix lets a person have."""
    words = words_of(table, person, verb)
    return {key for key, row in rows_of(table).items() if may(person, words, row)}


def _keys_of(statement: str) -> set[int]:
    """Return the keys that a statement tells; none where the login may not do it at all."""
    try:
        with transaction.atomic():
            found = _run(statement)
            transaction.set_rollback(True)
    except ProgrammingError as error:
        _require_refusal(error)
        return set()
    return {row[0] for row in found}


def _is_let(statement: str) -> bool:
    """Say whether a row passes the policies; what else is wrong with it does not matter."""
    try:
        with transaction.atomic():
            _run(statement)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    except DatabaseError as error:
        _require_refusal(error)
        return False
    return True


def _require_refusal(error: DatabaseError) -> None:
    """Fail on an error of another kind than a refusal: it would look like one."""
    if getattr(error.__cause__, "sqlstate", None) != _REFUSED:
        raise error


def _run(statement: str) -> list[tuple[int]]:
    """Run a statement under the office's login."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []
