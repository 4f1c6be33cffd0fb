"""Pages of heads: posts of their own bodies, and a sealed case that its lead has left."""

import pytest
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.investigation.casework import HEAD, LEAD, OTHER
from tests.web.investigation.test_appointing import SEALED, leave
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.words import LANGUAGES, Lang, say


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_head_reads_the_posts_of_his_own_body_alone(cast: Cast, lang: Lang) -> None:
    client = signed_in(cast, HEAD)
    client.post(reverse("set_language"), {"language": lang})

    page = text_of(client.get(reverse("headed")))

    assert say("people_headed_about", lang) in page
    assert "Investigator A1" in page
    assert "Ended A1" in page
    assert "Investigator A2" not in page
    assert "Investigator B1" not in page
    # Posts are changed by administrators: no row leads to their page.
    assert "/people/posts/" not in page


def test_supervision_of_a_body_and_of_those_above_it_is_shown(cast: Cast) -> None:
    client = signed_in(cast, HEAD)

    file = client.get(reverse("headed"), {"supervisions-as": "csv"})
    lines = b"".join(file).decode().splitlines()
    file.close()

    assert sum("a1-pros" in line for line in lines) == 1
    assert sum("a-pros" in line and "a-hq" in line for line in lines) == 1
    assert not any("b-" in line for line in lines)


def test_a_head_of_prosecutors_reads_his_own_office(cast: Cast) -> None:
    page = text_of(signed_in(cast, "head_of_prosecutors_a").get(reverse("headed")))

    assert "Prosecutor A1" in page
    assert "Investigator A1" not in page


def test_whoever_heads_nothing_has_no_such_page(cast: Cast) -> None:
    client = signed_in(cast, LEAD)

    assert client.get(reverse("headed")).status_code == 403
    assert reverse("headed") not in text_of(client.get(reverse("home")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sealed_case_without_a_lead_stands_in_the_day_of_its_head(cast: Cast, lang: Lang) -> None:
    case = leave(cast)
    client = signed_in(cast, HEAD)
    client.post(reverse("set_language"), {"language": lang})

    day = text_of(client.get(reverse("home")))
    other = text_of(signed_in(cast, "head_of_unit_b1").get(reverse("home")))

    assert say("people_leaderless", lang) in day
    assert reverse("headed_lead", args=[case.pk]) in day
    assert SEALED not in other


def test_the_head_appoints_and_is_shown_nothing_of_the_case(cast: Cast) -> None:
    case = leave(cast)
    client, address = signed_in(cast, HEAD), reverse("headed_lead", args=[case.pk])
    offered = text_of(client.get(address))

    lacking = client.post(address, {"person": cast.officers[OTHER]})
    himself = client.post(address, {"person": cast.officers[HEAD], "ground": "Бұйрық"})
    done = client.post(address, {"person": cast.officers[OTHER], "ground": "Бұйрық 5"}, follow=True)

    assert f'value="{cast.officers[OTHER]}"' in offered
    assert f'value="{cast.officers[HEAD]}"' not in offered
    assert (lacking.status_code, himself.status_code) == (422, 422)
    assert say("people_lead_appointed", "kk", number=SEALED) in text_of(done)
    assert client.get(address).status_code == 404
    assert client.get(reverse("case_overview", args=[case.pk])).status_code == 404
    there = signed_in(cast, OTHER).get(reverse("case_members", args=[case.pk]))
    assert there.status_code == 200
