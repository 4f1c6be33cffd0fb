"""Sessions: seen and ended by their owner; ended, and never taken over, by an administrator."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.signing_in.conftest import PASSWORD, SignIn
from tests.web.signing_in.recorded import recorded

from izdes.web.journal.events import Event
from izdes.web.officers.reach import NotPermitted
from izdes.web.signing_in.forgetting import forget_expired
from izdes.web.signing_in.services.entrances import SessionUnknown, end_sessions

_LOGIN = "investigator_a1"


@pytest.fixture
def two(sign_in: SignIn) -> tuple[Client, Client]:
    """Return two browsers in which one officer is signed in."""
    return sign_in(_LOGIN), sign_in(_LOGIN, is_let_in=False)


def is_open(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


def test_one_sees_ones_own_sessions_without_their_keys(two: tuple[Client, Client]) -> None:
    one, other = two

    page = one.get(reverse("sessions")).content.decode()

    assert page.count("127.0.0.1") == 2
    assert str(other.session.session_key) not in page


def test_one_ends_another_session_of_ones_own(cast: Cast, two: tuple[Client, Client]) -> None:
    one, other = two
    with cast.acts(_LOGIN):
        number = UserSession.objects.get(session_key=other.session.session_key).pk

    one.post(reverse("end_session", args=[number]))

    assert is_open(one)
    assert not is_open(other)
    me = cast.officers[_LOGIN]
    assert recorded(cast, Event.SESSION_ENDED) == [(me, str(me), frozenset({"sessions"}))]


def test_one_ends_all_others_at_once(two: tuple[Client, Client]) -> None:
    one, other = two

    one.post(reverse("end_other_sessions"))

    assert is_open(one)
    assert not is_open(other)


def test_a_new_password_ends_every_other_session(cast: Cast, two: tuple[Client, Client]) -> None:
    one, other = two
    new = "Жеті қазына 2026 жыл"

    one.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert is_open(one)
    assert not is_open(other)
    assert one.get(reverse("sessions")).content.decode().count("127.0.0.1") == 1
    assert len(recorded(cast, Event.PASSWORD_CHANGED)) == 1


@pytest.mark.parametrize("password", ["short", "123456789012", "investigator_a1!", "password1234"])
def test_a_weak_password_is_refused_in_kazakh(two: tuple[Client, Client], password: str) -> None:
    given = {"oldpassword": PASSWORD, "password1": password, "password2": password}

    page = two[0].post(reverse("account_change_password"), given).content.decode()

    assert "Мыналарды түзетіңіз" in page
    assert "password" not in page.split('role="alert"')[1].split("</div>")[0].replace(
        "id_password", ""
    )


def test_an_administrator_ends_anybodys(cast: Cast, two: tuple[Client, Client]) -> None:
    with cast.acts("administrator") as administrator:
        end_sessions(person=cast.officer(_LOGIN), officer=administrator)

    assert not any(map(is_open, two))


@pytest.mark.parametrize("login", ["head_of_unit_a1", "auditor", "investigator_a2"])
def test_nobody_else_does(cast: Cast, two: tuple[Client, Client], login: str) -> None:
    with cast.acts(login) as officer, pytest.raises(NotPermitted):
        end_sessions(person=cast.officer(_LOGIN), officer=officer)

    with cast.acts(login), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM usersessions_usersession WHERE user_id = %s RETURNING id",
            [cast.officers[_LOGIN]],
        )
        assert cursor.fetchall() == []
    assert all(map(is_open, two))


def test_what_has_expired_is_forgotten_and_what_lasts_is_not(
    cast: Cast, two: tuple[Client, Client]
) -> None:
    del cast
    one, other = two
    cache.set("lasting", 1, timeout=60)
    cache.set("expired", 1, timeout=60)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE signing_in_counter SET expires = now() - interval '1 s' "
            "WHERE cache_key LIKE '%expired'"
        )
        cursor.execute(
            "UPDATE django_session SET expire_date = now() - interval '1 s' WHERE session_key = %s",
            [other.session.session_key],
        )

    assert forget_expired() == 1

    assert cache.get("lasting") == 1
    assert is_open(one)
    assert not Session.objects.filter(expire_date__lt=now()).exists()


def test_an_unknown_session_is_not_ended(cast: Cast, two: tuple[Client, Client]) -> None:
    del two
    with cast.acts("investigator_a2") as officer, pytest.raises(SessionUnknown):
        end_sessions(person=officer, officer=officer, only=1)


def test_a_session_cannot_be_handed_to_another(cast: Cast, two: tuple[Client, Client]) -> None:
    del two
    with cast.acts("administrator"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE usersessions_usersession SET user_id = %s WHERE user_id = %s RETURNING id",
            [cast.officers["administrator"], cast.officers[_LOGIN]],
        )
        assert cursor.fetchall() == []
