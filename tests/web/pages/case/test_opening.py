"""Every page of a case opens for whoever works on it; to others there is no such case."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.web.cast import Cast
from tests.web.investigation.casework import LEAD, case_with

from izdes.adapters.words import LANGUAGES

_READ = (
    "case_overview",
    "case_qualification",
    "case_terms",
    "case_episodes",
    "case_identifiers",
    "case_tasks",
    "case_notes",
    "case_timeline",
    "case_documents",
    "case_members",
    "case_history",
    "case_sheet",
    "case_movements",
)
_LED = ("case_movements_transfer", "case_movements_join", "case_movements_separate")


def browser(cast: Cast, login: str = LEAD) -> Client:
    """Return the browser of somebody who is signed in."""
    client = Client()
    client.force_login(cast.officer(login))
    return client


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lead_opens_every_page(cast: Cast, lang: str) -> None:
    case = case_with(cast, "open", 100_000_000, None)
    client = browser(cast)
    client.cookies["django_language"] = lang

    for name in (*_READ, *_LED):
        answer = client.get(reverse(name, kwargs={"number": case.pk}))

        assert answer.status_code == HTTPStatus.OK, name
        page = answer.content.decode()
        assert case.number in page, name
        assert "—</strong>" not in page
    with translation.override(lang):
        assert client.get(reverse("case_list")).status_code == HTTPStatus.OK


@pytest.mark.parametrize("name", [*_READ, *_LED])
def test_a_stranger_is_told_that_there_is_no_such_case(cast: Cast, name: str) -> None:
    case = case_with(cast, "closed", 100_000_000)

    answer = browser(cast, "investigator_b1").get(reverse(name, kwargs={"number": case.pk}))

    assert answer.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("name", _READ)
def test_the_prosecutor_reads_every_page(cast: Cast, name: str) -> None:
    case = case_with(cast, "read", 100_000_000)

    answer = browser(cast, "prosecutor_a1").get(reverse(name, kwargs={"number": case.pk}))

    assert answer.status_code == HTTPStatus.OK
    page = answer.content.decode()
    assert 'method="post" action="/cases/' not in page


@pytest.mark.parametrize("name", _LED)
def test_whoever_only_reads_moves_nothing(cast: Cast, name: str) -> None:
    case = case_with(cast, "read", 100_000_000)

    answer = browser(cast, "prosecutor_a1").get(reverse(name, kwargs={"number": case.pk}))

    assert answer.status_code == HTTPStatus.FORBIDDEN
