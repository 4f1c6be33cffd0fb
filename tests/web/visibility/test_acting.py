"""Who acts: set for a while and put back; and the one row that is open to whoever signs in."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from tests.web.cast import Cast

from izdes.web.acting import ActingMiddleware, acting, reporting, signing_in
from izdes.web.cases.models import Case, Complaint
from izdes.web.officers.models import Officer
from izdes.web.subjects.models import Mention


def _who() -> str:
    """Return whom the database takes this connection for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(office_officer()::text, '')")
        return str(cursor.fetchone()[0])


def test_who_acts_is_put_back_even_after_an_error(cast: Cast) -> None:
    del cast
    with acting(5):
        with acting(7):
            assert _who() == "7"
        with pytest.raises(ZeroDivisionError), acting(8):
            divmod(1, 0)

        assert _who() == "5"
    assert _who() == ""


def test_a_connection_that_cannot_be_cleared_is_given_up(committed_db: str) -> None:
    del committed_db
    with pytest.raises(DatabaseError), transaction.atomic(), acting(7), connection.cursor() as c:
        c.execute("SELECT 1/0")

    assert _who() == ""


def test_whoever_signs_in_finds_the_officer_of_his_login_and_nobody_else(cast: Cast) -> None:
    del cast
    with signing_in("investigator_a1"):
        assert [officer.login for officer in Officer.objects.all()] == ["investigator_a1"]
        assert not Case.objects.exists()
    assert not Officer.objects.exists()


@pytest.mark.parametrize("login", ["", "nobody here", "%", "INVESTIGATOR_A1"])
def test_a_login_that_nobody_has_finds_nobody(cast: Cast, login: str) -> None:
    del cast
    with signing_in(login):
        assert not Officer.objects.exists()


def test_a_victim_sees_her_complaint_and_nothing_else(cast: Cast) -> None:
    mine = cast.complaint("a1")

    with reporting(mine.pk):
        assert list(Complaint.objects.all()) == [mine]
        assert not Case.objects.exists()
        assert not Mention.objects.exists()
        assert not Officer.objects.exists()
        assert not Complaint.objects.filter(pk=mine.pk).update(language="ru")


def test_an_officer_gains_nothing_from_a_victims_setting(cast: Cast) -> None:
    sealed = cast.complaint("a1-sealed")

    with reporting(sealed.pk), cast.acts("investigator_b1"):
        assert sealed not in Complaint.objects.all()


def _request(cast: Cast, login: str | None, *, holds: bool) -> HttpRequest:
    """Return a request whose session names somebody, and holds or not."""
    request = HttpRequest()
    request.session = {SESSION_KEY: str(cast.officers[login])} if login else {}  # type: ignore[assignment]
    request.user = cast.officer(login) if login and holds else AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("login", "holds"), [("investigator_a1", True), ("investigator_a1", False), (None, False)]
)
def test_a_request_is_answered_in_the_name_of_who_is_signed_in(
    cast: Cast,
    login: str | None,
    holds: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    answered: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        del request
        answered.append(_who())
        return HttpResponse()

    ActingMiddleware(answer)(_request(cast, login, holds=holds))

    assert answered == [str(cast.officers[login]) if login and holds else ""]
    assert _who() == ""
