"""Clients: two people enter one, its secret is shown once, and its end is at once."""

import base64
from datetime import timedelta

import pytest
from django.db import connections
from django.test import RequestFactory
from tests.web.cast import Cast
from tests.web.institutions.conftest import Program, told
from tests.web.institutions.contours import SiteClient

from izdes.web.institutions.clients import (
    ClientExists,
    ClientSamePerson,
    ClientUnknown,
    ClientWrong,
    clients_told_to,
    confirm_client,
    end_client,
    propose_client,
    refuse_client,
    rotate_secret,
)
from izdes.web.officers.reach import NotPermitted
from izdes.web.officers.services.posts import end_post

# The same in one contour and in two.
pytestmark = pytest.mark.parametrize("contours", [1, 2], indirect=True)


def proposed(cast: Cast, name: str = "core", *, by: str = "administrator") -> None:
    responder = cast.officer("responder_one")
    with cast.acts(by) as officer:
        propose_client(name=name, responder=responder, body=cast.body("bank-one"), officer=officer)


def events() -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT body::json ->> 'event' FROM journal_entry ORDER BY number")
        return [row[0] for row in cursor.fetchall()]


def test_another_administrator_confirms(site: Cast) -> None:
    proposed(site)

    with site.acts("administrator") as officer, pytest.raises(ClientSamePerson):
        confirm_client(name="core", officer=officer)
    with site.acts("administrator_2") as officer:
        secret = confirm_client(name="core", officer=officer)

    assert Program("core", secret).signs_in().status_code == 200
    assert events()[-2:] == ["client.proposed", "client.confirmed"]


def test_a_client_that_nobody_confirmed_gets_no_token(site: Cast) -> None:
    proposed(site)
    with site.acts("administrator_2") as officer:
        refuse_client(name="core", reason="Not agreed", officer=officer)
        with pytest.raises(ClientUnknown):
            rotate_secret(name="core", overlap=timedelta(), officer=officer)


@pytest.mark.parametrize("login", ["investigator_a1", "responder_one", "auditor"])
def test_only_an_administrator_enters_clients(site: Cast, login: str) -> None:
    with pytest.raises(NotPermitted):
        proposed(site, by=login)


def test_a_client_is_of_the_body_for_which_its_person_answers(site: Cast) -> None:
    responder = site.officer("responder_one")
    with site.acts("administrator") as officer, pytest.raises(ClientWrong):
        propose_client(
            name="core", responder=responder, body=site.body("bank-two"), officer=officer
        )


@pytest.mark.parametrize("name", ["", "A", "a b", "core'--", "ядро"])
def test_a_name_is_plain(site: Cast, name: str) -> None:
    with pytest.raises(ClientWrong):
        proposed(site, name)


def test_a_name_is_given_once(site: Cast) -> None:
    proposed(site)

    with pytest.raises(ClientExists):
        proposed(site)


def test_an_old_secret_works_as_long_as_the_overlap(site: Cast, bank: Program) -> None:
    with site.acts("administrator") as officer:
        new = rotate_secret(name=bank.name, overlap=timedelta(hours=1), officer=officer)
    assert bank.signs_in().status_code == 200
    assert Program(bank.name, new).signs_in().status_code == 200

    with site.acts("administrator") as officer:
        rotate_secret(name=bank.name, overlap=timedelta(), officer=officer)

    assert bank.signs_in().status_code == 401
    assert events()[-1] == "client.secret_made"


def test_an_ended_client_is_shut_out_at_once(site: Cast, bank: Program) -> None:
    with site.acts("administrator") as officer:
        end_client(name=bank.name, reason="Left", officer=officer)
        (found,) = clients_told_to(officer)

    assert bank.gets("/v1/requests").status_code == 401
    assert bank.signs_in().status_code == 401
    assert found.state == "ended"
    with site.acts("administrator") as officer, pytest.raises(ClientUnknown):
        end_client(name=bank.name, reason="Again", officer=officer)


def test_a_client_works_as_long_as_its_person_answers(site: Cast, bank: Program) -> None:
    post = site.post("responder_one")
    with site.acts("administrator") as officer:
        end_post(post=post, reason="Left the bank", officer=officer)

    assert bank.gets("/v1/requests").status_code == 401
    assert bank.signs_in().status_code == 401


def test_nobody_else_is_told_of_clients(site: Cast, bank: Program) -> None:
    del bank
    with site.acts("hq_analyst") as officer:
        assert clients_told_to(officer) == ()


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"\xff\xfe").decode(),
        "Basic " + base64.b64encode(b"bank-one-core:wrong").decode(),
        "Basic " + base64.b64encode(b"nobody:").decode(),
        "Basic " + base64.b64encode(b"no\0body:x").decode(),
        "Bearer x",
    ],
)
def test_a_token_is_given_for_nothing_else(site: Cast, bank: Program, header: str) -> None:
    del site
    reply = bank.http.post(
        "/oauth/token", {"grant_type": "client_credentials"}, headers={"authorization": header}
    )

    assert reply.status_code == 401
    assert told(reply) == {"error": "invalid_client"}


def test_other_grants_are_refused(site: Cast, bank: Program) -> None:
    del site
    reply = bank.http.post("/oauth/token", {"grant_type": "password"})

    assert (reply.status_code, told(reply)) == (400, {"error": "unsupported_grant_type"})


def test_whoever_guesses_is_stopped(
    site: Cast, bank: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from izdes.web.institutions import limiting  # noqa: PLC0415 - what is changed here alone

    del site
    monkeypatch.setitem(limiting.BOUNDS, "secret", limiting.Bound(3, timedelta(hours=1)))
    wrong = Program(bank.name, "wrong")

    replies = [wrong.signs_in() for _ in range(4)]

    assert [reply.status_code for reply in replies] == [401, 401, 401, 429]
    assert 0 < int(replies[-1]["Retry-After"]) <= 3_600


def test_who_guesses_many_names_is_stopped_too(
    site: Cast, bank: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from izdes.web.institutions import limiting  # noqa: PLC0415 - what is changed here alone

    del site
    monkeypatch.setitem(limiting.BOUNDS, "secrets", limiting.Bound(3, timedelta(hours=1)))

    statuses = [Program(f"core-{n}", "x").signs_in().status_code for n in range(4)]

    assert statuses == [401, 401, 401, 429]
    assert bank.gets("/v1/requests").status_code == 200


@pytest.mark.parametrize("whence", ["198.51.100.7", "2001:db8:1::7"])
def test_whoever_guesses_elsewhere_keeps_the_right_secret_from_nobody(
    site: Cast, bank: Program, monkeypatch: pytest.MonkeyPatch, whence: str
) -> None:
    from izdes.web.institutions import limiting  # noqa: PLC0415 - what is changed here alone

    del site
    monkeypatch.setitem(limiting.BOUNDS, "secret", limiting.Bound(3, timedelta(hours=1)))
    wrong = Program(bank.name, "wrong", http=SiteClient(REMOTE_ADDR=whence))
    statuses = [wrong.signs_in().status_code for _ in range(5)]

    assert statuses[-1] == 429
    assert bank.signs_in().status_code == 200


def test_right_sign_ins_are_no_guesses(
    site: Cast, bank: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from izdes.web.institutions import limiting  # noqa: PLC0415 - what is changed here alone

    del site
    monkeypatch.setitem(limiting.BOUNDS, "secret", limiting.Bound(2, timedelta(hours=1)))
    monkeypatch.setitem(limiting.BOUNDS, "token", limiting.Bound(5, timedelta(hours=1)))

    # One was given before.
    assert [bank.signs_in().status_code for _ in range(5)] == [200, 200, 200, 200, 429]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3::7", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "::ffff:198.51.100.7"),
        ("nobody", "nobody"),
    ],
)
def test_of_ipv6_one_caller_has_a_whole_network(site: Cast, address: str, network: str) -> None:
    from izdes.web.institutions import limiting  # noqa: PLC0415 - what needs the site's settings

    del site

    assert limiting.network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network
