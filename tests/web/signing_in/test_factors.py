"""Second factors: added by their owner, asked for, good once, enciphered at rest."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.signing_in.conftest import PASSWORD, LetIn, SignIn
from tests.web.signing_in.recorded import recorded

from izdes.web.journal.events import Event
from izdes.web.signing_in.services.proofs import add_totp

_LOGIN = "investigator_a1"
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - it guards nothing


def code(secret: str = _SECRET, *, periods: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods)))


@pytest.fixture
def half_way(cast: Cast, let_in: LetIn) -> Client:
    """Return the browser of somebody who has given his password and has an app."""
    let_in(_LOGIN)
    with cast.acts(_LOGIN) as officer:
        add_totp(officer=officer, secret=_SECRET)
    client = Client()
    answer = client.post(reverse("account_login"), {"login": _LOGIN, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    return client


def _given(client: Client, typed: str) -> bool:
    """Say whether a code lets somebody in."""
    client.post(reverse("mfa_authenticate"), {"code": typed})
    return client.get(reverse("home")).status_code == 200


def test_half_way_nothing_is_open(half_way: Client) -> None:
    assert half_way.get(reverse("home")).status_code == 302
    assert half_way.get(reverse("mfa_index")).status_code == 302
    assert half_way.get(reverse("mfa_authenticate")).status_code == 200


def test_the_code_of_the_app_lets_in(cast: Cast, half_way: Client) -> None:
    assert _given(half_way, code())
    assert len(recorded(cast, Event.OFFICER_SIGNED_IN)) == 1


def test_a_wrong_code_does_not_and_is_recorded(cast: Cast, half_way: Client) -> None:
    assert not _given(half_way, "000000" if code() != "000000" else "111111")

    assert [(who, of) for who, of, _ in recorded(cast, Event.SIGN_IN_FAILED)] == [
        (None, str(cast.officers[_LOGIN]))
    ]


@pytest.mark.parametrize("periods", [-1, 0, 1])
def test_a_code_is_good_once(half_way: Client, periods: int) -> None:
    typed = code(periods=periods)
    assert _given(half_way, typed)

    again = Client()
    again.post(reverse("account_login"), {"login": _LOGIN, "password": PASSWORD})

    assert not _given(again, typed)
    assert not _given(again, f" {typed[:3]} {typed[3:]}")


def test_after_five_wrong_codes_the_right_one_opens_nothing(half_way: Client) -> None:
    wrong = "000000" if code() != "000000" else "111111"
    for _ in range(5):
        assert not _given(half_way, wrong)

    assert not _given(half_way, code())


def test_an_app_is_added_with_recovery_codes_that_are_shown_once(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in(_LOGIN)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session["mfa.totp.secret"]
    picture = client.get(reverse("totp_picture"))

    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    assert secret[:4] in page
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture.headers["Cache-Control"]
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = re.findall(r'<li class="secret">(\d{8})</li>', shown)
    assert len(set(codes)) == 10
    assert not re.search(r"\d{8}</li>", client.get(answer.headers["Location"]).content.decode())
    me = cast.officers[_LOGIN]
    assert recorded(cast, Event.FACTOR_ADDED) == [(me, str(me), frozenset({"factor"}))]

    first, second = Client(), Client()
    for other in (first, second):
        other.post(reverse("account_login"), {"login": _LOGIN, "password": PASSWORD})
    assert _given(first, codes[0])
    assert not _given(second, codes[0])
    assert _given(second, codes[1])


def test_factors_are_changed_only_after_the_password_was_asked_again(sign_in: SignIn) -> None:
    client = sign_in(_LOGIN)

    for name in ("mfa_activate_totp", "mfa_add_webauthn", "totp_picture"):
        answer = client.get(reverse(name))
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_an_app_is_removed_with_its_codes(cast: Cast, half_way: Client) -> None:
    _given(half_way, code())
    half_way.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    half_way.post(reverse("mfa_deactivate_totp"))

    with cast.acts(_LOGIN):
        assert not Authenticator.objects.exists()
    assert len(recorded(cast, Event.FACTOR_REMOVED)) == 1


def test_new_recovery_codes_replace_the_old_ones(cast: Cast, half_way: Client) -> None:
    _given(half_way, code())
    half_way.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    with cast.acts(_LOGIN):
        before = Authenticator.objects.get(type="recovery_codes").pk

    half_way.post(reverse("mfa_generate_recovery_codes"))

    with cast.acts(_LOGIN):
        assert Authenticator.objects.get(type="recovery_codes").pk != before
    assert len(recorded(cast, Event.RECOVERY_CODES_MADE)) == 1


def test_secrets_are_enciphered_at_rest(cast: Cast, half_way: Client) -> None:
    del half_way
    with cast.acts(_LOGIN), connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator ORDER BY id")
        kept = [row[0] for row in cursor.fetchall()]

    assert len(kept) == 2
    assert not any(_SECRET in text or 'seed": "0' in text for text in kept)
    assert all("gAAAA" in text for text in kept)


@pytest.mark.parametrize("other", ["administrator", "head_of_unit_a1", "auditor"])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id FROM mfa_authenticator WHERE user_id = {me}",
        "UPDATE mfa_authenticator SET data = '{{}}' WHERE user_id = {me} RETURNING id",
        "DELETE FROM mfa_authenticator WHERE user_id = {me} RETURNING id",
    ],
)
def test_nobody_else_sees_changes_or_removes_a_second_factor(
    cast: Cast, half_way: Client, other: str, statement: str
) -> None:
    del half_way
    with cast.acts(other), connection.cursor() as cursor:
        cursor.execute(statement.format(me=cast.officers[_LOGIN]))
        assert cursor.fetchall() == []
