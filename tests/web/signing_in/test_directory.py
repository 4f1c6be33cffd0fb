"""Signing in by a directory: whom it names comes in, if he was entered here; nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.web.cast import Cast
from tests.web.signing_in.conftest import forget
from tests.web.signing_in.provider import CLIENT, SECRET, Directory, speaking
from tests.web.signing_in.recorded import recorded

from izdes.web.config import ConfigurationMissing, ConfigurationWrong, configuration
from izdes.web.journal.events import Event
from izdes.web.officers.models import Officer
from izdes.web.signing_in.oidc import directory_origin, directory_settings
from izdes.web.signing_in.services.proofs import add_totp

pytestmark = pytest.mark.enable_socket

_LOGIN = "investigator_a1"


@pytest.fixture
def directory(cast: Cast, settings: Settings) -> Iterator[Directory]:
    """Return a directory that the office asks."""
    forget(cast, _LOGIN)
    claims: dict[str, object] = {"sub": "7", "preferred_username": _LOGIN, "name": "Whoever"}
    with speaking(Directory(claims)) as found:
        settings.SOCIALACCOUNT_PROVIDERS = directory_settings(
            replace(
                configuration(),
                oidc_issuer=found.address,
                oidc_client_id=CLIENT,
                oidc_client_secret=SECRET,
            )
        )
        yield found


def come_in(directory: Directory, client: Client) -> HttpResponse:
    """Go to the directory, agree there, and come back."""
    asked = client.post(reverse("openid_connect_login"))
    assert asked.headers["Location"].startswith(f"{directory.address}/authorize?")
    return client.get(directory.agree(asked.headers["Location"]))  # type: ignore[return-value]


def test_the_officer_whom_it_names_comes_in(cast: Cast, directory: Directory) -> None:
    client = Client()

    answer = come_in(directory, client)

    assert answer.headers["Location"] == reverse("home")
    assert client.get(reverse("home")).status_code == 200
    me = cast.officers[_LOGIN]
    assert [(who, of) for who, of, _ in recorded(cast, Event.OFFICER_SIGNED_IN)] == [(me, str(me))]


@pytest.mark.parametrize("login", ["nobody_was_entered_so", "shut_out_a1", "", None, 7, "a\x00b"])
def test_whoever_was_not_entered_here_does_not(
    cast: Cast, directory: Directory, login: object
) -> None:
    directory.claims["preferred_username"] = login
    before = Officer.objects.using("owner").count()
    client = Client()

    answer = come_in(directory, client)

    assert answer.status_code == 403
    assert client.get(reverse("home")).status_code == 302
    assert Officer.objects.using("owner").count() == before
    assert len(recorded(cast, Event.SIGN_IN_FAILED)) == 1


def test_the_directory_does_not_stand_for_the_second_factor(
    cast: Cast, directory: Directory
) -> None:
    with cast.acts(_LOGIN) as officer:
        add_totp(officer=officer, secret="JBSWY3DPEHPK3PXP")  # noqa: S106 - nobody's
    alone, at_anothers_browser = Client(), Client()
    forget(cast, "administrator")
    at_anothers_browser.force_login(cast.officer("administrator"))

    for client in (alone, at_anothers_browser):
        assert come_in(directory, client).headers["Location"] == reverse("mfa_authenticate")
        assert client.get(reverse("home")).status_code == 302


def test_at_anothers_browser_a_refusal_is_recorded_in_his_name(
    cast: Cast, directory: Directory
) -> None:
    directory.claims["preferred_username"] = "nobody_was_entered_so"
    client = Client()
    client.force_login(cast.officer("administrator"))

    assert come_in(directory, client).status_code == 403
    assert [who for who, _, _ in recorded(cast, Event.SIGN_IN_FAILED)] == [
        cast.officers["administrator"]
    ]


def test_an_answer_that_nobody_asked_for_opens_nothing(directory: Directory) -> None:
    asked = Client().post(reverse("openid_connect_login"))
    client = Client()

    answer = client.get(directory.agree(asked.headers["Location"]))

    assert answer.status_code == 403
    assert client.get(reverse("home")).status_code == 302


def test_a_code_that_was_used_opens_nothing(directory: Directory) -> None:
    client = Client()
    asked = client.post(reverse("openid_connect_login"))
    back = directory.agree(asked.headers["Location"])
    directory.codes.clear()

    assert client.get(back).status_code == 403


def test_a_token_for_somebody_else_opens_nothing(directory: Directory) -> None:
    directory.audience = "another-office"

    assert come_in(directory, Client()).status_code == 403


def test_a_directory_that_does_not_answer_is_said_to_be_silent(
    directory: Directory, settings: Settings
) -> None:
    silent = replace(
        configuration(),
        oidc_issuer=f"{directory.address}/elsewhere",
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
    )
    settings.SOCIALACCOUNT_PROVIDERS = directory_settings(silent)
    client = Client()

    answer = client.post(reverse("openid_connect_login"), follow=True)

    assert "каталогы жауап бермейді" in answer.content.decode()


def test_the_entrance_offers_the_directory(directory: Directory) -> None:
    del directory

    assert (
        "Ведомство каталогы арқылы кіру" in Client().get(reverse("account_login")).content.decode()
    )


def test_half_a_directory_is_refused() -> None:
    with pytest.raises(ConfigurationMissing):
        replace(configuration(), oidc_issuer="https://directory.kz", oidc_client_id="izdes")


def test_production_asks_no_directory_in_the_clear() -> None:
    given = {"oidc_client_id": "izdes", "oidc_client_secret": "x", "home": Path("/nowhere")}

    with pytest.raises(ConfigurationWrong):
        replace(
            configuration(),
            mode="production",
            oidc_issuer="http://directory.kz",
            **given,  # type: ignore[arg-type]
        )


def test_the_policy_of_pages_names_the_directory() -> None:
    found = replace(
        configuration(),
        oidc_issuer="https://directory.kz:8443/realms/police",
        oidc_client_id="izdes",
        oidc_client_secret="x",  # noqa: S106 - it guards nothing
    )

    assert directory_origin(found) == ("https://directory.kz:8443",)
    assert directory_origin(configuration()) == ()
