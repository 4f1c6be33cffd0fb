"""The way of a request: drafted, signed, sanctioned, sent, answered, read."""

from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    LEAD,
    SUSPENSION,
    accepted,
    answer_to,
    answered,
    drafted,
    held_answer,
    running_case,
    sent,
)

from izdes.web.correspondence.models import Hold, Notice
from izdes.web.correspondence.services import ingest_answer
from izdes.web.funds.models import CaseAnswer


def test_a_request_goes_from_draft_to_an_answer_that_is_read(cast: Cast) -> None:
    case = running_case(cast)
    request = sent(cast, drafted(cast, case))
    accepted(cast, request)
    answered(cast, request, files={"movements.csv": b"rows"})

    with cast.acts(LEAD) as officer:
        ingest_answer(request=request, officer=officer)
        request.refresh_from_db()

        assert request.state == "ingested"
        assert CaseAnswer.objects.filter(case=case, name="movements.csv").exists()


def test_a_suspension_needs_no_consent_and_is_told_to_two(cast: Cast) -> None:
    request = sent(cast, drafted(cast, running_case(cast), SUSPENSION))
    accepted(cast, request)
    answered(cast, request, answer_to(request, holds=(held_answer(request),)))

    with cast.acts(LEAD):
        notices = Notice.objects.filter(request=request).values_list("to", flat=True)
        hold = Hold.objects.get(request=request)

        assert {*notices} == {"prosecutor", "court"}
        assert (hold.status, hold.amount_minor) == ("held", 300_000_00)
        assert hold.until is not None
