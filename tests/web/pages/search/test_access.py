"""Access: asked from a match, given to chosen cases for some days, refused with a reason, ended."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.twin.numbers import phone
from izdes.web.cases.models import AccessRequest
from izdes.web.cases.selectors import cases_visible_to
from izdes.web.subjects.models import Lookup


def _browser(cast: Cast, login: str) -> Client:
    """Return the browser of somebody who is signed in."""
    client = Client()
    client.force_login(cast.officer(login))
    return client


def _asked(cast: Cast) -> AccessRequest:
    """Let the investigator of a2 look up and ask the unit b1, as pages lead him."""
    client = _browser(cast, "investigator_a2")
    given = {"q": phone(1), "case": "a2", "purpose": "The same caller"}
    client.post(reverse("search"), given)
    with cast.acts("investigator_a2") as officer:
        lookup = Lookup.objects.filter(officer=officer).latest("pk")
    address = f"{reverse('access_ask')}?unit={cast.body('c1').pk}&lookup={lookup.pk}"
    answer = client.post(address, {"case": "a2", "ground": "The same caller"})
    assert answer.status_code == HTTPStatus.FOUND
    with cast.acts("investigator_a2") as officer:
        return AccessRequest.objects.filter(asker=officer).latest("pk")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_shows_what_one_asked(cast: Cast, lang: Lang) -> None:
    client = _browser(cast, "investigator_b1")
    client.post(reverse("set_language"), {"language": lang})

    page = client.get(reverse("access_list")).content.decode()

    assert say("access_state_granted", lang) in page


def test_what_was_asked_from_a_match_names_what_matched(cast: Cast) -> None:
    request = _asked(cast)

    assert (request.unit_id, request.state) == (cast.body("c1").pk, "asked")
    assert request.identifier_id is not None


def test_a_head_grants_the_cases_that_match(cast: Cast) -> None:
    request = cast.request("investigator_a2")
    client = _browser(cast, "head_of_unit_b1")
    address = reverse("access_grant", kwargs={"number": request.pk})

    nothing = client.post(address, {"days": "7"})
    answer = client.post(address, {"days": "7", "numbers": "b1"})

    assert nothing.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.status_code == HTTPStatus.FOUND
    with cast.acts("investigator_a2") as officer:
        assert cases_visible_to(officer).filter(number="b1").exists()


def test_a_head_refuses_with_a_reason(cast: Cast) -> None:
    request = cast.request("investigator_a2")
    client = _browser(cast, "head_of_unit_b1")
    address = reverse("access_refuse", kwargs={"number": request.pk})

    without = client.post(address, {"reason": ""})
    client.post(address, {"reason": "Not the same"})

    assert without.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = _browser(cast, "investigator_a2").get(
        reverse("access_request", kwargs={"number": request.pk})
    )
    assert "Not the same" in page.content.decode()


def test_a_head_ends_what_was_granted(cast: Cast) -> None:
    request = cast.request("investigator_b1")
    address = reverse("access_withdraw", kwargs={"number": request.pk})

    _browser(cast, "head_of_unit_a1").post(address, {"reason": "Not the same"})

    with cast.acts("investigator_b1") as officer:
        assert not cases_visible_to(officer).filter(number="a1").exists()


def test_whoever_asks_decides_nothing(cast: Cast) -> None:
    request = cast.request("investigator_a2")
    address = reverse("access_grant", kwargs={"number": request.pk})

    answer = _browser(cast, "investigator_a2").post(address, {"days": "7", "numbers": "b1"})

    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_a_look_up_of_somebody_else_is_no_ground(cast: Cast) -> None:
    with cast.acts("investigator_b1") as officer:
        other = Lookup.objects.filter(officer=officer).latest("pk")

    answer = _browser(cast, "investigator_a2").get(
        reverse("access_ask"), {"unit": cast.body("b1").pk, "lookup": other.pk}
    )

    assert answer.status_code == HTTPStatus.FORBIDDEN
