"""The pages of the law: what is in force, what a day knows, and four eyes on what overrides it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from tests.web.cast import Cast

from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.web.law.editions import pack_in_force
from izdes.web.law.models import Override
from izdes.web.pages.figures import Money

PAGES = ("law", "law_day", "law_institutions", "law_overrides", "law_unverified")
ACT = {"ground": "Decree 7", "source": "gazette", "since": "2020-01-01"}
GIVEN = {
    "days": {
        "day": "2026-12-11",
        "is_working": "false",
        "reason_kk": "Қаулы",
        "reason_ru": "Постановление",
    },
    "indexes": {
        "index_id": "mci",
        "minor": "4 500,50",
        "valid_from": "2027-01-01",
        "valid_to": "2028-01-01",
    },
    "thresholds": {"threshold": "fraud.large", "times": "1500", "valid_from": "2027-01-01"},
    "cut-offs": {"institution": "HSBKKZKX", "cut_off": "16:30"},
    "institutions": {"institution_id": "HSBKKZKX", "channel": "paper"},
}
SAID = {
    "days": {"is_working": "false", "reason_kk": "Қаулы", "reason_ru": "Постановление"},
    "indexes": {"minor": 450_050, "valid_from": "2027-01-01", "valid_to": "2028-01-01"},
    "thresholds": {"times": 1500, "valid_from": "2027-01-01"},
    "cut-offs": {"cut_off": "16:30"},
    "institutions": {"channel": "paper"},
}


def browser(cast: Cast, login: str) -> Client:
    client = Client()
    client.force_login(cast.officer(login))
    return client


def proposed(cast: Cast, what: str = "days", **other: str) -> Override:
    address = reverse("law_propose", args=[what])
    answer = browser(cast, "administrator").post(address, {**ACT, **GIVEN[what], **other})
    assert answer.status_code == 302, answer.content.decode()
    number = int(answer.headers["Location"].rstrip("/").rpartition("/")[2])
    return stored(cast, number)


def stored(cast: Cast, number: int) -> Override:
    with cast.acts("auditor"):
        return Override.objects.get(pk=number)


def decided(cast: Cast, login: str, name: str, override: Override, **given: str) -> Client:
    client = browser(cast, login)
    client.post(reverse(name, args=[override.pk]), given)
    return client


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_everybody_in_post_reads_the_law_in_his_language(cast: Cast, name: str, lang: Lang) -> None:
    client = browser(cast, "prosecutor_b1")
    client.post(reverse("set_language"), {"language": lang})

    page = client.get(reverse(name))

    assert page.status_code == 200
    assert say("law_tab_overrides", lang) in page.content.decode()


def test_who_holds_no_post_is_told_so(cast: Cast) -> None:
    page = browser(cast, "nobody").get(reverse("law")).content.decode()

    assert say("law_none", "kk") in page


def test_the_page_names_the_law_that_decisions_are_made_under(cast: Cast) -> None:
    with cast.acts("investigator_a1"):
        law = pack_in_force()

    page = browser(cast, "investigator_a1").get(reverse("law")).content.decode()

    assert law.ref.digest[:8] in page
    assert law.ref.version in page
    assert "holidays" in page


def test_a_day_is_shown_by_the_law_of_that_day(cast: Cast) -> None:
    client = browser(cast, "investigator_a1")

    of_2026 = client.get(reverse("law_day"), {"on": "2026-05-21"}).content.decode()
    of_2017 = client.get(reverse("law_day"), {"on": "2017-05-21"}).content.decode()

    # A thousand indexes of the year make fraud large; up to two of them a theft is petty.
    assert say("law_bound_above", "kk", sum=str(Money(432_500_000))) in of_2026
    assert say("law_bound_up_to", "kk", sum=str(Money(865_000))) in of_2026
    assert say("law_index_unknown", "kk") in of_2017


@pytest.mark.parametrize("on", ["soon", "2013-12-31", "2061-01-01"])
def test_a_day_that_nobody_can_know_is_refused(cast: Cast, on: str) -> None:
    answer = browser(cast, "investigator_a1").get(reverse("law_day"), {"on": on})

    assert answer.status_code == 422


@pytest.mark.parametrize("what", GIVEN)
def test_an_administrator_proposes_what_an_act_said(cast: Cast, what: str) -> None:
    override = proposed(cast, what)

    assert (override.fields, override.state) == (SAID[what], "proposed")
    assert (override.since, override.ground) == (date(2020, 1, 1), "Decree 7")


@pytest.mark.parametrize("what", GIVEN)
def test_each_form_is_shown_with_its_fields(cast: Cast, what: str) -> None:
    page = browser(cast, "administrator").get(reverse("law_propose", args=[what]))

    assert page.status_code == 200
    for name in GIVEN[what]:
        assert f'name="{name}"' in page.content.decode()
    for name, kind in {"day": "date", "valid_from": "date", "cut_off": "time"}.items():
        assert name not in GIVEN[what] or f'name="{name}" type="{kind}"' in page.content.decode()
    # As a field of days takes it, whatever the language of the page.
    assert f'value="{localdate().isoformat()}"' in page.content.decode()


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("days", {"ground": ""}),
        ("days", {"day": "Friday"}),
        ("days", {"until": "2019-01-01"}),
        ("indexes", {"minor": "many"}),
        ("indexes", {"valid_to": "2026-01-01"}),
        ("institutions", {"institution_id": "NEWBANK"}),
    ],
)
def test_what_cannot_be_followed_comes_back_with_the_form(
    cast: Cast, what: str, other: dict[str, str]
) -> None:
    address = reverse("law_propose", args=[what])

    answer = browser(cast, "administrator").post(address, {**ACT, **GIVEN[what], **other})

    assert answer.status_code == 422
    assert "gazette" in answer.content.decode()


def test_another_confirms_and_the_page_shows_what_would_change(cast: Cast) -> None:
    override = proposed(cast)
    address = reverse("law_override", args=[override.pk])

    own = browser(cast, "administrator").get(address).content.decode()
    page = browser(cast, "administrator_2").get(address).content.decode()
    decided(cast, "administrator_2", "law_confirm", override)

    assert say("law_by_another", "kk") in own
    assert reverse("law_confirm", args=[override.pk]) not in own
    assert reverse("law_confirm", args=[override.pk]) in page
    assert say("law_change_added", "kk") in page
    assert stored(cast, override.pk).state == "confirmed"


def test_nobody_confirms_on_the_page_what_he_proposed(cast: Cast) -> None:
    override = proposed(cast)

    client = decided(cast, "administrator", "law_confirm", override)

    page = client.get(reverse("law_override", args=[override.pk])).content.decode()
    assert say("law_override_by_same", "kk") in page
    assert stored(cast, override.pk).state == "proposed"


def test_a_refusal_needs_a_reason(cast: Cast) -> None:
    override = proposed(cast)
    address = reverse("law_refuse", args=[override.pk])

    answer = browser(cast, "administrator_2").post(address, {"reason": ""})
    decided(cast, "administrator_2", "law_refuse", override, reason="No such decree")

    assert answer.status_code == 422
    assert stored(cast, override.pk).state == "refused"


def test_what_was_confirmed_is_withdrawn_and_shown_so(cast: Cast) -> None:
    override = proposed(cast)
    decided(cast, "administrator_2", "law_confirm", override)

    client = decided(cast, "administrator", "law_withdraw", override, reason="Repealed")

    page = client.get(reverse("law_override", args=[override.pk])).content.decode()
    assert say("law_state_withdrawn", "kk") in page
    assert reverse("law_withdraw", args=[override.pk]) not in page


@pytest.mark.parametrize("name", ["law_confirm", "law_refuse", "law_withdraw"])
def test_only_administrators_decide(cast: Cast, name: str) -> None:
    override = proposed(cast)

    answer = browser(cast, "head_of_prosecutors_a").post(reverse(name, args=[override.pk]))

    assert answer.status_code == 403
    assert stored(cast, override.pk).state == "proposed"


def test_the_list_of_overrides_asks_as_many_questions_however_long_it_is(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    client = browser(cast, "investigator_a1")
    for _ in range(3):
        proposed(cast, "institutions")

    with django_assert_max_num_queries(25):  # type: ignore[operator]
        page = client.get(reverse("law_overrides"))

    assert page.status_code == 200


def test_institutions_that_the_register_does_not_list_are_named_to_administrators(
    cast: Cast,
) -> None:
    told = browser(cast, "administrator").get(reverse("law_institutions")).content.decode()
    silent = browser(cast, "investigator_a1").get(reverse("law_institutions")).content.decode()

    # The banks of the cast exist nowhere.
    assert "BANK-ONE" in told
    assert say("law_unlisted", "kk") not in silent
