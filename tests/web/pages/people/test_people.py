"""Pages of people: entered, certified, let in for the first time, shut out."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from tests.web.cast import Cast
from tests.web.pages.visiting import signed_in, text_of
from tests.web.signing_in.conftest import PASSWORD

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.twin.numbers import person_number
from izdes.web.officers.models import Certificate, Officer, Post

IIN = person_number("900101", 900, is_odd=True)
PERSON = {"login": "sadykova", "full_name": "Садықова Ақмарал", "iin": IIN, "language": "kk"}


def entered(cast: Cast, **other: str) -> Officer:
    client = signed_in(cast, "administrator")
    answer = client.post(reverse("person_new"), {**PERSON, **other})
    assert answer.status_code == 302, text_of(answer)
    return stored(cast, other.get("login", PERSON["login"]))


def stored(cast: Cast, login: str) -> Officer:
    with cast.acts("auditor"):
        return Officer.objects.get(login=login)


def half_of(answer: object) -> str:
    """Return the half of a code that a page shows once."""
    return text_of(answer).split('id="half">')[1].split("<")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_person_is_entered_without_post_and_password(cast: Cast, lang: Lang) -> None:
    client = signed_in(cast, "administrator")
    client.post(reverse("set_language"), {"language": lang})

    client.post(reverse("person_new"), PERSON)

    person = stored(cast, "sadykova")
    page = text_of(client.get(reverse("person", args=[person.pk])))
    assert (person.full_name, person.iin, person.has_usable_password()) == (
        PERSON["full_name"],
        IIN,
        False,
    )
    assert say("people_person_no_posts", lang) in page
    assert say("people_first_sign_in", lang) in page


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"iin": IIN[:-1] + str((int(IIN[-1]) + 1) % 10)}, say("wrong_check_digit", "kk")),
        ({"iin": "12"}, say("wrong_shape", "kk")),
        ({"login": "auditor"}, say("officer_exists", "kk", login="auditor")),
        ({"login": "two words"}, PERSON["full_name"]),
        ({"language": "xx"}, PERSON["full_name"]),
        ({"full_name": ""}, "sadykova"),
    ],
)
def test_whoever_cannot_be_entered_comes_back_with_the_form(
    cast: Cast, other: dict[str, str], told: str
) -> None:
    answer = signed_in(cast, "administrator").post(reverse("person_new"), {**PERSON, **other})

    assert answer.status_code == 422
    assert told in text_of(answer)
    with cast.acts("auditor"):
        assert not Officer.objects.filter(login="sadykova").exists()


def test_two_people_without_a_number_are_two(cast: Cast) -> None:
    entered(cast, login="one", iin="")

    assert entered(cast, login="two", iin="").iin is None


def test_a_person_entered_and_confirmed_signs_in_for_the_first_time(
    cast: Cast, settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    one, another = signed_in(cast, "administrator"), signed_in(cast, "administrator_2")
    person = entered(cast)
    order = {"body": cast.body("a1").pk, "role": "investigator", "ground": "Бұйрық 7"}
    one.post(reverse("post_new", args=[person.pk]), order)
    with cast.acts("auditor"):
        post = Post.objects.get(officer=person)
    another.post(reverse("post_confirm", args=[post.pk]))

    first = one.post(reverse("propose_recovery", args=[person.pk]), {"ground": "Паспорт"})
    page = text_of(another.get(reverse("person", args=[person.pk])))
    number = page.split("/recoveries/")[1].split("/")[0]
    second = another.post(reverse("confirm_recovery", args=[number]))
    her = Client()
    halves = {"login": "sadykova", "first": half_of(first), "second": half_of(second)}
    her.post(reverse("recover"), {**halves, "password1": PASSWORD, "password2": PASSWORD})
    her.post(reverse("account_login"), {"login": "sadykova", "password": PASSWORD})

    assert say("role_investigator", "kk") in text_of(her.get(reverse("home"))).lower()
    assert her.get(reverse("case_list")).status_code == 200
    assert PERSON["full_name"] in text_of(her.get(reverse("account")))
    settings.SECOND_FACTOR_REQUIRED = True
    assert her.get(reverse("home")).headers["Location"] == reverse("mfa_index")
    assert her.get(reverse("mfa_index")).status_code == 200


def test_people_are_listed_with_their_posts_and_whether_they_came_in(cast: Cast) -> None:
    client = signed_in(cast, "administrator")

    page = text_of(client.get(reverse("people"), {"f-login": "investigator_a1"}))

    assert reverse("person", args=[cast.officers["investigator_a1"]]) in page
    assert reverse("person", args=[cast.officers["investigator_b1"]]) not in page
    assert say("people_opened_no", "kk") in page


def test_the_list_of_people_asks_as_many_questions_however_long_it_is(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast, "administrator")

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(reverse("people"))


def test_a_certificate_is_entered_once_and_shown(cast: Cast) -> None:
    client = signed_in(cast, "administrator")
    person = cast.officer("investigator_a2")
    address = reverse("certificate_new", args=[person.pk])
    paper = {"area": "crypto", "number": "77", "issued_on": "2026-01-01"}

    never = client.post(address, {**paper, "expires_on": "2026-01-01"})
    client.post(address, {**paper, "expires_on": "2027-01-01"})
    again = client.post(address, {**paper, "expires_on": "2027-01-01"})

    page = text_of(client.get(reverse("person", args=[person.pk])))
    assert (never.status_code, again.status_code) == (422, 422)
    assert say("certificate_never_valid", "kk", area="crypto") in text_of(never)
    assert say("certificate_exists", "kk", area="crypto") in text_of(again)
    assert "01.01.2027" in page
    with cast.acts("auditor"):
        assert Certificate.objects.filter(officer=person).count() == 1


def test_whoever_is_shut_out_is_shown_so_and_offered_nothing(cast: Cast) -> None:
    client = signed_in(cast, "administrator")
    person = cast.officer("investigator_a2")
    address = reverse("person_shut_out", args=[person.pk])

    client.post(address, {"reason": ""})
    assert stored(cast, "investigator_a2").is_active
    page = text_of(client.post(address, {"reason": "Қызметтен босатылды"}, follow=True))

    assert not stored(cast, "investigator_a2").is_active
    assert say("people_shut_out_now", "kk") in page
    assert reverse("post_new", args=[person.pk]) not in page


def test_of_two_administrators_none_is_shut_out(cast: Cast) -> None:
    client = signed_in(cast, "administrator")
    address = reverse("person_shut_out", args=[cast.officers["administrator_2"]])

    page = text_of(client.post(address, {"reason": "x"}, follow=True))

    assert say("last_administrators", "kk") in page
    assert stored(cast, "administrator_2").is_active


def test_a_number_that_was_not_known_is_entered_once(cast: Cast) -> None:
    client, person = signed_in(cast, "administrator"), entered(cast, iin="")
    address = reverse("person_number", args=[person.pk])

    wrong = client.post(address, {"iin": "12"})
    client.post(address, {"iin": IIN})
    again = client.post(address, {"iin": person_number("900102", 900, is_odd=True)})

    assert (wrong.status_code, again.status_code) == (422, 422)
    assert say("number_stands", "kk") in text_of(again)
    assert stored(cast, "sadykova").iin == IIN


def test_a_number_of_another_is_not_taken(cast: Cast) -> None:
    client, person = signed_in(cast, "administrator"), entered(cast, iin="")
    taken = cast.officer("investigator_a1").iin

    answer = client.post(reverse("person_number", args=[person.pk]), {"iin": taken})

    assert answer.status_code == 422
    assert stored(cast, "sadykova").iin is None
