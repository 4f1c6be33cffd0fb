"""While one types: the country is asked for the form that is typed, and that is written down."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.pages.noted import readings
from tests.web.pages.triage.conftest import Signed

from izdes.adapters.words import say
from izdes.core.holds.asking import SECRECY
from izdes.twin.numbers import phone
from izdes.web.cases.models import Complaint
from izdes.web.subjects.linking.identifiers import matches_of


def _typed(client: Client, name: str, text: str, asked: str = "", **more: str) -> str:
    """Return what is told of a text while it is typed into a field."""
    answer = client.post(
        f"{reverse('triage_check')}{asked}", {name: text, **more}, headers={"HX-Trigger-Name": name}
    )
    return answer.content.decode()


def _known(cast: Cast, login: str) -> str:
    """Return what somebody is told of a number that the country knows."""
    with cast.acts(login) as officer:
        known = matches_of(officer, "phone", phone(1))
    regions, series = len(known.regions), known.series
    return say("triage_known", "kk", count=known.complaints, regions=regions, series=series)


def test_at_the_desk_it_is_noted_without_a_case(cast: Cast, signed: Signed) -> None:
    told = _typed(signed("duty_officer_a1"), "payment-0-to_raw", phone(1))

    assert _known(cast, "duty_officer_a1") in told
    ((key, case, purpose),) = readings(cast, "duty_officer_a1")
    assert (case, purpose) == (None, say("known_purpose_desk", "kk"))
    assert phone(1) not in key


def test_of_a_complaint_its_receipt_is_what_for(
    cast: Cast, signed: Signed, complaint: Complaint
) -> None:
    _typed(signed("duty_officer_a1"), "phone", phone(1), f"?complaint={complaint.pk}")

    ((_, _, purpose),) = readings(cast, "duty_officer_a1")
    assert purpose == say("known_purpose_complaint", "kk", receipt=complaint.receipt)


def test_in_a_case_its_number_is_what_for(cast: Cast, signed: Signed) -> None:
    case = cast.case("a1")

    told = _typed(signed("investigator_a1"), "subject-0-value", phone(1), f"?case={case.pk}")

    assert _known(cast, "investigator_a1") in told
    ((_, kept, purpose),) = readings(cast, "investigator_a1")
    assert (kept, purpose) == (case.pk, say("known_purpose_case", "kk", number="a1"))


@pytest.mark.parametrize("what", ["case", "complaint"])
def test_what_one_does_not_see_is_no_ground(cast: Cast, signed: Signed, what: str) -> None:
    place = cast.case("b1") if what == "case" else cast.complaint("b1")
    address = f"{reverse('triage_check')}?{what}={place.pk}"

    answer = signed("investigator_a2").post(address, {"raw": phone(1)})

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert readings(cast, "investigator_a2") == []


def test_only_an_analyst_asks_about_hubs(cast: Cast, signed: Signed) -> None:
    asked = {"kind": "phone", "value": phone(1)}
    address, headers = f"{reverse('triage_check')}?hub=1", {"HX-Trigger-Name": "value"}

    other = signed("investigator_a2").post(address, asked, headers=headers)
    signed("hq_analyst").post(address, asked, headers=headers)

    assert other.status_code == HTTPStatus.FORBIDDEN
    ((_, _, purpose),) = readings(cast, "hq_analyst")
    assert purpose == say("known_purpose_hub", "kk")


@pytest.mark.parametrize("text", ["", "   ", "Айгүл", "x" * 400])
def test_what_is_no_identifier_is_asked_of_nobody(cast: Cast, signed: Signed, text: str) -> None:
    _typed(signed("duty_officer_a1"), "raw", text)

    assert readings(cast, "duty_officer_a1") == []


@pytest.mark.parametrize("login", ["administrator", "auditor", "responder_one"])
def test_who_works_on_no_cases_is_told_nothing(cast: Cast, signed: Signed, login: str) -> None:
    answer = signed(login).post(reverse("triage_check"), {"raw": phone(1)})

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert readings(cast, login) == []


def test_without_scripts_the_form_that_is_shown_again_tells_it(cast: Cast, signed: Signed) -> None:
    rows = {"payment": "1", "loan": "0", "identifier": "0"}
    given = {f"{name}-TOTAL_FORMS": count for name, count in rows.items()}
    given |= {f"{name}-INITIAL_FORMS": "0" for name in rows}
    given |= {"payment-0-to_raw": phone(1), "payment-0-amount": "many"}
    client = signed("duty_officer_a1")

    page = client.post(reverse("triage_new"), given)
    longer = client.post(reverse("triage_new"), {**given, "add_payment": "1"})

    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert _known(cast, "duty_officer_a1") in page.content.decode()
    assert _known(cast, "duty_officer_a1") not in longer.content.decode()
    assert len(readings(cast, "duty_officer_a1")) == 1


def test_a_draft_that_lacks_something_tells_what_is_known_of_its_subjects(
    cast: Cast, signed: Signed
) -> None:
    client, address = signed("investigator_a1"), reverse("case_requests_new", args=[_a1(cast)])
    given = {
        "measure": SECRECY,
        "subject-TOTAL_FORMS": "1",
        "subject-INITIAL_FORMS": "0",
        "subject-0-kind": "phone",
        "subject-0-value": phone(1),
    }

    asked = client.get(address, {"measure": given["measure"]}).content.decode()
    page = client.post(address, given)

    assert f'hx-post="{reverse("triage_check")}?case={_a1(cast)}"' in asked
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert _known(cast, "investigator_a1") in page.content.decode()
    ((_, case, _),) = readings(cast, "investigator_a1")
    assert case == _a1(cast)


def test_a_paper_asks_for_what_is_typed_into_its_fields(cast: Cast, signed: Signed) -> None:
    client = signed("investigator_a1")
    address = reverse("case_papers_new", args=[_a1(cast)])

    page = client.get(address, {"form": "oral_statement"}).content.decode()
    given = {"person_phone": phone(1), "person_born": "no day"}
    again = client.post(f"{address}?form=oral_statement", given)

    asked = f"{reverse('triage_check')}?case={_a1(cast)}"
    assert f'hx-post="{asked}&amp;kind=phone"' in page
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert _known(cast, "investigator_a1") in again.content.decode()


def _a1(cast: Cast) -> int:
    """Return the key of the case a1."""
    return cast.case("a1").pk
