"""Erasing: values go, the chain stays."""

import pytest
from django.db import connections
from tests.web.journal.conftest import People

from izdes.web.acting import acting
from izdes.web.database.migrating import OWNER_ALIAS
from izdes.web.journal.checking import counted, first_wrong_value
from izdes.web.journal.erasing import erase_case
from izdes.web.journal.events import Event
from izdes.web.journal.export import ValuesNotSeen
from izdes.web.journal.record import Change, Subject, record

NORM = "сақтау мерзімі"


def entered(people: People, case: int, *names: str) -> int:
    with acting(people.investigator):
        return record(
            Event.OFFICER_ENTERED,
            officer=people.investigator,
            subject=Subject("case", str(case)),
            changes={name: Change(None, "Ә. Әліқызы") for name in names},
            case=case,
        )


def owner(query: str) -> list[tuple[object, ...]]:
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall()) if cursor.description else []


def test_values_of_a_case_are_erased_and_that_is_recorded(people: People) -> None:
    entered(people, 7, "name", "phone")
    entered(people, 8, "name")

    with acting(people.investigator):
        erased = erase_case(7, norm=NORM, officer=people.investigator)

    left = owner("SELECT entry_number, text IS NULL, salt IS NULL FROM journal_value ORDER BY id")
    assert erased == 2
    assert left == [(1, True, True), (1, True, True), (2, False, False), (3, False, False)]
    assert owner(
        "SELECT e.event, e.subject_id, e.norm, v.text FROM journal_entry e"
        " JOIN journal_value v ON v.entry_number = e.number WHERE e.number = 3"
    ) == [("journal.values_erased", "7", NORM, "2")]


def test_erased_values_leave_the_chain_right(people: People) -> None:
    entered(people, 7, "name", "phone")

    with acting(people.investigator):
        erase_case(7, norm=NORM, officer=people.investigator)

    assert first_wrong_value() is None
    assert (counted().values, counted().erased) == (3, 2)


def test_erasing_again_erases_and_records_nothing(people: People) -> None:
    entered(people, 7, "name")

    with acting(people.investigator):
        erased = [erase_case(7, norm=NORM, officer=people.investigator) for _ in range(2)]

    assert erased == [1, 0]
    assert owner("SELECT count(*) FROM journal_entry") == [(2,)]


def test_nobody_erases_what_he_does_not_see(people: People) -> None:
    entered(people, 8, "name")

    for officer in (people.investigator, people.auditor):
        with acting(officer), pytest.raises(ValuesNotSeen):
            erase_case(8, norm=NORM, officer=officer)

    assert owner("SELECT count(*) FROM journal_value WHERE text IS NULL") == [(0,)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal_value SET text = 'other' WHERE id = 2",
        "UPDATE journal_value SET salt = sha256('x') WHERE id = 2",
        "UPDATE journal_value SET name = 'other' WHERE id = 2",
        "DELETE FROM journal_value WHERE id = 2",
        "INSERT INTO journal_value VALUES (DEFAULT, 1, 'more', 'to', 'x', sha256('x'))",
    ],
)
def test_a_value_that_is_not_the_recorded_one_is_noticed(people: People, change: str) -> None:
    entered(people, 7, "name", "phone")

    owner("ALTER TABLE journal_value DISABLE TRIGGER USER")
    owner(change)

    assert first_wrong_value() == 1
