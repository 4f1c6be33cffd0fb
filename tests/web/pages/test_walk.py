"""The walk: everybody opens every address, and gets what the table says."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.cast import Cast
from tests.web.characters import ADMINISTRATORS, NO_POST_NOW, PEOPLE
from tests.web.signing_in.conftest import forget
from tests.web.visibility.matrix import Row as Place
from tests.web.visibility.matrix import may, people, words_of

from izdes.web.officers.roles import CASELESS, HEADING, Role
from izdes.web.signing_in.services.proofs import add_totp

Row = dict[str, Any]
_FILE = Path(__file__).with_name("walk.yaml")
_EVERYBODY = sorted({*ADMINISTRATORS, *(login for login, _, _ in PEOPLE), "nobody"})
_SHUT_OUT = "shut_out_a1"
# Opened: shown, sent on to another page, or told that there is no such thing or that a form lacks.
_OPENED = {200, 302, 404, 422}
_ENTRANCE = reverse("account_login")
# Pages of the case a1 open to whoever has its row by the matrix of visibility, for a verb.
_OF_CASE = {
    "readers": ("cases_case", "read"),
    "writers": ("cases_case", "update"),
    "leaders": ("cases_member", "update"),
}


@cache
def table() -> dict[str, Row]:
    found: dict[str, Row] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def names(resolver: URLResolver) -> set[str]:
    """Return the names of all addresses."""
    found = set[str]()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(str(pattern.name))
        else:
            found |= names(pattern)
    return found


def opened(client: Client, cast: Cast, name: str) -> bool:
    """Say whether an address opens to whoever asks."""
    row = table()[name]
    places = {
        "person": cast.officers["investigator_a1"],
        "case": cast.case("a1").pk,
        "complaint": cast.complaint("a1-loose").pk,
    }
    given = {key: places.get(value, value) for key, value in row.get("with", {}).items()}
    ask = client.post if row.get("asked") == "POST" else client.get
    answer = ask(reverse(name, kwargs=given))
    assert answer.status_code in _OPENED | {403}, (name, answer.status_code)
    sent_in = answer.headers.get("Location", "").startswith(_ENTRANCE)
    closed = {403, 404} if row["who"] in _OF_CASE else {403}
    return answer.status_code not in closed and not sent_in


def may_open(login: str, who: str) -> bool:
    """Say whether somebody who is signed in may open what a word of the table names."""
    if login == _SHUT_OUT:
        return who == "everybody"
    if who in _OF_CASE:
        table, verb = _OF_CASE[who]
        place = Place(cases=frozenset({"a1"}))
        walking = (person for person in people() if person.login == login)
        return any(may(person, words_of(table, person, verb), place) for person in walking)
    roles = {one: role for one, role, _ in PEOPLE if one not in NO_POST_NOW}
    if who == "analysts":
        return roles.get(login) == Role.HQ_ANALYST
    if who == "heads":
        return roles.get(login) in HEADING
    if who == "workers":
        return login in roles and roles[login] not in CASELESS
    return who in {"everybody", "officers"} or login in ADMINISTRATORS


def test_the_table_names_every_address_and_no_other() -> None:
    assert set(table()) == names(get_resolver())


@pytest.mark.parametrize("name", sorted(table()))
def test_whoever_is_not_signed_in_opens_what_is_everybodys(cast: Cast, name: str) -> None:
    # Nobody is half-way in here, so that page sends him to the entrance as well. Whoever is not
    # signed in is signed out already.
    is_open = table()[name]["who"] == "everybody"

    if name in {"openid_connect_login", "openid_connect_callback"}:
        assert Client().get(reverse(name)).status_code == 404
    else:
        assert opened(Client(), cast, name) is is_open


@pytest.mark.parametrize("login", _EVERYBODY)
def test_everybody_opens_what_the_table_says(cast: Cast, login: str) -> None:
    expected, found = {}, {}

    for name, row in table().items():
        if row["who"] in {"half-way", "nobody"} or name == "account_logout":
            continue
        # Of the cast only administrators have a password.
        if row["who"] == "provable" and login not in ADMINISTRATORS:
            continue
        client = Client()
        client.force_login(cast.officer(login))
        expected[name] = may_open(login, row["who"])
        found[name] = opened(client, cast, name) or (name == "account_login")

    assert found == expected


@pytest.mark.parametrize("login", sorted(set(NO_POST_NOW) - {_SHUT_OUT}))
def test_without_a_post_the_first_page_says_what_to_do(cast: Cast, login: str) -> None:
    client = Client()
    client.force_login(cast.officer(login))

    assert "Қазір сізде лауазым жоқ" in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("name", [name for name, row in table().items() if row.get("again")])
def test_what_concerns_sign_in_is_asked_for_again(cast: Cast, name: str) -> None:
    forget(cast, "administrator")
    with cast.acts("administrator") as administrator:
        add_totp(officer=administrator, secret="JBSWY3DPEHPK3PXP")  # noqa: S106 - nobody's
    client = Client()
    client.force_login(cast.officer("administrator"))
    given = table()[name].get("with", {})

    answer = client.get(reverse(name, kwargs=given))

    assert answer.headers["Location"].split("?")[0] in {
        reverse("account_reauthenticate"),
        reverse("mfa_reauthenticate"),
    }


@pytest.mark.parametrize(
    "name", [name for name, row in table().items() if row.get("asked") == "POST"]
)
def test_what_changes_something_is_never_done_by_a_link(cast: Cast, name: str) -> None:
    client = Client()
    client.force_login(cast.officer("administrator"))
    given = dict.fromkeys(table()[name].get("with", {}), 0)

    assert client.get(reverse(name, kwargs=given)).status_code == 405
