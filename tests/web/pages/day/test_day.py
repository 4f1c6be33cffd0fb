"""My day: each sees what is his to do; who works on no cases sees his posts."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.cases.services.access import ask_access
from izdes.web.cases.services.members import release_member


def _page(cast: Cast, login: str, *, lang: Lang = "kk") -> str:
    """Return the first page of somebody."""
    client = Client()
    client.force_login(cast.officer(login))
    client.post(reverse("set_language"), {"language": lang})
    return client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_day_of_a_duty_officer_shows_what_waits(cast: Cast, lang: Lang) -> None:
    page = _page(cast, "duty_officer_a1", lang=lang)

    assert say("day_waiting", lang) in page
    assert "a1-loose" in page
    assert "b1-loose" not in page


@pytest.mark.parametrize("login", ["administrator", "auditor", "statistician", "responder_one"])
def test_who_works_on_no_cases_sees_his_posts_and_no_complaints(cast: Cast, login: str) -> None:
    page = _page(cast, login)

    assert say("day_waiting", "kk") not in page
    assert "loose" not in page


def test_a_head_sees_who_asks_to_be_let_in(cast: Cast) -> None:
    with cast.acts("investigator_b1") as officer:
        ask_access(case=cast.case("b1"), unit=cast.body("a1"), ground="More", officer=officer)

    assert "Investigator B1" in _page(cast, "head_of_unit_a1")
    assert say("day_access", "kk") not in _page(cast, "investigator_a1")


def test_what_others_did_in_my_case_is_told_and_what_i_did_is_not(cast: Cast) -> None:
    with cast.acts("head_of_unit_a1") as head:
        release_member(member=cast.member("specialist", "a1"), reason="Done", officer=head)

    assert "Head Of Unit A1" in _page(cast, "investigator_a1")
    told = _page(cast, "head_of_unit_a1")
    assert "Head Of Unit A1 " not in told.split(say("day_changed", "kk"))[1]
