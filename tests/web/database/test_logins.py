"""The office's login: what it is, and what it may not do."""

import pytest
from django.db import ProgrammingError, connection


@pytest.mark.django_db
def test_the_suite_works_under_a_login_that_passes_no_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = user")
        found = cursor.fetchone()

    assert found == ("izdes_app", False, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (a int)",
        "DROP TABLE officers_officer",
        "TRUNCATE journal_entry",
        "DELETE FROM officers_officer",
        "INSERT INTO journal_entry (number, at, body) VALUES (1, now(), '{}')",
        "SET ROLE izdes_owner",
        "ALTER TABLE journal_entry DISABLE ROW LEVEL SECURITY",
    ],
)
def test_the_office_may_not(statement: str) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute(statement)
