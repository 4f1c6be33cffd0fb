"""Look-ups: for a case and a purpose, always recorded, and of others' cases only whom to ask."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.cast import Cast

from izdes.twin.numbers import phone
from izdes.web.cases.services.access import ask_access
from izdes.web.cases.services.lookups import Found, NotAnIdentifier, look_up
from izdes.web.journal.readings import PurposeMissing
from izdes.web.officers.reach import NotPermitted
from izdes.web.subjects.models import Identifier, Lookup

_COMMON = phone(1)


def _looked_up(cast: Cast, login: str, case: str, text: str = _COMMON) -> Found:
    """Let somebody look a telephone up for a case."""
    with cast.acts(login) as officer:
        return look_up(
            kind="phone", text=text, case=cast.case(case), purpose="Same caller", officer=officer
        )


def test_matches_in_others_cases_are_told_by_their_bodies_alone(cast: Cast) -> None:
    found = _looked_up(cast, "investigator_c1", "c1")

    with cast.acts("investigator_c1"):
        assert [body.code for body in found.elsewhere] == ["a-inv", "a1", "a2", "b1"]
        assert [mention.complaint.receipt for mention in found.mentions] == ["c1"]


def test_an_analyst_who_sees_all_is_sent_nowhere(cast: Cast) -> None:
    found = _looked_up(cast, "hq_analyst", "c1")

    with cast.acts("hq_analyst"):
        assert not found.elsewhere
        assert found.mentions.count() == 5


def test_a_sealed_case_is_not_told_of(cast: Cast) -> None:
    with cast.acts("investigator_a1"):
        card = Identifier.objects.get(kind="card", mentions__complaint__receipt="a1-sealed").value

    with cast.acts("investigator_b1") as officer:
        found = look_up(
            kind="card", text=card, case=cast.case("b1"), purpose="Same", officer=officer
        )

        assert not found.elsewhere
        assert not found.mentions.exists()


def test_an_identifier_that_nobody_mentioned_is_nowhere(cast: Cast) -> None:
    found = _looked_up(cast, "investigator_c1", "c1", phone(999))

    with cast.acts("investigator_c1"):
        assert not found.elsewhere
        assert not found.mentions.exists()


def test_every_look_up_is_recorded_with_its_purpose(cast: Cast) -> None:
    found = _looked_up(cast, "investigator_c1", "c1")

    with cast.acts("investigator_c1"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.name, v.text FROM journal_entry e JOIN journal_value v "
            "ON v.entry_number = e.number WHERE e.event = 'subject.looked_up' "
            "AND e.subject_id = %s ORDER BY v.name",
            [str(found.lookup.pk)],
        )
        assert cursor.fetchall() == [
            ("identifier", f"phone:{_COMMON}"),
            ("purpose", "Same caller"),
        ]


@pytest.mark.parametrize("purpose", ["", "  ", "two\nlines"])
def test_nobody_looks_up_for_nothing(cast: Cast, purpose: str) -> None:
    with cast.acts("investigator_c1") as officer, pytest.raises(PurposeMissing):
        look_up(kind="phone", text=_COMMON, case=cast.case("c1"), purpose=purpose, officer=officer)


def test_nobody_looks_up_for_a_case_that_he_does_not_see(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        _looked_up(cast, "investigator_c1", "a1")


def test_what_is_no_identifier_is_not_looked_up(cast: Cast) -> None:
    with cast.acts("investigator_c1") as officer, pytest.raises(NotAnIdentifier):
        look_up(kind="phone", text="hello", case=cast.case("c1"), purpose="Same", officer=officer)


def test_the_database_tells_nothing_of_somebody_elses_look_up(cast: Cast) -> None:
    found = _looked_up(cast, "investigator_c1", "c1")

    with cast.acts("investigator_b1"), connection.cursor() as cursor:
        cursor.execute("SELECT subject_known_elsewhere(%s)", [found.lookup.pk])
        assert cursor.fetchall() == []


def test_nobody_looks_up_in_somebody_elses_name(cast: Cast) -> None:
    with cast.acts("investigator_c1"), pytest.raises(DatabaseError), transaction.atomic():
        Lookup.objects.create(
            officer=cast.officer("investigator_b1"),
            case=cast.case("c1"),
            purpose="x",
            kind="phone",
            value="x",
            at="2026-01-01T00:00:00Z",
        )


@pytest.mark.parametrize("login", ["administrator", "auditor", "responder_one", "nobody"])
def test_who_works_on_no_cases_learns_no_key_of_an_identifier(cast: Cast, login: str) -> None:
    with (
        cast.acts(login),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT subject_identifier('phone', %s)", [_COMMON])


def test_access_is_asked_on_the_ground_of_a_look_up(cast: Cast) -> None:
    found = _looked_up(cast, "investigator_c1", "c1")

    with cast.acts("investigator_c1") as officer:
        asked = ask_access(
            case=cast.case("c1"),
            unit=found.elsewhere[-1],
            ground="The same caller",
            lookup=found.lookup,
            officer=officer,
        )

        assert asked.identifier is not None
        assert asked.identifier.value == _COMMON
