"""The page of a file: who opens it, and what is written down before its bytes go."""

from uuid import uuid4

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.pages.visiting import signed_in

from izdes.web.files import services
from izdes.web.files.quarantine import quarantine
from izdes.web.journal.models import Reading
from izdes.web.journal.record import Subject

ANSWER = b"day;sum\n01.05.2026;100,00\n"


@pytest.fixture
def file(cast: Cast) -> int:
    """Store a file of a1 with bytes of its own: the cast stays from test to test."""
    with cast.acts("investigator_a1") as officer:
        own = ANSWER + f"02.05.2026;{uuid4().int}\n".encode()
        stored = services.store([own], name="жауап.csv", officer=officer.pk)
        services.use(stored, by=Subject("statement", "1"), case=cast.case("a1").pk)
    return stored


def readings_of(cast: Cast, file: int, login: str) -> list[int | None]:
    """Return the cases for which somebody took a file, as an auditor sees it."""
    with cast.acts("auditor"):
        found = Reading.objects.filter(
            subject_type="file", subject_id=str(file), officer_id=cast.officers[login]
        )
        return list(found.values_list("case_id", flat=True))


def test_whoever_sees_the_case_takes_the_file_and_it_is_written_down(cast: Cast, file: int) -> None:
    answer = signed_in(cast, "prosecutor_a1").get(reverse("file_bytes", args=[file]))

    assert b"".join(answer.streaming_content).startswith(ANSWER)  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert readings_of(cast, file, "prosecutor_a1") == [cast.case("a1").pk]


@pytest.mark.parametrize("login", ["investigator_a2", "responder_one", "administrator", "auditor"])
def test_to_others_there_is_no_such_file(cast: Cast, file: int, login: str) -> None:
    client = signed_in(cast, login)

    assert client.get(reverse("file", args=[file])).status_code == 404
    assert client.get(reverse("file_bytes", args=[file])).status_code == 404
    assert readings_of(cast, file, login) == []


def test_the_page_tells_of_a_file_without_its_bytes(cast: Cast, file: int) -> None:
    page = signed_in(cast, "operative_a1").get(reverse("file", args=[file])).content.decode()

    assert "text/csv" in page
    assert reverse("case_overview", args=[cast.case("a1").pk]) in page
    assert "01.05.2026;100,00" not in page
    # What another called it may be a person's name.
    assert "жауап.csv" not in page


def test_a_file_in_quarantine_is_not_sent(cast: Cast, file: int) -> None:
    with cast.acts("investigator_a1") as officer:
        quarantine(file, reason="a bomb", officer=officer.pk)

    answer = signed_in(cast, "operative_a1").get(reverse("file_bytes", args=[file]))

    assert answer.status_code == 409
    assert "a bomb" in answer.content.decode()
    assert readings_of(cast, file, "operative_a1") == []
