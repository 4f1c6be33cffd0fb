"""Recovery: two administrators, two halves, and a password that neither of them sets."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.signing_in.conftest import PASSWORD, SignIn, forget
from tests.web.signing_in.recorded import recorded

from izdes.web.journal.events import Event
from izdes.web.officers.reach import NotPermitted
from izdes.web.officers.services.posts import SamePerson
from izdes.web.signing_in.services.proofs import add_totp
from izdes.web.signing_in.services.recovering import (
    Half,
    RecoveryDecided,
    RecoveryNotRight,
    confirm_recovery,
    propose_recovery,
    refuse_recovery,
    use_recovery,
)

_LOGIN = "investigator_a1"


def proposed(cast: Cast, login: str = _LOGIN, *, forgets: bool = False) -> Half:
    with cast.acts("administrator") as one:
        return propose_recovery(
            person=cast.officer(login), ground="Order 7", forgets_factors=forgets, officer=one
        )


def confirmed(cast: Cast, first: Half) -> Half:
    with cast.acts("administrator_2") as another:
        return confirm_recovery(recovery=first.recovery, officer=another)


def test_both_halves_set_a_password_once(cast: Cast) -> None:
    first = proposed(cast)
    second = confirmed(cast, first)

    use_recovery(login=_LOGIN, first=first.code.lower(), second=second.code, password=PASSWORD)

    with pytest.raises(RecoveryNotRight):
        use_recovery(login=_LOGIN, first=first.code, second=second.code, password=PASSWORD)
    forget(cast, _LOGIN)
    client = Client()
    client.post(reverse("account_login"), {"login": _LOGIN, "password": PASSWORD})
    assert client.get(reverse("home")).status_code == 200
    him = str(cast.officers[_LOGIN])
    assert [(who, of) for who, of, _ in recorded(cast, Event.RECOVERY_USED)] == [(None, him)]
    assert [of for _, of, _ in recorded(cast, Event.RECOVERY_PROPOSED)] == [him]
    assert [of for _, of, _ in recorded(cast, Event.RECOVERY_CONFIRMED)] == [him]


@pytest.mark.parametrize("swapped", ["login", "first", "second"])
def test_one_wrong_part_opens_nothing(cast: Cast, swapped: str) -> None:
    first = proposed(cast)
    second = confirmed(cast, first)
    right = {"login": _LOGIN, "first": first.code, "second": second.code}
    wrong = {"login": "inquirer_a1", "first": second.code, "second": first.code}

    with pytest.raises(RecoveryNotRight):
        use_recovery(**{**right, swapped: wrong[swapped]}, password=PASSWORD)


def test_the_first_half_alone_opens_nothing(cast: Cast) -> None:
    first = proposed(cast)

    with pytest.raises(RecoveryNotRight):
        use_recovery(login=_LOGIN, first=first.code, second="", password=PASSWORD)


def test_whoever_proposed_does_not_confirm(cast: Cast) -> None:
    first = proposed(cast)

    with cast.acts("administrator") as one, pytest.raises(SamePerson):
        confirm_recovery(recovery=first.recovery, officer=one)


def test_nobody_recovers_himself(cast: Cast) -> None:
    with cast.acts("administrator") as one, pytest.raises(SamePerson):
        propose_recovery(person=one, ground="x", forgets_factors=True, officer=one)
    first = proposed(cast, "administrator_2")
    with cast.acts("administrator_2") as him, pytest.raises(SamePerson):
        confirm_recovery(recovery=first.recovery, officer=him)


@pytest.mark.parametrize("login", ["head_of_unit_a1", "auditor", "ended_a1", "hq_analyst"])
def test_only_administrators_propose(cast: Cast, login: str) -> None:
    with cast.acts(login) as officer, pytest.raises(NotPermitted):
        propose_recovery(
            person=cast.officer(_LOGIN), ground="x", forgets_factors=False, officer=officer
        )


def test_a_later_recovery_replaces_an_open_one(cast: Cast) -> None:
    first = proposed(cast)
    second = confirmed(cast, first)

    proposed(cast)

    with pytest.raises(RecoveryNotRight):
        use_recovery(login=_LOGIN, first=first.code, second=second.code, password=PASSWORD)


def test_a_refused_recovery_is_not_confirmed(cast: Cast) -> None:
    first = proposed(cast)
    with cast.acts("administrator_2") as another:
        refuse_recovery(recovery=first.recovery, reason="I do not know him", officer=another)

    with cast.acts("administrator_2") as another, pytest.raises(RecoveryDecided):
        confirm_recovery(recovery=first.recovery, officer=another)


def test_a_lost_telephone_is_forgotten_only_where_that_was_confirmed(cast: Cast) -> None:
    forget(cast, _LOGIN)
    for forgets in (False, True):
        with cast.acts(_LOGIN) as officer:
            if not forgets:
                add_totp(officer=officer, secret="JBSWY3DPEHPK3PXP")  # noqa: S106 - nobody's
        first = proposed(cast, forgets=forgets)
        second = confirmed(cast, first)
        use_recovery(login=_LOGIN, first=first.code, second=second.code, password=PASSWORD)
        client = Client()
        answer = client.post(reverse("account_login"), {"login": _LOGIN, "password": PASSWORD})

        asked = answer.headers["Location"] == reverse("mfa_authenticate")
        assert asked is not forgets


def test_recovery_ends_every_session(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(_LOGIN)
    first = proposed(cast)
    second = confirmed(cast, first)

    use_recovery(login=_LOGIN, first=first.code, second=second.code, password=PASSWORD + "!")

    assert client.get(reverse("home")).status_code == 302


def test_a_code_can_be_tried_five_times(cast: Cast) -> None:
    first = proposed(cast)
    second = confirmed(cast, first)
    given = {"login": _LOGIN, "password1": PASSWORD, "password2": PASSWORD}
    client = Client()
    for _ in range(5):
        client.post(reverse("recover"), {**given, "first": "a", "second": "b"})

    answer = client.post(reverse("recover"), {**given, "first": first.code, "second": second.code})

    assert "Сәтсіз әрекет тым көп болды." in answer.content.decode()
    assert len(recorded(cast, Event.SIGN_IN_FAILED)) == 5


def test_whoever_is_signed_in_recovers_nothing(cast: Cast) -> None:
    forget(cast, "administrator")
    client = Client()
    client.force_login(cast.officer("administrator"))

    for ask in (client.get, client.post):
        assert ask(reverse("recover")).headers["Location"] == reverse("account")


def test_a_weak_password_does_not_use_the_code_up(cast: Cast) -> None:
    first = proposed(cast)
    second = confirmed(cast, first)
    given = {"login": _LOGIN, "first": first.code, "second": second.code}
    client = Client()

    weak = client.post(reverse("recover"), {**given, "password1": "short", "password2": "short"})
    strong = client.post(
        reverse("recover"), {**given, "password1": PASSWORD, "password2": PASSWORD}
    )

    assert "Құпиясөз тым қысқа" in weak.content.decode()
    assert strong.headers["Location"] == reverse("account_login")


def test_the_pages_show_each_half_once(cast: Cast) -> None:
    one, another = Client(), Client()
    for client, login in ((one, "administrator"), (another, "administrator_2")):
        forget(cast, login)
        client.post(reverse("account_login"), {"login": login, "password": login})
    him = cast.officers[_LOGIN]

    shown = one.post(reverse("propose_recovery", args=[him]), {"ground": "Came with a passport"})
    page = another.get(reverse("person", args=[him])).content.decode()
    number = int(page.split("/recoveries/")[1].split("/")[0])
    also = another.post(reverse("confirm_recovery", args=[number]))

    halves = [answer.content.decode().split('id="half">')[1][:19] for answer in (shown, also)]
    assert len(set(halves)) == 2
    assert "no-store" in shown.headers["Cache-Control"]
    assert not any(
        half in another.get(reverse("person", args=[him])).content.decode() for half in halves
    )
    use_recovery(login=_LOGIN, first=halves[0], second=halves[1], password=PASSWORD)


RAW = {
    "a colleague's password": "UPDATE officers_officer SET password = 'x' WHERE id = {him}",
    "a colleague's login": "UPDATE officers_officer SET login = 'x' WHERE id = {him}",
    "an officer entered with a password": "INSERT INTO officers_officer "
    "(password, login, full_name, language, is_active) VALUES ('x', 'new', 'New', 'kk', true)",
    "a second factor of a colleague": "INSERT INTO mfa_authenticator "
    "(user_id, type, data, created_at) VALUES ({him}, 'totp', '{{}}', now())",
    "a session of a colleague": "INSERT INTO usersessions_usersession "
    "(user_id, created_at, ip, last_seen_at, session_key, user_agent, data) "
    "VALUES ({him}, now(), '127.0.0.1', now(), 'k', 'b', '{{}}')",
    "a recovery confirmed from the start": "INSERT INTO signing_in_recovery "
    "(person_id, ground, forgets_factors, state, proposed_by_id, proposed_at, first_digest, "
    "decided_by_id, second_digest, expires_at) VALUES "
    "({him}, 'x', true, 'confirmed', {me}, now(), 'a', {other}, 'b', now() + interval '1 h')",
    "a recovery in another's name": "INSERT INTO signing_in_recovery "
    "(person_id, ground, forgets_factors, state, proposed_by_id, proposed_at, first_digest) "
    "VALUES ({him}, 'x', true, 'proposed', {other}, now(), 'a')",
    "a recovery confirmed by whoever proposed it": "UPDATE signing_in_recovery SET "
    "state = 'confirmed', decided_by_id = {me}, second_digest = 'b', "
    "expires_at = now() + interval '1 h' WHERE state = 'proposed'",
    "a recovery confirmed in another's name": "UPDATE signing_in_recovery SET "
    "state = 'confirmed', decided_by_id = {other}, second_digest = 'b', "
    "expires_at = now() + interval '1 h' WHERE state = 'proposed'",
    "a recovery without the digest that was kept": "UPDATE signing_in_recovery "
    "SET first_digest = 'b' WHERE state = 'proposed'",
    "the digests read": "SELECT first_digest FROM signing_in_recovery",
}


@pytest.mark.parametrize("statement", RAW.values(), ids=RAW)
def test_an_administrator_alone_takes_over_nobody(cast: Cast, statement: str) -> None:
    proposed(cast)
    names = {
        "him": cast.officers[_LOGIN],
        "me": cast.officers["administrator"],
        "other": cast.officers["administrator_2"],
    }

    with cast.acts("administrator"), pytest.raises(DatabaseError), transaction.atomic():
        _run(statement.format(**names))


def test_an_officer_changes_his_own_password(cast: Cast) -> None:
    with cast.acts(_LOGIN), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE officers_officer SET password = 'x' WHERE id = %s RETURNING id",
            [cast.officers[_LOGIN]],
        )

        assert cursor.fetchone() == (cast.officers[_LOGIN],)


@pytest.mark.parametrize("login", ["investigator_a1", "head_of_unit_a1", "auditor", "nobody"])
def test_only_administrators_see_recoveries(cast: Cast, login: str) -> None:
    proposed(cast, "inquirer_a1")

    with cast.acts(login), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM signing_in_recovery")
        assert cursor.fetchall() == []


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
