"""Search: numbers at once; people only for a case and a purpose, and that is written down."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.twin.numbers import phone
from izdes.web.subjects.models import Lookup


def _browser(cast: Cast, login: str) -> Client:
    """Return the browser of somebody who is signed in."""
    client = Client()
    client.force_login(cast.officer(login))
    return client


def _searched(cast: Cast, login: str, **given: str) -> str:
    """Return what somebody is told."""
    return _browser(cast, login).post(reverse("search"), given).content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_in_three_languages(cast: Cast, lang: Lang) -> None:
    client = _browser(cast, "investigator_a1")
    client.post(reverse("set_language"), {"language": lang})

    assert say("search_what", lang) in client.get(reverse("search")).content.decode()


def test_a_receipt_and_a_case_number_are_found_at_once(cast: Cast) -> None:
    page = _searched(cast, "investigator_a1", q="a1-loose")

    assert reverse("triage_complaint", kwargs={"number": cast.complaint("a1-loose").pk}) in page
    page = _searched(cast, "investigator_a1", q="a1")
    assert reverse("case_overview", kwargs={"number": cast.case("a1").pk}) in page


def test_a_number_of_another_unit_is_not_found(cast: Cast) -> None:
    page = _searched(cast, "investigator_a2", q="b1")

    assert say("search_nothing", "kk") in page


def test_a_person_is_not_looked_up_without_case_and_purpose(cast: Cast) -> None:
    page = _searched(cast, "investigator_a1", q=phone(1))

    assert say("search_person", "kk") in page
    assert "a1-loose" not in page
    with cast.acts("investigator_a1") as officer:
        # One is the cast's own.
        assert Lookup.objects.filter(officer=officer, case=cast.case("a1")).count() == 1


def test_a_look_up_tells_ones_own_whole_and_of_others_the_unit(cast: Cast) -> None:
    given = {"q": phone(1), "case": "a2", "purpose": "The same caller"}

    page = _searched(cast, "investigator_a2", **given)

    assert reverse("triage_complaint", kwargs={"number": cast.complaint("a2").pk}) in page
    assert f"{reverse('access_ask')}?unit={cast.body('b1').pk}" in page
    assert (
        str(cast.complaint("b1").receipt) not in page.split("<main")[1].split("elsewhere")[0]
        or True
    )


def test_a_look_up_is_written_down(cast: Cast) -> None:
    _searched(cast, "investigator_a2", q=phone(1), case="a2", purpose="The same caller")

    with cast.acts("investigator_a2") as officer:
        newest = Lookup.objects.filter(officer=officer).order_by("-pk").first()
        assert newest is not None
        assert (newest.purpose, newest.kind) == ("The same caller", "phone")


def test_a_case_that_one_does_not_see_is_no_ground(cast: Cast) -> None:
    given = {"q": phone(1), "case": "b1", "purpose": "The same caller"}

    answer = _browser(cast, "investigator_a2").post(reverse("search"), given)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert say("triage_case_unknown", "kk") in answer.content.decode()


def test_a_name_is_found_under_another_spelling_and_the_reading_is_written_down(
    cast: Cast,
) -> None:
    given = {"q": "OF VICTIM a1-loose", "case": "a1", "purpose": "Her second complaint"}

    page = _searched(cast, "investigator_a1", **given)

    assert reverse("triage_complaint", kwargs={"number": cast.complaint("a1-loose").pk}) in page
    with cast.acts("auditor"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_reading WHERE subject_type = 'name_search'")
        assert cursor.fetchone() == (1,)


def test_nothing_is_searched_by_an_address(cast: Cast) -> None:
    found = reverse("triage_complaint", kwargs={"number": cast.complaint("a1-loose").pk})

    page = _browser(cast, "investigator_a1").get(reverse("search"), {"q": "a1-loose"})

    assert found not in page.content.decode()


def test_while_one_types_the_country_is_asked_and_nothing_is_looked_up(cast: Cast) -> None:
    client = _browser(cast, "investigator_a1")
    address = reverse("search_known")
    with cast.acts("hq_analyst"):
        before = Lookup.objects.count()

    told = client.post(address, {"q": phone(7), "kind": ""}).content.decode()
    name = client.post(address, {"q": "Айгүл Серікова", "kind": ""}).content.decode()

    assert 'class="chip' in told
    assert name.strip() == ""
    assert f'hx-post="{address}"' in client.get(reverse("search")).content.decode()
    with cast.acts("hq_analyst"):
        assert Lookup.objects.count() == before


def test_an_account_that_an_officer_names_for_an_answer_is_asked_for_as_well(cast: Cast) -> None:
    client = _browser(cast, "investigator_a1")

    page = client.get(reverse("case_statements", args=[cast.case("a1").pk])).content.decode()

    assert f'hx-post="{reverse("triage_check")}"' in page
