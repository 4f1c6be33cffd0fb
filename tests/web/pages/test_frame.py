"""The frame of pages: three languages, a strict policy, and plain words when something is wrong."""

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings
from tests.web.cast import Cast

from izdes import web
from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.officers.roles import Role
from izdes.web.pages.errors import failed, wrong_request

_TEMPLATES = Path(web.__file__).parent / "templates"


@pytest.fixture
def client(cast: Cast) -> Client:
    """Return the browser of somebody who is signed in."""
    client = Client()
    client.force_login(cast.officer("investigator_a1"))
    return client


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_is_switched_on_the_page_and_kept(
    cast: Cast, client: Client, lang: Lang
) -> None:
    answer = client.post(reverse("set_language"), {"language": lang, "next": "/account/?a=1"})

    assert answer.headers["Location"] == "/account/?a=1"
    page = client.get(reverse("account")).content.decode()
    assert f'<html lang="{lang}">' in page
    assert say("page_account", lang) in page
    with cast.acts("investigator_a1") as officer:
        officer.refresh_from_db()
        assert officer.language == lang


@pytest.mark.parametrize("there", ["https://elsewhere.kz/", "//elsewhere.kz", "", "javascript:1"])
def test_a_switch_of_language_leads_nowhere_else(client: Client, there: str) -> None:
    answer = client.post(reverse("set_language"), {"language": "ru", "next": there})

    assert answer.headers["Location"] == reverse("home")


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post(reverse("set_language"), {"language": "xx"})

    assert '<html lang="kk">' in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("path", ["/", "/account/", "/sign-in/", "/nowhere/"])
def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(
    client: Client, path: str
) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy


@pytest.mark.parametrize(
    "file", sorted(_TEMPLATES.rglob("*.html")), ids=lambda file: str(file.name)
)
def test_no_template_has_inline_script_or_style(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    scripts = re.findall(r"<script([^>]*)>", text)
    assert all("src=" in given or "application/json" in given for given in scripts)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)


def test_a_page_that_is_not_there_says_so_in_kazakh(client: Client) -> None:
    answer = client.get("/nowhere/")

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert say("page_error_not_found_next", "kk") in answer.content.decode()


def test_a_page_of_others_says_why_it_is_closed(client: Client) -> None:
    answer = client.get(reverse("people"))

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert say("page_error_forbidden_about", "kk") in answer.content.decode()


def test_a_form_without_its_token_changes_nothing_and_says_so(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer("investigator_a1"))

    answer = client.post(reverse("set_language"), {"language": "en"})

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert say("page_error_no_token_next", "kk") in answer.content.decode()


def test_whoever_asks_too_often_is_told_to_wait(cast: Cast, settings: Settings) -> None:
    del cast
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = Client()
    given = {"login": "somebody", "password": "x"}

    first, second = (client.post(reverse("account_login"), given) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, HTTPStatus.TOO_MANY_REQUESTS)
    assert say("page_error_too_many_next", "kk") in second.content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_errors_of_ours_need_no_database(rf: RequestFactory, lang: Lang) -> None:
    with translation.override(lang):
        ours = failed(rf.get("/"))
        theirs = wrong_request(rf.get("/"), ValueError())

    assert (ours.status_code, theirs.status_code) == (500, 400)
    assert say("page_error_failed_about", lang) in ours.content.decode()
    assert say("page_error_wrong_request_about", lang) in theirs.content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_next_step(lang: Lang, role: Role) -> None:
    assert say(f"page_next_{role}", lang)
