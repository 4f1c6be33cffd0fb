"""Coming in by a password: who may, who may not, what is told, and what is recorded."""

import time

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings
from tests.web.cast import Cast
from tests.web.signing_in.conftest import PASSWORD, LetIn, SignIn
from tests.web.signing_in.recorded import recorded

from izdes.web.journal.events import Event
from izdes.web.journal.models import Value
from izdes.web.officers.services.people import shut_out
from izdes.web.signing_in.limits import BEGAN, SEEN

_LOGIN = "investigator_a1"
_NOT_RIGHT = "Кіру аты немесе құпиясөз дұрыс емес."


def _tried(login: str, password: str, client: Client | None = None) -> str:
    """Return what is told to somebody who tries to come in."""
    answer = (client or Client()).post(
        reverse("account_login"), {"login": login, "password": password}
    )
    return "" if answer.status_code == 302 else answer.content.decode()


def test_a_right_password_opens_the_office(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(_LOGIN)

    assert client.get(reverse("home")).status_code == 200
    me = cast.officers[_LOGIN]
    assert recorded(cast, Event.OFFICER_SIGNED_IN) == [(me, str(me), frozenset({"way", "ip"}))]


@pytest.mark.parametrize(
    ("login", "password"),
    [
        (_LOGIN, "wrong"),
        ("nobody_has_this", PASSWORD),
        ("shut_out_a1", PASSWORD),
        ("inquirer_a1", ""),
        ("inquirer_a1", "!"),
        ("a" * 5000, "b"),
        ("nul\x00", "b"),
    ],
)
def test_whatever_is_not_right_opens_nothing(
    cast: Cast, let_in: LetIn, login: str, password: str
) -> None:
    let_in(_LOGIN)

    assert _tried(login, password)
    assert not recorded(cast, Event.OFFICER_SIGNED_IN)


def test_known_and_unknown_get_the_same_words_after_the_same_questions(
    cast: Cast, let_in: LetIn
) -> None:
    let_in(_LOGIN)
    # The first try of all begins the counter of this address.
    _tried("somebody", "wrong")
    told, asked = set(), set()

    for login in (_LOGIN, "unknown_login1", "shut_out_a1", "duty_officer_a1"):
        with CaptureQueriesContext(connection) as queries:
            page = _tried(login, "wrong")
        told.add(_NOT_RIGHT in page)
        asked.add(tuple(query["sql"].split()[0] for query in queries.captured_queries))

    assert told == {True}
    assert len(asked) == 1
    subjects = [subject for _, subject, _ in recorded(cast, Event.SIGN_IN_FAILED)]
    assert subjects[:3] == ["unknown", str(cast.officers[_LOGIN]), "unknown"]


def test_what_was_typed_as_a_login_is_not_kept(cast: Cast) -> None:
    _tried("my password in the wrong field", "x")

    with connection.cursor() as cursor:
        cursor.execute("RESET izdes.officer")
    assert recorded(cast, Event.SIGN_IN_FAILED) == [(None, "unknown", frozenset({"way", "ip"}))]
    assert not Value.objects.filter(text__contains="wrong field").exists()


@pytest.mark.parametrize("login", [_LOGIN, "nobody_has_this"])
def test_after_five_failures_nobody_is_told_whether_it_was_right(let_in: LetIn, login: str) -> None:
    let_in(_LOGIN)
    for _ in range(5):
        assert _NOT_RIGHT in _tried(login, "wrong")

    assert "Сәтсіз әрекет тым көп болды." in _tried(login, PASSWORD)


def test_from_one_address_not_everybody_can_be_tried(let_in: LetIn) -> None:
    let_in(_LOGIN)
    for number in range(30):
        _tried(f"guess{number}", "wrong")

    assert "Сәтсіз әрекет тым көп болды." in _tried(_LOGIN, PASSWORD)


def test_the_office_speaks_the_officers_language_after_sign_in(let_in: LetIn) -> None:
    let_in(_LOGIN)
    client = Client(headers={"accept-language": "ru"})

    assert "Логин" in client.get(reverse("account_login")).content.decode()
    client.post(reverse("account_login"), {"login": _LOGIN, "password": PASSWORD})

    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "kk"
    assert 'lang="kk"' in client.get(reverse("home")).content.decode()


def test_signing_out_is_recorded_and_closes_the_office(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(_LOGIN)

    client.post(reverse("account_logout"))

    assert client.get(reverse("home")).status_code == 302
    assert [who for who, _, _ in recorded(cast, Event.OFFICER_SIGNED_OUT)] == [
        cast.officers[_LOGIN]
    ]


def test_nobody_is_signed_out_by_a_link(sign_in: SignIn) -> None:
    client = sign_in(_LOGIN)

    client.get(reverse("account_logout"))

    assert client.get(reverse("home")).status_code == 200


@pytest.mark.parametrize(("mark", "seconds"), [(SEEN, 31 * 60), (BEGAN, 12 * 3600 + 1)])
def test_a_session_ends_after_idleness_and_after_its_longest(
    sign_in: SignIn, mark: str, seconds: int
) -> None:
    client = sign_in(_LOGIN)
    session = client.session
    session[mark] = time.time() - seconds
    session.save()

    answer = client.get(reverse("home"))

    assert answer.headers["Location"] == reverse("account_login")
    assert client.get(reverse("home")).status_code == 302


def test_whoever_is_shut_out_is_out_at_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(_LOGIN)

    with cast.acts("administrator") as administrator:
        shut_out(person=cast.officer(_LOGIN), reason="Dismissed", officer=administrator)

    assert client.get(reverse("home")).status_code == 302


def test_without_a_second_factor_production_opens_one_page(
    sign_in: SignIn, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True

    client = sign_in(_LOGIN)

    assert client.get(reverse("home")).headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("account")).headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_a_page_is_asked_for_again_after_sign_in(let_in: LetIn) -> None:
    let_in(_LOGIN)
    client = Client()

    asked = client.get(reverse("account")).headers["Location"]
    answer = client.post(
        reverse("account_login"), {"login": _LOGIN, "password": PASSWORD, "next": "/account/"}
    )

    assert asked == f"{reverse('account_login')}?next=/account/"
    assert answer.headers["Location"] == "/account/"


def test_nobody_is_sent_elsewhere_after_sign_in(let_in: LetIn) -> None:
    let_in(_LOGIN)
    given = {"login": _LOGIN, "password": PASSWORD, "next": "https://elsewhere.kz/"}

    answer = Client().post(reverse("account_login"), given)

    assert answer.headers["Location"] == reverse("home")
