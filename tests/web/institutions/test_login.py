"""The site's login sees nothing without a token, with one only what its institution was sent."""

import psycopg
import pytest
from django.db import ProgrammingError, connections
from tests.web.cast import Cast
from tests.web.institutions.conftest import Program

from izdes.web.database.logins import Logins
from izdes.web.institutions.store import rows, showing

SEEN = (
    "correspondence_request",
    "correspondence_signature",
    "correspondence_decision",
    "institutions_tiding",
    "institutions_message",
)


def counted(table: str) -> int:
    return int(rows(f"SELECT count(id) FROM {table}")[0][0])  # noqa: S608 - names of this file


def test_it_passes_no_policy(site: Cast) -> None:
    del site
    question = "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"

    assert rows(f"{question} WHERE rolname = user") == [("izdes_institutions", False, False, False)]


@pytest.mark.parametrize("table", SEEN)
def test_without_a_token_it_sees_nothing(site: Cast, table: str) -> None:
    del site

    assert counted(table) == 0
    with showing("a token of nobody"):
        assert counted(table) == 0


def test_with_a_token_it_sees_the_requests_of_one_institution(site: Cast, bank: Program) -> None:
    own = site.body("bank-one").pk
    with showing(bank.token):
        found = {row[0] for row in rows("SELECT addressee_id FROM correspondence_request")}

    assert found == {own}
    assert counted("correspondence_request") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT case_id FROM correspondence_request",
        "SELECT draft FROM correspondence_request",
        "SELECT * FROM cases_case",
        "SELECT * FROM officers_officer",
        "SELECT * FROM institutions_secret",
        "SELECT * FROM institutions_token",
        "SELECT * FROM institutions_client",
        "SELECT paper FROM institutions_message",
        "UPDATE correspondence_request SET state = 'answered'",
        "INSERT INTO institutions_message (kind) VALUES ('receipt')",
        "DELETE FROM institutions_tiding",
        "SELECT institutions_waiting(1, interval '0')",
        "SELECT institutions_client_now()",
        "SELECT * FROM correspondence_enclosure",
        "SELECT * FROM institutions_counter",
        "SELECT institutions_sent_enclosures(1)",
        "SELECT institutions_unlisted()",
        "SELECT journal_size()",
        "SET ROLE izdes_app",
    ],
)
def test_it_may_not(site: Cast, bank: Program, statement: str) -> None:
    del site
    with showing(bank.token), pytest.raises(ProgrammingError):
        rows(statement)


@pytest.mark.parametrize("table", ["client", "secret", "token", "message", "tiding", "directory"])
def test_the_office_sees_none_of_the_tables(site: Cast, table: str) -> None:
    question = f"SELECT * FROM institutions_{table}"  # noqa: S608 - as above
    with (
        site.acts("administrator"),
        connections["default"].cursor() as cursor,
        pytest.raises(ProgrammingError),
    ):
        cursor.execute(question)


def test_a_token_is_over_when_its_time_is(site: Cast, bank: Program) -> None:
    del site
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE institutions_token SET until = now() - interval '1 second'")

    assert bank.gets("/v1/requests").status_code == 401


def test_neither_secret_nor_token_stands_in_the_database(
    site: Cast, bank: Program, logins: Logins
) -> None:
    del site
    name = connections["owner"].settings_dict["NAME"]
    with psycopg.connect(logins.owner(str(name))) as connection:
        for table in ("secret", "token", "client"):
            question = f"SELECT count(*) FROM institutions_{table} t WHERE t::text LIKE ANY (%s)"  # noqa: S608
            kept = [f"%{text}%" for text in (bank.secret, bank.token)]
            found = connection.execute(question.encode(), [kept]).fetchone()
            assert found == (0,)
