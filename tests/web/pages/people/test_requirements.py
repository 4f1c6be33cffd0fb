"""Pages of requirements: laid down, offered at registration, refused to who lacks it, ended."""

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.cases.models import Case
from izdes.web.officers.models import Requirement

_GIVEN = {"category": "darknet", "area": "darknet markets", "since": "2026-01-01"}


def _stored(cast: Cast, category: str) -> list[Requirement]:
    with cast.acts("auditor"):
        return list(Requirement.objects.filter(category=category).order_by("pk"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_requirements_are_listed_in_the_language_of_the_page(cast: Cast, lang: Lang) -> None:
    client = signed_in(cast, "administrator")
    client.post(reverse("set_language"), {"language": lang})

    page = text_of(client.get(reverse("requirements")))

    assert say("people_requirements_about", lang) in page
    assert "crypto" in page
    assert reverse("requirements") in text_of(client.get(reverse("bodies")))


def test_a_requirement_is_laid_down_once_and_ended(cast: Cast) -> None:
    client = signed_in(cast, "administrator")

    client.post(reverse("requirement_new"), _GIVEN)
    again = client.post(reverse("requirement_new"), _GIVEN, follow=True)
    (made,) = _stored(cast, "darknet")
    ended = client.post(
        reverse("requirement_waive"),
        {"waive-requirement": made.pk, "waive-reason": "Бұйрық 9"},
        follow=True,
    )

    assert say("people_requirement_made", "kk") in text_of(again)
    assert say("people_requirement_waived", "kk") in text_of(ended)
    (found,) = _stored(cast, "darknet")
    assert (made.until, found.until is None) == (None, False)


def test_a_requirement_without_a_category_comes_back_with_the_form(cast: Cast) -> None:
    client = signed_in(cast, "administrator")

    answer = client.post(reverse("requirement_new"), {**_GIVEN, "category": ""})

    assert answer.status_code == 422
    assert _GIVEN["area"] in text_of(answer)


def test_a_requirement_that_there_is_not_is_not_ended(cast: Cast) -> None:
    client = signed_in(cast, "administrator")

    answer = client.post(
        reverse("requirement_waive"), {"waive-requirement": 0, "waive-reason": "Бұйрық"}
    )

    assert answer.status_code == 422


def test_a_case_is_registered_in_a_category_and_refused_to_who_lacks_its_certificate(
    cast: Cast,
) -> None:
    signed_in(cast, "administrator").post(reverse("requirement_new"), _GIVEN)
    client, complaint = signed_in(cast, "inquirer_a1"), cast.complaint("a1-loose")
    desk = text_of(client.get(reverse("triage_complaint", args=[complaint.pk])))

    client.post(
        reverse("triage_register", args=[complaint.pk]),
        {
            "register-number": "267500777",
            "register-form": "investigation",
            "register-category": "darknet",
            "register-reason": "Бұйрық",
        },
    )
    with cast.acts("inquirer_a1"):
        case = Case.objects.get(number="267500777")
    refused = client.post(reverse("case_members_take", args=[case.pk]), {"take-ground": "Бұйрық"})

    assert 'value="darknet"' in desk
    assert case.category == "darknet"
    assert refused.status_code == 422
    assert say("certificate_missing", "kk", category="darknet") in text_of(refused)
    with cast.acts("inquirer_a1"):
        assert not Case.objects.get(pk=case.pk).members.exists()
