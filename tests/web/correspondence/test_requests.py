"""Drafts: begun by who works on the case, known to the addressee when they were sent."""

import pytest
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    IBAN,
    LEAD,
    OTHER_IBAN,
    asked,
    draft,
    drafted,
    running_case,
)

from izdes.web.cases.models import Case
from izdes.web.correspondence.errors import (
    DrafterMayNot,
    DraftWrong,
    NotAnInstitution,
    RequestExists,
    SubjectsMissing,
)
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import draft_json, draft_of
from izdes.web.correspondence.selectors import requests_visible_to
from izdes.web.correspondence.services import change_draft, draft_request
from izdes.web.officers.reach import NotPermitted


def test_an_institution_does_not_know_a_draft(cast: Cast) -> None:
    request = drafted(cast, cast.case("a2"), login="investigator_a2")

    with cast.acts("responder_one") as officer:
        assert request not in requests_visible_to(officer)
        assert not Request.objects.filter(pk=request.pk).exists()


def test_an_institution_sees_what_was_sent_to_it_and_no_case(cast: Cast) -> None:
    with cast.acts("responder_one") as officer:
        received = {request.number for request in requests_visible_to(officer)}

        assert received == {"a1/bank-one", "b1/bank-one", "a1-sealed/bank-one"}
        assert not Case.objects.exists()


def test_a_liaison_sees_nothing_of_another_institution(cast: Cast) -> None:
    with cast.acts("liaison_two") as officer:
        assert [request.number for request in requests_visible_to(officer)] == ["b1/bank-two"]


@pytest.mark.parametrize("login", ["prosecutor_a1", "hq_analyst", "investigator_b1"])
def test_only_who_works_on_a_case_drafts(cast: Cast, login: str) -> None:
    with pytest.raises(NotPermitted):
        drafted(cast, cast.case("a2"), login=login)


def test_the_consent_that_a_measure_needs_is_copied_when_it_is_drafted(cast: Cast) -> None:
    case = running_case(cast)

    found = {
        measure: drafted(cast, case, measure)
        for measure in ("request.bank_movements", "freeze.restriction", "request.subscriber")
    }

    assert {name: (one.consent, one.queue) for name, one in found.items()} == {
        "request.bank_movements": ("sanction", "sanction"),
        "freeze.restriction": ("agreement", "consent"),
        "request.subscriber": ("none", "none"),
    }


def test_requests_of_a_case_are_numbered(cast: Cast) -> None:
    case = running_case(cast)

    assert [drafted(cast, case).number for _ in range(2)] == ["run/1", "run/2"]


def test_a_number_is_given_once(cast: Cast) -> None:
    with cast.acts(LEAD) as officer, pytest.raises(RequestExists):
        draft_request(
            number="a1/bank-two",
            case=cast.case("a1"),
            addressee=cast.body("bank-one"),
            measure="request.bank_movements",
            draft=draft(),
            subjects=asked(),
            officer=officer,
        )


def test_a_request_goes_to_an_institution(cast: Cast) -> None:
    with pytest.raises(NotAnInstitution):
        drafted(cast, cast.case("a1"), bank="court")


def test_a_request_is_about_somebody(cast: Cast) -> None:
    request = drafted(cast, cast.case("a1"))

    with cast.acts(LEAD) as officer, pytest.raises(SubjectsMissing):
        change_draft(request=request, draft=draft(), subjects=[], officer=officer)


def test_a_head_of_a_unit_drafts_no_request_of_an_investigator(cast: Cast) -> None:
    with pytest.raises(DrafterMayNot):
        drafted(cast, cast.case("a1"), login="head_of_unit_a1")


def test_a_draft_changes_as_long_as_nobody_signed_it(cast: Cast) -> None:
    request = drafted(cast, cast.case("a1"), subjects=asked(IBAN))

    with cast.acts(LEAD) as officer:
        said = draft().saying(necessity="Another reason", fabula="")
        change_draft(request=request, draft=said, subjects=asked(OTHER_IBAN), officer=officer)
        found = Request.objects.get(pk=request.pk)

        assert draft_of(found.draft) == said
        assert "fabula" not in {one.name for one in said.said}
        assert [one.value for one in found.subjects.all()] == [OTHER_IBAN]


@pytest.mark.parametrize("kept", [{}, {"basis": 1}, {**draft_json(draft()), "cap": {"x": 1}}])
def test_what_is_no_draft_is_refused(kept: dict[str, object]) -> None:
    with pytest.raises(DraftWrong):
        draft_of(kept)
