"""Search: numbers at once; people only for a case and a purpose, and that is written down."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.pages.noted import readings

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.twin.numbers import phone
from izdes.web.cases.models import AccessRequest
from izdes.web.cases.services.cases import register_case
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
    elsewhere = reverse("triage_complaint", kwargs={"number": cast.complaint("b1").pk})
    assert elsewhere not in page


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

    assert f'hx-post="{reverse("triage_check")}?case={cast.case("a1").pk}"' in page


@pytest.mark.parametrize("number", ["267500031000018", "2675 0003 1000 019"])
def test_of_a_register_number_it_is_first_said_that_no_such_case_is_seen(
    cast: Cast, number: str
) -> None:
    page = _searched(cast, "investigator_a2", q=number)

    unseen, person = page.index(say("search_unseen", "kk")), page.index(say("search_person", "kk"))
    assert unseen < person
    assert f'href="{reverse("access_ask")}"' in page
    # The reading as a device is offered, and not pressed on anybody.
    assert 'class="chip' in page
    assert "<details open>" not in page


def test_a_number_that_one_says_is_a_device_s_is_taken_at_ones_word(cast: Cast) -> None:
    page = _searched(cast, "investigator_a2", q="267500031000018", kind="imei")

    assert say("search_unseen", "kk") not in page
    assert say("search_person", "kk") in page


@pytest.mark.parametrize("number", ["123456789012", "267500031000019"])
def test_what_a_number_fits_but_for_a_digit_may_stand_on_a_paper(cast: Cast, number: str) -> None:
    page = _searched(cast, "investigator_a2", q=number)

    assert say("search_unseen", "kk") in page


def test_a_telephone_is_nothing_but_a_telephone(cast: Cast) -> None:
    assert say("search_unseen", "kk") not in _searched(cast, "investigator_a2", q=phone(1))


def test_a_case_is_found_by_its_number_as_papers_write_it(cast: Cast) -> None:
    with cast.acts("investigator_a1") as officer:
        case = register_case(
            number="267500031000018",
            unit=cast.body("a1"),
            registered_at=now(),
            form="investigation",
            category="ordinary",
            officer=officer,
        )

    page = _searched(cast, "investigator_a1", q="2675 0003 1000 018")

    assert reverse("case_overview", kwargs={"number": case.pk}) in page


def test_a_register_number_is_no_device_while_one_types(cast: Cast) -> None:
    client, given = _browser(cast, "investigator_a1"), {"q": "267500031000018", "kind": ""}

    told = client.post(reverse("search_known"), given).content.decode()

    assert say("search_like_register", "kk") in told
    assert 'class="chip' not in told
    assert readings(cast, "investigator_a1") == []


def test_that_the_country_was_asked_is_noted_with_what_is_said_so_far(cast: Cast) -> None:
    client = _browser(cast, "investigator_a1")

    client.post(reverse("search_known"), {"q": phone(1)})
    said = {"q": phone(1), "case": "a1", "purpose": "The same caller"}
    client.post(reverse("search_known"), said)
    client.post(reverse("search_known"), {"q": "Айгүл Серікова"})

    (key, case, purpose), second = readings(cast, "investigator_a1")
    assert (case, purpose) == (None, say("known_purpose_search", "kk"))
    assert second == (key, cast.case("a1").pk, "The same caller")
    assert phone(1) not in key


def test_a_purpose_of_two_lines_is_no_purpose_and_nothing_breaks(cast: Cast) -> None:
    client = _browser(cast, "investigator_a1")

    answer = client.post(reverse("search"), {"q": phone(1), "purpose": "One\nTwo", "case": "a1"})

    assert answer.status_code in {HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY}


def test_who_knows_the_number_from_a_paper_chooses_the_unit_himself(cast: Cast) -> None:
    client = _browser(cast, "investigator_a2")
    address = reverse("access_ask")

    page = client.get(address).content.decode()
    nobody = client.post(address, {"case": "a2", "ground": "267500031000018", "unit": ""})
    given = {"case": "a2", "ground": "267500031000018", "unit": str(cast.body("c1").pk)}
    answer = client.post(address, given)

    assert say("access_ask_by_number", "kk") in page
    assert f'value="{cast.body("a2").pk}"' not in page.split("<select")[1]
    assert nobody.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.status_code == HTTPStatus.FOUND
    with cast.acts("investigator_a2") as officer:
        asked = AccessRequest.objects.filter(asker=officer).latest("pk")
        assert (asked.unit_id, asked.ground) == (cast.body("c1").pk, "267500031000018")
