"""Pages on which a body that stands is renamed and ended."""

from typing import Any

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.pages.people.test_bodies import OFFICE, founded, sent
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.words import LANGUAGES, Lang, say

_NAMES = {"name_kk": "Оныншы бөлім", "name_ru": "Десятый отдел", "name_en": "Tenth unit"}


def _change(cast: Cast, what: str, code: str, given: dict[str, str]) -> Any:  # noqa: ANN401 - the client's own class
    address = reverse(f"body_{what}", args=[founded(cast, code).pk])
    return signed_in(cast, "administrator").post(address, given, follow=True)


def test_a_body_is_renamed_on_its_page(cast: Cast) -> None:
    sent(cast, "office", OFFICE)
    client = signed_in(cast, "administrator")
    form = text_of(client.get(reverse("body_rename", args=[founded(cast, "a9").pk])))

    lacking = _change(cast, "rename", "a9", _NAMES)
    done = _change(cast, "rename", "a9", {**_NAMES, "ground": "Бұйрық 3"})

    assert OFFICE["name_kk"] in form
    assert lacking.status_code == 422
    assert founded(cast, "a9").name_ru == "Десятый отдел"
    assert say("people_body_rename_done", "kk") in text_of(done)
    assert "Оныншы бөлім" in text_of(done)


def test_an_empty_body_is_ended_and_offered_no_more(cast: Cast) -> None:
    sent(cast, "office", OFFICE)
    client, key = signed_in(cast, "administrator"), founded(cast, "a9").pk
    person = reverse("post_new", args=[cast.officers["investigator_a2"]])
    before = text_of(client.get(person))

    done = _change(cast, "end", "a9", {"ground": "Бұйрық 4"})

    assert f'value="{key}"' in before
    assert f'value="{key}"' not in text_of(client.get(person))
    assert say("people_body_end_done", "kk") in text_of(done)
    assert reverse("body_end", args=[key]) not in text_of(done)
    assert founded(cast, "a9").until is not None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_keeps_a_body_is_said_in_the_language_of_the_page(cast: Cast, lang: Lang) -> None:
    client = signed_in(cast, "administrator")
    client.post(reverse("set_language"), {"language": lang})

    address = reverse("body_end", args=[founded(cast, "a2").pk])
    answer = client.post(address, {"ground": "Бұйрық"})

    assert answer.status_code == 422
    page = text_of(answer)
    assert "investigator_a2" in page
    assert say("people_body_end_about", lang) in page
    assert founded(cast, "a2").until is None
