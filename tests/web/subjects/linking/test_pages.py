"""Pages of series: what an officer reads there, what he may say, what he is told while typing."""

from django.db import connections
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.web.cast import Cast
from tests.web.subjects.linking.test_series import two_confirmed

from izdes.twin.numbers import phone
from izdes.web.subjects.linking.follow import follow
from izdes.web.subjects.linking.identifiers import matches_of
from izdes.web.subjects.linking.services import confirm_series, merge_series

_COMMON = phone(1)


def browser(cast: Cast, login: str) -> Client:
    """Return the browser of somebody who is signed in."""
    client = Client()
    client.force_login(cast.officer(login))
    return client


def shown(answer: HttpResponseBase) -> str:
    """Return what a page shows."""
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def test_the_tab_of_a_case_leads_to_its_series(linked: Cast) -> None:
    answer = browser(linked, "investigator_c1").get(
        reverse("case_series", args=[linked.case("c1").pk])
    )

    assert answer.status_code == 200
    assert reverse("series", args=[linked.complaint("c1").pk]) in shown(answer)
    assert "Болжанған серия" in shown(answer)


def test_the_page_of_a_series_tells_of_others_units_and_numbers_alone(linked: Cast) -> None:
    answer = browser(linked, "investigator_c1").get(
        reverse("series", args=[linked.complaint("c1").pk])
    )

    assert answer.status_code == 200
    for unit in ("a1", "a2", "a-inv", "b1"):
        assert f">{unit}<" in shown(answer)
    asked = f"{reverse('access_ask')}?case=c1&amp;unit={linked.body('a1').pk}"
    assert asked in shown(answer)
    # Receipts of the cast are called as its cases; only his own is named.
    assert shown(answer).count(reverse("series", args=[linked.complaint("c1").pk])) > 0
    for receipt in ("a1", "a2", "a-inv", "b1"):
        assert f"/series/{linked.complaint(receipt).pk}/" not in shown(answer)


def test_a_complaint_that_is_alone_says_so(linked: Cast) -> None:
    answer = browser(linked, "investigator_b1").get(
        reverse("series", args=[linked.complaint("b1-loose").pk])
    )

    assert "ешбір серияға кірмейді" in shown(answer)


def test_a_series_is_confirmed_by_a_form_and_says_who_did(linked: Cast) -> None:
    client, key = browser(linked, "investigator_c1"), linked.complaint("c1").pk

    answer = client.post(
        reverse("series_confirm", args=[key]), {"ground": "One script"}, follow=True
    )

    assert answer.redirect_chain == [(reverse("series", args=[key]), 302)]
    assert "Investigator C1" in shown(answer)
    assert "One script" in shown(answer)


def test_only_who_sees_all_of_a_series_is_offered_to_withdraw_it(linked: Cast) -> None:
    page = reverse("series", args=[linked.complaint("c1").pk])
    with linked.acts("hq_analyst") as officer:
        made = confirm_series(complaint=linked.complaint("c1").pk, ground="One", officer=officer)
    offered = reverse("series_withdraw", args=[linked.complaint("c1").pk, made.key])

    assert offered in shown(browser(linked, "hq_analyst").get(page))
    assert offered not in shown(browser(linked, "investigator_c1").get(page))


def test_an_analyst_undoes_a_merging_on_the_page(linked: Cast) -> None:
    elder, younger = two_confirmed(linked)
    key, client = linked.complaint("b1").pk, browser(linked, "hq_analyst")
    with linked.acts("hq_analyst") as officer:
        merge_series(one=elder.key, other=younger.key, reason="One crew", officer=officer)
    undo = reverse("series_part", args=[key, younger.key])
    assert undo in shown(client.get(reverse("series", args=[key])))

    answer = client.post(undo, {"reason": "It was not"}, follow=True)

    assert answer.redirect_chain == [(reverse("series", args=[key]), 302)]
    assert undo not in shown(answer)
    assert f'id="confirmed-{younger.key}"' in shown(answer)


def test_without_a_ground_the_form_is_shown_again(linked: Cast) -> None:
    client, key = browser(linked, "investigator_c1"), linked.complaint("c1").pk

    answer = client.post(reverse("series_confirm", args=[key]), {"ground": ""})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in shown(answer)


def test_an_analyst_parts_two_complaints_and_takes_it_back(linked: Cast) -> None:
    client = browser(linked, "hq_analyst")
    one, other = (linked.complaint(receipt).pk for receipt in ("a1", "b1"))

    given = {"one": one, "other": other, "verdict": "not_same", "reason": "Another voice"}
    answer = client.post(reverse("series_judge", args=[one]), given)
    follow()
    page = shown(client.get(reverse("series", args=[one])))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM subjects_judgement")
        (judgement,) = cursor.fetchone()
    back = client.post(reverse("series_unjudge", args=[one, judgement]), {"reason": "An error"})

    assert (answer.status_code, back.status_code) == (302, 302)
    assert "Another voice" in page
    assert "бір қол емес" in page


def test_one_complaint_is_not_two(linked: Cast) -> None:
    client, key = browser(linked, "hq_analyst"), linked.complaint("a1").pk
    given = {"one": key, "other": key, "verdict": "same", "reason": "x"}

    answer = client.post(reverse("series_judge", args=[key]), given)

    assert answer.status_code == 422
    assert "Екі түрлі арызды таңдаңыз" in shown(answer)


def test_a_prosecutor_reads_and_judges_nothing(linked: Cast) -> None:
    client, key = browser(linked, "prosecutor_a1"), linked.complaint("a1").pk

    page = client.get(reverse("series", args=[key]))
    answer = client.post(reverse("series_confirm", args=[key]), {"ground": "x"})

    assert page.status_code == 200
    assert reverse("series_confirm", args=[key]) not in shown(page)
    assert answer.status_code == 403


def test_an_analyst_says_what_a_hub_is_and_withdraws_it(linked: Cast) -> None:
    client = browser(linked, "hq_analyst")
    given = {"kind": "phone", "value": _COMMON, "verdict": "hub", "reason": "A hotline"}

    said = client.post(reverse("hubs_say"), given)
    page = shown(client.get(reverse("hubs")))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM subjects_hub_verdict")
        (verdict,) = cursor.fetchone()
    back = client.post(reverse("hubs_withdraw", args=[verdict]), {"reason": "An error"})

    assert (said.status_code, back.status_code) == (302, 302)
    assert "A hotline" in page


def test_what_is_no_number_is_said_at_the_form(linked: Cast) -> None:
    given = {"kind": "phone", "value": "hello", "verdict": "hub", "reason": "x"}

    answer = browser(linked, "hq_analyst").post(reverse("hubs_say"), given)

    assert answer.status_code == 422
    assert "hello" in shown(answer)


def test_questions_of_the_page_do_not_grow_with_the_series(
    linked: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    key = linked.complaint("a1").pk
    with linked.acts("hq_analyst") as officer:
        confirm_series(complaint=key, ground="One", officer=officer)
        assert matches_of(officer, "phone", _COMMON).complaints == 5
    client = browser(linked, "hq_analyst")

    with django_assert_max_num_queries(60):
        answer = client.get(reverse("series", args=[key]))

    assert answer.status_code == 200
