"""Requests: drafted by who works on the case, known to the addressee when they were sent."""

import pytest
from tests.web.cast import Cast

from izdes.web.cases.models import Case
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.selectors import requests_visible_to
from izdes.web.correspondence.services import NotAnInstitution, RequestExists, draft_request
from izdes.web.officers.reach import NotPermitted


def _drafted(cast: Cast, login: str = "investigator_a2", *, number: str = "new") -> Request:
    """Let somebody draft a request in the case a2."""
    with cast.acts(login) as officer:
        return draft_request(
            number=number,
            case=cast.case("a2"),
            addressee=cast.body("bank-one"),
            measure="movements",
            officer=officer,
        )


def test_an_institution_does_not_know_a_draft(cast: Cast) -> None:
    request = _drafted(cast)

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
        _drafted(cast, login)


def test_a_number_is_given_once(cast: Cast) -> None:
    with pytest.raises(RequestExists):
        _drafted(cast, number="b1/bank-two")


def test_a_request_goes_to_an_institution(cast: Cast) -> None:
    with cast.acts("investigator_a2") as officer, pytest.raises(NotAnInstitution):
        draft_request(
            number="new",
            case=cast.case("a2"),
            addressee=cast.body("court"),
            measure="movements",
            officer=officer,
        )
