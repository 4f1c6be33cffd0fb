"""Pages of bodies: all of them, one founded, supervised by an office and no more."""

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.twin.numbers import company_number
from izdes.web.officers.models import Body, Supervision
from izdes.web.officers.reach import units_of

OFFICE = {
    "kind": "police_unit",
    "code": "a9",
    "name_kk": "Тоғызыншы бөлім",
    "name_ru": "Девятый отдел",
    "name_en": "Ninth unit",
    "region": "75",
    "body_bin": company_number(777),
    "since": "2026-01-01",
}


def founded(cast: Cast, code: str) -> Body:
    with cast.acts("auditor"):
        return Body.objects.get(code=code)


def sent(cast: Cast, what: str, given: dict[str, str]) -> tuple[int, str]:
    client = signed_in(cast, "administrator")
    answer = client.post(reverse("body_new", args=[what]), given, follow=True)
    return answer.status_code, text_of(answer)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bodies_are_listed_in_the_language_of_the_page(cast: Cast, lang: Lang) -> None:
    client = signed_in(cast, "administrator")
    client.post(reverse("set_language"), {"language": lang})

    page = text_of(client.get(reverse("bodies")))

    assert say("people_found_office", lang) in page
    assert reverse("body", args=[cast.body("a1").pk]) in page
    assert reverse("bodies") in text_of(client.get(reverse("home")))


def test_bodies_are_chosen_by_kind_and_exported(cast: Cast) -> None:
    client = signed_in(cast, "administrator")

    courts = text_of(client.get(reverse("bodies"), {"f-kind": "court"}))
    file = client.get(reverse("bodies"), {"as": "csv"})

    assert reverse("body", args=[cast.body("court").pk]) in courts
    assert reverse("body", args=[cast.body("a1").pk]) not in courts
    assert b"bank-one" in b"".join(file)
    file.close()


def test_a_body_is_entered_below_another(cast: Cast) -> None:
    above = cast.body("a-hq")

    status, page = sent(cast, "office", {**OFFICE, "parent": str(above.pk)})

    body = founded(cast, "a9")
    assert (status, body.parent_id, body.region, body.bin) == (
        200,
        above.pk,
        "75",
        OFFICE["body_bin"],
    )
    assert "Тоғызыншы бөлім" in page
    assert say("people_body_no_posts", "kk") in page
    assert say("people_supervision_none", "kk") in page


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"code": "a1"}, say("body_exists", "kk", body="a1")),
        ({"body_bin": "123"}, say("wrong_shape", "kk")),
        ({"code": "Бөлім"}, "Тоғызыншы бөлім"),
        ({"kind": "institution"}, "Тоғызыншы бөлім"),
        ({"since": "soon"}, "Тоғызыншы бөлім"),
        ({"name_kk": ""}, "Девятый отдел"),
    ],
)
def test_what_cannot_be_a_body_comes_back_with_the_form(
    cast: Cast, other: dict[str, str], told: str
) -> None:
    status, page = sent(cast, "office", {**OFFICE, **other})

    assert status == 422
    assert told in page


def test_an_institution_is_chosen_from_the_register_and_called_by_it(cast: Cast) -> None:
    client = signed_in(cast, "administrator")
    address = reverse("body_new", args=["institution"])
    offered = text_of(client.get(address))

    answer = client.post(address, {"institution": "HSBKKZKX", "since": "2026-01-01"})

    body = founded(cast, "hsbkkzkx")
    assert answer.status_code == 302
    assert (body.kind, body.institution, body.bic) == ("institution", "HSBKKZKX", "HSBKKZKX")
    assert body.name_kk
    assert 'value="HSBKKZKX"' in offered
    # One that has a body already is offered no more.
    assert 'value="HSBKKZKX"' not in text_of(client.get(address))


def test_an_institution_that_the_register_does_not_list_is_refused(cast: Cast) -> None:
    status, page = sent(cast, "institution", {"institution": "NOBODY", "since": "2026-01-01"})

    assert status == 422
    assert reverse("law_propose", args=["institutions"]) in page


def test_a_kind_of_form_that_there_is_not_is_no_page(cast: Cast) -> None:
    address = reverse("body_new", args=["anything"])

    assert signed_in(cast, "administrator").get(address).status_code == 404


def test_a_body_is_shown_with_its_posts_supervision_and_certificates(cast: Cast) -> None:
    client = signed_in(cast, "administrator")

    page = text_of(client.get(reverse("body", args=[cast.body("a1").pk])))

    assert reverse("post", args=[cast.post("investigator_a1").pk]) in page
    assert reverse("body", args=[cast.body("a1-pros").pk]) in page
    assert "crypto" in page


def test_supervision_begins_and_ends_on_the_page_of_the_body(cast: Cast) -> None:
    client = signed_in(cast, "administrator")
    body, office = cast.body("b1"), cast.body("a1-pros")

    begun = client.post(
        reverse("body_supervise", args=[body.pk]), {"office": office.pk}, follow=True
    )
    with cast.acts("prosecutor_a1") as prosecutor:
        assert body.pk in units_of(prosecutor, "supervise")
        one = Supervision.objects.get(office=office, body=body)
    ended = client.post(reverse("supervision_end", args=[one.pk]), follow=True)

    assert say("people_supervision_began", "kk") in text_of(begun)
    assert reverse("supervision_end", args=[one.pk]) in text_of(begun)
    assert say("people_supervision_ended", "kk") in text_of(ended)
    with cast.acts("prosecutor_a1") as prosecutor:
        assert body.pk not in units_of(prosecutor, "supervise")


def test_only_an_office_of_prosecutors_is_set_over_a_body(cast: Cast) -> None:
    client = signed_in(cast, "administrator")
    address = reverse("body_supervise", args=[cast.body("b1").pk])

    assert client.post(address, {"office": cast.body("a1").pk}).status_code == 422


def test_a_number_of_a_body_that_was_not_known_is_entered_once(cast: Cast) -> None:
    client = signed_in(cast, "administrator")
    sent(cast, "office", {**OFFICE, "body_bin": ""})
    address = reverse("body_number", args=[founded(cast, "a9").pk])

    wrong = client.post(address, {"body_bin": "12"})
    client.post(address, {"body_bin": OFFICE["body_bin"]})
    again = client.post(address, {"body_bin": company_number(778)})

    assert (wrong.status_code, again.status_code) == (422, 422)
    assert say("number_stands", "kk") in text_of(again)
    assert founded(cast, "a9").bin == OFFICE["body_bin"]


def test_the_list_of_bodies_asks_as_many_questions_however_long_it_is(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast, "administrator")

    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(reverse("bodies"))
